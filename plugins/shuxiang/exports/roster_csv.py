"""A roster as text, its cells parted by commas, tabs or semicolons -> a sheet, as if it were a workbook's."""

from __future__ import annotations

import csv
import io
import re

from shuxiang.exports.roster_columns import RosterColumn, column_named
from shuxiang.exports.spreadsheet import Cell, Sheet, WorkbookError
from shuxiang.exports.xlsx_package import MAX_CELL_TEXT
from shuxiang.exports.xlsx_reader import MOST_CELLS, MOST_COLUMNS

_DELIMITERS = (",", "\t", ";", "\uff0c", "|")
_KEPT_AS_TEXT = re.compile('="(.*)"')
"""How a number keeps its zeros on its way through Excel."""


def csv_sheet(text: str, name: str) -> Sheet:
    """The text as one sheet, with rows as a spreadsheet counts them; WorkbookError for what is no such text."""
    try:
        rows = list(csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=_delimiter(text)))
    except csv.Error:
        raise WorkbookError("文件里的引号没有配对，分不出一格一格的内容。请用 Excel 打开，另存为 .xlsx。") from None
    if sum(map(len, rows)) > MOST_CELLS:
        raise WorkbookError(f"文件里的内容超过 {MOST_CELLS} 格，不像是名册。请核对选对了文件。")
    return Sheet(
        name, hidden=False, rows={number: found for number, row in enumerate(rows, 1) if (found := _row(row))}
    )


def _delimiter(text: str) -> str:
    """The one that parts the most headings that are known; a comma where none does."""
    lines = text.splitlines()[:30]
    return max(_DELIMITERS, key=lambda mark: max((_headings(line, mark) for line in lines), default=0))


def _headings(line: str, delimiter: str) -> int:
    found = (column_named(part.strip(' "')) for part in line.split(delimiter))
    return len({column for column, _ in filter(None, found)} & {*RosterColumn})


def _row(texts: list[str]) -> dict[int, Cell]:
    cells = ((place, _cell(text)) for place, text in enumerate(texts[:MOST_COLUMNS], start=1))
    return {place: cell for place, cell in cells if cell}


def _cell(text: str) -> Cell | None:
    kept = _KEPT_AS_TEXT.fullmatch(text.strip())
    plain = (kept[1] if kept else text)[:MAX_CELL_TEXT]
    return Cell(plain) if plain.strip() else None
