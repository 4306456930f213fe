"""A release as one archive: the same bytes each time, whole or not there."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from release_site import contents
from shuxiang.release import zip_target
from shuxiang.release.errors import ReleaseError
from shuxiang.release.target import Release
from shuxiang.release.zip_target import write_zip

Edition = Callable[[int], Release]


def test_an_archive_holds_the_whole_release_at_its_top(tmp_path: Path, edition: Edition) -> None:
    write_zip(edition(1), tmp_path / "盘/书香.zip")
    with zipfile.ZipFile(tmp_path / "盘/书香.zip") as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == contents(edition(1).folder)
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(2026, 11, 28)}
    assert [path.name for path in (tmp_path / "盘").iterdir()] == ["书香.zip"]


def test_the_same_release_gives_the_same_bytes_whenever_its_files_were_made(
    tmp_path: Path, edition: Edition
) -> None:
    write_zip(edition(1), tmp_path / "a.zip")
    os.utime(edition(1).folder / "index.html", (10**9, 10**9))
    write_zip(edition(1), tmp_path / "b.zip")
    assert digest(tmp_path / "a.zip") == digest(tmp_path / "b.zip")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_an_archive_that_fails_half_way_leaves_the_old_one(
    tmp_path: Path, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "书香.zip"
    write_zip(edition(1), place)
    before = place.read_bytes()

    def fill(beside: Path, _: Release) -> None:
        beside.write_bytes(before[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zip_target, "_fill", fill)
    with pytest.raises(ReleaseError, match=r"磁盘空间不足，写不进 .*书香\.zip"):
        write_zip(edition(2), place)
    assert contents(tmp_path) == {"书香.zip": before}


@pytest.mark.parametrize("there", ["folder", "file above"])
def test_a_place_where_no_archive_can_be_is_a_sentence(tmp_path: Path, edition: Edition, there: str) -> None:
    place = tmp_path / "书香.zip"
    if there == "folder":
        (place / "deeper").mkdir(parents=True)
    else:
        place.write_bytes(b"a file")
        place = place / "书香.zip"
    with pytest.raises(ReleaseError, match="书香"):
        write_zip(edition(1), place)
    assert len(list(tmp_path.iterdir())) == 1
