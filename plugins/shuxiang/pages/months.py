"""In which month a page tells of something: a week in that of its Thursday, all else in that of its first day.

So a week lies in the month that has most of its days, and a year of weeks has twelve months.
"""

from __future__ import annotations

from datetime import date

from shuxiang.core.calendar import Every, Period, parse_key, period_of
from shuxiang.core.home_period import THURSDAY
from shuxiang.pages.recess_view import RecessView
from shuxiang.pages.slot_view import SlotView


def slot_month(slot: SlotView) -> Period:
    """The month of a slot; of several weeks under one key, that of the week which gave the key."""
    if slot.every == Every.WEEK:
        return period_of(Every.MONTH, parse_key(slot.id.rpartition("/")[2]).start + THURSDAY)
    return first_month(slot.start)


def recess_month(recess: RecessView) -> Period:
    """The month of the first week that is off."""
    return period_of(Every.MONTH, date.fromisoformat(recess.start) + THURSDAY)


def first_month(day: str) -> Period:
    """The month of an ISO day."""
    return period_of(Every.MONTH, date.fromisoformat(day))
