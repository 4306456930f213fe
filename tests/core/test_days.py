from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.days import (
    Day,
    DayOf,
    DaySource,
    days_between,
    first_working_day,
    holiday_name,
    is_weekend,
    mark,
    monday_to_friday,
    working_days,
)

MONDAY = date(2026, 2, 16)
ANY_DAY = st.dates(date(1900, 1, 1), date(2999, 12, 1))


def calendar(known: Mapping[date, Day]) -> DayOf:
    return lambda day: known.get(day, Day(not is_weekend(day)))


def from_monday(*days: Day) -> DayOf:
    """The days in turn from Monday 16 February 2026 on."""
    return calendar({MONDAY + timedelta(days=number): day for number, day in enumerate(days)})


def off(name: str = "") -> Day:
    return Day(working=False, name=name)


def worked(name: str = "") -> Day:
    return Day(working=True, name=name)


@pytest.mark.parametrize(("day", "is_one"), [(13, False), (14, True), (15, True), (16, False)])
def test_saturday_and_sunday_are_the_weekend(day: int, is_one: bool) -> None:  # noqa: FBT001
    assert is_weekend(date(2026, 2, day)) is is_one


@given(ANY_DAY)
def test_a_year_not_announced_has_monday_to_friday_and_says_that_it_is_assumed(day: date) -> None:
    assert monday_to_friday(day) == Day(day.isoweekday() <= 5, "", DaySource.ASSUMED)


def test_a_range_of_days_leaves_out_its_end() -> None:
    assert list(days_between(date(2026, 2, 27), date(2026, 3, 2))) == [
        date(2026, 2, 27),
        date(2026, 2, 28),
        date(2026, 3, 1),
    ]
    assert list(days_between(MONDAY, MONDAY)) == []


@given(ANY_DAY, st.integers(0, 60), st.sets(st.integers(0, 60)))
def test_every_day_of_a_range_is_worked_or_off(start: date, length: int, off_days: set[int]) -> None:
    free = {start + timedelta(days=number) for number in off_days}
    end = start + timedelta(days=length)
    count = working_days(start, end, lambda day: Day(day not in free))
    assert count == length - len([day for day in free if day < end])


def test_a_worked_weekend_counts_and_a_holiday_does_not() -> None:
    week = from_monday(off("春节"), off("春节"), worked(), worked(), worked(), worked("春节调休"))
    assert working_days(MONDAY, MONDAY + timedelta(days=7), week) == 4


def test_the_first_working_day_is_found_behind_a_holiday() -> None:
    week = from_monday(off("春节"), off("春节"))
    assert first_working_day(MONDAY, MONDAY + timedelta(days=7), week) == date(2026, 2, 18)


def test_without_a_working_day_the_first_day_stands_in() -> None:
    assert first_working_day(MONDAY, MONDAY + timedelta(days=7), from_monday(*[off()] * 7)) == MONDAY
    assert first_working_day(date(2026, 2, 21), date(2026, 2, 23), calendar({})) == date(2026, 2, 21)


@pytest.mark.parametrize(
    ("days", "name"),
    [
        ([], ""),
        ([off("元旦")], "元旦"),
        ([off("中秋"), off("国庆节"), off("国庆节")], "国庆节"),
        ([off("中秋"), off("国庆节")], "中秋"),
        ([worked("春节调休"), worked("春节调休"), off("元旦")], "元旦"),
        ([off(), off(), off("元旦")], "元旦"),
        ([worked("春节调休")], ""),
        ([off(), off()], ""),
    ],
)
def test_a_week_is_called_after_the_holiday_that_takes_most_of_it(days: list[Day], name: str) -> None:
    assert holiday_name(MONDAY, MONDAY + timedelta(days=7), from_monday(*days)) == name


@pytest.mark.parametrize(
    ("weekday", "what", "sign"),
    [
        (0, worked(), ""),
        (0, worked("开学"), ""),
        (0, off("春节"), "休"),
        (0, off(), "休"),
        (5, off(), ""),
        (5, off("春节"), "休"),
        (5, worked("春节调休"), "班"),
        (6, worked(), "班"),
    ],
)
def test_a_calendar_marks_holidays_and_worked_weekends_only(weekday: int, what: Day, sign: str) -> None:
    day = MONDAY + timedelta(days=weekday)
    assert mark(day, calendar({day: what})) == sign
