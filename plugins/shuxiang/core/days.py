"""Which days are worked, and why not: statutory holidays, make-up working days, an office's own days.

The core only asks; a table of the official days and an office's own file are read elsewhere and come as a
``DayOf``. A year that is not announced yet has Monday to Friday.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class DaySource(StrEnum):
    """Who says what a day is: the State Council's notice, the office's own file, or only the weekday."""

    OFFICIAL = "official"
    LOCAL = "local"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Day:
    """One day. ``name`` is the holiday, or what a make-up day makes up for; empty for an ordinary day."""

    working: bool
    name: str = ""
    source: DaySource = DaySource.OFFICIAL


DayOf = Callable[[date], Day]
"""What a day is; answers for every day and never fails."""


def is_weekend(day: date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() >= 5


def monday_to_friday(day: date) -> Day:
    """The day of a year of which nothing is announced yet."""
    return Day(not is_weekend(day), source=DaySource.ASSUMED)


def days_between(start: date, end: date) -> Iterator[date]:
    """Every day of ``[start, end)``."""
    return (start + timedelta(days=number) for number in range((end - start).days))


def working_days(start: date, end: date, day_of: DayOf) -> int:
    """The number of working days of ``[start, end)``."""
    return sum(day_of(day).working for day in days_between(start, end))


def first_working_day(start: date, end: date, day_of: DayOf) -> date:
    """The first working day of ``[start, end)``; ``start`` when there is none."""
    return next((day for day in days_between(start, end) if day_of(day).working), start)


def holiday_name(start: date, end: date, day_of: DayOf) -> str:
    """The holiday most days off of ``[start, end)`` belong to, the earlier one of two alike; empty for none."""
    names = Counter(d.name for d in map(day_of, days_between(start, end)) if d.name and not d.working)
    return names.most_common(1)[0][0] if names else ""


def mark(day: date, day_of: DayOf) -> str:
    """What a calendar prints beside a day: 休 for a holiday, 班 for a worked weekend, else nothing."""
    what = day_of(day)
    if what.working:
        return "班" if is_weekend(day) else ""
    return "休" if what.name or not is_weekend(day) else ""
