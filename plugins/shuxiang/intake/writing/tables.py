"""A table -> a pipe table of Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from shuxiang.intake.document import WIDEST, Cell, Table
from shuxiang.intake.writing.lines import References, cell_line


def pipe_table(table: Table, references: References) -> str:
    """The rows, the first as head; a cell that reaches over others leaves them empty, as Markdown knows no such."""
    rows = [list(row) for row in _grid(table, references)]
    width = max((len(row) for row in rows), default=0)
    if not any(any(row) for row in rows):
        return ""
    lines = [_row(row + [""] * (width - len(row))) for row in rows]
    return "\n".join([lines[0], _row(["---"] * width), *lines[1:]])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _grid(table: Table, references: References) -> Iterator[list[str]]:
    """The rows with an empty text wherever a cell of the same row, or one above, reaches over."""
    reached: dict[int, int] = {}
    for row in table.rows:
        cells: list[str] = []
        taken, reached = reached, {column: rows - 1 for column, rows in reached.items() if rows > 1}
        for cell in row:
            cells += [""] * _gap(taken, len(cells))
            first = len(cells)
            cells += [_text(cell, references), *[""] * (min(cell.across, WIDEST) - 1)]
            reached |= {column: cell.down - 1 for column in range(first, len(cells)) if cell.down > 1}
        yield cells + [""] * _gap(taken, len(cells))


def _gap(taken: dict[int, int], column: int) -> int:
    """How many columns from ``column`` on are reached over by cells above."""
    end = column
    while end in taken:
        end += 1
    return end - column


def _text(cell: Cell, references: References) -> str:
    return cell_line((paragraph.spans for paragraph in cell.paragraphs), references)
