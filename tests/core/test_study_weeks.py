from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.calendar import Period, week
from shuxiang.core.days import Day, DayOf, days_between, is_weekend
from shuxiang.core.model import HolidayPolicy, Recess
from shuxiang.core.study_weeks import TOO_SHORT, StudyWeek, study_weeks, uncovered

SIX_WEEKS = [week(2026, number) for number in range(6, 12)]
"""2 February to 15 March 2026."""

KEEPING = [policy for policy in HolidayPolicy if policy not in {HolidayPolicy.SKIP, HolidayPolicy.MERGE}]


def off(names: dict[int, str]) -> DayOf:
    """Weeks of 2026 by number with nobody at work, under the name of a holiday."""
    free = {day: name for number, name in names.items() for day in _days(week(2026, number))}
    return lambda day: Day(working=False, name=free[day]) if day in free else Day(not is_weekend(day))


def _days(each: Period | Recess) -> Iterator[date]:
    return days_between(each.start, each.end)


def whole(first: int, last: int, key: int = 0) -> Period:
    """Weeks ``first`` to ``last`` of 2026 as one, under the key of one of them."""
    own = week(2026, key or last)
    return Period(week(2026, first).start, week(2026, last).end, own.every, own.key)


def keys(*numbers: int) -> tuple[str, ...]:
    return tuple(f"2026-W{number:02}" for number in numbers)


def ordinary(*numbers: int) -> list[StudyWeek]:
    return [StudyWeek(week(2026, number), keys(number)) for number in numbers]


# One week off


def test_a_week_off_is_skipped_and_remembered_under_its_holidays_name() -> None:
    found = study_weeks(SIX_WEEKS, HolidayPolicy.SKIP, off({8: "春节"}))
    assert list(found.weeks) == ordinary(6, 7, 9, 10, 11)
    assert found.recesses == (Recess(date(2026, 2, 16), date(2026, 2, 23), "春节", keys(8)),)


def test_a_week_off_is_one_with_the_next_under_the_next_ones_key() -> None:
    found = study_weeks(SIX_WEEKS, HolidayPolicy.MERGE, off({8: "春节"}))
    assert list(found.weeks) == [*ordinary(6, 7), StudyWeek(whole(8, 9), keys(8, 9)), *ordinary(10, 11)]
    assert found.recesses == ()


def test_a_week_off_is_marked_as_light_and_stays() -> None:
    found = study_weeks(SIX_WEEKS, HolidayPolicy.LIGHT, off({8: "春节"}))
    assert [w.period for w in found.weeks] == SIX_WEEKS
    assert [w.keys for w in found.weeks if w.light] == [keys(8)]
    assert found.recesses == ()


def test_a_week_off_is_as_any_other_when_nothing_is_decided() -> None:
    found = study_weeks(SIX_WEEKS, HolidayPolicy.KEEP, off({8: "春节"}))
    assert list(found.weeks) == ordinary(*range(6, 12))
    assert found.recesses == ()


@pytest.mark.parametrize("policy", HolidayPolicy)
@pytest.mark.parametrize("worked", [date(2026, 2, 16), date(2026, 2, 21), date(2026, 2, 22)])
def test_one_day_of_work_even_at_the_weekend_makes_a_week_like_any_other(
    policy: HolidayPolicy, worked: date
) -> None:
    closed = off({8: "春节"})
    found = study_weeks(SIX_WEEKS, policy, lambda day: Day(day == worked or closed(day).working))
    assert list(found.weeks) == ordinary(*range(6, 12))


# Several, and at the edges


def test_weeks_off_in_a_row_all_go_to_the_next_that_is_worked() -> None:
    found = study_weeks(SIX_WEEKS, HolidayPolicy.MERGE, off({7: "寒假", 8: "春节"}))
    assert list(found.weeks) == [*ordinary(6), StudyWeek(whole(7, 9), keys(7, 8, 9)), *ordinary(10, 11)]


def test_weeks_off_at_the_end_go_to_the_last_that_is_worked_and_keep_its_key() -> None:
    found = study_weeks(SIX_WEEKS, HolidayPolicy.MERGE, off({10: "寒假", 11: "寒假"}))
    assert list(found.weeks) == [*ordinary(6, 7, 8), StudyWeek(whole(9, 11, key=9), keys(9, 10, 11))]


def test_weeks_off_at_both_ends_of_the_only_week_of_work_make_one_with_it() -> None:
    found = study_weeks(SIX_WEEKS, HolidayPolicy.MERGE, off(dict.fromkeys([6, 7, 9, 10, 11], "寒假")))
    assert list(found.weeks) == [StudyWeek(whole(6, 11, key=8), keys(*range(6, 12)))]


def test_when_nobody_works_at_all_merging_makes_one_week_of_all() -> None:
    found = study_weeks(SIX_WEEKS, HolidayPolicy.MERGE, off(dict.fromkeys(range(6, 12), "寒假")))
    assert list(found.weeks) == [StudyWeek(whole(6, 11), keys(*range(6, 12)))]


def test_when_nobody_works_at_all_skipping_leaves_one_recess() -> None:
    found = study_weeks(SIX_WEEKS, HolidayPolicy.SKIP, off(dict.fromkeys(range(6, 12), "寒假")))
    assert found.weeks == ()
    assert found.recesses == (Recess(date(2026, 2, 2), date(2026, 3, 16), "寒假", keys(*range(6, 12))),)


@pytest.mark.parametrize(
    ("names", "recesses"),
    [
        ({7: "春节", 8: "春节"}, ["春节"]),
        ({7: "寒假", 8: "春节"}, ["寒假、春节"]),
        ({7: "寒假", 8: "春节", 9: "寒假"}, ["寒假、春节"]),
        ({7: "", 8: "春节"}, ["休息日、春节"]),
        ({7: ""}, ["休息日"]),
        ({6: "寒假", 8: "春节"}, ["寒假", "春节"]),
        ({7: "寒假、春节", 8: "寒假、春节"}, ["寒假、春节"]),
    ],
)
def test_weeks_off_that_touch_are_one_recess_under_all_their_names_each_once(
    names: dict[int, str], recesses: list[str]
) -> None:
    found = study_weeks(SIX_WEEKS, HolidayPolicy.SKIP, off(names))
    assert [recess.name for recess in found.recesses] == recesses


@pytest.mark.parametrize("policy", HolidayPolicy)
def test_without_weeks_there_is_nothing(policy: HolidayPolicy) -> None:
    found = study_weeks([], policy, off({}))
    assert (found.weeks, found.recesses) == ((), ())


# Any weeks off

A_YEAR = [week(2026, number) for number in range(1, 54)]
IDLE = st.sets(st.integers(1, 53)) | st.just(set(range(1, 54)))


def covered(ranges: Sequence[Period | Recess]) -> list[date]:
    return sorted(day for each in ranges for day in _days(each))


@given(st.sampled_from(HolidayPolicy), IDLE)
def test_each_day_of_the_year_is_in_one_week_or_in_one_recess(policy: HolidayPolicy, idle: set[int]) -> None:
    found = study_weeks(A_YEAR, policy, off(dict.fromkeys(idle, "休")))
    assert covered([*(w.period for w in found.weeks), *found.recesses]) == covered(A_YEAR)
    named = [*(w.keys for w in found.weeks), *(recess.keys for recess in found.recesses)]
    assert sorted(key for keys_ in named for key in keys_) == sorted(period.key for period in A_YEAR)


@given(IDLE)
def test_merged_weeks_each_stand_under_the_key_of_a_week_of_work_if_there_is_one(idle: set[int]) -> None:
    found = study_weeks(A_YEAR, HolidayPolicy.MERGE, off(dict.fromkeys(idle, "休")))
    at_work = {f"2026-W{number:02}" for number in range(1, 54) if number not in idle}
    assert [w.period.key for w in found.weeks] == (sorted(at_work) or ["2026-W53"])
    assert all(w.period.key in w.keys and not w.light for w in found.weeks)
    assert all(len(w.keys) * 7 == (w.period.end - w.period.start).days for w in found.weeks)


@given(st.sampled_from(KEEPING), IDLE)
def test_other_policies_move_no_week(policy: HolidayPolicy, idle: set[int]) -> None:
    found = study_weeks(A_YEAR, policy, off(dict.fromkeys(idle, "休")))
    assert [w.period for w in found.weeks] == A_YEAR
    light = {w.period.key for w in found.weeks if w.light}
    assert light == ({f"2026-W{n:02}" for n in idle} if policy is HolidayPolicy.LIGHT else set())


# What no week covers


def day(number: int) -> date:
    return date(2026, 1, number)


@pytest.mark.parametrize(
    ("ranges", "covered_by", "rest"),
    [
        ([(5, 12)], [(5, 12)], []),
        ([(5, 12)], [], [(5, 12)]),
        ([(3, 12)], [(5, 12)], [(3, 5)]),
        ([(5, 14)], [(5, 12)], [(12, 14)]),
        ([(3, 14)], [(5, 12)], [(3, 5), (12, 14)]),
        ([(5, 12)], [(3, 20)], []),
        ([(5, 12)], [(1, 5), (12, 19)], [(5, 12)]),
        ([(5, 12)], [(1, 3), (14, 19)], [(5, 12)]),
        ([(1, 26)], [(5, 12), (19, 26)], [(1, 5), (12, 19)]),
        ([(1, 14), (14, 28)], [(5, 12), (12, 19)], [(1, 5), (19, 28)]),
        ([], [(5, 12)], []),
    ],
)
def test_what_no_week_covers_of_a_programme_is_a_recess_too(
    ranges: list[tuple[int, int]], covered_by: list[tuple[int, int]], rest: list[tuple[int, int]]
) -> None:
    found = uncovered(
        [(day(start), day(end)) for start, end in ranges],
        [(day(start), day(end)) for start, end in reversed(covered_by)],
    )
    assert list(found) == [Recess(day(start), day(end), TOO_SHORT) for start, end in rest]
