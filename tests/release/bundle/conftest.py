"""Small parcels, and a process that is killed at any step it takes on the disk."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from forked import exit_code
from shuxiang.release.bundle.machine import this_machine
from shuxiang.release.bundle.packing import packed, write_parcel
from shuxiang.release.bundle.packing_list import Kind, Needs, PackingList

MakeParcel = Callable[..., Path]
KilledAt = Callable[[int, Callable[[], object]], bool]


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a power cut would show the difference, and it takes long on a busy machine."""
    monkeypatch.setattr(os, "sync", lambda: None, raising=False)
    monkeypatch.setattr(os, "fsync", lambda _: None)


_STEPS = frozenset(["os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.truncate"])


@pytest.fixture
def make_parcel(tmp_path: Path) -> MakeParcel:
    """``make_parcel(files, name=…, kind=…) -> zip``; the software's files when no kind is given."""

    def make(
        files: Mapping[str, str],
        name: str = "parcel.zip",
        kind: Kind = Kind.SOFTWARE,
        day: str = "2026-11-21",
        **more: Any,
    ) -> Path:
        folder = tmp_path / f"sources of {name}"
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        sources = {path: folder / path for path in files}
        needs = Needs(this_machine().platform, this_machine().python) if kind is Kind.SOFTWARE else Needs()
        config = "mkdocs.yml" if kind is Kind.SOFTWARE else ""
        facts = {"docs": "docs", "config": config, "needs": needs, **more}
        write_parcel(tmp_path / name, PackingList(kind, day, files=packed(sources), **facts), sources)
        return tmp_path / name

    return make


@pytest.fixture
def tree() -> Callable[[Path], dict[str, str]]:
    """``tree(folder) -> {path: digest}`` of all that is below it, empty folders too."""

    def read(folder: Path) -> dict[str, str]:
        found = (f"{place}{os.sep}{name}" for place, *both in os.walk(folder) for names in both for name in names)
        return {path[len(str(folder)) + 1 :].replace(os.sep, "/"): digest(path) for path in sorted(found)}

    def digest(path: str) -> str:
        if not os.path.isfile(path):  # noqa: PTH113  # read after every kill: a Path costs more than the file
            return ""
        with open(path, "rb") as file:  # noqa: PTH123
            return hashlib.sha256(file.read()).hexdigest()

    return read


@pytest.fixture
def killed_at() -> KilledAt:
    """``killed_at(step, action)``: whether a process that runs the action was killed before its step on the disk.

    It ends as ``kill -9`` ends it: nothing is tidied. The first step is 0; an action with fewer steps runs through.
    """

    def run(step: int, action: Callable[[], object]) -> bool:
        def act() -> None:
            sys.addaudithook(_Killer(step))
            action()

        code = exit_code(act)
        assert code in {0, -signal.SIGKILL}
        return code != 0

    return run


class _Killer:
    def __init__(self, step: int) -> None:
        self._left = step

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wxa+")
        if event not in _STEPS and not writes:
            return
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self._left -= 1
