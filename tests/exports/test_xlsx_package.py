"""Files that are no workbook we can read: each gets one sentence that says what to do."""

import contextlib
import io
import random
import zipfile
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.exports.plan_sheet import find_plan
from shuxiang.exports.spreadsheet import WorkbookError
from shuxiang.exports.xlsx_package import MAX_BYTES
from shuxiang.exports.xlsx_reader import read_workbook

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DAMAGED = "文件不完整或已损坏"


def zipped(parts: Mapping[str, str]) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return saved.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "文件是空的"),
        (OLD_OFFICE + bytes(512), "这是旧格式的文件（.xls 或 .et）"),
        (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "文件设了打开密码"),
        ("栏目,期次,题目\n".encode("gb18030"), "这不是 .xlsx 工作簿（可能是 CSV、网页或文本"),
        (b"<html><table></table></html>", "这不是 .xlsx 工作簿"),
        (b"PK\x03\x04 cut off", DAMAGED),
        (zipped({"a.txt": "x"}), DAMAGED),
        (zipped({"content.xml": "<x/>"}), "可能是 .ods"),
        (zipped({"word/document.xml": "<x/>"}), "这是 Word 文档"),
        (zipped({"xl/workbook.bin": ""}), "二进制工作簿（.xlsb）"),
        (zipped({"xl/workbook.xml": "<workbook><sheets>"}), DAMAGED),
        (zipped({"xl/workbook.xml": "<workbook/>"}), "工作簿里没有工作表"),
        (zipped({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'}), DAMAGED),
        (bytes(MAX_BYTES + 1), "超过 50 MB 的上限"),
    ],
)
def test_what_is_no_workbook_is_told_with_what_to_do(data: bytes, what: str) -> None:
    with pytest.raises(WorkbookError) as told:
        read_workbook(data)
    assert str(told.value).startswith(what) or what in str(told.value)
    assert "请" in str(told.value)


def test_a_workbook_cut_short_anywhere_is_told(handmade: Callable[..., bytes]) -> None:
    data = handmade('<row><c t="inlineStr"><is><t>甲</t></is></c></row>')
    for length in range(1, len(data), 37):
        with pytest.raises(WorkbookError):
            read_workbook(data[:length])


def test_a_workbook_that_would_grow_without_end_is_told(
    handmade: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = handmade("<row><c><v>1</v></c></row>" + " " * 3_000_000)
    monkeypatch.setattr("shuxiang.exports.xlsx_package.MAX_READ_BYTES", 2_000_000)
    with pytest.raises(WorkbookError, match="展开后太大"):
        read_workbook(data)


def test_parts_that_only_together_grow_without_end_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    blank = "<w>" + " " * 2_000 + "</w>"
    data = zipped({**PARTS, "xl/s.xml": blank, "xl/t.xml": blank})
    read_workbook(data)
    monkeypatch.setattr("shuxiang.exports.xlsx_package.MAX_READ_BYTES", 4_000)
    with pytest.raises(WorkbookError, match="展开后太大"):
        read_workbook(data)


def test_a_part_that_would_be_too_large_a_tree_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped({**PARTS, "xl/t.xml": "<w>" + " " * 2_000 + "</w>"})
    monkeypatch.setattr("shuxiang.exports.xlsx_package.MAX_TREE_BYTES", 2_000)
    with pytest.raises(WorkbookError, match="样式、名称等太多，没有读。请新建一个工作簿"):
        read_workbook(data)


def test_a_part_that_lies_about_its_size_gives_no_more_than_it_says(handmade: Callable[..., bytes]) -> None:
    data = bytearray(handmade("<row><c><v>1</v></c></row>" + " " * 100_000))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        real = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    forged = bytes(data).replace(real.to_bytes(4, "little"), (60).to_bytes(4, "little"))
    with pytest.raises(WorkbookError, match=DAMAGED):
        read_workbook(forged)


@given(st.integers(0, 2**32), st.integers(1, 20))
def test_damage_anywhere_is_told_or_does_no_harm(seed: int, count: int) -> None:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text)
    data = bytearray(book.getvalue())
    chance = random.Random(seed)  # noqa: S311
    for _ in range(count):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with contextlib.suppress(WorkbookError):
        find_plan(read_workbook(bytes(data)))


PARTS = {
    "xl/_rels/workbook.xml.rels": '<R><r Id="1" Type="/worksheet" Target="s.xml"/><r Id="2" Type="/styles" '
    'Target="t.xml"/></R>',
    "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="1"/></sheets></workbook>',
    "xl/t.xml": '<s><cellXfs><xf numFmtId="14"/><xf numFmtId="58"/></cellXfs></s>',
    "xl/s.xml": '<w><sheetData><row r="1"><c r="A1" s="1"><v>46344</v></c><c r="B1" t="s"><v>0</v></c>'
    '<c r="C1" t="d"><v>2026-11-18</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></w>',
}
