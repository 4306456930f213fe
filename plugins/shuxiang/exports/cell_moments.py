"""The time of a lecture as people type it into a cell -> ``2026-11-18 15:00``.

Read are real dates, numbers that lost their date format, and texts such as ``2026年11月18日 15:00``,
``2026.11.18 下午3点``, ``2026/11/18 15:00``, ``11月18日（周三）上午9时30分``.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from shuxiang.core.calendar import FIRST_YEAR, LAST_YEAR, Period
from shuxiang.exports.cell_text import brief, cell_text
from shuxiang.exports.spreadsheet import Cell
from shuxiang.exports.xlsx_reader import serial_moment

EXAMPLE = "2026-11-18 15:00"

_FIRST_SERIAL, _LAST_SERIAL = 36526, 73051  # 2000 to 2099
_DAY = r"(?:(?P<year>\d{4}) ?[-./年] ?)?(?P<month>\d{1,2}) ?[-./月] ?(?P<day>\d{1,2})(?!\d) ?[日号]?"
_SOLID = r"(?P<solid>\d{8})(?!\d)"
_WEEKDAY = r"[ ,]*(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?[ ,]*"
_HALF = r"(?P<half>上午|下午|晚上|晚|早上|早|中午|凌晨|am|pm)? ?"
_CLOCK = r"(?P<hour>\d{1,2})(?: ?[:\u70b9\u65f6] ?(?:(?P<minute>\d{1,2})分?|(?P<thirty>半)|整)?)(?::00)?"
_TEXT = re.compile(rf"(?:{_SOLID}|{_DAY}){_WEEKDAY}(?:t?{_HALF}{_CLOCK})?")
_CLOCK_ONLY = re.compile(rf"{_HALF}{_CLOCK}")
_TO_ANOTHER = re.compile(r"[:\u70b9\u65f6半分整] ?\d* ?分? ?(?:-|~|至|到)")
_AFTERNOON = {"下午", "晚上", "晚", "pm"}
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500", "-"))


class MomentError(ValueError):
    """A cell that names no moment. ``str()`` says why and what to write instead."""


def read_moment(cell: Cell, period: Period) -> str:
    """``2026-11-18 15:00`` or ``2026-11-18``; a date without a year gets that which is nearest to ``period``."""
    value = cell.value
    if isinstance(value, float) and _FIRST_SERIAL <= value < _LAST_SERIAL:
        value = serial_moment(value)
    if isinstance(value, datetime):
        day = _nearest(value.month, value.day, period) if cell.yearless else value.date()
        return _written(day, value.time())
    if isinstance(value, time):
        raise MomentError(f"只有时间，没有日期。请写成 {EXAMPLE} 的样子。")
    return _read_text(cell_text(cell), period)


def _read_text(typed: str, period: Period) -> str:
    text = " ".join(unicodedata.normalize("NFKC", typed).translate(_DASHES).lower().split())
    match = _TEXT.fullmatch(text)
    if match is None:
        raise MomentError(_why_not(typed, text))
    try:
        day, at = _day(match, period), _time(match)
    except ValueError as error:
        raise error if isinstance(error, MomentError) else _no_such(typed) from error
    return _written(day, at or time())


def _no_such(typed: str) -> MomentError:
    return MomentError(f"“{brief(typed)}”不存在。请核对月份、日子和钟点，写成 {EXAMPLE} 的样子。")


def _why_not(typed: str, text: str) -> str:
    if _CLOCK_ONLY.fullmatch(text):
        return f"“{brief(typed)}”只有时间，没有日期。请写成 {EXAMPLE} 的样子。"
    if _TO_ANOTHER.search(text):
        return f"“{brief(typed)}”写了起止时间。请只写开始的时间，如 {EXAMPLE}。"
    return f"“{brief(typed)}”看不出是哪一天。请写成 {EXAMPLE} 的样子；没有定下的请空着。"


def _day(match: re.Match[str], period: Period) -> date:
    if match["solid"]:
        return date(int(match["solid"][:4]), int(match["solid"][4:6]), int(match["solid"][6:]))
    month, day = int(match["month"]), int(match["day"])
    return date(int(match["year"]), month, day) if match["year"] else _nearest(month, day, period)


def _nearest(month: int, day: int, period: Period) -> date:
    """The month and day in the year in which they are nearest to the period; ValueError when no year has them."""
    middle = period.start + (period.end - period.start) / 2
    found = [
        date(year, month, day) for year in range(middle.year - 1, middle.year + 2) if _exists(year, month, day)
    ]
    if not found:
        return date(middle.year, month, day)
    return min(found, key=lambda candidate: abs(candidate - middle))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


def _time(match: re.Match[str]) -> time | None:
    if match["hour"] is None:
        return None
    hour, half = int(match["hour"]), match["half"]
    if half is None and len(match["hour"]) == 1 and hour < 7:
        raise MomentError(f"“{match['hour']}点”是上午还是下午？请用 24 小时制，如 {EXAMPLE}。")
    if half in {"晚上", "晚"} and hour == 12:
        raise MomentError(f"“晚上12点”是哪一天的零点？请用 24 小时制，如 {EXAMPLE}。")
    minute = 30 if match["thirty"] else int(match["minute"] or 0)
    return time(_hour_of_day(hour, half), minute)


def _hour_of_day(hour: int, half: str | None) -> int:
    if half in _AFTERNOON and hour < 12:
        return hour + 12
    if half == "中午" and hour < 3:
        return hour + 12
    return hour


def _written(day: date, at: time) -> str:
    """The moment to the nearest minute; midnight is no time for a lecture but a day without one."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _no_such(day.isoformat())
    rounded = datetime.combine(day, at) + timedelta(seconds=30)
    return f"{rounded:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
