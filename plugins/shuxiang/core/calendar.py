"""Study periods: ISO weeks, months, quarters, half years and years.

Every range here is half-open, ``[start, end)``: ``end`` is the first day that no longer belongs. A week's key
carries its ISO year (ISO 8601), which near New Year differs from the calendar year: ``2026-W53`` holds
1 January 2027.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FIRST_YEAR = 1900
LAST_YEAR = 2999


class Every(StrEnum):
    """How often a cadence comes round."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


EXAMPLES = {
    Every.WEEK: "2026-W47",
    Every.MONTH: "2026-11",
    Every.QUARTER: "2026-Q4",
    Every.HALF_YEAR: "2026-H2",
    Every.YEAR: "2026",
}
"""A well-formed key of each kind, for messages."""

NAMES = {
    Every.WEEK: "周",
    Every.MONTH: "月",
    Every.QUARTER: "季度",
    Every.HALF_YEAR: "半年",
    Every.YEAR: "年",
}

_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}
_LETTERS = {"": Every.MONTH, "W": Every.WEEK, "Q": Every.QUARTER, "H": Every.HALF_YEAR}
_LAST_NUMBER = {Every.MONTH: 12, Every.QUARTER: 4, Every.HALF_YEAR: 2}
_KEY = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<letter>[WQH]?)(?P<number>[0-9]{1,2}))?")


class PeriodError(ValueError):
    """A key that names no period. ``what`` says why, ``fix`` what to write instead (both Chinese)."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what + fix)
        self.what = what
        self.fix = fix


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One week, month, quarter, half year or year: ``[start, end)`` under its key."""

    start: date
    end: date
    every: Every
    key: str

    @property
    def year(self) -> int:
        """The year the key names: for a week its ISO year, not that of any one day."""
        return int(self.key[:4])

    @property
    def last_day(self) -> date:
        """The last day that belongs, for people, who read ranges with both ends."""
        return self.end - timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end


def weeks_in(year: int) -> int:
    """The number of ISO weeks of an ISO year, 52 or 53 (28 December is always in the last one)."""
    return date(year, 12, 28).isocalendar().week


def week(year: int, number: int) -> Period:
    """ISO week ``number`` of ISO year ``year``, Monday to the next Monday; ValueError if there is none."""
    start = date.fromisocalendar(year, number, 1)
    return Period(start, start + timedelta(days=7), Every.WEEK, f"{year:04}-W{number:02}")


def _first_of(year: int, months: int) -> date:
    """The first day of the month ``months`` after January of ``year``; ``months`` may exceed 11."""
    return date(year + months // 12, months % 12 + 1, 1)


def _months_period(every: Every, year: int, number: int) -> Period:
    """The ``number``-th (from 1) month, quarter or half of ``year``, or the year itself."""
    length = _MONTHS[every]
    key = {
        Every.MONTH: f"{year:04}-{number:02}",
        Every.QUARTER: f"{year:04}-Q{number}",
        Every.HALF_YEAR: f"{year:04}-H{number}",
        Every.YEAR: f"{year:04}",
    }[every]
    return Period(_first_of(year, (number - 1) * length), _first_of(year, number * length), every, key)


def period_of(every: Every, day: date) -> Period:
    """The period of the given kind that ``day`` lies in."""
    if every is Every.WEEK:
        year, number, _ = day.isocalendar()
        return week(year, number)
    return _months_period(every, day.year, (day.month - 1) // _MONTHS[every] + 1)


def periods(every: Every, start: date, end: date) -> Iterator[Period]:
    """All periods that share a day with ``[start, end)``, in order, each whole."""
    day = start
    while day < end:
        period = period_of(every, day)
        yield period
        day = period.end


def parse_key(text: str) -> Period:
    """The period a key names, of whichever kind its form says; PeriodError when there is none."""
    match = _KEY.fullmatch(text)
    if not match or (match["number"] and len(match["number"]) != _digits(match["letter"])):
        raise PeriodError(f"期次“{text}”写法不对。", _how_to_write(text))
    year = int(match["year"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PeriodError(f"期次“{text}”的年份不在 {FIRST_YEAR} 到 {LAST_YEAR} 之间。", "请核对年份。")
    if match["number"] is None:
        return _months_period(Every.YEAR, year, 1)
    return _numbered(_LETTERS[match["letter"]], year, int(match["number"]), text)


def _digits(letter: str) -> int:
    return 1 if letter in {"Q", "H"} else 2


def _numbered(every: Every, year: int, number: int, text: str) -> Period:
    last = weeks_in(year) if every is Every.WEEK else _LAST_NUMBER[every]
    if not 1 <= number <= last:
        first_key, last_key = (_sibling(every, year, n) for n in (1, last))
        raise PeriodError(
            f"期次“{text}”不存在（{year} 年到第 {last} {_counted(every)}）。",
            f"请改为 {first_key} 至 {last_key}。",
        )
    return week(year, number) if every is Every.WEEK else _months_period(every, year, number)


def _counted(every: Every) -> str:
    return {Every.WEEK: "周", Every.MONTH: "个月", Every.QUARTER: "季度", Every.HALF_YEAR: "个半年"}[every]


def _sibling(every: Every, year: int, number: int) -> str:
    return (week(year, number) if every is Every.WEEK else _months_period(every, year, number)).key


def _how_to_write(text: str) -> str:
    """What to write instead: the key of the day if a date was meant, else one example of each kind."""
    day = _as_date(text)
    if day:
        return (
            f"如指这一天所在的一期，请写 {period_of(Every.WEEK, day).key}（周）或 "
            f"{period_of(Every.MONTH, day).key}（月）。"
        )
    return "请写成 2026-W47（周）、2026-11（月）、2026-Q4（季）、2026-H2（半年）或 2026（年）。"


def _as_date(text: str) -> date | None:
    match = re.fullmatch(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日{0,1}", text)
    if not match:
        return None
    try:
        day = date(*(int(part) for part in match.groups()))
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year < LAST_YEAR else None
