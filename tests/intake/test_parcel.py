import io
import os
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.intake import archive, parcel
from shuxiang.intake.parcel import Refusal, count, from_path, from_stdin, open_parcel
from shuxiang.intake.source import Source

TEXT = "各位委员要认真学习。"


def packed(names: Iterable[str], content: str = TEXT, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name in names:
            made.writestr(name, content)
    return file.getvalue()


def names(entries: Iterator[Source | Refusal]) -> list[str]:
    return [entry.name for entry in entries]


def sentences(entries: Iterator[Source | Refusal]) -> dict[str, str]:
    return {entry.name: entry.sentence for entry in entries if isinstance(entry, Refusal)}


def in_zip(*inside: str) -> list[str]:
    return names(open_parcel("来稿.zip", packed(inside)))


def test_files_come_in_the_order_in_which_people_count() -> None:
    assert in_zip("第10期.txt", "第2期.txt", "第1期.txt") == ["第1期.txt", "第2期.txt", "第10期.txt"]
    assert in_zip("第十章.txt", "第二章.txt", "第二十一章.txt") == ["第二章.txt", "第十章.txt", "第二十一章.txt"]


def test_what_the_system_left_is_passed_over_silently() -> None:
    litter = [
        "__MACOSX/._甲.txt",
        ".DS_Store",
        "Thumbs.db",
        "稿/desktop.ini",
        "~$甲.docx",
        ".隐藏.txt",
        "~WRL0001.tmp",
    ]

    assert in_zip("甲.txt", *litter) == ["甲.txt"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("../../上级.txt", "上级.txt"),
        ("/根/甲.txt", "甲.txt"),
        ("C:\\文稿\\甲.txt", "甲.txt"),
        ("C:甲.txt", "甲.txt"),
        ("稿/./../..", "稿"),
        ("..", "未命名"),
        ("甲\u202etxt.doc", "甲txt.doc"),
        ("长" * 300 + ".txt", "长" * 95 + "….txt"),
    ],
)
def test_path_tricks_lose_their_path_and_keep_a_name_to_show(path: str, name: str) -> None:
    assert in_zip(path) == [name]


def test_files_of_the_same_name_are_told_apart_by_their_folder() -> None:
    assert in_zip("一组/发言.txt", "二组/发言.txt") == ["发言（一组）.txt", "发言（二组）.txt"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_that_do_not_say_their_encoding_are_read(encoding: str) -> None:
    name = "会议通知.txt".encode(encoding)
    data = packed(["x" * len(name)]).replace(b"x" * len(name), name)

    assert names(open_parcel("来稿.zip", data)) == ["会议通知.txt"]


def test_a_zip_within_a_zip_is_refused_and_the_rest_comes() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("内.zip", packed(["甲.txt"]))
        made.writestr("甲.txt", TEXT)
    entries = list(open_parcel("来稿.zip", file.getvalue()))

    assert "请先解压" in sentences(iter(entries))["内.zip"]
    assert [entry.name for entry in entries if isinstance(entry, Source)] == ["甲.txt"]


def test_one_damaged_file_does_not_stop_the_others() -> None:
    data = packed(["甲.txt", "乙.txt"], method=zipfile.ZIP_STORED).replace(TEXT.encode(), TEXT.encode()[::-1], 1)

    assert list(sentences(open_parcel("来稿.zip", data))) == ["甲.txt"]
    assert names(open_parcel("来稿.zip", data)) == ["乙.txt", "甲.txt"]


def encrypted(data: bytes, amount: int) -> bytes:
    """The same zip, whose directory says that its first files are encrypted."""
    changed = bytearray(data)
    at = -1
    for _ in range(amount):
        at = data.index(b"PK\x01\x02", at + 1)
        changed[at + 8] |= 1
    return bytes(changed)


def test_an_encrypted_file_is_refused_and_an_encrypted_zip_once() -> None:
    data = packed(["甲.txt", "乙.txt"])

    assert "密码" in sentences(open_parcel("来稿.zip", encrypted(data, 1)))["甲.txt"]
    assert list(sentences(open_parcel("来稿.zip", encrypted(data, 2)))) == ["来稿.zip"]


def test_a_bomb_is_refused_after_a_little_of_it() -> None:
    data = packed(["弹.txt"], content="\0" * 8_000_000)

    assert "压缩炸弹" in sentences(open_parcel("来稿.zip", data))["弹.txt"]


def test_what_unpacks_to_more_than_a_document_may_have_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcel, "MAX_BYTES", 10)

    assert "上限" in sentences(open_parcel("来稿.zip", packed(["甲.txt"])))["甲.txt"]


def test_all_files_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcel, "MAX_TOTAL_BYTES", 1)

    assert list(sentences(open_parcel("来稿.zip", packed(["1.txt", "2.txt", "3.txt"])))) == ["2.txt", "3.txt"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_cannot_be_unpacked_in_steps_are_refused(method: int) -> None:
    assert "压缩方式" in sentences(open_parcel("来稿.zip", packed(["甲.txt"], method=method)))["甲.txt"]


def test_more_files_than_the_limit_are_told_and_the_first_ones_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcel, "MAX_ENTRIES", 2)
    monkeypatch.setattr(archive, "MAX_ENTRIES", 2)

    entries = list(open_parcel("来稿.zip", packed(f"{number}.txt" for number in range(5))))
    assert [entry.name for entry in entries] == ["0.txt", "1.txt", "来稿.zip"]
    many = packed(f"{number}.txt" for number in range(30))
    assert "太多" in sentences(open_parcel("来稿.zip", many))["来稿.zip"]


def test_an_empty_zip_and_a_broken_one_are_refused() -> None:
    assert "没有可读的文件" in sentences(open_parcel("来稿.zip", packed([])))["来稿.zip"]
    assert "损坏" in sentences(open_parcel("来稿.zip", packed(["甲.txt"])[:-30]))["来稿.zip"]


def test_a_folder_gives_its_files_and_those_in_its_zips(tmp_path: Path) -> None:
    (tmp_path / "十月").mkdir()
    (tmp_path / "十月" / "甲.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("x", encoding="utf-8")
    (tmp_path / "包.zip").write_bytes(packed(["乙.txt", "丙.txt"]))
    (tmp_path / "空.txt").write_bytes(b"")

    assert names(from_path(tmp_path)) == ["甲.txt", "丙.txt", "乙.txt", "空.txt"]


def test_links_and_pipes_are_told_and_never_opened(tmp_path: Path) -> None:
    outside = tmp_path / "外面.txt"
    outside.write_text(TEXT, encoding="utf-8")
    folder = tmp_path / "里面"
    folder.mkdir()
    (folder / "链接.txt").symlink_to(outside)
    (folder / "圈").symlink_to(folder)
    os.mkfifo(folder / "管道.txt")

    assert sentences(from_path(folder)) == {
        "圈": "这是指向别处的链接，没有读。请把文件本身放进来。",
        "管道.txt": "这不是普通文件，没有读。",
        "链接.txt": "这是指向别处的链接，没有读。请把文件本身放进来。",
    }


def test_a_word_document_is_a_document_and_no_parcel(tmp_path: Path) -> None:
    word = tmp_path / "讲话.docx"
    word.write_bytes(packed(["[Content_Types].xml", "word/document.xml"]))

    assert names(from_path(word)) == ["讲话.docx"]
    assert count(word) == 1


def test_a_zip_under_another_name_is_opened_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "来稿.rar").write_bytes(packed(["甲.txt", "乙.txt"]))

    assert names(from_path(tmp_path / "来稿.rar")) == ["乙.txt", "甲.txt"]
    assert count(tmp_path / "来稿.rar") == 2


def test_what_is_not_there_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "找不到" in sentences(from_path(tmp_path / "无.txt"))["无.txt"]
    assert "找不到" in sentences(from_path(Path("坏\0名")))["坏名"]
    monkeypatch.setattr(parcel, "MAX_BYTES", 3)
    (tmp_path / "大.txt").write_bytes(b"1234")
    assert "上限" in sentences(from_path(tmp_path / "大.txt"))["大.txt"]
    assert "上限" in sentences(from_stdin(b"1234"))["标准输入"]


def test_standard_input_gives_a_document_or_a_zip() -> None:
    assert list(from_stdin(TEXT.encode())) == [Source("标准输入", TEXT.encode())]
    assert names(from_stdin(packed(["甲.txt"]))) == ["甲.txt"]


@given(st.binary(max_size=40), st.integers(0, 200), st.integers(0, 200))
def test_any_damage_to_a_zip_ends_in_entries(junk: bytes, start: int, length: int) -> None:
    data = packed(["甲.txt", "乙/丙.txt"])
    start = min(start, len(data))

    entries = list(open_parcel("来稿.zip", data[:start] + junk + data[start + length :]))

    assert entries
    assert all(isinstance(entry, Source) or entry.sentence.endswith("。") for entry in entries)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_name_can_be_shown_on_one_line(name: str) -> None:
    for shown in names(open_parcel("来稿.zip", packed([f"甲{name}"]))):
        assert not {unicodedata.category(letter) for letter in shown} & {"Cc", "Cf", "Zl", "Zp"}
        assert "/" not in shown
        assert 0 < len(shown) <= 100
