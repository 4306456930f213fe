"""A workbook as far as a plan needs it: sheets of cells with values; no styles, no formulas to compute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from openpyxl.utils import get_column_letter

Value = str | float | bool | datetime | time


class WorkbookError(ValueError):
    """A file that is no workbook we can read. ``str()`` is a Chinese sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not empty. Rich text has lost its looks; a formula has the value that was saved with it.

    ``error`` is what an error cell shows (``#REF!``); ``uncomputed`` marks a formula without a saved value, whose
    ``value`` is empty; ``yearless`` a date whose format shows no year, so that nobody has checked the year. A whole
    number is shown with ``digits`` digits at least, as 0003 is 3 in a format of four zeros.
    """

    value: Value
    error: str = ""
    uncomputed: bool = False
    yearless: bool = False
    digits: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """Merged cells: first and last row and column, both ends included, from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows`` holds, by number from 1, the rows that have any cell, each by column from 1."""

    name: str
    hidden: bool
    rows: Mapping[int, Mapping[int, Cell]]
    merged: tuple[Block, ...] = ()


def address(row: int, column: int) -> str:
    """``B17``."""
    return f"{get_column_letter(column)}{row}"
