"""Where the roster is in a workbook, and the rows below its headings: nobody is guessed, nothing else is read."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from shuxiang.core.ledger.roster_changes import Entry
from shuxiang.exports.cell_text import cell_text, clean, meaning
from shuxiang.exports.roster_columns import RosterColumn, column_named
from shuxiang.exports.roster_values import RosterRow
from shuxiang.exports.spreadsheet import Cell, Sheet, WorkbookError, address

SHEET_NAME = "名册"
HEADING_WITHIN = 30

_SPREAD = (RosterColumn.GROUP, RosterColumn.SECTOR)
_LONGEST_HEADING = 12
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Roster:
    """``sheets`` were read; ``problems`` are told by cell; ``passed_over`` are the columns that were not read.

    ``skipped`` are the rows that hold something, but nobody; ``contacts`` says that there were contacts, not read,
    ``grouped`` that there is a column of groups, ``typed`` that numbers stand as numbers, without leading zeros.
    """

    sheets: tuple[str, ...]
    entries: tuple[Entry, ...]
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
    tables = [_Table(sheet, row, contact, f"{clean(sheet.name)}!" if several else "") for sheet, row in chosen]
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
    shown = [sheet for sheet in sheets if not sheet.hidden] or list(sheets)
    found = [(sheet, row) for sheet in shown if (row := _heading(sheet))]
    if not found:
        raise WorkbookError(_nothing_found(shown))
    named = [pair for pair in found if meaning(pair[0].name) == SHEET_NAME] or found
    if len(named) > 1:
        names = "、".join(f"“{clean(sheet.name)}”" for sheet, _ in named)
        raise WorkbookError(
            f"工作表{names}都像是名册。请用 --sheet 写明要读哪一张；几张都要读的，每张写一个 --sheet。"
        )
    return named


def _named(sheets: Sequence[Sheet], name: str) -> tuple[Sheet, int]:
    sheet = next((sheet for sheet in sheets if meaning(sheet.name) == meaning(name)), None)
    if sheet is None:
        raise WorkbookError("没有 --sheet 写的那张工作表。请核对工作表的名字。")
    row = _heading(sheet)
    if not row:
        raise WorkbookError(_nothing_found([sheet]))
    return sheet, row


def _heading(sheet: Sheet) -> int:
    """The number of the row of headings; 0 for a sheet without."""
    rows = (row for row in sorted(sheet.rows) if row <= HEADING_WITHIN)
    wanted = {RosterColumn.NUMBER, RosterColumn.NAME}
    return next((row for row in rows if wanted <= {column for column, _, _ in _names(sheet, row)}), 0)


def _names(sheet: Sheet, number: int) -> list[tuple[RosterColumn, int, int]]:
    """Which columns the row has headings for: the column, how plainly, and its number."""
    found = ((column_named(cell_text(cell)), place) for place, cell in sorted(sheet.rows[number].items()))
    return [(named[0], named[1], place) for named, place in found if named]


def _nothing_found(sheets: Iterable[Sheet]) -> str:
    rows = [{column for column, _, _ in _names(s, n)} for s in sheets for n in s.rows if n <= HEADING_WITHIN]
    if any(RosterColumn.NAME in row for row in rows):
        return (
            "表头里有“姓名”，没有“编号”。台账用编号认人（姓名会重，“序号”会变，都不能当编号）："
            "请加一列“编号”，给每位委员定一个以后不变的编号。"
        )
    return f"没有找到名册。表头要有“编号”“姓名”“小组”，写在前 {HEADING_WITHIN} 行的某一行里。请核对选对了文件。"


@dataclass(frozen=True, slots=True)
class _Read:
    """An entry, and whether its number is a number and not a text."""

    entry: Entry
    typed: bool


@dataclass(slots=True)
class _Table:
    """One sheet with its headings in row ``heading``, as it is read; ``prefix`` goes before addresses."""

    sheet: Sheet
    heading: int
    contact: bool
    prefix: str
    columns: dict[RosterColumn, int] = field(init=False)
    found: list[_Read] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.columns = self._columns()
        below = sorted(row for row in self.sheet.rows if row > self.heading)
        spread, titles = self._spread(below), self._titles()
        for number in below:
            cells = self.sheet.rows[number]
            row = RosterRow(number, {**cells, **spread.get(number, {})}, self.columns, self.prefix)
            if number in titles or self._is_nobody(row, cells):
                self.skipped.append(f"{self.prefix}{number}")
            elif not _is_heading(row):
                self._read(row)

    def passed_over(self) -> Iterator[str]:
        """The columns that were not read, by letter, and by heading where that is one."""
        read = {place for column, place in self.columns.items() if self.contact or column != RosterColumn.CONTACT}
        for place, cell in sorted(self.sheet.rows[self.heading].items()):
            text = cell_text(cell)
            if place not in read and text:
                letter = address(0, place)[:-1]
                fit = len(text) <= _LONGEST_HEADING and not _DIGIT.search(text)
                yield f"{self.prefix}{letter}“{text}”" if fit else f"{self.prefix}{letter}"

    def _columns(self) -> dict[RosterColumn, int]:
        """The number of each column; where several headings may mean it, that which says so most plainly."""
        names = _names(self.sheet, self.heading)
        columns = dict.fromkeys(column for column, _, _ in names)
        return {
            column: self._plainest(column, [(rank, place) for c, rank, place in names if c is column])
            for column in columns
        }

    def _plainest(self, column: RosterColumn, places: Sequence[tuple[int, int]]) -> int:
        best = [place for rank, place in places if rank == min(places)[0]]
        if len(best) > 1 and column is not RosterColumn.CONTACT:
            both = " 和 ".join(f"{self.prefix}{address(self.heading, place)}" for place in best[:2])
            raise WorkbookError(
                f"{both} 都是“{column}”，不知道该读哪一列。分成左右几栏的，请接成一栏；用不着的请改掉列名。"
            )
        return best[0]

    def _spread(self, below: Sequence[int]) -> dict[int, dict[int, Cell]]:
        """Each row's group where it is written once, in a cell merged over several rows; no row is asked twice."""
        places = {self.columns[column] for column in _SPREAD if column in self.columns}
        values: dict[int, dict[int, Cell]] = {}
        done: dict[int, int] = {}
        for block in sorted(self.sheet.merged):
            cell = self.sheet.rows.get(block.top, {}).get(block.left)
            if cell and block.left == block.right and block.left in places and block.top > self.heading:
                first = bisect_left(below, max(block.top, done.get(block.left, 0) + 1))
                for row in below[first : bisect_right(below, block.bottom)]:
                    values.setdefault(row, {})[block.left] = cell
                done[block.left] = max(block.bottom, done.get(block.left, 0))
        return values

    def _titles(self) -> set[int]:
        """The rows with a cell merged over number and name: a title inside the table."""
        inside = [self.columns[RosterColumn.NUMBER], self.columns[RosterColumn.NAME]]
        return {b.top for b in self.sheet.merged if b.left <= min(inside) and max(inside) <= b.right}

    def _is_nobody(self, row: RosterRow, cells: Mapping[int, Cell]) -> bool:
        """Whether it names nobody: a sum, a signature, a group's name standing alone."""
        if not row.says(RosterColumn.NUMBER):
            return not row.says(RosterColumn.NAME)
        alone = not any(place in cells for column, place in self.columns.items() if column != RosterColumn.NUMBER)
        text = unicodedata.normalize("NFKC", cell_text(row.cell(RosterColumn.NUMBER)))
        return alone and bool(text) and not _DIGIT.search(text)

    def _read(self, row: RosterRow) -> None:
        entry = Entry(
            number=row.number(RosterColumn.NUMBER),
            name=row.name(),
            group=row.term(RosterColumn.GROUP),
            sector=row.term(RosterColumn.SECTOR),
            contact=row.contact() if self.contact else "",
            former=row.number(RosterColumn.FORMER) if row.says(RosterColumn.FORMER) else "",
            line=row.row,
            place=row.place(RosterColumn.NUMBER),
        )
        self.problems += row.problems
        if not row.problems:
            cell = row.cell(RosterColumn.NUMBER)
            self.found.append(_Read(entry, typed=_is_typed(cell)))


def _is_typed(cell: Cell | None) -> bool:
    """Whether it stands as a number that is shown without leading zeros."""
    return cell is not None and isinstance(cell.value, float) and cell.digits < 2


def _is_heading(row: RosterRow) -> bool:
    """Whether it is the row of headings again, as a printed roster has it on each page."""
    named = column_named(cell_text(row.cell(RosterColumn.NAME)))
    return named is not None and named[0] is RosterColumn.NAME


def _padded(rows: Sequence[_Read]) -> list[_Read]:
    """Numbers among texts such as 0001 with their zeros: a spreadsheet drops those where a cell is no text."""
    texts = {row.entry.number for row in rows if not row.typed and row.entry.number.isdigit()}
    widths = {len(text) for text in texts if text.startswith("0")}
    if len(widths) != 1:
        return list(rows)
    width = widths.pop()
    return [
        _Read(replace(row.entry, number=row.entry.number.zfill(width)), typed=False) if row.typed else row
        for row in rows
    ]


def _twice(rows: Iterable[_Read]) -> Iterator[str]:
    first: dict[str, Entry] = {}
    for row in rows:
        entry = row.entry
        other = first.setdefault(entry.number.lstrip("0"), entry)
        if other is not entry:
            how = "相同" if other.number == entry.number else "只差前面的零"
            yield f"{entry.place}\uff1a编号和 {other.place} {how}。一位委员一行，一个编号只给一位委员。"
