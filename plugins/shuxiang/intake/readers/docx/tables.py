"""Tables: a grid of cells, some of which reach over others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from shuxiang.intake.document import Block, Cell, Paragraph, Table
from shuxiang.intake.findings import Place
from shuxiang.intake.readers.docx.names import Element, value, w
from shuxiang.intake.readers.docx.wrappings import unwrapped

_GOES_ON = {"", "continue"}
_WIDEST = 63
"""Columns; Word has no more."""


@dataclass(slots=True)
class _Cell:
    blocks: list[Block]
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it was read."""

    rows: tuple[tuple[_Cell, ...], ...]

    @property
    def merged(self) -> int:
        """How many cells reach over others."""
        return sum(cell.across > 1 or cell.down > 1 for row in self.rows for cell in row if cell.blocks)

    @property
    def lone(self) -> list[Block] | None:
        """What is in the only cell, when there is but one: such a table only draws a frame."""
        cells = [cell for row in self.rows for cell in row]
        return cells[0].blocks if len(cells) == 1 else None

    def table(self, place: Place) -> Table:
        """The table, without the tables that are in its cells."""
        return Table(tuple(tuple(map(_cell, row)) for row in self.rows), place)

    def nested(self) -> Iterator[Table]:
        """The tables that are in its cells."""
        return (block for row in self.rows for cell in row for block in cell.blocks if isinstance(block, Table))


class GridReader:
    """Reads tables. ``read`` gives the blocks of a cell; what is deleted, or no row and no cell, is ``dropped``."""

    def __init__(self, read: Callable[[Element], list[Block]], dropped: Callable[[Element], None]) -> None:
        self._read = read
        self._dropped = dropped

    def grid(self, table: Element) -> Grid:
        """The grid of a table."""
        rows: list[_Row] = []
        for row in unwrapped(table):
            if row.tag == w("tr") and not _has(row.find(w("trPr")), "del"):
                rows.append(self._row(row, rows[-1].reaching if rows else {}))
            else:
                self._dropped(row)
        return Grid(tuple(tuple(row.cells) for row in rows))

    def _row(self, element: Element, above: dict[int, _Cell]) -> _Row:
        before, after = (_span(element.find(w("trPr")), name, least=0) for name in ("gridBefore", "gridAfter"))
        row = _Row([_Cell([], before)] if before else [], before)
        for child in unwrapped(element):
            properties = child.find(w("tcPr"))
            if child.tag == w("tc") and not _has(properties, "cellDel"):
                row.take(_Cell(self._read(child), _span(properties, "gridSpan")), properties, above)
            else:
                self._dropped(child)
        if after:
            row.cells.append(_Cell([], after))
        return row


@dataclass(slots=True)
class _Row:
    """A row as it is read; ``reaching`` are the cells that may reach on into the next, by their column."""

    cells: list[_Cell]
    column: int = 0
    reaching: dict[int, _Cell] = field(default_factory=dict)

    def take(self, cell: _Cell, properties: Element | None, above: dict[int, _Cell]) -> None:
        """Take in the next cell, or merge it into the one above or before."""
        downward, across = value(properties, w("vMerge")), value(properties, w("hMerge"))
        upper = above.get(self.column)
        if downward in _GOES_ON and upper is not None:
            upper.down += 1
            upper.blocks.extend(cell.blocks)
            self.reaching[self.column] = upper
        elif across in _GOES_ON and self.cells:
            self.cells[-1].across += cell.across
            self.cells[-1].blocks.extend(cell.blocks)
        else:
            self.cells.append(cell)
            if downward is not None:
                self.reaching[self.column] = cell
        self.column += cell.across


def _cell(cell: _Cell) -> Cell:
    return Cell(tuple(block for block in cell.blocks if isinstance(block, Paragraph)), cell.across, cell.down)


def _has(properties: Element | None, name: str) -> bool:
    return properties is not None and properties.find(w(name)) is not None


def _span(properties: Element | None, name: str, least: int = 1) -> int:
    digits = value(properties, w(name)) or ""
    return min(max(int(digits[:4]), least), _WIDEST) if digits.isascii() and digits.isdigit() else least
