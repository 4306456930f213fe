"""Whether the weekly update is due: asked every hour, by a machine in any time zone that may have been off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuxiang.core.update import Reason, Result
from shuxiang.release.due import WAITS, Weekly, is_due, last_moment, parse_weekly
from shuxiang.release.errors import ReleaseError
from shuxiang.release.runs import CHINA, RunRecord

MONDAY = Weekly(0, time(6, 30))
HOUR = timedelta(hours=1)

weeklies = st.builds(Weekly, st.integers(0, 6), st.times().map(lambda t: t.replace(second=0, microsecond=0)))
zones = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=zones)  # noqa: DTZ001


def china(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def run(begun: datetime, result: Result = Result.FAILED, *, automatic: bool = True) -> RunRecord:
    reason = Reason.OTHER if result is Result.FAILED else None
    return RunRecord(begun, begun + timedelta(minutes=2), result, automatic=automatic, reason=reason)


def asked_hourly(start: datetime, hours: int, runs: list[RunRecord]) -> Iterator[datetime]:
    """The moments at which an update would begin, if every one of them failed."""
    for number in range(hours):
        now = start + number * HOUR
        if is_due(runs, now, MONDAY):
            runs.append(run(now))
            yield now


def test_an_update_is_due_from_its_moment_on_and_not_a_minute_earlier() -> None:
    last_week = [run(china("2026-11-16T06:30"), Result.PUBLISHED)]

    assert not is_due(last_week, china("2026-11-23T06:29"), MONDAY)
    assert is_due(last_week, china("2026-11-23T06:30"), MONDAY)


@pytest.mark.parametrize("result", [Result.PUBLISHED, Result.UNCHANGED])
def test_after_a_success_nothing_is_due_until_the_next_week(result: Result) -> None:
    runs = [run(china("2026-11-23T06:30"), result)]

    assert not is_due(runs, china("2026-11-23T07:30"), MONDAY)
    assert not is_due(runs, china("2026-11-30T06:29"), MONDAY)
    assert is_due(runs, china("2026-11-30T06:30"), MONDAY)


def test_what_was_missed_while_the_machine_was_off_is_made_up_for() -> None:
    assert is_due([run(china("2026-11-16T06:30"), Result.PUBLISHED)], china("2026-11-26T14:30"), MONDAY)


def test_a_machine_that_has_never_published_does_so_at_once() -> None:
    assert is_due([], china("2026-11-26T14:30"), MONDAY)


def test_the_machines_own_zone_does_not_matter() -> None:
    assert not is_due(
        [run(china("2026-11-16T06:30"), Result.PUBLISHED)], datetime(2026, 11, 22, 22, 29, tzinfo=UTC), MONDAY
    )
    assert is_due(
        [run(china("2026-11-16T06:30"), Result.PUBLISHED)], datetime(2026, 11, 22, 22, 30, tzinfo=UTC), MONDAY
    )


def test_a_failed_update_is_tried_again_a_few_times_ever_more_seldom_and_then_not_before_next_week() -> None:
    begun = list(asked_hourly(china("2026-11-23T06:30"), 24 * 14, []))

    first = [china(f"2026-11-{text}") for text in ("23T06:30", "23T07:30", "23T09:30", "23T13:30", "24T13:30")]
    assert begun == [*first, *(moment + timedelta(days=7) for moment in first)]


def test_asking_a_little_early_does_not_cost_an_hour() -> None:
    runs = [run(china("2026-11-23T06:30:40"))]

    assert is_due(runs, china("2026-11-23T07:30:02"), MONDAY)
    assert not is_due(runs, china("2026-11-23T07:15:00"), MONDAY)


def test_trying_by_hand_does_not_use_up_the_automatic_tries_but_succeeding_ends_them() -> None:
    failed = [run(china(f"2026-11-23T0{hour}:00"), automatic=False) for hour in (7, 8, 9)] * 3

    assert is_due(failed, china("2026-11-23T09:30"), MONDAY)
    published = run(china("2026-11-23T09:10"), Result.PUBLISHED, automatic=False)
    assert not is_due([*failed, published], china("2026-11-23T09:30"), MONDAY)


def test_a_success_in_the_future_by_a_clock_that_was_wrong_stops_nothing() -> None:
    assert is_due([run(china("2099-01-01T00:00"), Result.PUBLISHED)], china("2026-11-23T06:30"), MONDAY)


@given(weekly=weeklies, now=moments)
@settings(max_examples=100)
def test_the_last_moment_is_less_than_a_week_ago_on_the_right_day_at_the_right_time(
    weekly: Weekly, now: datetime
) -> None:
    last = last_moment(weekly, now)

    assert last <= now < last + timedelta(days=7)
    assert (last.weekday(), last.timetz().replace(tzinfo=None)) == (weekly.day, weekly.at)
    assert last.utcoffset() == timedelta(hours=8)


@given(weekly=weeklies, now=moments, zone=zones, ages=st.lists(st.integers(0, 400), max_size=6))
@settings(max_examples=100)
def test_the_answer_is_the_same_whatever_zone_the_moments_are_told_in(
    weekly: Weekly, now: datetime, zone: timezone, ages: list[int]
) -> None:
    runs = [run(now - age * HOUR, Result.UNCHANGED if age % 3 else Result.FAILED) for age in ages]
    elsewhere = [run(each.begun.astimezone(zone), each.result) for each in runs]

    assert is_due(runs, now, weekly) == is_due(elsewhere, now.astimezone(zone), weekly)


@given(weekly=weeklies, day=st.dates(date(2026, 1, 1), date(2029, 1, 1)), good=st.integers(0, len(WAITS)))
@settings(max_examples=60)
def test_however_it_goes_a_week_sees_one_success_and_few_failures(weekly: Weekly, day: date, good: int) -> None:
    start = last_moment(weekly, datetime.combine(day, time(), CHINA))
    runs: list[RunRecord] = []
    for number in range(24 * 7):
        now = start + number * HOUR
        if is_due(runs, now, weekly):
            runs.append(run(now, Result.PUBLISHED if len(runs) == good else Result.FAILED))

    assert [each.result for each in runs] == [Result.FAILED] * good + [Result.PUBLISHED]


@given(weeklies)
def test_a_moment_of_the_week_is_read_back_as_it_was_written(weekly: Weekly) -> None:
    assert parse_weekly(str(weekly)) == weekly


@given(st.text(max_size=12))
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(ReleaseError, match="mon-0630"):
        parse_weekly(text)
