"""How a plan looks on screen and on paper: colours, widths, heights, what stays in view."""

from __future__ import annotations

from math import ceil
from typing import cast
from unicodedata import east_asian_width

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from shuxiang.exports.cell_text import shown
from shuxiang.exports.plan_columns import COLUMNS, DAYS_OFF, INPUTS, SUMMARY, Column
from shuxiang.exports.text_cell import literal

HELP_WIDTH = 76

_FONT = "微软雅黑"
_TINT = PatternFill("solid", fgColor="FFEFEFEF")
_REST = PatternFill("solid", fgColor="FFDDDDDD")
_HEADING = PatternFill("solid", fgColor="FF8C2F2B")
_HEADING_TINT = PatternFill("solid", fgColor="FF6F6F6F")
_LINE = Side(style="thin", color="FFBFBFBF")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAP = Alignment(vertical="center", wrap_text=True)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_TEXT = Font(name=_FONT, size=11)
_GREY_TEXT = Font(name=_FONT, size=11, color="FF666666")
_HEADING_TEXT = Font(name=_FONT, size=11, bold=True, color="FFFFFFFF")
_LINE_HEIGHT, _HELP_LINE_HEIGHT, _ROOM = 16, 19, 6


def put(sheet: Worksheet, row: int, place: int, text: str) -> Cell:
    """Write a text as a text, whatever it looks like: no formula, no escape; nothing for an empty one."""
    cell = cast("Cell", sheet.cell(row, place))
    if text := shown(text):
        cell.value = literal(text)
        cell.data_type = "s"
    return cell


def dress_title(title: Cell, hint: Cell) -> None:
    """The two lines above the table."""
    title.font = Font(name=_FONT, size=16, bold=True)
    hint.font = Font(name=_FONT, size=11, color="FF8C2F2B")


def dress_column(sheet: Worksheet, place: int, column: Column) -> None:
    """Width, and the text format also for rows that are added below, lest Excel make dates of 2026-11 and 11-18."""
    dimension = sheet.column_dimensions[get_column_letter(place)]
    dimension.width = column.width
    dimension.number_format = _number_format(column)
    dimension.font = _TEXT
    dimension.alignment = _WRAP


def _number_format(column: Column) -> str:
    """Text, except for summaries: Excel before 2010 shows #### for a text-formatted cell of over 255 characters."""
    return "General" if column is SUMMARY else "@"


def dress_heading(cell: Cell, column: Column) -> None:
    """A column's heading: one colour for what is filled in, another for what is not."""
    cell.font = _HEADING_TEXT
    cell.fill = _HEADING if column in INPUTS else _HEADING_TINT
    cell.alignment = _CENTRED
    cell.border = _BORDER


def dress_cell(cell: Cell, column: Column, *, rest: bool) -> None:
    """A cell of the table; grey where nothing is to be filled in."""
    cell.font = _GREY_TEXT if rest else _TEXT
    cell.alignment = _WRAP
    cell.border = _BORDER
    cell.number_format = _number_format(column)
    if rest or column not in INPUTS:
        cell.fill = _REST if rest else _TINT


def row_height(texts: dict[Column, str]) -> float:
    """In points, so that the longest text shows whole."""
    return max(_lines_needed(text, column.width) for column, text in texts.items()) * _LINE_HEIGHT + _ROOM


def _lines_needed(text: str, width: float) -> int:
    """How many lines the text takes in a column, near enough; a Chinese character is two wide."""
    length = sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)
    return max(1, ceil(length * 1.1 / width))


def arrange(sheet: Worksheet, heading: int, last: int) -> None:
    """What stays in view, what can be filtered, and how it prints: A4 across, headings repeated, no summaries."""
    below = heading + 1
    sheet.freeze_panes = f"{get_column_letter(COLUMNS.index(DAYS_OFF) + 1)}{below}"
    sheet.auto_filter.ref = f"A{heading}:{get_column_letter(len(COLUMNS))}{max(last, below)}"
    for row, height in ((1, 28), (2, 20), (heading, 24)):
        sheet.row_dimensions[row].height = height
    _fit_to_width(sheet, margin=0.4)
    sheet.page_setup.orientation = "landscape"
    sheet.print_area = f"A1:{get_column_letter(COLUMNS.index(SUMMARY))}{max(last, below)}"
    sheet.print_title_rows = f"{heading}:{heading}"
    if sheet.oddFooter is not None:  # an empty footer is false
        sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def _fit_to_width(sheet: Worksheet, margin: float) -> None:
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = margin
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5


def dress_help(sheet: Worksheet, cell: Cell, *, heading: bool) -> None:
    """A line of the second sheet."""
    cell.font = Font(name=_FONT, size=14 if heading else 12, bold=heading)
    cell.alignment = Alignment(vertical="bottom" if heading else "center", wrap_text=True)
    lines = _lines_needed(str(cell.value), HELP_WIDTH)
    sheet.row_dimensions[cell.row].height = lines * _HELP_LINE_HEIGHT + (2 * _ROOM if heading else _ROOM)


def arrange_help(sheet: Worksheet) -> None:
    """One column, as wide as the paper."""
    sheet.column_dimensions["A"].width = HELP_WIDTH
    _fit_to_width(sheet, margin=0.5)
