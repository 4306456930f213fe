"""The sheets of a workbook that nobody sees: choices for its columns, marks for whoever reads it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from shuxiang.exports.text_cell import put_text

MARKS_SHEET = "_标记"
"""The hidden sheet with the marks, one a row: the sheet's name, the mark's name, its value; texts neutralised."""

_LISTS_SHEET = "_选项"


@dataclass
class HiddenSheets:
    """The sheets that nobody sees, each made when it is first needed."""

    book: Workbook

    def sheet(self, name: str) -> Worksheet:
        """The hidden sheet of that name."""
        if name not in self.book.sheetnames:
            self.book.create_sheet(name).sheet_state = "hidden"
        return cast("Worksheet", self.book[name])

    def add_list(self, choices: Sequence[str]) -> str:
        """Keep the choices in a column of their own, and say where: in a rule a comma or 255 characters end it."""
        sheet = self.sheet(_LISTS_SHEET)
        place = 1 if sheet.max_row == 1 and sheet.cell(1, 1).value is None else sheet.max_column + 1
        for number, choice in enumerate(choices, start=1):
            put_text(cast("Cell", sheet.cell(number, place)), choice)
        letter = get_column_letter(place)
        return f"{quote_sheetname(_LISTS_SHEET)}!${letter}$1:${letter}${len(choices)}"

    def add_marks(self, name: str, marks: Iterable[tuple[str, str]]) -> None:
        """Keep the marks of the sheet of that name."""
        for mark in marks:
            sheet = self.sheet(MARKS_SHEET)
            row = 1 if sheet.cell(1, 1).value is None else sheet.max_row + 1
            for place, text in enumerate((name, *mark), start=1):
                put_text(cast("Cell", sheet.cell(row, place)), text)
