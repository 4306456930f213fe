"""The rows of a roster's sheet below its headings: nobody is guessed, nothing else is read."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from shuxiang.core.ledger.roster_entry import RosterEntry
from shuxiang.exports.cell_text import cell_text
from shuxiang.exports.roster_columns import RosterColumn, column_named
from shuxiang.exports.roster_values import RosterRow
from shuxiang.exports.spreadsheet import Cell, Sheet, WorkbookError, address

_SPREAD = (RosterColumn.GROUP, RosterColumn.SECTOR)
_LONGEST_HEADING = 12
_DIGIT = re.compile(r"\d")


def columns_named(sheet: Sheet, number: int) -> list[tuple[RosterColumn, int, int]]:
    """Which columns the row has headings for: the column, how plainly, and its number."""
    found = ((column_named(cell_text(cell)), place) for place, cell in sorted(sheet.rows[number].items()))
    return [(named[0], named[1], place) for named, place in found if named]


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """An entry, and whether its number is a number and not a text."""

    entry: RosterEntry
    typed: bool


@dataclass(slots=True)
class RosterRows:
    """One sheet with its headings in row ``heading``, as it is read; ``prefix`` goes before addresses."""

    sheet: Sheet
    heading: int
    contact: bool
    prefix: str
    columns: dict[RosterColumn, int] = field(init=False)
    found: list[ReadEntry] = field(default_factory=list)
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
        names = columns_named(self.sheet, self.heading)
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
        entry = RosterEntry(
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
            self.found.append(ReadEntry(entry, typed=_is_typed(cell)))


def _is_typed(cell: Cell | None) -> bool:
    """Whether it stands as a number that is shown without leading zeros."""
    return cell is not None and isinstance(cell.value, float) and cell.digits < 2


def _is_heading(row: RosterRow) -> bool:
    """Whether it is the row of headings again, as a printed roster has it on each page."""
    named = column_named(cell_text(row.cell(RosterColumn.NAME)))
    return named is not None and named[0] is RosterColumn.NAME
