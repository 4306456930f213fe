from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuxiang.release.bundle import layout
from shuxiang.release.bundle.opening import Parcel, is_parcel, open_parcel
from shuxiang.release.bundle.packing_list import NAME, Kind
from shuxiang.release.errors import ReleaseError

MakeParcel = Callable[..., Path]
SHORT = {"docs/a.md": "甲\n", "mkdocs.yml": ""}
FILES = {"docs/a.md": "甲\n", "docs/图/b.txt": "乙\n" * 50, "mkdocs.yml": "", "scripts/build.py": "print()\n"}


def unpacked(parcel: Parcel, to: Path) -> dict[str, bytes]:
    for path in parcel.listed.files:
        parcel.copy(path, to / path)
    return {path: (to / path).read_bytes() for path in parcel.listed.files}


def refused(place: Path) -> str:
    before = sorted(place.parent.rglob("*"))
    with pytest.raises(ReleaseError) as refusal:
        open_parcel(place)
    assert sorted(place.parent.rglob("*")) == before
    sentence = str(refusal.value)
    assert sentence.endswith("。")
    assert "\n" not in sentence
    return sentence


# what is good


def test_what_was_packed_comes_out_again(make_parcel: MakeParcel, tmp_path: Path) -> None:
    zip_ = make_parcel(FILES)
    parcel = open_parcel(zip_)
    assert unpacked(parcel, tmp_path / "out") == {path: text.encode() for path, text in FILES.items()}
    assert parcel.sha256 == hashlib.sha256(zip_.read_bytes()).hexdigest()
    assert parcel.listed.kind is Kind.SOFTWARE
    assert is_parcel(zip_)


def test_any_program_for_zips_can_unpack_it_and_the_folder_will_do_too(
    make_parcel: MakeParcel, tmp_path: Path
) -> None:
    with zipfile.ZipFile(make_parcel(FILES)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [NAME, *sorted(FILES)]
        assert {stat.S_IMODE(entry.external_attr >> 16) for entry in archive.infolist()} == {0o644}
        archive.extractall(tmp_path / "folder")
    parcel = open_parcel(tmp_path / "folder")
    assert parcel.sha256 == ""
    assert unpacked(parcel, tmp_path / "out") == {path: text.encode() for path, text in FILES.items()}


def test_the_same_files_make_the_same_bytes(make_parcel: MakeParcel, tmp_path: Path) -> None:
    first = make_parcel(FILES).read_bytes()
    for path in FILES:
        os.utime(tmp_path / "sources of parcel.zip" / path, (1, 1))
        (tmp_path / "sources of parcel.zip" / path).chmod(0o600)
    assert make_parcel(dict(reversed(FILES.items()))).read_bytes() == first


def test_a_parcel_may_be_empty_files_and_many_of_them(make_parcel: MakeParcel, tmp_path: Path) -> None:
    files = {"mkdocs.yml": "", **{f"docs/{number}.md": "" for number in range(300)}}
    assert set(unpacked(open_parcel(make_parcel(files)), tmp_path / "out")) == set(files)


# damage


def test_what_was_cut_off_is_refused_at_every_length(make_parcel: MakeParcel, tmp_path: Path) -> None:
    data = make_parcel(SHORT).read_bytes()
    cut = tmp_path / "cut" / "cut.zip"
    cut.parent.mkdir()
    for length in (*range(0, len(data), 4), len(data) - 1):
        cut.write_bytes(data[:length])
        with pytest.raises(ReleaseError, match="没有采用"):
            open_parcel(cut)


def test_a_single_bit_that_differs_is_noticed_wherever_it_is(make_parcel: MakeParcel, tmp_path: Path) -> None:
    data = make_parcel(SHORT).read_bytes()
    flipped = tmp_path / "flipped.zip"
    for at in range(0, len(data), 3):
        flipped.write_bytes(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :])
        with pytest.raises(ReleaseError):
            open_parcel(flipped)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=20)), min_size=1, max_size=4),
    width=st.integers(0, 1),
)
def test_bytes_that_are_put_in_or_over_others_are_noticed_or_harmless(
    make_parcel: MakeParcel, tmp_path: Path, pieces: list[tuple[int, bytes]], width: int
) -> None:
    original = make_parcel(FILES).read_bytes()
    data = bytearray(original)
    for at, piece in pieces:
        data[at : at + len(piece) * width] = piece
    hostile = tmp_path / "hostile.zip"
    hostile.write_bytes(data)
    if bytes(data) == original:
        open_parcel(hostile)
    else:
        with pytest.raises(ReleaseError):
            open_parcel(hostile)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_whatever_bytes_a_file_holds_it_is_a_sentence(tmp_path: Path, data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", layout.Entry(NAME, len(data), zlib.crc32(data)).header):
        (tmp_path / "any.zip").write_bytes(start + data)
        with pytest.raises(ReleaseError):
            open_parcel(tmp_path / "any.zip")


# zips that were made by others, or made up


def as_zip(files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for path, data in files.items():
            archive.writestr(zipfile.ZipInfo(path), data, compression)
    return buffer.getvalue()


def contents(zip_: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(zip_) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def link_in_a_zip(zip_: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, data in contents(zip_).items():
            archive.writestr(path, data)
        link = zipfile.ZipInfo("docs/link")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def with_directory(zip_: Path, change: Callable[[bytearray, int], None]) -> bytes:
    """The zip with something changed in its directory, whose first row stands at the place that is handed over."""
    data = bytearray(zip_.read_bytes())
    change(data, data.index(b"PK\x01\x02"))
    return bytes(data)


def encrypted(data: bytearray, row: int) -> None:
    data[6] |= 1
    data[row + 8] |= 1


def overlapping(data: bytearray, row: int) -> None:
    second = data.index(b"PK\x01\x02", row + 4)
    data[second + 42 : second + 46] = bytes(4)


def as_a_link(data: bytearray, row: int) -> None:
    data[row + 38 : row + 42] = struct.pack("<I", (stat.S_IFLNK | 0o777) << 16)


def lying_size(data: bytearray, row: int) -> None:
    data[row + 24 : row + 28] = struct.pack("<I", 2**31)
    data[22:26] = struct.pack("<I", 2**31)


def as_zip64(data: bytearray, row: int) -> None:
    data[row + 20 : row + 28] = b"\xff" * 8


def other_method(data: bytearray, row: int) -> None:
    data[8] = data[row + 10] = 14


def without_utf8(data: bytearray, row: int) -> None:
    data[7] = data[row + 9] = 0


def with_comment(data: bytearray, row: int) -> None:
    assert row
    data[-2:] = b"\x03\x00abc"


def more_entries(data: bytearray, row: int) -> None:
    assert row
    data[-12:-8] = b"\xff\xff\xff\xff"


CHANGES = [
    encrypted,
    overlapping,
    as_a_link,
    lying_size,
    as_zip64,
    other_method,
    without_utf8,
    with_comment,
    more_entries,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_directory_that_says_something_else_is_refused(
    change: Callable[[bytearray, int], None], make_parcel: MakeParcel
) -> None:
    zip_ = make_parcel(FILES)
    zip_.write_bytes(with_directory(zip_, change))
    assert "没有采用" in refused(zip_)


HOSTILE: dict[str, Callable[[Path], bytes]] = {
    "prepended": lambda zip_: b"MZ" + zip_.read_bytes(),
    "appended": lambda zip_: zip_.read_bytes() + b"more",
    "twice": lambda zip_: zip_.read_bytes() * 2,
    "packed again": lambda zip_: as_zip(contents(zip_), zipfile.ZIP_DEFLATED),
    "packed again without compression": lambda zip_: as_zip(contents(zip_)),
    "lzma": lambda zip_: as_zip(contents(zip_), zipfile.ZIP_LZMA),
    "one more file": lambda zip_: as_zip({**contents(zip_), "docs/more.md": b""}),
    "one file less": lambda zip_: as_zip(dict(list(contents(zip_).items())[:-1])),
    "a link": link_in_a_zip,
    "a bomb": lambda zip_: as_zip({**contents(zip_), "docs/bomb": bytes(2**24)}, zipfile.ZIP_DEFLATED),
    "climbing out": lambda zip_: as_zip({**contents(zip_), "../../evil": b"x"}),
    "absolute": lambda zip_: as_zip({**contents(zip_), "/etc/evil": b"x"}),
    "no list": lambda zip_: as_zip({path: data for path, data in contents(zip_).items() if path != NAME}),
    "a list of a thousand million": lambda _: layout.Entry(NAME, 2**30, 0).header + b"{}",
    "not a zip": lambda _: b"%PDF-1.7\n" + bytes(100),
    "nothing": lambda _: b"",
    "an empty zip": lambda _: as_zip({}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_zip_that_packing_has_not_written_is_refused_whole(name: str, make_parcel: MakeParcel) -> None:
    zip_ = make_parcel(FILES)
    zip_.write_bytes(HOSTILE[name](zip_))
    assert "没有采用" in refused(zip_) or "开头被改动" in refused(zip_)


def forged(held: dict[str, bytes], **changes: Any) -> bytes:
    """A zip as packing would lay it out, with a list that packing would not have written."""
    rows = {
        path: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for path, data in sorted(held.items())
    }
    needs = {"platform": "", "python": "", "system": ""}
    whole = {
        "format": "shuxiang-bundle",
        "version": 1,
        "kind": "software",
        "day": "2026-11-21",
        "config": "mkdocs.yml",
    }
    whole = {**whole, "docs": "docs", "needs": needs, "files": rows, **changes}
    listed = (json.dumps(whole, ensure_ascii=False, indent=0) + "\n").encode()
    entries, parts = [], []
    for path, data in [(NAME, listed), *sorted(held.items())]:
        entries.append(layout.Entry(path, len(data), zlib.crc32(data)))
        parts += [entries[-1].header, data]
    return b"".join([*parts, layout.directory(entries)])


def test_what_the_forger_makes_is_otherwise_good(tmp_path: Path) -> None:
    (tmp_path / "good.zip").write_bytes(forged({"docs/a.md": b"a", "mkdocs.yml": b""}))
    assert list(open_parcel(tmp_path / "good.zip").listed.files) == ["docs/a.md", "mkdocs.yml"]


@pytest.mark.parametrize(
    "path",
    [
        "../evil",
        "/etc/evil",
        "C:/evil",
        r"..\evil",
        "docs/../../evil",
        "docs/a\0.md",
        "docs/con.md",
        "docs/a.md.",
        "docs/" + "a/" * 30 + "b",
        "data/roster.csv",
        "DATA/roster.csv",
        "\N{LATIN SMALL LETTER LONG S}ite/index.html",
        "site/index.html",
        "deploy.yml",
        ".venv/bin/python",
        ".git/hooks/post-checkout",
        "content/data/x",
        "manifest.json",
    ],
)
def test_a_list_in_perfect_order_may_still_not_name_such_a_file(path: str, tmp_path: Path) -> None:
    (tmp_path / "evil.zip").write_bytes(forged({"docs/a.md": b"a", "mkdocs.yml": b"", path: b"x"}))
    assert refused(tmp_path / "evil.zip")


@pytest.mark.parametrize(
    "paths",
    [("docs/a.md", "docs/A.md"), ("docs/a", "docs/a/b"), ("docs/é.md", "docs/e\u0301.md"), ("docs/x", "Docs/y")],
)
def test_files_that_are_one_on_some_systems_are_refused(paths: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "evil.zip").write_bytes(forged(dict.fromkeys(paths, b"x")))
    assert "请改名" in refused(tmp_path / "evil.zip")


@pytest.mark.parametrize("kind", ["documents", "some-documents"])
@pytest.mark.parametrize("path", ["mkdocs.yml", "scripts/build.py", "docs", "docs/.git/config", "document/a.md"])
def test_a_parcel_of_documents_holds_nothing_but_documents(kind: str, path: str, tmp_path: Path) -> None:
    (tmp_path / "evil.zip").write_bytes(forged({path: b"x"}, kind=kind, config=""))
    assert "不该有的" in refused(tmp_path / "evil.zip")


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "other"},
        {"version": 2},
        {"version": "1"},
        {"kind": "firmware"},
        {"kind": []},
        {"day": "today"},
        {"docs": 1},
        {"config": None},
        {"docs": ""},
        {"docs": "../.."},
        {"docs": "/etc"},
        {"docs": "data"},
        {"docs": "a\0b"},
        {"docs": "doc"},
        {"config": "../../evil.yml"},
        {"config": "none.yml"},
        {"config": "docs/a.md"},
        {"config": ""},
        {"config": "", "kind": "documents", "docs": ".."},
        {"needs": []},
        {"needs": {"platform": "\x1b[2J", "python": "", "system": ""}},
        {"needs": {"platform": "", "python": "3.11\n", "system": ""}},
        {"needs": {"platform": "", "python": "", "system": "\u202e2"}},
        {"needs": {"platform": "", "python": "", "system": "", "more": ""}},
        {"files": []},
        {"files": {"docs/a.md": 1}},
        {"files": {"docs/a.md": {"size": -1, "sha256": "0" * 64}}},
        {"files": {"docs/a.md": {"size": True, "sha256": "0" * 64}}},
        {"files": {"docs/a.md": {"size": 1, "sha256": "x"}}},
        {"files": {"docs/a.md": {"size": 1, "sha256": "A" * 64}}},
        {"files": {"docs/a.md": {"size": 10**30, "sha256": "0" * 64}}},
        {"more": 1},
    ],
    ids=str,
)
def test_a_list_that_says_something_odd_is_refused(changes: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "odd.zip").write_bytes(forged({"docs/a.md": b"a", "mkdocs.yml": b""}, **changes))
    assert refused(tmp_path / "odd.zip")


@pytest.mark.parametrize("data", [b"[]", b"null", b"{", b"\xff\xfe", b"[" * 100_000, b'{"a":1,"a":1}'], ids=repr)
def test_a_list_that_is_none_is_refused(data: bytes, tmp_path: Path) -> None:
    entry = layout.Entry(NAME, len(data), zlib.crc32(data))
    (tmp_path / "odd.zip").write_bytes(entry.header + data + layout.directory([entry]))
    assert refused(tmp_path / "odd.zip")


# folders


@pytest.fixture
def folder(make_parcel: MakeParcel, tmp_path: Path) -> Path:
    with zipfile.ZipFile(make_parcel(FILES)) as archive:
        archive.extractall(tmp_path / "folder")
    return tmp_path / "folder"


def test_a_folder_from_which_a_file_is_missing_changed_or_too_many_is_refused_with_its_name(folder: Path) -> None:
    (folder / "docs/a.md").unlink()
    (folder / "docs/more.md").touch()
    (folder / "scripts/build.py").write_text("evil()\n", encoding="utf-8")
    sentence = refused(folder)
    assert "缺少 docs/a.md；多出 docs/more.md；与清单不符 scripts/build.py" in sentence


def test_many_files_are_not_all_named(folder: Path) -> None:
    for number in range(9):
        (folder / f"{number}.txt").touch()
    assert "多出 0.txt、1.txt、2.txt等 9 个文件" in refused(folder)


def test_a_link_in_a_folder_is_refused_and_so_is_a_device(folder: Path) -> None:
    (folder / "docs/a.md").unlink()
    (folder / "docs/a.md").symlink_to("/etc/passwd")
    assert "是链接或特殊文件" in refused(folder)
    (folder / "docs/a.md").unlink()
    os.mkfifo(folder / "docs/a.md")
    assert "是链接或特殊文件" in refused(folder)


def test_a_folder_that_is_a_link_is_refused(folder: Path) -> None:
    (folder / "docs/图").rename(folder.with_name("elsewhere"))
    (folder / "docs/图").symlink_to(folder.with_name("elsewhere"))
    assert "是链接或特殊文件" in refused(folder)


def test_what_systems_leave_in_folders_is_overlooked(folder: Path) -> None:
    (folder / ".DS_Store").touch()
    (folder / "docs/Thumbs.db").touch()
    (folder / "docs/._a.md").touch()
    assert set(open_parcel(folder).listed.files) == set(FILES)


def test_compiled_code_that_is_not_on_the_list_is_refused(folder: Path) -> None:
    (folder / "scripts/__pycache__").mkdir()
    (folder / "scripts/__pycache__/build.pyc").touch()
    assert "多出 scripts/__pycache__/build.pyc" in refused(folder)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "week.zip")
    assert "是特殊文件" in refused(tmp_path / "week.zip")


def test_a_folder_without_a_list_is_none_of_ours(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert "不是解压出来的包" in refused(tmp_path / "folder")
    assert "找不到" in refused(tmp_path / "none")


# between looking and copying


def test_a_parcel_that_changes_after_it_was_looked_through_is_not_copied(
    make_parcel: MakeParcel, tmp_path: Path
) -> None:
    zip_ = make_parcel(FILES)
    parcel = open_parcel(zip_)
    zip_.write_bytes(zip_.read_bytes().replace("甲".encode(), "丁".encode()))
    with pytest.raises(ReleaseError, match="刚刚被改动"):
        parcel.copy("docs/a.md", tmp_path / "out")
    assert not (tmp_path / "out").exists()
