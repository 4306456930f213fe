"""In which week, month, quarter, half year and year a slot is counted: in exactly one of each.

A weekly slot is at home where its Thursday is (of several weeks under one key, that of the week which gave the
key), so that a month has most of its weeks' days and a year of weeks twelve months; any other slot where its last
day is. Months, quarters, halves and years lie whole in one another, so what is counted in the months of a year adds
up to the year. A year is the calendar's, whenever a programme begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from shuxiang.core.calendar import Every, Period, parse_key, period_of
from shuxiang.core.model import Slot

THURSDAY = timedelta(days=3)
"""From a Monday on."""

_DAY = timedelta(days=1)


def home_day(slot: Slot) -> date:
    """The day that says in which periods the slot is counted."""
    return _thursday(slot.period.key) if slot.period.every is Every.WEEK else slot.period.last_day


@lru_cache(maxsize=1024)
def _thursday(key: str) -> date:
    return day_within(parse_key(key))


def day_within(period: Period) -> date:
    """The day by which a period lies in a longer one."""
    return period.start + THURSDAY if period.every is Every.WEEK else period.last_day


def slots_at_home(slots: Iterable[Slot], period: Period) -> tuple[Slot, ...]:
    """The slots that are counted in the period, in their order."""
    return tuple(slot for slot in slots if home_day(slot) in period)


def period_before(period: Period) -> Period:
    """The one of the same kind that ends where this begins."""
    return period_of(period.every, period.start - _DAY)


def period_after(period: Period) -> Period:
    """The one of the same kind that begins where this ends."""
    return period_of(period.every, period.end)
