"""What the plan says beside a week about its days off and its worked weekends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from shuxiang.core.calendar import Every
from shuxiang.core.days import DayOf, days_between, mark
from shuxiang.core.model import Slot


def holiday_note(slot: Slot, day_of: DayOf) -> str:
    """``国庆节 10月1日至4日休；10月10日班``; nothing for an ordinary week, and for months and longer."""
    if slot.period.every is not Every.WEEK:
        return ""
    parts = [
        *([f"{len(slot.keys)} 周合为一期"] if len(slot.keys) > 1 else []),
        *(["轻阅读"] if slot.light else []),
        *_marked(slot.period.start, slot.period.end, day_of),
    ]
    return "；".join(parts)


def _marked(start: date, end: date, day_of: DayOf) -> Iterator[str]:
    """Each stretch of days with the same mark and name."""
    day = start
    while day < end:
        kind, name = _kind(day, day_of)
        until = next((d for d in days_between(day, end) if _kind(d, day_of) != (kind, name)), end)
        if kind:
            yield f"{name if kind == '休' else ''} {_span(day, until - timedelta(days=1))}{kind}".strip()
        day = until


def _kind(day: date, day_of: DayOf) -> tuple[str, str]:
    return mark(day, day_of), day_of(day).name


def _span(first: date, last: date) -> str:
    ends = [f"{day.month}月{day.day}日" for day in (first, last)]
    return ends[0] if first == last else f"{ends[0]}至{ends[1].removeprefix(f'{first.month}月')}"
