"""A text in a worksheet as a text, whatever it looks like."""

from __future__ import annotations

import re

from openpyxl.cell.cell import Cell

from shuxiang.exports.block_text import text_lines
from shuxiang.exports.neutral import neutral

_LONGEST_CELL = 32_000
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def literal(text: str) -> str:
    """The text as a worksheet's file must hold it, so that no part of it is read as an escape (``_x0041_``)."""
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def put_text(cell: Cell, text: str) -> None:
    """Put the text into the cell: no formula, no escape; nothing for an empty one."""
    kept = "\n".join(text_lines(text))[:_LONGEST_CELL]
    if not kept:
        return
    harmless = neutral(kept)
    cell.value = literal(harmless)
    cell.data_type = "s"
    if harmless != kept:
        cell.quotePrefix = True
