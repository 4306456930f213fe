"""Sheets of typed columns as an Excel file: filters, headings that stay, lists to choose from, fit for printing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import datetime
from math import ceil
from typing import cast
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from shuxiang.exports.block_text import one_line, text_lines
from shuxiang.exports.hidden_sheets import HiddenSheets
from shuxiang.exports.native_chart import native_chart, write_cells
from shuxiang.exports.steady_zip import steady_zip
from shuxiang.exports.table_sheet import CellKind, CellValue, Field, TableSheet
from shuxiang.exports.text_cell import put_text

_CHARTS_SHEET = "_图表"
_SPARE_ROWS = 200
"""Rows below the table that have the lists to choose from too, for what is added."""

_FONT = "微软雅黑"
_LINE_HEIGHT, _ROOM, _TITLE_HEIGHT = 17.0, 6.0, 30.0
_FORMATS = {
    CellKind.TEXT: "@",
    CellKind.NUMBER: "General",
    CellKind.ORDINAL: "General",
    CellKind.PERCENT: "0.0%",
    CellKind.POINTS: '+0.0;-0.0;"持平"',
    CellKind.DATE: "yyyy-mm-dd",
    CellKind.MOMENT: "yyyy-mm-dd hh:mm",
}
_TITLE, _NOTE = Font(name=_FONT, size=16, bold=True), Font(name=_FONT, size=10, color="FF595959")
_LINE = Side(style="thin", color="FFBFBFBF")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEADING = PatternFill("solid", fgColor="FF8C2F2B")
_SUM = PatternFill("solid", fgColor="FFF4F0EB")
_UNFIT_FOR_NAME = re.compile(r"[\[\]:*?/\\']")


def table_workbook(sheets: Sequence[TableSheet]) -> bytes:
    """The sheets as an ``.xlsx``; the same sheets give the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    names = sheet_names([sheet.name for sheet in sheets])
    written = [(book.create_sheet(name), sheet) for name, sheet in zip(names, sheets, strict=True)]
    hidden = HiddenSheets(book)
    for sheet, table in written:
        _write(sheet, table, hidden)
    book.properties.creator = "shuxiang"
    book.properties.title = one_line(sheets[0].title) if sheets else ""
    return steady_zip(book, {number for number, table in enumerate(sheets, 1) if table.row_height})


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names that Excel allows: no two alike, none longer than 31 characters, none with a sign of its own."""
    names: list[str] = []
    for name in wanted:
        fit = _UNFIT_FOR_NAME.sub(" ", one_line(name)).strip()[:31] or "表"
        taken = {other.casefold() for other in names}
        tries = (fit, *(f"{fit[:27]} {number}" for number in range(2, len(taken) + 3)))
        names.append(next(each for each in tries if each.casefold() not in taken))
    return names


def _write(sheet: Worksheet, table: TableSheet, hidden: HiddenSheets) -> None:
    heading = 2 + len(table.notes)
    last = heading + len(table.rows)
    _write_above(sheet, table)
    _write_headings(sheet, table.fields, heading)
    _write_rows(sheet, table, heading)
    _arrange(sheet, table, heading, last)
    for place, field in enumerate(table.fields, start=1):
        if field.choices:
            _add_choices(sheet, field, place, (heading + 1, last + _SPARE_ROWS), hidden)
    if table.chart and table.chart.categories and table.chart.series:
        _add_chart(sheet, table, last + 2, hidden)
    hidden.add_marks(sheet.title, table.marks)


def _write_above(sheet: Worksheet, table: TableSheet) -> None:
    """Title and notes, each across the whole table."""
    width = sum(field.width for field in table.fields)
    for row, text in enumerate((table.title, *table.notes), start=1):
        cell = cast("Cell", sheet.cell(row, 1))
        put_text(cell, text)
        cell.font = _TITLE if row == 1 else _NOTE
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        if len(table.fields) > 1:
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(table.fields))
        lines = _lines_needed(text, width / 1.5 if row == 1 else width)
        sheet.row_dimensions[row].height = lines * (_TITLE_HEIGHT if row == 1 else _LINE_HEIGHT)


def _write_headings(sheet: Worksheet, fields: Sequence[Field], row: int) -> None:
    for place, field in enumerate(fields, start=1):
        cell = cast("Cell", sheet.cell(row, place))
        put_text(cell, field.name)
        cell.font = Font(name=_FONT, size=11, bold=True, color="FFFFFFFF")
        cell.fill, cell.border = _HEADING, _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width = field.width
        dimension.number_format = _FORMATS[field.kind]
    lines = max((_lines_needed(field.name, field.width - 3) for field in fields), default=1)
    sheet.row_dimensions[row].height = lines * _LINE_HEIGHT + _ROOM


def _write_rows(sheet: Worksheet, table: TableSheet, heading: int) -> None:
    models = [_model(sheet, field, total=False) for field in table.fields]
    sums = [_model(sheet, field, total=True) for field in table.fields]
    for number, values in enumerate(table.rows, start=1):
        looks = sums if table.total and number == len(table.rows) else models
        for place, (value, look) in enumerate(zip(values, looks, strict=True), start=1):
            cell = cast("Cell", sheet.cell(heading + number, place))
            cell._style = copy(look._style)  # type: ignore[attr-defined]  # noqa: SLF001  # part by part takes seconds
            _put(cell, value)
        height = _row_height(table, values)
        if height:
            sheet.row_dimensions[heading + number].height = height


def _model(sheet: Worksheet, field: Field, *, total: bool) -> Cell:
    """A cell that looks as those of the column do."""
    cell = Cell(sheet, 1, 1)
    numeric = field.kind in {CellKind.NUMBER, CellKind.PERCENT, CellKind.POINTS}
    across = "right" if numeric else "left" if field.kind is CellKind.TEXT else "center"
    cell.font = Font(name=_FONT, size=11, bold=total)
    cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)
    cell.border, cell.number_format = _BORDER, _FORMATS[field.kind]
    if total:
        cell.fill = _SUM
    return cell


def _put(cell: Cell, value: CellValue) -> None:
    if isinstance(value, str):
        put_text(cell, value)
    elif value is not None:
        number_format = cell.number_format  # which openpyxl changes for a date
        cell.value = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        cell.number_format = number_format


def _row_height(table: TableSheet, values: Sequence[CellValue]) -> float:
    """In points; 0 for a row of one line, which any program makes high enough by itself."""
    texts = ((value, field) for value, field in zip(values, table.fields, strict=True) if isinstance(value, str))
    lines = max((_lines_needed(text, field.width) for text, field in texts), default=1)
    needed = lines * _LINE_HEIGHT + _ROOM if lines > 1 else 0.0
    return max(table.row_height, needed)


def _lines_needed(text: str, width: float) -> int:
    """How many lines the text takes, near enough; a Chinese character is two wide."""
    lengths = (
        sum(2 if east_asian_width(character) in "WFA" else 1 for character in line) for line in text_lines(text)
    )
    return sum(max(1, ceil(length * 1.1 / max(width, 1))) for length in lengths)


def _arrange(sheet: Worksheet, table: TableSheet, heading: int, last: int) -> None:
    """What stays in view, what can be filtered (not the sum), and how it prints: A4 across, headings repeated."""
    letter = get_column_letter(max(1, len(table.fields)))
    filtered = last - 1 if table.total and table.rows else last
    sheet.freeze_panes = f"A{heading + 1}"
    sheet.auto_filter.ref = f"A{heading}:{letter}{max(filtered, heading)}"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if table.wide else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.6, 0.75, 0.3
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{heading}:{heading}"
    if sheet.oddFooter is not None:  # an empty one is false
        sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def _add_choices(sheet: Worksheet, field: Field, place: int, rows: tuple[int, int], hidden: HiddenSheets) -> None:
    rule = DataValidation(type="list", formula1=hidden.add_list(field.choices), allow_blank=True)
    rule.showErrorMessage, rule.errorStyle = True, "warning"
    rule.errorTitle, rule.error = one_line(field.name)[:30], "不在下拉框的选项里。确实要这样写，请选“是”。"
    letter = get_column_letter(place)
    rule.add(f"{letter}{rows[0]}:{letter}{rows[1]}")
    sheet.add_data_validation(rule)


def _add_chart(sheet: Worksheet, table: TableSheet, row: int, hidden: HiddenSheets) -> None:
    """The chart stands below the table; its numbers, which may be rounded or scaled, on a hidden sheet."""
    if table.chart is None:
        return
    numbers = hidden.sheet(_CHARTS_SHEET)
    start = 1 if numbers.max_row == 1 else numbers.max_row + 2
    write_cells(table.chart, numbers, start)
    sheet.add_chart(native_chart(table.chart, _CHARTS_SHEET, start), f"A{row}")
