"""Where the roster is in a workbook, and what all its sheets together say: nobody is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from shuxiang.core.ledger.roster_entry import RosterEntry
from shuxiang.exports.cell_text import clean, meaning
from shuxiang.exports.heading_row import (
    HEADING_WITHIN,
    heading_row,
    possible_rows,
    sheets_with_headings,
    shown_sheets,
)
from shuxiang.exports.roster_columns import RosterColumn
from shuxiang.exports.roster_rows import ReadEntry, RosterRows, columns_named
from shuxiang.exports.spreadsheet import Sheet, WorkbookError

SHEET_NAME = "名册"


@dataclass(frozen=True, slots=True)
class Roster:
    """``sheets`` were read; ``problems`` are told by cell; ``passed_over`` are the columns that were not read.

    ``skipped`` are the rows that hold something, but nobody; ``contacts`` says that there were contacts, not read,
    ``grouped`` that there is a column of groups, ``typed`` that numbers stand as numbers, without leading zeros.
    """

    sheets: tuple[str, ...]
    entries: tuple[RosterEntry, ...]
    problems: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    contacts: bool = False
    grouped: bool = True
    typed: bool = False


def find_roster(sheets: Sequence[Sheet], wanted: Sequence[str] = (), *, contact: bool = False) -> Roster:
    """The roster of a workbook, whatever stands beside and above it; WorkbookError when there is none.

    ``wanted`` are the names of the sheets to read, where several look like a roster; with ``contact`` the column of
    that name is read too.
    """
    chosen = _chosen(sheets, wanted)
    several = len(chosen) > 1
    tables = [RosterRows(sheet, row, contact, f"{clean(sheet.name)}!" if several else "") for sheet, row in chosen]
    rows = _padded([row for table in tables for row in table.found])
    return Roster(
        sheets=tuple(clean(table.sheet.name) for table in tables),
        entries=tuple(row.entry for row in rows),
        problems=tuple([problem for table in tables for problem in table.problems] + list(_twice(rows))),
        passed_over=tuple(dict.fromkeys(text for table in tables for text in table.passed_over())),
        skipped=tuple(place for table in tables for place in table.skipped),
        contacts=not contact and any(RosterColumn.CONTACT in table.columns for table in tables),
        grouped=all(RosterColumn.GROUP in table.columns for table in tables),
        typed=any(row.typed for row in rows),
    )


def _chosen(sheets: Sequence[Sheet], wanted: Sequence[str]) -> list[tuple[Sheet, int]]:
    """The sheets to read, each with the number of its row of headings."""
    if wanted:
        return list({name: _named(sheets, name) for name in wanted}.values())
    found = sheets_with_headings(sheets, SHEET_NAME, _is_heading)
    if not found:
        raise WorkbookError(_nothing_found(shown_sheets(sheets)))
    if len(found) > 1:
        names = "、".join(f"“{clean(sheet.name)}”" for sheet, _ in found)
        raise WorkbookError(
            f"工作表{names}都像是名册。请用 --sheet 写明要读哪一张；几张都要读的，每张写一个 --sheet。"
        )
    return found


def _named(sheets: Sequence[Sheet], name: str) -> tuple[Sheet, int]:
    sheet = next((sheet for sheet in sheets if meaning(sheet.name) == meaning(name)), None)
    if sheet is None:
        raise WorkbookError("没有 --sheet 写的那张工作表。请核对工作表的名字。")
    row = heading_row(sheet, _is_heading)
    if not row:
        raise WorkbookError(_nothing_found([sheet]))
    return sheet, row


def _is_heading(sheet: Sheet, row: int) -> bool:
    return {RosterColumn.NUMBER, RosterColumn.NAME} <= {column for column, _, _ in columns_named(sheet, row)}


def _nothing_found(sheets: Iterable[Sheet]) -> str:
    rows = [{column for column, _, _ in columns_named(s, n)} for s in sheets for n in possible_rows(s)]
    if any(RosterColumn.NAME in row for row in rows):
        return (
            "表头里有“姓名”，没有“编号”。台账用编号认人（姓名会重，“序号”会变，都不能当编号）："
            "请加一列“编号”，给每位委员定一个以后不变的编号。"
        )
    return f"没有找到名册。表头要有“编号”“姓名”“小组”，写在前 {HEADING_WITHIN} 行的某一行里。请核对选对了文件。"


def _padded(rows: Sequence[ReadEntry]) -> list[ReadEntry]:
    """Numbers among texts such as 0001 with their zeros: a spreadsheet drops those where a cell is no text."""
    texts = {row.entry.number for row in rows if not row.typed and row.entry.number.isdigit()}
    widths = {len(text) for text in texts if text.startswith("0")}
    if len(widths) != 1:
        return list(rows)
    width = widths.pop()
    return [
        ReadEntry(replace(row.entry, number=row.entry.number.zfill(width)), typed=False) if row.typed else row
        for row in rows
    ]


def _twice(rows: Iterable[ReadEntry]) -> Iterator[str]:
    first: dict[str, RosterEntry] = {}
    for row in rows:
        entry = row.entry
        other = first.setdefault(entry.number.lstrip("0"), entry)
        if other is not entry:
            how = "相同" if other.number == entry.number else "只差前面的零"
            yield f"{entry.place}\uff1a编号和 {other.place} {how}。一位委员一行，一个编号只给一位委员。"
