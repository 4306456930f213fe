"""A slot's key as it stands in a cell, as people say it, and as Excel may have mistaken it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from shuxiang.core.calendar import FIRST_YEAR, LAST_YEAR, Every, Period, PeriodError, parse_key, period_of
from shuxiang.exports.cell_text import brief, cell_text
from shuxiang.exports.spreadsheet import Cell

_DASHES = re.compile("[\u2010-\u2015\u2212\u2500/.]")
_WEEK = r"第?(?P<week>\d{1,2})周"
_MONTH = r"(?P<month>\d{1,2})月份?"
_QUARTER = r"第?(?P<quarter>[一二三四1-4])季度?"
_HALF = r"(?P<half>[上下])半年"
_SPOKEN = re.compile(rf"(?:(?P<year>\d{{4}})年)?(?:{_WEEK}|{_MONTH}|{_QUARTER}|{_HALF})")
_ORDINALS = "一二三四"


@dataclass(frozen=True, slots=True)
class SpokenLabel:
    """A slot by its label, as in ``core.labels``; ``year`` is the programme's, 0 when it is not said."""

    text: str
    year: int = 0


def read_period(cell: Cell, every: Every | None) -> Period:
    """The period that the cell names; PeriodError says why there is none.

    ``every`` is what the row's cadence has: a month that Excel made a date of, ``2026-11-01``, is a month again.
    """
    typed = brief(cell_text(cell))
    if isinstance(cell.value, datetime) and not FIRST_YEAR <= cell.value.year <= LAST_YEAR:
        raise PeriodError(f"期次“{typed}”的年份不在 {FIRST_YEAR} 到 {LAST_YEAR} 之间。", "请核对年份。")
    if isinstance(cell.value, datetime) and every is Every.MONTH:
        return period_of(every, cell.value.date())
    if isinstance(cell.value, float) and not cell.value.is_integer():
        what = f"期次“{typed}”成了小数，看不出是哪个月。"
        raise PeriodError(what, "请把这一格设为文本格式，写成 2026-11 的样子。")
    try:
        return parse_key(_plain(typed))
    except PeriodError:
        return parse_key(typed)


def _plain(typed: str) -> str:
    """The key with everything that only looks different made the same."""
    text = "".join(unicodedata.normalize("NFKC", typed).upper().split())
    text = _DASHES.sub("-", text)
    spoken = _SPOKEN.fullmatch(text)
    if spoken and spoken["year"] and not spoken["week"]:
        return _spoken_key(spoken)
    text = re.sub(r"^(\d{4})年$", r"\1", text)
    text = re.sub(r"^(\d{4})-?([WQH])(\d{1,2})$", r"\1-\2\3", text)
    return re.sub(r"^(\d{4}-W?)(\d)$", r"\g<1>0\2", text)


def _spoken_key(spoken: re.Match[str]) -> str:
    """The key of ``2027年5月份``, ``2027年第二季度`` and ``2027年上半年``."""
    if spoken["month"]:
        return f"{spoken['year']}-{int(spoken['month']):02}"
    if spoken["quarter"]:
        return f"{spoken['year']}-Q{_quarter(spoken)}"
    return f"{spoken['year']}-H{'上下'.index(spoken['half']) + 1}"


def _quarter(spoken: re.Match[str]) -> int:
    return _ORDINALS.find(spoken["quarter"]) + 1 or int(spoken["quarter"])


def spoken_label(typed: str) -> SpokenLabel | None:
    """What only a programme has the key of: ``第26周``, ``2027年第26周``, ``4月``, ``上半年``, ``第二季度``."""
    spoken = _SPOKEN.fullmatch("".join(unicodedata.normalize("NFKC", typed).split()))
    if spoken is None or (spoken["year"] and not spoken["week"]):
        return None
    if spoken["week"]:
        return SpokenLabel(f"第{int(spoken['week'])}周", int(spoken["year"] or 0))
    if spoken["month"]:
        return SpokenLabel(f"{int(spoken['month'])}月")
    if spoken["quarter"]:
        return SpokenLabel(f"第{_ORDINALS[_quarter(spoken) - 1]}季度")
    return SpokenLabel(f"{spoken['half']}半年")
