from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.moments import Moment, parse_moment, span

DAY = date(2026, 11, 18)
TWO_HOURS = timedelta(hours=2)
MINUTES = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-18", Moment(DAY)),
        ("2026-11-18 15:00", Moment(DAY, time(15))),
        ("2026-11-18T09:05", Moment(DAY, time(9, 5))),
        ("2026-11-18 00:00", Moment(DAY, time(0))),
        ("2026-11-18 23:59", Moment(DAY, time(23, 59))),
        ("2028-02-29", Moment(date(2028, 2, 29))),
    ],
)
def test_a_day_or_a_day_and_a_time_is_read(text: str, moment: Moment) -> None:
    assert parse_moment(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-31",
        "2026-02-29 10:00",
        "2026-13-01",
        "2026-11-18 24:00",
        "2026-11-18 15:60",
        "2026-11-18 9:00",
        "2026-11-18 15",
        "2026-11-18 15:00:00",
        "2026-11-18  15:00",
        "2026-1-5",
        "2026/11/18",
        "2026年11月18日",
        "15:00",
        " 2026-11-18",
        "2026-11-18\n",
        "\uff12\uff10\uff12\uff16-11-18",
        "2026-11-18 1\uff15:00",
        "0000-01-01",
    ],
)
def test_what_is_written_otherwise_or_does_not_exist_is_no_moment(text: str) -> None:
    assert parse_moment(text) is None


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)), st.none() | MINUTES, st.sampled_from(" T"))
def test_every_day_and_every_minute_can_be_written(day: date, clock: time | None, between: str) -> None:
    text = day.isoformat() + (f"{between}{clock:%H:%M}" if clock is not None else "")
    assert parse_moment(text) == Moment(day, clock)


@given(st.text("0123456789-: T\uff10\u0661年", max_size=17) | st.text(max_size=20))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    moment = parse_moment(text)
    assert moment is None or text.startswith(moment.day.isoformat())


def test_a_time_lasts_as_long_as_is_said_also_past_midnight() -> None:
    assert span(Moment(DAY, time(15)), TWO_HOURS) == (at("2026-11-18 15:00"), at("2026-11-18 17:00"))
    assert span(Moment(DAY, time(23)), TWO_HOURS) == (at("2026-11-18 23:00"), at("2026-11-19 01:00"))


def test_midnight_is_a_time_like_any_other() -> None:
    assert span(Moment(DAY, time(0)), TWO_HOURS) == (at("2026-11-18 00:00"), at("2026-11-18 02:00"))


def test_a_day_without_a_time_lasts_from_midnight_to_midnight() -> None:
    assert span(Moment(DAY), TWO_HOURS) == (at("2026-11-18"), at("2026-11-19"))


@pytest.mark.parametrize("text", ["0001-01-01", "2026-11-18 15:00", "9999-12-31", "9999-12-31 23:00"])
def test_whatever_is_read_as_a_moment_has_a_span(text: str) -> None:
    moment = parse_moment(text)
    if moment:
        starts, ends = span(moment, TWO_HOURS)
        assert starts < ends
