"""Files are written whole or not at all, and never over another."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import BinaryIO

import pytest

from shuxiang.cli.written_file import create_file, is_within, reason, replace_file

LONGEST = "a" * 255


def no_links(*_: object) -> None:
    raise OSError(errno.EOPNOTSUPP, "Operation not supported")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(params=[os.link, no_links], ids=["links", "no links"], autouse=True)
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Disks with and without links."""
    monkeypatch.setattr(os, "link", request.param)


def test_a_file_is_made_with_its_folders_where_none_is(tmp_path: Path) -> None:
    assert create_file(tmp_path / "a/b" / LONGEST, b"new")
    assert (tmp_path / "a/b" / LONGEST).read_bytes() == b"new"
    assert names(tmp_path / "a/b") == [LONGEST]


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / "b.md").symlink_to(tmp_path / "nowhere")
    assert not create_file(tmp_path / "a.md", b"new")
    assert not create_file(tmp_path / "b.md", b"new")
    assert (tmp_path / "a.md").read_bytes() == b"old"
    assert names(tmp_path) == ["a.md", "b.md"]


@pytest.mark.parametrize("raised", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")])
def test_what_stops_the_writing_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: BaseException
) -> None:
    def stop(file: BinaryIO, data: bytes) -> None:
        with file:
            file.write(data[:1])
        raise raised

    monkeypatch.setattr("shuxiang.cli.written_file._fill", stop)
    with pytest.raises(type(raised)):
        create_file(tmp_path / "a.md", b"new")
    assert names(tmp_path) == []
    (tmp_path / "a.md").write_bytes(b"old")
    with pytest.raises(type(raised)):
        replace_file(tmp_path / "a.md", b"new")
    assert names(tmp_path) == ["a.md"]
    assert (tmp_path / "a.md").read_bytes() == b"old"


def test_ctrl_c_leaves_no_empty_file_on_a_disk_without_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(file: BinaryIO, data: bytes) -> None:
        with file:
            file.write(data)
        if Path(file.name).name == "a.md":
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr("shuxiang.cli.written_file._fill", stop)
    with pytest.raises(KeyboardInterrupt):
        create_file(tmp_path / "a.md", b"new")
    assert names(tmp_path) == []


def test_a_file_of_the_longest_name_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / LONGEST
    path.write_bytes(b"old")
    path.chmod(0o640)
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert names(tmp_path) == [LONGEST]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    replace_file(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_links_tell_whether_a_path_is_within_a_folder(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    (docs / "in").mkdir(parents=True)
    (docs / "out").symlink_to(tmp_path)
    (docs / "round").symlink_to(docs / "round")
    wanted = {"a.md": True, "in/new/a.md": True, "out/a.md": False, "../a.md": False, "out/docs/a.md": True}
    assert {name: is_within(docs / name, docs) for name in wanted} == wanted
    assert not is_within(docs / "round", docs)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "x"), "磁盘空间不足"),
        (OSError(errno.EACCES, "x"), "没有权限"),
        (OSError(errno.ENAMETOOLONG, "x"), "文件名太长"),
        (OSError(errno.EEXIST, "x"), "所在的文件夹和一个文件同名"),
        (OSError(errno.EIO, "磁盘出错（EIO）"), "磁盘出错（EIO）"),
    ],
)
def test_the_reason_is_told(error: OSError, said: str) -> None:
    assert reason(error) == said
