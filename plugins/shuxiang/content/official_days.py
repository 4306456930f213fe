"""The State Council's holidays and make-up working days, from the tables of the library ``chinesecalendar``.

The tables end with the last year that is announced; what comes later, or before 2004, has Monday to Friday.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from chinese_calendar.constants import Holiday, holidays, workdays

from shuxiang.core.days import Day, is_weekend, monday_to_friday

_NAMES = {holiday.value: holiday.chinese for holiday in Holiday}


@cache
def announced_years() -> range:
    """The years whose holidays are known."""
    return range(min(holidays).year, max(holidays).year + 1)


def official_day(day: date) -> Day:
    """The day as announced."""
    if day.year not in announced_years():
        return monday_to_friday(day)
    if day in workdays:
        return Day(working=True, name=f"{_NAMES[workdays[day]]}调休")
    if day in holidays:
        return Day(working=False, name=_NAMES[holidays[day]])
    return Day(working=not is_weekend(day))
