"""The library's tables of holidays against the State Council's notices for 2024, 2025 and 2026, copied by hand."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.content.official_days import announced_years, official_day
from shuxiang.core.calendar import week
from shuxiang.core.days import Day, DaySource, days_between, holiday_name, monday_to_friday, working_days

OFF = {
    2024: ["01-01", "02-10/02-17", "04-04/04-06", "05-01/05-05", "06-08/06-10", "09-15/09-17", "10-01/10-07"],
    2025: ["01-01", "01-28/02-04", "04-04/04-06", "05-01/05-05", "05-31/06-02", "10-01/10-08"],
    2026: [
        "01-01/01-03",
        "02-15/02-23",
        "04-04/04-06",
        "05-01/05-05",
        "06-19/06-21",
        "09-25/09-27",
        "10-01/10-07",
    ],
}
"""Days off by year, the last day included, weekends among them too: 元旦、春节、清明、劳动节、端午、中秋、国庆."""

WORKED_WEEKENDS = {
    2024: ["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"],
    2025: ["01-26", "02-08", "04-27", "09-28", "10-11"],
    2026: ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
}


def stretch(year: int, text: str) -> Iterator[date]:
    first, _, last = text.partition("/")
    end = date.fromisoformat(f"{year}-{last or first}") + timedelta(days=1)
    return days_between(date.fromisoformat(f"{year}-{first}"), end)


def holidays(year: int) -> set[date]:
    return {day for text in OFF[year] for day in stretch(year, text)}


def worked_weekends(year: int) -> set[date]:
    return {day for text in WORKED_WEEKENDS[year] for day in stretch(year, text)}


def days_of(year: int) -> Iterator[date]:
    return days_between(date(year, 1, 1), date(year + 1, 1, 1))


@pytest.mark.parametrize("year", OFF)
def test_every_day_of_a_year_is_worked_or_off_as_the_state_council_says(year: int) -> None:
    expected = {
        day: day in worked_weekends(year) or (day.isoweekday() <= 5 and day not in holidays(year))
        for day in days_of(year)
    }
    assert {day: official_day(day).working for day in days_of(year)} == expected


@pytest.mark.parametrize("year", OFF)
def test_holidays_and_worked_weekends_have_names_and_ordinary_days_have_none(year: int) -> None:
    named = {day for day in days_of(year) if official_day(day).name}
    weekdays_off = {day for day in holidays(year) if day.isoweekday() <= 5}
    assert weekdays_off <= named
    assert worked_weekends(year) <= named
    assert named <= holidays(year) | worked_weekends(year)
    assert {day for day in named if official_day(day).name.endswith("调休")} == worked_weekends(year)


@pytest.mark.parametrize("year", OFF)
def test_every_day_of_an_announced_year_is_official(year: int) -> None:
    assert {official_day(day).source for day in days_of(year)} == {DaySource.OFFICIAL}


def test_the_tables_make_sense_in_themselves() -> None:
    for year in OFF:
        assert not holidays(year) & worked_weekends(year)
        assert all(day.isoweekday() > 5 for day in worked_weekends(year))


@pytest.mark.parametrize(
    ("day", "what"),
    [
        (date(2026, 2, 14), Day(working=True, name="春节调休")),
        (date(2026, 2, 17), Day(working=False, name="春节")),
        (date(2026, 2, 22), Day(working=False, name="春节")),
        (date(2026, 9, 20), Day(working=True, name="国庆节调休")),
        (date(2026, 9, 25), Day(working=False, name="中秋")),
        (date(2026, 11, 18), Day(working=True)),
        (date(2026, 11, 21), Day(working=False)),
    ],
)
def test_a_day_has_its_holidays_name(day: date, what: Day) -> None:
    assert official_day(day) == what


def test_the_weeks_of_2026_have_as_many_working_days_as_the_office_counts() -> None:
    counted = {
        number: working_days(week(2026, number).start, week(2026, number).end, official_day)
        for number in range(1, 54)
    }
    assert counted[8] == 0
    assert [number for number, count in counted.items() if count == 0] == [8]
    assert [number for number, count in counted.items() if count == 6] == [7, 38]
    assert (counted[40], counted[41]) == (3, 3)
    assert counted[9] == 5


def test_the_weeks_that_the_issue_names_are_those_weeks() -> None:
    starts = {7: (2, 9), 8: (2, 16), 38: (9, 14), 40: (9, 28), 41: (10, 5)}
    assert {number: week(2026, number).start for number in starts} == {n: date(2026, *s) for n, s in starts.items()}
    assert holiday_name(week(2026, 8).start, week(2026, 8).end, official_day) == "春节"


# Years that are not announced


NEXT = max(announced_years()) + 1
"""The first year that nobody has announced: 2027, until the library knows it."""


def test_the_years_from_2024_to_2026_are_announced_and_those_to_come_are_not() -> None:
    assert set(OFF) <= set(announced_years())
    assert NEXT >= 2027
    assert date(NEXT, 1, 1).year not in announced_years()


def test_every_day_of_the_first_year_not_announced_is_monday_to_friday_and_says_so() -> None:
    assert {day: official_day(day) for day in days_of(NEXT)} == {
        day: Day(day.isoweekday() <= 5, "", DaySource.ASSUMED) for day in days_of(NEXT)
    }


@given(st.dates())
def test_any_day_at_all_has_an_answer(day: date) -> None:
    what = official_day(day)
    announced = day.year in announced_years()
    assert (what.source is DaySource.OFFICIAL) is announced
    assert announced or what == monday_to_friday(day)
