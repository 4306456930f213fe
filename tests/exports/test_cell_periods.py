from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.calendar import EXAMPLES, Every, PeriodError
from shuxiang.exports.cell_periods import SpokenLabel, read_period, spoken_label
from shuxiang.exports.spreadsheet import Cell

FIRST = datetime(2026, 11, 1)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("typed", "every", "key"),
    [
        ("2026-W47", Every.WEEK, "2026-W47"),
        (" 2026-w47 ", Every.WEEK, "2026-W47"),
        ("2026W7", Every.WEEK, "2026-W07"),
        ("\uff12\uff10\uff12\uff16\uff0d\uff37\uff14\uff17", Every.WEEK, "2026-W47"),
        ("2026—11", Every.MONTH, "2026-11"),
        ("2026.11", Every.MONTH, "2026-11"),
        ("2026/1", Every.MONTH, "2026-01"),
        ("2026年1月", Every.MONTH, "2026-01"),
        (FIRST, Every.MONTH, "2026-11"),
        ("2026q4", Every.QUARTER, "2026-Q4"),
        ("2026-H2", Every.HALF_YEAR, "2026-H2"),
        (2026.0, Every.YEAR, "2026"),
        ("2026年", Every.YEAR, "2026"),
        ("2027-w06", Every.WEEK, "2027-W06"),
        ("2027年5月份", Every.MONTH, "2027-05"),
        ("2027年上半年", Every.HALF_YEAR, "2027-H1"),
        ("2027 年下半年", Every.HALF_YEAR, "2027-H2"),
        ("2027年第二季度", Every.QUARTER, "2027-Q2"),
        ("2027年第\uff12季度", Every.QUARTER, "2027-Q2"),
    ],
)
def test_a_key_is_read_however_it_is_typed(typed: str | float | datetime, every: Every, key: str) -> None:
    period = read_period(Cell(typed), every)
    assert (period.key, period.every) == (key, every)


@pytest.mark.parametrize(
    ("typed", "every", "what"),
    [
        ("第47周", Every.WEEK, "期次“第47周”写法不对。"),
        ("2026-W54", Every.WEEK, "期次“2026-W54”不存在"),
        ("2026年13月", Every.MONTH, "期次“2026年13月”写法不对。"),
        ("2026年第26周", Every.WEEK, "期次“2026年第26周”写法不对。"),
        ("2026-13", Every.MONTH, "期次“2026-13”不存在"),
        (2026.1, Every.MONTH, "期次“2026.1”成了小数，看不出是哪个月。"),
        (FIRST.replace(year=9999, month=12), Every.MONTH, "期次“9999年12月1日”的年份不在 1900 到 2999 之间。"),
        (FIRST.replace(year=1899), Every.WEEK, "期次“1899年11月1日”的年份不在 1900 到 2999 之间。"),
        (FIRST, Every.WEEK, "期次“2026年11月1日”写法不对。如指这一天所在的一期，请写 2026-W44"),
    ],
)
def test_a_key_that_names_nothing_is_told(typed: str | float | datetime, every: Every, what: str) -> None:
    with pytest.raises(PeriodError) as told:
        read_period(Cell(typed), every)
    assert what in str(told.value)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("第26周", SpokenLabel("第26周")),
        (" 第 \uff12\uff16 周", SpokenLabel("第26周")),
        ("第06周", SpokenLabel("第6周")),
        ("2027年第26周", SpokenLabel("第26周", 2027)),
        ("4月", SpokenLabel("4月")),
        ("04月份", SpokenLabel("4月")),
        ("上半年", SpokenLabel("上半年")),
        ("第二季度", SpokenLabel("第二季度")),
        ("2季度", SpokenLabel("第二季度")),
        ("2027年4月", None),
        ("2027-W26", None),
        ("4月1日", None),
        ("", None),
    ],
)
def test_what_only_a_programme_can_place_is_a_label(typed: str, label: SpokenLabel | None) -> None:
    assert spoken_label(typed) == label


@given(st.text(max_size=12) | st.floats() | st.datetimes(), st.sampled_from(Every))
def test_any_cell_is_a_period_or_is_told(value: str | float | datetime, every: Every) -> None:
    try:
        assert read_period(Cell(value), every).key
    except PeriodError as error:
        assert error.what  # noqa: PT017


@given(st.sampled_from(sorted(EXAMPLES.items())))
def test_a_key_in_full_width_and_small_letters_is_the_same_key(example: tuple[Every, str]) -> None:
    every, key = example
    wide = "".join(chr(ord(character) + 0xFEE0) for character in key.lower())
    assert read_period(Cell(wide), every).key == key
