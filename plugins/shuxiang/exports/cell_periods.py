"""A slot's key as it stands in a cell, and as Excel may have mistaken it."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from shuxiang.core.calendar import Every, Period, PeriodError, parse_key, period_of
from shuxiang.exports.cell_text import cell_text
from shuxiang.exports.spreadsheet import Cell

_DASHES = re.compile("[\u2010-\u2015\u2212\u2500/.]")


def read_period(cell: Cell, every: Every | None) -> Period:
    """The period that the cell names; PeriodError says why there is none.

    ``every`` is what the row's cadence has: a month that Excel made a date of, ``2026-11-01``, is a month again.
    """
    if isinstance(cell.value, datetime) and every is Every.MONTH:
        return period_of(every, cell.value.date())
    if isinstance(cell.value, float) and not cell.value.is_integer():
        what = f"期次“{cell_text(cell)}”成了小数，看不出是哪个月。"
        raise PeriodError(what, "请把这一格设为文本格式，写成 2026-11 的样子。")
    typed = cell_text(cell)
    try:
        return parse_key(_plain(typed))
    except PeriodError:
        return parse_key(typed)


def _plain(typed: str) -> str:
    """The key with everything that only looks different made the same."""
    text = "".join(unicodedata.normalize("NFKC", typed).upper().split())
    text = _DASHES.sub("-", text)
    text = re.sub(r"^(\d{4})年(?:(\d{1,2})月)?$", lambda m: f"{m[1]}-{m[2]}" if m[2] else m[1], text)
    text = re.sub(r"^(\d{4})-?([WQH])(\d{1,2})$", r"\1-\2\3", text)
    return re.sub(r"^(\d{4}-W?)(\d)$", r"\g<1>0\2", text)
