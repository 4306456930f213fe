"""A day, or a day and a time, as people write it: ``2026-11-18`` or ``2026-11-18 15:00``, always China's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T]((?:[01]\d|2[0-3]):[0-5]\d))?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day; ``at`` is None when only the day is said."""

    day: date
    at: time | None = None


def parse_moment(text: str) -> Moment | None:
    """The moment a text names; None when it is written otherwise or does not exist."""
    match = _MOMENT.fullmatch(text)
    try:
        return (
            Moment(date.fromisoformat(match[1]), time.fromisoformat(match[2]) if match[2] else None)
            if match
            else None
        )
    except ValueError:
        return None


def span(moment: Moment, lasting: timedelta) -> tuple[datetime, datetime]:
    """``[start, end)``: from the time on for ``lasting``, or the whole day when no time is said."""
    start = datetime.combine(moment.day, moment.at or time())
    return start, start + (lasting if moment.at else timedelta(days=1))
