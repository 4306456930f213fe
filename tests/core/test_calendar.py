from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.calendar import (
    EXAMPLES,
    FIRST_YEAR,
    LAST_YEAR,
    NAMES,
    Every,
    Period,
    PeriodError,
    parse_key,
    period_of,
    periods,
    week,
    weeks_in,
)

KINDS = st.sampled_from(list(Every))
DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 29))
ANY_FORM = "请写成 2026-W47（周）、2026-11（月）、2026-Q4（季）、2026-H2（半年）或 2026（年）。"


@pytest.mark.parametrize(
    ("key", "every", "start", "end"),
    [
        ("2026-W47", Every.WEEK, date(2026, 11, 16), date(2026, 11, 23)),
        ("2026-W01", Every.WEEK, date(2025, 12, 29), date(2026, 1, 5)),
        ("2026-W53", Every.WEEK, date(2026, 12, 28), date(2027, 1, 4)),
        ("2026-01", Every.MONTH, date(2026, 1, 1), date(2026, 2, 1)),
        ("2028-02", Every.MONTH, date(2028, 2, 1), date(2028, 3, 1)),
        ("2026-12", Every.MONTH, date(2026, 12, 1), date(2027, 1, 1)),
        ("2026-Q1", Every.QUARTER, date(2026, 1, 1), date(2026, 4, 1)),
        ("2026-Q4", Every.QUARTER, date(2026, 10, 1), date(2027, 1, 1)),
        ("2026-H1", Every.HALF_YEAR, date(2026, 1, 1), date(2026, 7, 1)),
        ("2026-H2", Every.HALF_YEAR, date(2026, 7, 1), date(2027, 1, 1)),
        ("2026", Every.YEAR, date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_a_key_names_its_period(key: str, every: Every, start: date, end: date) -> None:
    assert parse_key(key) == Period(start, end, every, key)


@pytest.mark.parametrize(
    ("key", "what", "fix"),
    [
        ("2026-W54", "期次“2026-W54”不存在（2026 年到第 53 周）。", "请改为 2026-W01 至 2026-W53。"),
        ("2026-W00", "期次“2026-W00”不存在（2026 年到第 53 周）。", "请改为 2026-W01 至 2026-W53。"),
        ("2025-W53", "期次“2025-W53”不存在（2025 年到第 52 周）。", "请改为 2025-W01 至 2025-W52。"),
        ("2026-13", "期次“2026-13”不存在（2026 年到第 12 个月）。", "请改为 2026-01 至 2026-12。"),
        ("2026-00", "期次“2026-00”不存在（2026 年到第 12 个月）。", "请改为 2026-01 至 2026-12。"),
        ("2026-Q5", "期次“2026-Q5”不存在（2026 年到第 4 季度）。", "请改为 2026-Q1 至 2026-Q4。"),
        ("2026-Q0", "期次“2026-Q0”不存在（2026 年到第 4 季度）。", "请改为 2026-Q1 至 2026-Q4。"),
        ("2026-H3", "期次“2026-H3”不存在（2026 年到第 2 个半年）。", "请改为 2026-H1 至 2026-H2。"),
        ("1899", "期次“1899”的年份不在 1900 到 2999 之间。", "请核对年份。"),
        ("3000-W01", "期次“3000-W01”的年份不在 1900 到 2999 之间。", "请核对年份。"),
        ("", "期次“”写法不对。", ANY_FORM),
        ("2026-W7", "期次“2026-W7”写法不对。", ANY_FORM),
        ("2026-1", "期次“2026-1”写法不对。", ANY_FORM),
        ("2026-Q04", "期次“2026-Q04”写法不对。", ANY_FORM),
        ("2026-w47", "期次“2026-w47”写法不对。", ANY_FORM),
        ("2026-W47 ", "期次“2026-W47 ”写法不对。", ANY_FORM),
        ("2026-W47\n", "期次“2026-W47\n”写法不对。", ANY_FORM),
        ("\uff12\uff10\uff12\uff16-W47", "期次“\uff12\uff10\uff12\uff16-W47”写法不对。", ANY_FORM),
        ("\u0662\u0660\u0662\u0666", "期次“\u0662\u0660\u0662\u0666”写法不对。", ANY_FORM),
        ("2026-02-30", "期次“2026-02-30”写法不对。", ANY_FORM),
        (
            "2026-1-5",
            "期次“2026-1-5”写法不对。",
            "如指这一天所在的一期，请写 2026-W02（周）或 2026-01（月）。",
        ),
        (
            "2027年1月1日",
            "期次“2027年1月1日”写法不对。",
            "如指这一天所在的一期，请写 2026-W53（周）或 2027-01（月）。",
        ),
    ],
)
def test_a_key_of_no_period_is_told_with_what_to_write(key: str, what: str, fix: str) -> None:
    with pytest.raises(PeriodError) as caught:
        parse_key(key)
    assert (caught.value.what, caught.value.fix) == (what, fix)
    assert str(caught.value) == what + fix


def test_a_week_is_told_by_its_iso_year_and_not_by_any_one_day() -> None:
    last = parse_key("2026-W53")
    assert date(2027, 1, 1) in last
    assert date(2027, 1, 4) not in last
    assert last.year == 2026
    assert last.last_day == date(2027, 1, 3)
    assert period_of(Every.WEEK, date(2027, 1, 1)).key == "2026-W53"
    assert period_of(Every.WEEK, date(2025, 12, 29)).key == "2026-W01"


@pytest.mark.parametrize(
    ("year", "number"), [(2020, 53), (2024, 52), (2025, 52), (2026, 53), (2027, 52), (2032, 53)]
)
def test_a_year_has_52_or_53_weeks(year: int, number: int) -> None:
    assert weeks_in(year) == number
    assert week(year, number).end == week(year + 1, 1).start


def test_a_week_that_a_year_has_not_is_refused() -> None:
    with pytest.raises(ValueError, match="week"):
        week(2025, 53)


def test_the_study_year_2026_has_all_its_periods() -> None:
    start, end = date(2026, 1, 5), date(2027, 1, 4)
    keys = {every: [period.key for period in periods(every, start, end)] for every in Every}
    assert keys[Every.WEEK] == [f"2026-W{number:02}" for number in range(2, 54)]
    assert keys[Every.MONTH] == [*(f"2026-{number:02}" for number in range(1, 13)), "2027-01"]
    assert keys[Every.QUARTER] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1"]
    assert keys[Every.HALF_YEAR] == ["2026-H1", "2026-H2", "2027-H1"]
    assert keys[Every.YEAR] == ["2026", "2027"]


def test_a_range_without_days_has_no_periods() -> None:
    assert not list(periods(Every.WEEK, date(2026, 1, 5), date(2026, 1, 5)))
    assert not list(periods(Every.WEEK, date(2026, 1, 5), date(2025, 1, 5)))


def test_the_end_of_a_range_is_no_longer_in_it() -> None:
    assert [p.key for p in periods(Every.WEEK, date(2026, 1, 5), date(2026, 1, 12))] == ["2026-W02"]
    assert [p.key for p in periods(Every.WEEK, date(2026, 1, 5), date(2026, 1, 13))] == ["2026-W02", "2026-W03"]


def test_every_kind_has_a_name_and_an_example_of_its_own_kind() -> None:
    assert set(NAMES) == set(Every)
    assert {every: parse_key(key).every for every, key in EXAMPLES.items()} == {every: every for every in Every}


@given(KINDS, DAYS)
def test_every_day_lies_in_exactly_one_period_of_each_kind(every: Every, day: date) -> None:
    period = period_of(every, day)
    assert day in period
    before, after = period_of(every, period.start - timedelta(days=1)), period_of(every, period.end)
    assert day not in before
    assert day not in after
    assert before.end == period.start
    assert after.start == period.end
    assert {period_of(every, d) for d in (period.start, period.last_day)} == {period}


@given(KINDS, DAYS, st.integers(1, 1200))
def test_the_periods_of_a_range_cover_it_without_gap_or_overlap(every: Every, start: date, days: int) -> None:
    end = start + timedelta(days=days)
    found = list(periods(every, start, end))
    assert start in found[0]
    assert end - timedelta(days=1) in found[-1]
    assert [period.end for period in found[:-1]] == [period.start for period in found[1:]]


@given(KINDS, DAYS)
def test_a_periods_key_names_that_period(every: Every, day: date) -> None:
    period = period_of(every, day)
    assert parse_key(period.key) == period


def parsed(text: str) -> Period | PeriodError:
    try:
        return parse_key(text)
    except PeriodError as error:
        return error


@given(
    st.text() | st.from_regex(r"[0-9]{4}-?[WQH]?[0-9]{0,3}") | st.from_regex(r"\d{4}[-/.年]\d\d?[-/.月]\d\d?日?")
)
def test_any_text_is_a_key_or_is_told_why_not(text: str) -> None:
    period = parsed(text)
    if isinstance(period, PeriodError):
        assert text in period.what
        assert period.what.endswith("。")
        assert period.fix.endswith("。")
    else:
        assert period.key == text
