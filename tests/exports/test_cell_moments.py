from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.calendar import parse_key
from shuxiang.core.moments import parse_moment
from shuxiang.exports.cell_moments import MomentError, read_moment
from shuxiang.exports.spreadsheet import Cell

W47 = parse_key("2026-W47")


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-18 15:00",
        "2026-11-18T15:00",
        "2026/11/18 15:00",
        "2026.11.18 15:00:00",
        "2026年11月18日 15:00",
        "2026年11月18日15:00",
        "2026年11月18日15时",
        "2026年11月18日（星期三）15:00",
        "2026年11月18日(周三)下午3点",
        "2026.11.18 下午3点",
        "2026 年 11 月 18 日 下午 3:00",
        "11月18日下午3点整",
        "11-18 15:00",
        "11月18号 15点00分",
        "20261118 15:00",
        "\uff12\uff10\uff12\uff16\uff0d\uff11\uff11\uff0d\uff11\uff18 \uff11\uff15\uff1a\uff10\uff10",
        "2026-11-18\uff0c15:00",
        "2026—11—18 3:00pm".replace("3:00pm", "pm3:00"),
        datetime(2026, 11, 18, 15),  # noqa: DTZ001
        46344.625,
    ],
)
def test_a_time_is_read_however_it_is_typed(typed: str | float | datetime) -> None:
    assert read_moment(Cell(typed), W47) == "2026-11-18 15:00"


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-11-1 15:00", "2026-11-01 15:00"),
        ("2026-1-5", "2026-01-05"),
        ("11月18日", "2026-11-18"),
        ("11月18日上午9时30分", "2026-11-18 09:30"),
        ("11月18日上午9点半", "2026-11-18 09:30"),
        ("11月18日 9:05", "2026-11-18 09:05"),
        ("11月18日中午12点", "2026-11-18 12:00"),
        ("11月18日中午1点", "2026-11-18 13:00"),
        ("11月18日晚7点", "2026-11-18 19:00"),
        ("11月18日 03:00", "2026-11-18 03:00"),
        (datetime(2026, 11, 18), "2026-11-18"),  # noqa: DTZ001
        (datetime(2026, 11, 18, 14, 59, 59), "2026-11-18 15:00"),  # noqa: DTZ001
        (46344.0, "2026-11-18"),
    ],
)
def test_a_day_may_stand_alone_and_a_time_needs_no_minutes(typed: str | float | datetime, moment: str) -> None:
    assert read_moment(Cell(typed), W47) == moment


@pytest.mark.parametrize(
    ("key", "typed", "moment"),
    [
        ("2026-W53", "1月2日", "2027-01-02"),
        ("2026-W53", "12月30日", "2026-12-30"),
        ("2027-W01", "12月30日", "2026-12-30"),
        ("2028-02", "2月29日", "2028-02-29"),
        ("2027-02", "2月29日", "2028-02-29"),
        ("2027", "1月5日", "2027-01-05"),
        ("2027", "12月30日", "2027-12-30"),
    ],
)
def test_a_date_without_a_year_is_the_one_nearest_to_its_slot(key: str, typed: str, moment: str) -> None:
    assert read_moment(Cell(typed), parse_key(key)) == moment


def test_the_year_that_excel_has_added_to_a_date_is_not_believed() -> None:
    typed_last_autumn = Cell(datetime(2026, 1, 20), yearless=True)  # noqa: DTZ001
    assert read_moment(typed_last_autumn, parse_key("2027-W03")) == "2027-01-20"


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("下周三", "“下周三”看不出是哪一天。"),
        ("2026-11", "“2026-11”看不出是哪一天。"),
        ("15:00", "“15:00”只有时间，没有日期。"),
        ("下午3点", "“下午3点”只有时间，没有日期。"),
        (time(15), "只有时间，没有日期。"),
        ("11月18日 15:00-17:00", "写了起止时间。请只写开始的时间"),
        ("11月18日15点至17点", "写了起止时间。请只写开始的时间"),
        ("2026-11-31 15:00", "“2026-11-31 15:00”不存在。"),
        ("2月30日", "“2月30日”不存在。"),
        ("11月18日 25:00", "不存在。"),
        ("11月18日 3点", "是上午还是下午？"),
        ("11月18日 3:30", "是上午还是下午？"),
        ("11月18日晚上12点", "是哪一天的零点？"),
        ("2026-11-1815:00", "看不出是哪一天。"),
        ("0026-11-18", "不存在。"),
        (3.0, "“3”看不出是哪一天。"),
        ("2026-11-18 2026-11-19", "看不出是哪一天。"),
    ],
)
def test_what_names_no_moment_is_told(typed: str | float | time, what: str) -> None:
    with pytest.raises(MomentError) as told:
        read_moment(Cell(typed), W47)
    assert what in str(told.value)
    assert "请" in str(told.value)


PARTS = st.lists(st.sampled_from(["2026", "11", "18", *"年月日-/.: 点半（）周三至T", "下午", "15"]), max_size=12)


@given(PARTS.map("".join) | st.text(max_size=30) | st.floats() | st.datetimes() | st.times())
def test_any_cell_is_a_moment_or_is_told(value: str | float | datetime | time) -> None:
    try:
        moment = read_moment(Cell(value), W47)
    except MomentError as error:
        assert str(error).count("请")  # noqa: PT017
    else:
        assert parse_moment(moment)
        assert read_moment(Cell(moment), W47) == moment
