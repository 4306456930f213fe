"""What the headers said when the workbook was written, kept in a sheet of its own that nobody sees.

With it an import can tell who has changed a value since: the clerk, or somebody in the file. Format 1: the marker
and the version in the first row, the fields' names in the second, then a row for each material.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shuxiang.core.model import Material
from shuxiang.exports.cell_text import plain_text, shown
from shuxiang.exports.plan_columns import INPUTS, field_values
from shuxiang.exports.spreadsheet import Cell, Sheet

SHEET_NAME = "_shuxiang"
MARKER = "shuxiang-plan"
VERSION = "1"

_FIELDS = tuple(column.field for column in INPUTS)


@dataclass(frozen=True, slots=True)
class Baseline:
    """``values`` are the headers' by path and field, as :func:`shown`."""

    values: Mapping[str, Mapping[str, str]]

    def value(self, path: str, field: str) -> str:
        """The value at the time; empty for what was not there yet."""
        return self.values.get(path, {}).get(field, "")


def baseline_rows(materials: Iterable[Material]) -> list[list[str]]:
    """The sheet's rows."""
    head = [[MARKER, VERSION], ["path", *_FIELDS]]
    return head + [[m.path, *(shown(field_values(m)[field]) for field in _FIELDS)] for m in materials]


def find_baseline(sheets: Iterable[Sheet]) -> Baseline | None:
    """The baseline; None when the sheet is gone or of a format that is not known."""
    for sheet in sheets:
        first = _texts(sheet.rows.get(1, {}))
        if first.get(1) == MARKER:
            return Baseline(_values(sheet)) if first.get(2) == VERSION else None
    return None


def _values(sheet: Sheet) -> dict[str, dict[str, str]]:
    names = _texts(sheet.rows.get(2, {}))
    found = {}
    for number in sorted(sheet.rows):
        texts = _texts(sheet.rows[number])
        if number > 2 and texts.get(1):
            found[texts[1]] = {name: texts.get(place, "") for place, name in names.items() if place > 1}
    return found


def _texts(cells: Mapping[int, Cell]) -> dict[int, str]:
    return {place: plain_text(cell) for place, cell in cells.items()}
