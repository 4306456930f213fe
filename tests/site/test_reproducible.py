"""The same sources and the same day give the same bytes, wherever and however a site is built."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from built import Built
from programs import program
from scratch_site import FRIDAY, write_sources

PATIENCE_SECONDS = 240
"""A build that takes longer has come to a standstill."""

BUILD = """
import os, sys

os.umask(int(sys.argv[1], 8))
if sys.argv[2] == "backwards":
    listdir, scandir = os.listdir, os.scandir

    class Backwards:
        def __init__(self, *where):
            with scandir(*where) as found:
                self.entries = iter(sorted(found, key=lambda entry: entry.name, reverse=True))
        def __iter__(self): return self.entries
        def __next__(self): return next(self.entries)
        def __enter__(self): return self
        def __exit__(self, *_): pass
        def close(self): pass

    os.listdir = lambda *where: sorted(listdir(*where), reverse=True)
    os.scandir = Backwards

from shuxiang.cli import build, publish_portable
from datetime import date
from pathlib import Path

day = sys.argv[3]
code = build.main(["--today", day, "--strict"])
publish_portable.make_portable(Path("mkdocs.yml").absolute(), Path("copy").absolute(), date.fromisoformat(day))
sys.exit(code)
"""


def built(folder: Path, umask: str, order: str, before: tuple[str, ...] = (), **variables: str) -> None:
    command = [*before, sys.executable, "-c", BUILD, umask, order, FRIDAY]
    own = {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1", "SHUXIANG_ROOT": str(folder)}
    environment = {**os.environ, **own, **variables}
    done = subprocess.run(  # noqa: S603
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
    )
    assert done.returncode == 0, done.stdout + done.stderr


def without_network() -> tuple[str, ...]:
    """What to put before a command so that it has no network at all; only Linux can do so."""
    return (program("unshare"), "--map-root-user", "--net") if sys.platform == "linux" else ()


@pytest.fixture(scope="module")
def two_places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same documents built in two places that differ in all that should not matter, once without a network."""
    here = tmp_path_factory.mktemp("a")
    there = tmp_path_factory.mktemp("b") / "另一台电脑上 很深的" / "文件夹" / ("长" * 40)
    for folder in (here, there):
        write_sources(folder, FRIDAY, "http://study.example/sx/")
    for path in there.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    built(here, "022", "forwards", LANG="C", TZ="UTC", PYTHONHASHSEED="1")
    built(
        there, "077", "backwards", without_network(), LANG="zh_CN.UTF-8", TZ="America/New_York", PYTHONHASHSEED="77"
    )
    return here, there


@pytest.mark.parametrize("name", ["site", "copy"])
def test_the_same_bytes_wherever_and_however_it_is_built(two_places: tuple[Path, Path], name: str) -> None:
    here, there = (Built(place / name, ()).files() for place in two_places)

    assert len(here) > 50
    assert sorted(here) == sorted(there)
    assert [path for path in here if here[path] != there[path]] == []


@pytest.mark.parametrize("name", ["site", "copy"])
def test_no_file_tells_where_it_was_built(two_places: tuple[Path, Path], name: str) -> None:
    place = two_places[0]

    assert [path for path, data in Built(place / name, ()).files().items() if str(place).encode() in data] == []
