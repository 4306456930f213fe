from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.calendar import Every, Period, parse_key, period_of, week
from shuxiang.core.home_period import day_within, home_day, period_after, period_before, slots_at_home
from shuxiang.core.model import Cadence, Slot

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def slot(period: Period) -> Slot:
    return Slot(period.year, Cadence("x", "某", period.every), period, 1)


@pytest.mark.parametrize(
    ("key", "day"),
    [("2026-W53", "2026-12-31"), ("2027-W01", "2027-01-07"), ("2026-11", "2026-11-30"), ("2026-Q4", "2026-12-31")],
)
def test_a_week_is_counted_by_its_thursday_and_all_else_by_its_last_day(key: str, day: str) -> None:
    assert home_day(slot(parse_key(key))) == date.fromisoformat(day)


def test_weeks_under_one_key_are_counted_by_the_week_that_gave_the_key() -> None:
    joint = Period(date(2026, 9, 21), date(2026, 10, 5), Every.WEEK, "2026-W40")
    assert home_day(slot(joint)) == date(2026, 10, 1)


@given(DAYS, st.sampled_from(Every))
def test_a_slot_is_at_home_in_one_month_that_lies_in_the_quarter_and_year_it_is_at_home_in(
    day: date, every: Every
) -> None:
    one = slot(period_of(every, day))
    homes = [period_of(kind, home_day(one)) for kind in (Every.MONTH, Every.QUARTER, Every.HALF_YEAR, Every.YEAR)]
    assert all(slots_at_home([one], home) == (one,) for home in homes)
    assert all(inner.start >= outer.start and inner.end <= outer.end for inner, outer in pairwise(homes))
    assert slots_at_home([one], period_before(homes[0])) == slots_at_home([one], period_after(homes[0])) == ()


@given(DAYS)
def test_a_weeks_slot_is_counted_in_that_week(day: date) -> None:
    period = period_of(Every.WEEK, day)
    assert day_within(period) in period
    assert slots_at_home([slot(period)], period)


def test_the_periods_on_either_side_touch() -> None:
    assert period_before(parse_key("2027-01")).key == "2026-12"
    assert period_after(week(2026, 53)).key == "2027-W01"
    assert period_after(parse_key("2026-Q4")).key == "2027-Q1"
