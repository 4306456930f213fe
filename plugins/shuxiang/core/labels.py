"""What people read instead of keys and dates: 第46周, 11月16日至22日."""

from __future__ import annotations

from datetime import date, timedelta

from shuxiang.core.calendar import Every, Period
from shuxiang.core.model import Event, Programme, Slot

_ORDINALS = "一二三四"
_WEEKDAYS = "一二三四五六日"


def slot_label(slot: Slot) -> str:
    """The slot's short name inside its year: 第46周, 11月, 第四季度, 下半年, 2026年."""
    period = slot.period
    if period.every is Every.WEEK:
        return f"第{slot.number}周"
    return period_label(period).removeprefix(f"{period.year}年") or f"{period.year}年"


def dated_label(slot: Slot) -> str:
    """The slot's name where the year is not plain from its surroundings: 2026年第46周, 2026年11月."""
    if slot.period.every is Every.WEEK:
        return f"{slot.programme_year}年第{slot.number}周"
    return period_label(slot.period)


def period_label(period: Period) -> str:
    """A period without its programme: a week is told by its dates, since only a programme counts weeks."""
    if period.every is Every.WEEK:
        return (
            f"{period.start.year}年{dates_text(period)}"
            if period.start.year == period.last_day.year
            else dates_text(period)
        )
    if period.every is Every.MONTH:
        return f"{period.year}年{period.start.month}月"
    if period.every is Every.QUARTER:
        return f"{period.year}年第{_ORDINALS[period.start.month // 3]}季度"
    if period.every is Every.HALF_YEAR:
        return f"{period.year}年{'上' if period.start.month == 1 else '下'}半年"
    return f"{period.year}年"


def dates_text(period: Period) -> str:
    """A period's first and last day: 11月16日至22日."""
    return days_text(period.start, period.end)


def days_text(start: date, end: date) -> str:
    """First and last day of ``[start, end)`` with what they share said once: 11月16日至22日, 11月25日.

    Across two years both are said whole: 2026年12月28日至2027年1月3日.
    """
    last = end - timedelta(days=1)
    if start.year != last.year:
        return f"{day_text(start)}至{day_text(last)}"
    if start.month != last.month:
        return f"{day_of_month(start)}至{day_of_month(last)}"
    return day_of_month(start) if start == last else f"{day_of_month(start)}至{last.day}日"


def programme_dates(programme: Programme) -> str:
    """The first day and the last, both whole: 2026年1月5日至2027年1月3日."""
    return f"{day_text(programme.starts)}至{day_text(programme.ends - timedelta(days=1))}"


def event_label(event: Event) -> str:
    """委员大讲堂：怎样读预算; the kind only where the title does not begin with it."""
    if not event.kind or event.title.startswith(event.kind):
        return event.title
    return f"{event.kind}：{event.title}"


def day_text(day: date) -> str:
    """2026年11月16日."""
    return f"{day.year}年{day.month}月{day.day}日"


def day_of_month(day: date) -> str:
    """11月16日."""
    return f"{day.month}月{day.day}日"


def weekday(day: date) -> str:
    """星期三."""
    return f"星期{_WEEKDAYS[day.weekday()]}"
