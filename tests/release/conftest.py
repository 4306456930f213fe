"""Releases of a small made-up site; no waiting for the disk, and none of the system's certificates."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from release_site import release_of
from shuxiang.release.target import Release

Edition = Callable[[int], Release]


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_the_disk() -> Iterator[None]:
    """What survives a power cut cannot be tested here, and others may keep the disk busy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "sync", lambda: None, raising=False)
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_certificates_of_the_system() -> Iterator[None]:
    """Whatever is asked over https here has a certificate of its own; a hundred others take long to read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", os.devnull)
        patch.setenv("SSL_CERT_DIR", os.devnull)
        yield


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """``edition(3) -> Release``: the third edition, made once."""
    return cache(lambda number: release_of(tmp_path_factory.mktemp(f"edition-{number}-"), number))
