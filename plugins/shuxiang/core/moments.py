"""A day, or a day and a time, as people write it: ``2026-11-18`` or ``2026-11-18 15:00``, always China's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from shuxiang.core.calendar import FIRST_YEAR, LAST_YEAR

CHINA = timezone(timedelta(hours=8))
"""The one zone in which days begin, all year long."""

UNSAID_LASTS = timedelta(hours=2)
"""How long something is taken to last whose end nobody has said."""

_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]((?:[01][0-9]|2[0-3]):[0-5][0-9]))?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day; ``at`` is None when only the day is said."""

    day: date
    at: time | None = None


def parse_moment(text: str) -> Moment | None:
    """The moment a text names; None when it is written otherwise, does not exist, or is out of all years."""
    match = _MOMENT.fullmatch(text)
    if not match or not FIRST_YEAR <= int(match[1][:4]) <= LAST_YEAR:
        return None
    try:
        day = date.fromisoformat(match[1])
    except ValueError:
        return None
    return Moment(day, time.fromisoformat(match[2]) if match[2] else None)


def span(moment: Moment, lasting: timedelta) -> tuple[datetime, datetime]:
    """``[start, end)``: from the time on for ``lasting``, or the whole day when no time is said."""
    start = datetime.combine(moment.day, moment.at or time())
    return start, start + (lasting if moment.at else timedelta(days=1))


def last_day(end: datetime) -> date:
    """The last day that ``[…, end)`` touches: midnight ends the day before."""
    return (end - timedelta(microseconds=1)).date()
