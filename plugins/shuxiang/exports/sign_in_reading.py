"""A sign-in sheet as it comes back: sorted, filtered, with columns moved and rows added, whoever saved it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shuxiang.core.ledger.sign_in import Part, Presence, RowFinding, Signed
from shuxiang.exports.cell_text import brief, cell_text, meaning
from shuxiang.exports.heading_row import HEADING_WITHIN, sheets_with_headings
from shuxiang.exports.hidden_sheets import MARKS_SHEET
from shuxiang.exports.neutral import restored
from shuxiang.exports.presence_marks import read_presence
from shuxiang.exports.sign_in_sheet import MARK_DAY, MARK_EVENT, MARK_TITLE, NAME
from shuxiang.exports.spreadsheet import Block, Cell, Sheet, WorkbookError, address

_REMARK = "remark"
_HEADINGS = {
    Part.NUMBER: ("编号", "委员编号", "委员号", "委员证号", "委员证编号"),
    Part.NAME: ("姓名", "委员姓名", "名字", "委员"),
    Part.PRESENCE: (
        *("到会", "是否到会", "到会情况", "参会", "是否参会", "参会情况", "出席", "是否出席", "出席情况", "到场"),
        *("出勤", "出勤情况", "考勤", "参加", "是否参加", "参加情况", "签到", "是否签到", "签到情况"),
    ),
    _REMARK: ("备注", "说明", "事由", "原因", "请假原因", "请假事由"),
}
"""What each column is called, the plainest name first."""

_BRACKETS = re.compile(r"\(.*?\)")
_SUMS = {"合计", "总计", "小计", "共计", "实到", "应到", "统计", "制表", "制表人", "填表人"}
_UNREADABLE = ("看不出是到了还是没到。", "请写“到”“请假”或“未到”。")
_MERGED = ("和别的行合并在一起，看不出是哪一行的。", "请取消合并，每一行各写一遍。")


@dataclass(frozen=True, slots=True)
class Marks:
    """Which occasion the sheet was made for; ``on`` None when that cannot be read."""

    event: str
    title: str
    on: date | None


@dataclass(frozen=True, slots=True)
class FilledIn:
    """The rows that are about somebody, and those of which nobody can tell what they say.

    ``columns`` are the numbers of the columns; ``marks`` None where they are lost.
    """

    name: str
    rows: tuple[Signed, ...]
    findings: tuple[RowFinding, ...]
    columns: Mapping[str, int]
    marks: Marks | None

    def place(self, finding: RowFinding) -> str:
        """The cell that a finding is about; where there is no such column, that of the presence."""
        return address(finding.line, self.columns.get(finding.part, self.columns[Part.PRESENCE]))


def read_sign_in(sheets: Sequence[Sheet]) -> FilledIn:
    """The sign-in sheet of a workbook; WorkbookError when there is none, or more than one."""
    found = sheets_with_headings(sheets, NAME, _is_heading)
    if not found:
        raise WorkbookError(
            f"没有找到签到表。表头要有“到会”和“编号”（或“姓名”），写在前 {HEADING_WITHIN} 行的某一行里。"
            "请核对选对了文件，或用 python3 scripts/ledger.py sheet 重新做一份。"
        )
    if len(found) > 1:
        names = "、".join(f"“{brief(sheet.name)}”" for sheet, _ in found)
        raise WorkbookError(f"工作表{names}都像是签到表。请把要读的那一张改名为“{NAME}”，或分成几个文件。")
    sheet, heading = found[0]
    return _read(sheet, heading, _columns(sheet, heading), _marks(sheets, sheet.name))


def _is_heading(sheet: Sheet, row: int) -> bool:
    parts = {part for part, _, _ in _names(sheet, row)}
    return Part.PRESENCE in parts and bool(parts & {Part.NUMBER, Part.NAME})


def _names(sheet: Sheet, row: int) -> Iterator[tuple[str, int, int]]:
    """Which columns the row has headings for: the column, how plainly, and where."""
    for place, cell in sorted(sheet.rows[row].items()):
        whole = meaning(cell_text(cell)).strip("*:")
        name = _BRACKETS.sub("", whole) or whole
        yield from ((part, names.index(name), place) for part, names in _HEADINGS.items() if name in names)


def _columns(sheet: Sheet, row: int) -> dict[str, int]:
    """The number of each column; where several headings may mean it, that which says so most plainly."""
    columns: dict[str, int] = {}
    for part, rank, place in sorted(_names(sheet, row)):
        alike = [other for name, plainness, other in _names(sheet, row) if (name, plainness) == (part, rank)]
        if part not in columns and len(alike) > 1 and part != _REMARK:
            both = "和 ".join(address(row, each) for each in alike[:2])
            raise WorkbookError(
                f"{both} 的列名一样，不知道该读哪一列。分成左右几栏的，请接成一栏；用不着的请改掉列名。"
            )
        columns.setdefault(part, place)
    return columns


def _marks(sheets: Sequence[Sheet], name: str) -> Marks | None:
    """The marks of the sheet of that name; of a sheet that was given another name, if there is only one."""
    hidden = next((sheet for sheet in sheets if sheet.name == MARKS_SHEET), None)
    told: dict[str, dict[str, str]] = {}
    for _, cells in sorted(hidden.rows.items()) if hidden else ():
        owner, mark, value = (restored(cell_text(cells.get(place))) for place in (1, 2, 3))
        told.setdefault(owner, {})[mark] = value
    own = told.get(name) or (next(iter(told.values())) if len(told) == 1 else {})
    if not own.get(MARK_EVENT):
        return None
    return Marks(own[MARK_EVENT], own.get(MARK_TITLE, ""), _day(own.get(MARK_DAY, "")))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read(sheet: Sheet, heading: int, columns: Mapping[str, int], marks: Marks | None) -> FilledIn:
    rows: list[Signed] = []
    findings: list[RowFinding] = []
    for number in sorted(row for row in sheet.rows if row > heading):
        found = _row(number, sheet.rows[number], columns)
        if isinstance(found, Signed):
            rows.append(found)
        elif found:
            findings.append(found)
    merged = {finding.line: finding for finding in _merged(sheet, columns, [row.line for row in rows])}
    return FilledIn(
        sheet.name,
        tuple(row for row in rows if row.line not in merged),
        tuple([finding for finding in findings if finding.line not in merged] + list(merged.values())),
        columns,
        marks,
    )


def _row(line: int, cells: Mapping[int, Cell], columns: Mapping[str, int]) -> Signed | RowFinding | None:
    """The row as it is written; None for one that is about nobody."""
    number, name, remark = (_text(cells, columns, part) for part in (Part.NUMBER, Part.NAME, _REMARK))
    presence = read_presence(cells.get(columns[Part.PRESENCE]))
    names_nobody = not number and not name and presence not in {Presence.THERE, Presence.EXCUSED}
    if names_nobody or {meaning(number), meaning(name)} & _SUMS:
        return None
    if presence is None:
        return RowFinding(line, Part.PRESENCE, *_UNREADABLE)
    return Signed(line, number, name, presence, remark)


def _text(cells: Mapping[int, Cell], columns: Mapping[str, int], part: str) -> str:
    return restored(cell_text(cells.get(columns[part]))) if part in columns else ""


def _merged(sheet: Sheet, columns: Mapping[str, int], lines: Sequence[int]) -> Iterator[RowFinding]:
    """A finding for each row that shares a cell with others; a damaged workbook may have blocks upon blocks."""
    done = 0
    for block in sorted(sheet.merged):
        part = _covered(block, columns)
        if part and block.bottom > block.top:
            first, last = (bisect_left(lines, row) for row in (max(block.top, done + 1), block.bottom + 1))
            yield from (RowFinding(line, part, *_MERGED) for line in lines[first:last])
            done = max(done, block.bottom)


def _covered(block: Block, columns: Mapping[str, int]) -> Part | None:
    parts: Iterable[Part] = (part for part in Part if part in columns)
    return next((part for part in parts if block.left <= columns[part] <= block.right), None)
