"""A machine that does not say what is mounted keeps no command waiting."""

from __future__ import annotations

import subprocess
import sys

import pytest

from shuxiang.store import mounts


def test_a_mac_that_is_silent_is_asked_for_some_seconds_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []

    def silent(command: list[str], *, timeout: float, **_: object) -> None:
        asked.append(timeout)
        raise subprocess.TimeoutExpired(command, timeout)

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "run", silent)
        patch.setattr(sys, "platform", "darwin")
        assert mounts._mounts() == ()
    assert 0 < asked[0] < 60
