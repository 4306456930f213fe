"""A worksheet as typed columns and rows, before it is Excel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shuxiang.exports.blocks import BarChart

CellValue = str | int | float | date | datetime | None


class CellKind(StrEnum):
    """What a column holds, so that it sorts, filters and adds up.

    PERCENT is a share of one, POINTS a difference, ORDINAL the number of the row itself.
    """

    TEXT = "text"
    NUMBER = "number"
    ORDINAL = "ordinal"
    PERCENT = "percent"
    POINTS = "points"
    DATE = "date"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Field:
    """A column; ``width`` in characters of Latin text, as Excel counts."""

    name: str
    kind: CellKind = CellKind.TEXT
    width: float = 14
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableSheet:
    """One sheet: a title, notes below it, the table with a filter, perhaps a sum in its last row and a chart.

    ``row_height`` in points, 0 for as high as the text; ``marks`` are name and value pairs for whoever reads the
    sheet back, kept where nobody sees them.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    notes: tuple[str, ...] = ()
    total: bool = False
    chart: BarChart | None = None
    row_height: float = 0
    wide: bool = False
    marks: tuple[tuple[str, str], ...] = ()
