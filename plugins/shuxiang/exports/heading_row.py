"""Where a table is in a workbook: the sheets that have a row of headings, whatever stands beside and above it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from shuxiang.exports.cell_text import meaning
from shuxiang.exports.spreadsheet import Sheet

HEADING_WITHIN = 30
"""The last row that may hold the headings."""

IsHeading = Callable[[Sheet, int], bool]
"""Whether the sheet's row of that number holds the headings that are wanted."""


def shown_sheets(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets that can be seen; where there are none, all."""
    return [sheet for sheet in sheets if not sheet.hidden] or list(sheets)


def possible_rows(sheet: Sheet) -> Iterator[int]:
    """The numbers of the rows that may hold the headings, from the top."""
    return (row for row in sorted(sheet.rows) if row <= HEADING_WITHIN)


def heading_row(sheet: Sheet, is_heading: IsHeading) -> int:
    """The number of the row of headings; 0 for a sheet without."""
    return next((row for row in possible_rows(sheet) if is_heading(sheet, row)), 0)


def sheets_with_headings(sheets: Sequence[Sheet], name: str, is_heading: IsHeading) -> list[tuple[Sheet, int]]:
    """The shown sheets with a row of headings, and its number: those of that name, where there are any."""
    found = [(sheet, row) for sheet in shown_sheets(sheets) if (row := heading_row(sheet, is_heading))]
    return [pair for pair in found if meaning(pair[0].name) == name] or found
