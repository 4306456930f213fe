"""What a cell says, as a header would hold it; and what two people mean who write the same differently."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time

from shuxiang.core.labels import day_text
from shuxiang.exports.spreadsheet import Cell, Value

LONGEST = 2000
"""Characters of one value; a longer one is an article in the wrong place."""

_QUOTED = 60
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]")
"""What nobody sees; most of it makes text stand in another order than it has."""

_NOT_YET = {"待定", "待补", "暂无", "未定", "-", "/", "\\", "_"}
_DASHES = re.compile("[\u2010-\u2015\u2212\u2500\ufe58\ufe63\uff0d-]+")


def clean(text: str) -> str:
    """One line: white space folded, as headers are read, without characters that no file should hold."""
    kept = (c for c in _INVISIBLE.sub("", text) if c.isspace() or unicodedata.category(c) not in {"Cc", "Cs"})
    return " ".join("".join(kept).split())


def shown(text: str) -> str:
    """A header's value as a cell can hold it: cleaned, and no longer than a cell should be."""
    return clean(text)[:LONGEST].rstrip()


def brief(text: str) -> str:
    """What stands in a file or cell, to be quoted in a sentence: one clean line that is not too long."""
    line = clean(text)
    return line if len(line) <= _QUOTED else f"{line[:_QUOTED]}…"


def plain_text(cell: Cell) -> str:
    """The text that a person sees in the cell, near enough."""
    text = clean(_as_text(cell.value))
    return text.zfill(cell.digits) if isinstance(cell.value, float) and text.isdecimal() else text


def cell_text(cell: Cell | None) -> str:
    """The cell's text as a value; empty for no cell and for 待定 and its like."""
    text = plain_text(cell) if cell else ""
    return "" if _DASHES.sub("-", text) in _NOT_YET else text


def _as_text(value: Value) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return day_text(value.date()) + (f" {value:%H:%M}" if value.time() != time() else "")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    return value


def meaning(text: str) -> str:
    """The same for names that differ only in width, case or spaces; for comparing, never for showing."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
