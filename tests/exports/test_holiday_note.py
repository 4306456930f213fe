from dataclasses import replace
from datetime import date

import pytest

from shuxiang.core.calendar import Every, parse_key
from shuxiang.core.days import Day, monday_to_friday
from shuxiang.core.model import Cadence, Slot
from shuxiang.exports.holiday_note import holiday_note

NATIONAL = {date(2026, 10, day): Day(working=False, name="国庆节") for day in range(1, 8)}
DAYS = NATIONAL | {
    date(2026, 10, 10): Day(working=True, name="国庆节调休"),
    date(2026, 11, 19): Day(working=False),
}


def day_of(day: date) -> Day:
    return DAYS.get(day) or monday_to_friday(day)


def slot(key: str) -> Slot:
    every = Every.WEEK if "W" in key else Every.MONTH
    return Slot(2026, Cadence("a", "甲", every), parse_key(key), 1, keys=(key,))


@pytest.mark.parametrize(
    ("key", "note"),
    [
        ("2026-W39", ""),
        ("2026-W40", "国庆节 10月1日至4日休"),
        ("2026-W41", "国庆节 10月5日至7日休；10月10日班"),
        ("2026-W47", "11月19日休"),
        ("2026-10", ""),
    ],
)
def test_days_off_and_worked_weekends_are_noted_beside_a_week(key: str, note: str) -> None:
    assert holiday_note(slot(key), day_of) == note


def test_a_light_week_and_merged_weeks_say_so_first() -> None:
    week = slot("2026-W47")
    assert holiday_note(replace(week, light=True), day_of) == "轻阅读；11月19日休"
    assert holiday_note(replace(week, keys=("2026-W46", "2026-W47")), day_of) == "2 周合为一期；11月19日休"
