"""Files in which somebody is named are found however large they are; what cannot be read is told."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from shuxiang.cli.ledger import mentions as mentioning
from shuxiang.cli.ledger.mentions import mentions
from shuxiang.exports.table_sheet import Field, TableSheet
from shuxiang.exports.table_workbook import table_workbook
from shuxiang.store.traces import Traces

PERSON = Traces(frozenset({"丙某"}), frozenset({"3"}))


def found(folder: Path, *known: Path) -> tuple[list[str], list[str]]:
    result = mentions(folder, PERSON.in_text, (), known)
    return [path.name for path in result.naming], [path.name for path in result.unread]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_name_across_two_pieces_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    monkeypatch.setattr(mentioning, "PIECE", 101)
    for blanks in range(95, 105):
        (tmp_path / f"{blanks}.txt").write_text(f"{'石' * blanks}丙 某{'石' * 500}", encoding=encoding)

    assert len(found(tmp_path)[0]) == 10


def test_a_name_in_a_large_part_of_a_document_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mentioning, "PIECE", 1000)
    with zipfile.ZipFile(tmp_path / "大.docx", "w") as archive:
        archive.writestr("word/document.xml", f"<w:t>{'石' * 2000}</w:t><w:t>丙</w:t><w:t>某</w:t>{'石' * 2000}")

    assert found(tmp_path) == (["大.docx"], [])


def test_what_cannot_be_read_is_told_unless_it_is_known_whom_it_names(tmp_path: Path) -> None:
    for name, data in {
        "坏.docx": b"PK\3\4broken",
        "坏.pdf": b"%PDF-broken",
        "照片.jpg": b"\xff\xd8\xff\xe0",
        "卡片.png": b"\x89PNG",
        "读不出来的台账-2026-11-20-120000.db": b"any",
        "别人.txt": b"any",
    }.items():
        (tmp_path / name).write_bytes(data)

    told = found(tmp_path, tmp_path / "卡片.png")
    assert told == ([], ["坏.docx", "坏.pdf", "照片.jpg", "读不出来的台账-2026-11-20-120000.db"])


@pytest.mark.parametrize(("heading", "names"), [("编号", True), ("次数", False)])
def test_a_number_in_a_workbook_counts_below_its_heading(tmp_path: Path, heading: str, *, names: bool) -> None:
    sheet = TableSheet("表", "表", (Field("小组"), Field(heading)), (("一组", "1"), ("二组", "3")))
    (tmp_path / "表.xlsx").write_bytes(table_workbook([sheet]))

    assert bool(found(tmp_path)[0]) == names
