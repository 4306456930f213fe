from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.calendar import Every, parse_key, period_of, periods
from shuxiang.core.days import Day, DayOf, DaySource, days_between, is_weekend, working_days
from shuxiang.core.diagnostics import Diagnostic, Origin, Severity
from shuxiang.core.model import DEFAULT_CADENCES, Cadence, HolidayPolicy, Material, Programme, Recess
from shuxiang.core.schedule import Schedule, belongs, default_programme, overlaps, plan, slots_of
from shuxiang.core.study_weeks import TOO_SHORT

EACH_KIND = tuple(Cadence(every.value, f"每{every.value}", every) for every in Every)
STILL_A_PAGE = "改好之前，本篇有自己的页面，但不进入学习计划。"
STARTS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
LENGTHS = st.integers(14, 550)


def programme(
    year: int, starts: date, ends: date, cadences: tuple[Cadence, ...] = DEFAULT_CADENCES, line: int = 3
) -> Programme:
    return Programme(year, f"{year}年计划", starts, ends, cadences, Origin(f"docs/programme/{year}.yml", line))


def lasting(year: int, starts: date, days: int, cadences: tuple[Cadence, ...] = EACH_KIND) -> Programme:
    return programme(year, starts, starts + timedelta(days=days), cadences)


def material(cadence: str, key: str, path: str = "") -> Material:
    path = path or f"{cadence}/{key}.md"
    return Material(path, Origin(f"docs/{path}", 4), f"{key}的文章", cadence, parse_key(key), 0)


THE_YEAR = programme(2026, date(2026, 1, 5), date(2027, 1, 4))


def planned(*materials: Material, programmes: tuple[Programme, ...] = (THE_YEAR,)) -> Schedule:
    schedule, problems = plan(programmes, materials)
    assert problems == ()
    return schedule


def problem(*materials: Material, programmes: tuple[Programme, ...] = (THE_YEAR,)) -> Diagnostic:
    (found,) = plan(programmes, materials)[1]
    return found


def where(schedule: Schedule, path: str) -> list[str]:
    return [
        f"{slot.programme_year}:{slot.id}"
        for slot in schedule.slots
        if slot.material and slot.material.path == path
    ]


# Which periods are a programme's


@pytest.mark.parametrize(
    ("key", "year"),
    [
        ("2026-W01", None),
        ("2026-W02", 2026),
        ("2026-W53", 2026),
        ("2027-W01", None),
        ("2026-01", 2026),
        ("2026-12", 2026),
        ("2027-01", None),
        ("2026-Q1", 2026),
        ("2027-Q1", None),
        ("2026-H1", 2026),
        ("2026", 2026),
        ("2027", None),
    ],
)
def test_a_year_that_starts_on_5_january_keeps_its_january(key: str, year: int | None) -> None:
    assert belongs(parse_key(key), THE_YEAR) is (year == 2026)


def test_a_trial_of_two_months_has_its_year_and_its_quarter_too() -> None:
    trial = programme(2026, date(2026, 11, 2), date(2027, 1, 4))
    assert belongs(parse_key("2026"), trial)
    assert belongs(parse_key("2026-Q4"), trial)
    assert not belongs(parse_key("2027-Q1"), trial)


def test_half_a_period_is_enough_for_the_programme_that_has_its_first_day() -> None:
    june = parse_key("2026-06")
    middle = date(2026, 6, 16)
    first, second = programme(2025, date(2026, 1, 1), middle), programme(2026, middle, date(2026, 12, 31))
    assert belongs(june, first)
    assert not belongs(june, second)


def test_less_than_half_a_period_is_not_enough_and_more_is() -> None:
    june = parse_key("2026-06")
    assert not belongs(june, programme(2026, date(2026, 1, 1), date(2026, 6, 15)))
    assert belongs(june, programme(2026, date(2026, 6, 15), date(2027, 1, 1)))


def test_a_period_far_away_is_no_part_of_it() -> None:
    assert not belongs(parse_key("2030-W10"), THE_YEAR)
    assert not belongs(parse_key("2020"), THE_YEAR)


@given(STARTS, LENGTHS, LENGTHS, st.sampled_from(list(Every)))
def test_each_period_of_two_programmes_in_a_row_falls_to_one_of_them(
    start: date, first_days: int, second_days: int, every: Every
) -> None:
    first = lasting(1, start, first_days)
    second = lasting(2, first.ends, second_days)
    inside = [p for p in periods(every, start, second.ends) if p.start >= start and p.end <= second.ends]
    assert all(belongs(period, first) or belongs(period, second) for period in inside)


@given(STARTS, st.integers(366, 550), st.integers(366, 550))
def test_two_programmes_of_a_year_in_a_row_share_no_slot(start: date, first_days: int, second_days: int) -> None:
    first = lasting(1, start, first_days)
    second = lasting(2, first.ends, second_days)
    assert not {slot.id for slot in slots_of(first)} & {slot.id for slot in slots_of(second)}


# Slots and their numbers


def test_weeks_are_counted_from_the_programmes_first() -> None:
    weeks = [slot for slot in slots_of(THE_YEAR) if slot.cadence.id == "article"]
    assert [slot.number for slot in weeks] == list(range(1, 53))
    assert {slot.period.key: slot.number for slot in weeks}["2026-W47"] == 46


def test_slots_that_begin_together_stand_in_the_programmes_own_order() -> None:
    mixed = tuple(reversed(DEFAULT_CADENCES))
    slots = slots_of(programme(2026, date(2029, 1, 1), date(2029, 2, 1), mixed))
    assert [slot.id for slot in slots if slot.period.start == date(2029, 1, 1)] == [
        "manuscript/2029",
        "book/2029-Q1",
        "topic/2029-01",
        "article/2029-W01",
    ]


@given(STARTS, LENGTHS)
def test_numbers_follow_one_another_in_each_cadence(start: date, days: int) -> None:
    slots = slots_of(lasting(2026, start, days))
    for cadence in EACH_KIND:
        own = [slot for slot in slots if slot.cadence is cadence]
        assert [slot.number for slot in own] == list(range(1, len(own) + 1))
        assert own == sorted(own, key=lambda slot: slot.period.start)


@given(st.lists(st.tuples(STARTS, LENGTHS), min_size=1, max_size=4))
def test_every_slot_is_there_once_and_in_one_order_whatever_overlaps(years: list[tuple[date, int]]) -> None:
    programmes = [lasting(2020 + n, start, days) for n, (start, days) in enumerate(years)]
    schedule, _ = plan(programmes, [])
    ids = [slot.id for slot in schedule.slots]
    assert len(set(ids)) == len(ids)
    starts = [slot.period.start for slot in schedule.slots]
    assert starts == sorted(starts)
    assert plan(reversed(programmes), [])[0] == schedule
    assert set(ids) == {slot.id for programme in programmes for slot in slots_of(programme)}


@given(STARTS, st.integers(366, 550), st.integers(366, 550))
def test_numbers_begin_at_one_in_each_of_two_years_in_a_row(start: date, first_days: int, second_days: int) -> None:
    first = lasting(1, start, first_days)
    schedule, _ = plan([first, lasting(2, first.ends, second_days)], [])
    for year in (1, 2):
        for cadence in EACH_KIND:
            own = [s for s in schedule.slots if s.programme_year == year and s.cadence is cadence]
            numbers = [slot.number for slot in own]
            assert numbers == list(range(1, len(numbers) + 1))


# A year without a file


def test_a_year_without_a_file_has_the_four_cadences_over_its_iso_weeks() -> None:
    year = default_programme(2026)
    assert (year.starts, year.ends) == (date(2025, 12, 29), date(2027, 1, 4))
    assert year.title == "2026年“书香政协”学习计划"
    assert [cadence.name for cadence in year.cadences] == ["周学一文", "月讲一题", "季读一书", "年撰一稿"]
    assert year.origin is None
    counted = {c.id: len([s for s in slots_of(year) if s.cadence is c]) for c in year.cadences}
    assert counted == {"article": 53, "topic": 12, "book": 4, "manuscript": 1}


@given(st.integers(1901, 2998))
def test_default_years_follow_one_another_and_hold_the_periods_that_bear_their_number(number: int) -> None:
    year = default_programme(number)
    assert year.ends == default_programme(number + 1).starts
    assert {slot.period.year for slot in slots_of(year)} == {number}


def test_a_material_of_a_year_without_a_file_brings_that_year() -> None:
    schedule = planned(material("article", "2025-W10"))
    assert [p.year for p in schedule.programmes] == [2025, 2026]
    assert where(schedule, "article/2025-W10.md") == ["2025:article/2025-W10"]


def test_nothing_gives_nothing() -> None:
    assert planned(programmes=()) == Schedule((), ())


# Materials in their places


def test_materials_of_every_kind_find_their_slots() -> None:
    keys = {"article": "2026-W47", "topic": "2026-11", "book": "2026-Q4", "manuscript": "2026"}
    schedule = planned(*(material(cadence, key) for cadence, key in keys.items()))
    filled = [slot.id for slot in schedule.slots if slot.material]
    assert filled == ["manuscript/2026", "book/2026-Q4", "topic/2026-11", "article/2026-W47"]


def test_of_two_materials_for_one_slot_the_first_by_path_has_it() -> None:
    second, first = material("article", "2026-W47", "z.md"), material("article", "2026-W47", "a.md")
    schedule, problems = plan([THE_YEAR], [second, first])
    assert where(schedule, "a.md") == ["2026:article/2026-W47"]
    assert where(schedule, "z.md") == []
    assert [str(found) for found in problems] == [
        (
            "docs/z.md:4:期次“2026-W47”已经有材料《2026-W47的文章》（a.md），一期只能放一篇。"
            f"请给其中一篇换一个期次。{STILL_A_PAGE}"
        )
    ]


def test_a_material_outside_its_year_is_told_what_the_year_has() -> None:
    assert str(problem(material("article", "2026-W01"))) == (
        "docs/article/2026-W01.md:4:期次“2026-W01”不在2026年学习计划之内（2026-01-05 起，2027-01-04 前结束）。"
        f"请改为 2026-W02 至 2026-W53，或调整学习计划的起止日期。{STILL_A_PAGE}"
    )


def test_a_material_for_which_the_year_has_no_slot_of_its_kind_is_told_to_move_the_year() -> None:
    short = programme(2026, date(2026, 2, 2), date(2026, 2, 9))
    assert str(problem(material("topic", "2026-09"), programmes=(short,))) == (
        "docs/topic/2026-09.md:4:期次“2026-09”不在2026年学习计划之内（2026-02-02 起，2026-02-09 前结束）。"
        f"请改为 2026-02 至 2026-02，或调整学习计划的起止日期。{STILL_A_PAGE}"
    )


def test_a_slot_of_another_kind_than_the_cadences_is_told() -> None:
    assert str(problem(material("article", "2026-11"))) == (
        "docs/article/2026-11.md:4:“周学一文”每周一期，期次“2026-11”却不是周。"
        f"请写成 2026-W47 的样子。{STILL_A_PAGE}"
    )


def test_an_unknown_cadence_is_told_with_those_there_are() -> None:
    known = "article（周学一文）、topic（月讲一题）、book（季读一书）、manuscript（年撰一稿）"
    assert str(problem(material("artcle", "2026-W47"))) == (
        "docs/artcle/2026-W47.md:4:2026年学习计划里没有节奏“artcle”。"
        f"请改为 {known}之一，或在学习计划的 cadences 里加上它。{STILL_A_PAGE}"
    )


def test_an_unknown_cadence_of_a_year_without_a_file_is_told_to_write_one() -> None:
    found = problem(material("law", "2025-11"))
    assert found.code == "cadence-unknown"
    assert f"之一，或新建 programme/2025.yml 写明这一年的节奏。{STILL_A_PAGE}" in found.fix


def test_a_material_goes_to_the_one_of_two_programmes_that_has_its_cadence() -> None:
    trial = programme(2025, date(2026, 1, 5), date(2026, 3, 2), (DEFAULT_CADENCES[0],))
    after = programme(2026, date(2026, 3, 2), date(2027, 1, 4))
    schedule = planned(material("manuscript", "2026"), programmes=(trial, after))
    assert where(schedule, "manuscript/2026.md") == ["2026:manuscript/2026"]


@given(
    st.lists(
        st.builds(
            lambda cadence, every, day: (cadence, period_of(every, day).key),
            st.sampled_from(["article", "topic", "book", "manuscript", "law"]),
            st.sampled_from(list(Every)),
            st.dates(date(2025, 6, 1), date(2027, 6, 1)),
        ),
        max_size=12,
    )
)
def test_every_material_is_either_in_one_slot_or_told_about_once(written: list[tuple[str, str]]) -> None:
    materials = [material(cadence, key, f"{n}.md") for n, (cadence, key) in enumerate(written)]
    schedule, problems = plan([THE_YEAR], materials)
    told = [found.origin.path.removeprefix("docs/") for found in problems]
    placed = [slot.material.path for slot in schedule.slots if slot.material]
    assert sorted(told + placed) == sorted(m.path for m in materials)
    assert {slot.id for slot in schedule.slots if slot.material} <= {f"{cadence}/{key}" for cadence, key in written}
    assert plan([THE_YEAR], reversed(materials)) == (schedule, problems)


# Weeks off


SPRING = (date(2026, 2, 15), date(2026, 2, 24))
"""春节 of 2026: week 8 is off, weeks 7 and 9 are worked on Monday to Saturday and Tuesday to Saturday."""


def closed(*stretches: tuple[date, date]) -> DayOf:
    """Monday to Friday but for these stretches of days off, and all of it announced."""
    free = {day for stretch in stretches for day in days_between(*stretch)}
    return lambda day: Day(working=False, name="春节") if day in free else Day(not is_weekend(day))


def under(policy: HolidayPolicy, year: Programme = THE_YEAR) -> Programme:
    return replace(year, policy=policy, policy_origin=Origin("docs/programme/2026.yml", 9))


def around_spring(policy: HolidayPolicy) -> list[tuple[int, str, bool, tuple[str, ...]]]:
    slots = slots_of(under(policy), closed(SPRING))
    return [
        (slot.number, slot.period.key, slot.light, slot.keys)
        for slot in slots
        if slot.cadence.id == "article" and date(2026, 2, 9) <= slot.period.start <= date(2026, 2, 23)
    ]


def test_a_week_off_is_skipped_and_the_numbers_go_on() -> None:
    assert around_spring(HolidayPolicy.SKIP) == [
        (6, "2026-W07", False, ("2026-W07",)),
        (7, "2026-W09", False, ("2026-W09",)),
    ]


def test_a_week_off_is_merged_and_the_numbers_go_on() -> None:
    assert around_spring(HolidayPolicy.MERGE) == [
        (6, "2026-W07", False, ("2026-W07",)),
        (7, "2026-W09", False, ("2026-W08", "2026-W09")),
    ]


def test_a_week_off_is_light_and_counted() -> None:
    assert around_spring(HolidayPolicy.LIGHT) == [
        (6, "2026-W07", False, ("2026-W07",)),
        (7, "2026-W08", True, ("2026-W08",)),
        (8, "2026-W09", False, ("2026-W09",)),
    ]


def test_a_week_off_is_as_any_other_when_nothing_is_decided() -> None:
    assert around_spring(HolidayPolicy.KEEP) == [
        (6, "2026-W07", False, ("2026-W07",)),
        (7, "2026-W08", False, ("2026-W08",)),
        (8, "2026-W09", False, ("2026-W09",)),
    ]


@pytest.mark.parametrize("policy", HolidayPolicy)
def test_months_quarters_and_years_know_no_holidays(policy: HolidayPolicy) -> None:
    a_year_off = closed((date(2025, 12, 1), date(2027, 2, 1)))
    longer = [slot for slot in slots_of(under(policy), a_year_off) if slot.period.every is not Every.WEEK]
    assert longer == [slot for slot in slots_of(THE_YEAR) if slot.period.every is not Every.WEEK]


def test_only_days_that_belong_to_no_week_are_a_recess_without_keys() -> None:
    from_thursday = programme(2026, date(2026, 1, 9), date(2026, 6, 2))
    assert plan([from_thursday], [])[0].recesses == (
        Recess(date(2026, 1, 9), date(2026, 1, 12), TOO_SHORT),
        Recess(date(2026, 6, 1), date(2026, 6, 2), TOO_SHORT),
    )


def test_an_edge_that_the_next_years_first_week_covers_is_no_recess() -> None:
    first, second = (
        programme(2026, date(2026, 1, 5), date(2026, 12, 30)),
        programme(2027, date(2026, 12, 30), date(2027, 12, 27)),
    )
    assert plan([first, second], [])[0].recesses == ()
    assert [recess.start for recess in plan([first], [])[0].recesses] == [date(2026, 12, 28)]


@st.composite
def calendars(draw: st.DrawFn, start: date) -> DayOf:
    """Any stretches off, from a day to the whole time, and any weekends worked, from ``start`` on."""
    stretches = draw(st.lists(st.tuples(st.integers(-14, 560), st.integers(1, 40) | st.just(600)), max_size=8))
    free = {first + more for first, length in stretches for more in range(length)}
    made_up = draw(st.sets(st.integers(-14, 560), max_size=20))

    def day_of(day: date) -> Day:
        number = (day - start).days
        if number in made_up:
            return Day(working=True)
        return Day(working=number not in free and not is_weekend(day), name="休" if number in free else "")

    return day_of


TWO_WEEKLY = (*EACH_KIND, Cadence("second", "又一周", Every.WEEK, at_least=2))


@st.composite
def years_in_a_row(draw: st.DrawFn, least: int, most: int) -> tuple[list[Programme], DayOf]:
    """Programmes of 14 to 550 days that follow one another, each under a policy of its own; and a calendar."""
    first_day = start = draw(STARTS)
    programmes = []
    for number, days in enumerate(draw(st.lists(LENGTHS, min_size=least, max_size=most))):
        policy = draw(st.sampled_from(HolidayPolicy))
        programmes.append(under(policy, lasting(2020 + number, start, days, TWO_WEEKLY)))
        start += timedelta(days=days)
    return programmes, draw(calendars(first_day))


def times_covered(schedule: Schedule, cadence: str) -> Counter[date]:
    """How often each day lies in a slot of the cadence or in a recess."""
    ranges = [(slot.period.start, slot.period.end) for slot in schedule.slots if slot.cadence.id == cadence]
    ranges += [(recess.start, recess.end) for recess in schedule.recesses]
    return Counter(day for start, end in ranges for day in days_between(start, end))


def all_days(programmes: Sequence[Programme]) -> Iterator[date]:
    return (day for each in programmes for day in days_between(each.starts, each.ends))


@given(years_in_a_row(1, 3))
def test_every_day_of_every_year_is_in_one_week_or_in_one_recess(made: tuple[list[Programme], DayOf]) -> None:
    programmes, day_of = made
    schedule, _ = plan(programmes, [], day_of)
    for cadence in ("week", "second"):
        times = times_covered(schedule, cadence)
        assert set(times.values()) <= {1}
        assert times.keys() >= set(all_days(programmes))


@given(years_in_a_row(1, 3))
def test_slots_are_unique_and_their_order_leaves_nothing_open(made: tuple[list[Programme], DayOf]) -> None:
    programmes, day_of = made
    schedule, _ = plan(programmes, [], day_of)
    assert len({slot.id for slot in schedule.slots}) == len(schedule.slots)
    places = {(p.year, c.id): (n, m) for n, p in enumerate(programmes) for m, c in enumerate(p.cadences)}
    ranks = [(slot.period.start, places[slot.programme_year, slot.cadence.id]) for slot in schedule.slots]
    assert all(before < after for before, after in pairwise(ranks))
    starts = [recess.start for recess in schedule.recesses]
    assert starts == sorted(set(starts))


@given(years_in_a_row(2, 3))
def test_the_order_in_which_years_are_given_changes_nothing(made: tuple[list[Programme], DayOf]) -> None:
    programmes, day_of = made
    assert plan(list(reversed(programmes)), [], day_of) == plan(programmes, [], day_of)


@given(years_in_a_row(1, 3))
def test_weeks_are_counted_without_gaps_in_each_year_under_every_policy(
    made: tuple[list[Programme], DayOf],
) -> None:
    programmes, day_of = made
    schedule, _ = plan(programmes, [], day_of)
    for each in programmes:
        for cadence in ("week", "second"):
            own = [s.number for s in schedule.slots if (s.programme_year, s.cadence.id) == (each.year, cadence)]
            assert own == list(range(1, len(own) + 1))


@given(years_in_a_row(1, 1))
def test_every_cadence_is_counted_without_gaps_in_a_year_of_its_own(made: tuple[list[Programme], DayOf]) -> None:
    (year,), day_of = made
    slots = slots_of(year, day_of)
    for cadence in TWO_WEEKLY:
        own = [slot.number for slot in slots if slot.cadence is cadence]
        assert own == list(range(1, len(own) + 1))


def weekly(policy: HolidayPolicy, made: tuple[list[Programme], DayOf]) -> Schedule:
    """The same year and calendar under another policy, with its articles only."""
    (year,), day_of = made
    return plan([replace(under(policy, year), cadences=EACH_KIND[:1])], [], day_of)[0]


@given(years_in_a_row(1, 1))
def test_merging_loses_no_week_and_adds_none(made: tuple[list[Programme], DayOf]) -> None:
    merged, kept = weekly(HolidayPolicy.MERGE, made), weekly(HolidayPolicy.KEEP, made)
    assert [key for slot in merged.slots for key in slot.keys] == [slot.period.key for slot in kept.slots]
    assert times_covered(merged, "week") == times_covered(kept, "week")
    assert all(slot.period.key in slot.keys for slot in merged.slots)
    assert not any(recess.keys for recess in merged.recesses)


@given(years_in_a_row(1, 1))
def test_what_is_skipped_is_a_recess_and_what_is_not_is_worked(made: tuple[list[Programme], DayOf]) -> None:
    skipped, kept = weekly(HolidayPolicy.SKIP, made), weekly(HolidayPolicy.KEEP, made)
    named = [*(slot.keys for slot in skipped.slots), *(recess.keys for recess in skipped.recesses)]
    assert sorted(key for keys in named for key in keys) == [slot.period.key for slot in kept.slots]
    day_of = made[1]
    assert all(working_days(slot.period.start, slot.period.end, day_of) for slot in skipped.slots)
    assert not any(working_days(r.start, r.end, day_of) for r in skipped.recesses if r.keys)
    assert all(recess.name for recess in skipped.recesses)


@given(years_in_a_row(1, 1))
def test_light_changes_no_period_and_no_number(made: tuple[list[Programme], DayOf]) -> None:
    light, kept = weekly(HolidayPolicy.LIGHT, made), weekly(HolidayPolicy.KEEP, made)
    assert tuple(replace(slot, light=False) for slot in light.slots) == kept.slots
    day_of = made[1]
    idle = [not working_days(slot.period.start, slot.period.end, day_of) for slot in kept.slots]
    assert [slot.light for slot in light.slots] == idle
    assert light.recesses == kept.recesses


@pytest.mark.parametrize("policy", HolidayPolicy)
def test_a_year_without_a_file_that_runs_into_another_takes_none_of_its_days(policy: HolidayPolicy) -> None:
    march_to_march = under(policy, programme(2026, date(2026, 3, 2), date(2027, 3, 1)))
    schedule, _ = plan(
        [march_to_march], [material("article", "2027-W20")], closed((date(2027, 2, 6), date(2027, 2, 15)))
    )
    assert [year.year for year in schedule.programmes] == [2026, 2027]
    assert set(times_covered(schedule, "article").values()) == {1}


# Materials and weeks off


def planned_around_spring(
    policy: HolidayPolicy, *materials: Material, year: Programme = THE_YEAR
) -> tuple[Schedule, tuple[Diagnostic, ...]]:
    return plan([under(policy, year)], materials, closed(SPRING))


def test_a_material_for_a_week_that_is_skipped_is_told_the_nearest_weeks() -> None:
    _, (found,) = planned_around_spring(HolidayPolicy.SKIP, material("article", "2026-W08"))
    assert str(found) == (
        "docs/article/2026-W08.md:4:期次“2026-W08”那一周没有工作日，按学习计划的节假日规则（skip）不设期。"
        f"请改为 2026-W07 或 2026-W09，或把规则改为 light（轻阅读）。{STILL_A_PAGE}"
    )
    assert (found.code, found.severity) == ("slot-recess", Severity.ERROR)


@pytest.mark.parametrize(("opening", "near"), [(16, "2026-W09"), (2, "2026-W07")])
def test_a_material_for_a_skipped_week_at_an_edge_of_the_year_is_told_the_one_week_that_is_near(
    opening: int, near: str
) -> None:
    year = programme(2026, date(2026, 2, opening), date(2026, 2, opening) + timedelta(days=21))
    _, (found,) = planned_around_spring(HolidayPolicy.SKIP, material("article", "2026-W08"), year=year)
    assert f"请改为 {near}，或把规则改为" in found.fix


def test_a_material_in_a_year_that_is_skipped_altogether_is_told_no_empty_choice() -> None:
    january = programme(2026, date(2026, 1, 5), date(2026, 2, 2))
    skipping = under(HolidayPolicy.SKIP, january)
    _, (found,) = plan([skipping], [material("article", "2026-W03")], closed((date(2026, 1, 1), date(2026, 3, 1))))
    assert found.code == "slot-recess"
    assert "请改为 ，" not in found.fix


@pytest.mark.parametrize("key", ["2026-W08", "2026-W09"])
def test_either_week_of_two_in_one_places_a_material(key: str) -> None:
    schedule, problems = planned_around_spring(HolidayPolicy.MERGE, material("article", key))
    assert problems == ()
    assert where(schedule, f"article/{key}.md") == ["2026:article/2026-W09"]


@pytest.mark.parametrize("key", ["2026-W08", "2026-W09"])
def test_a_material_takes_over_the_time_of_two_weeks_in_one(key: str) -> None:
    schedule, _ = planned_around_spring(HolidayPolicy.MERGE, material("article", key))
    (placed,) = [m for slot in schedule.slots for m in slot.materials]
    assert (placed.period.start, placed.period.end) == (date(2026, 2, 16), date(2026, 3, 2))
    assert placed.period.key == "2026-W09"
    assert placed.published_from(7) == date(2026, 2, 9)


@pytest.mark.parametrize("own", ["a.md", "z.md"])
def test_of_two_weeks_in_one_the_material_of_the_slots_own_key_has_it(own: str) -> None:
    schedule, (found,) = planned_around_spring(
        HolidayPolicy.MERGE, material("article", "2026-W08", "b.md"), material("article", "2026-W09", own)
    )
    assert where(schedule, own) == ["2026:article/2026-W09"]
    assert (found.code, found.origin.path) == ("slot-taken", "docs/b.md")
    assert found.what == (
        "2026-W08、2026-W09 按节假日规则合成了一期，"
        f"期次“2026-W08”已经有材料《2026-W09的文章》（{own}），一期只能放一篇。"
    )


def test_several_materials_of_a_slot_stand_in_the_order_of_their_numbers() -> None:
    party = Cadence("party", "党组每月一学", Every.MONTH, at_least=2)
    year = replace(THE_YEAR, cadences=(party,))
    paths = ["p/2026-01-10.md", "p/2026-01.md", "p/2026-01-2.md"]
    schedule, problems = plan([year], [material("party", "2026-01", path) for path in paths])
    assert problems == ()
    (slot,) = [slot for slot in schedule.slots if slot.materials]
    assert [m.path for m in slot.materials] == ["p/2026-01.md", "p/2026-01-2.md", "p/2026-01-10.md"]


def test_a_light_week_takes_a_material_like_any_other() -> None:
    schedule, problems = planned_around_spring(HolidayPolicy.LIGHT, material("article", "2026-W08"))
    assert problems == ()
    assert [(slot.id, slot.light) for slot in schedule.slots if slot.material] == [("article/2026-W08", True)]


# At least so many a period


PARTY = Cadence("party", "党组每月一学", Every.MONTH, at_least=2)


def party(*paths: str, cadence: Cadence = PARTY) -> tuple[Schedule, tuple[Diagnostic, ...]]:
    """A year of one cadence with these materials, all for November."""
    return plan([replace(THE_YEAR, cadences=(cadence,))], [material("party", "2026-11", path) for path in paths])


def together(*paths: str, cadence: Cadence = PARTY) -> tuple[list[str], list[str]]:
    """The paths in November's slot, and those told about."""
    schedule, problems = party(*paths, cadence=cadence)
    (november,) = [slot for slot in schedule.slots if slot.period.key == "2026-11"]
    return [m.path for m in november.materials], [p.origin.path.removeprefix("docs/") for p in problems]


def test_a_cadence_that_wants_two_has_room_for_two_in_the_order_of_their_paths() -> None:
    assert together("b.md", "a.md") == (["a.md", "b.md"], [])


def test_a_cadence_that_wants_at_least_two_has_room_for_more() -> None:
    assert together("c.md", "b.md", "a.md") == (["a.md", "b.md", "c.md"], [])


def test_a_cadence_that_wants_one_has_room_for_one() -> None:
    assert together("b.md", "a.md", "c.md", cadence=replace(PARTY, at_least=1)) == (["a.md"], ["b.md", "c.md"])


def test_the_first_of_several_materials_is_the_slots_own() -> None:
    schedule, _ = party("b.md", "a.md")
    assert [slot.material.path for slot in schedule.slots if slot.material] == ["a.md"]


def test_of_several_materials_in_a_slot_only_those_shown_stay() -> None:
    shown = party("a.md", "b.md", "c.md")[0].showing({"a.md", "c.md"})
    assert [m.path for slot in shown.slots for m in slot.materials] == ["a.md", "c.md"]


def test_what_is_shown_keeps_recesses_and_merged_weeks() -> None:
    schedule, _ = planned_around_spring(HolidayPolicy.SKIP)
    assert schedule.recesses
    assert schedule.showing(()).recesses == schedule.recesses


# Years not announced


def announced_until(year: int) -> DayOf:
    def day_of(day: date) -> Day:
        source = DaySource.OFFICIAL if day.year <= year else DaySource.ASSUMED
        return Day(not is_weekend(day), source=source)

    return day_of


def unannounced(policy: HolidayPolicy, until: int) -> list[str]:
    year = under(policy, programme(2026, date(2026, 3, 2), date(2027, 3, 1)))
    return [str(found) for found in plan([year], [], announced_until(until))[1]]


FOLLOWS = "放假通知公布后，请更新本软件，或把放假和调休的日子写进 programme/holidays.yml。"


@pytest.mark.parametrize("policy", [HolidayPolicy.SKIP, HolidayPolicy.MERGE, HolidayPolicy.LIGHT])
@pytest.mark.parametrize(("until", "years"), [(2026, "2027年"), (2025, "2026年、2027年")])
def test_a_year_not_announced_is_planned_and_said_at_the_holidays(
    policy: HolidayPolicy, until: int, years: str
) -> None:
    assert unannounced(policy, until) == [
        f"docs/programme/2026.yml:9:还没有{years}的放假安排，暂按星期一到星期五为工作日排期。{FOLLOWS}"
    ]


def test_a_year_not_announced_is_only_a_note() -> None:
    (found,) = plan([under(HolidayPolicy.SKIP)], [], announced_until(2025))[1]
    assert (found.code, found.severity) == ("holidays-unannounced", Severity.NOTE)


def test_a_year_whose_weeks_are_all_announced_or_that_knows_no_holidays_has_no_such_note() -> None:
    assert unannounced(HolidayPolicy.SKIP, 2027) == []
    assert unannounced(HolidayPolicy.KEEP, 2020) == []


def test_a_last_week_that_reaches_into_a_year_not_announced_is_not_worth_a_note() -> None:
    assert plan([under(HolidayPolicy.SKIP)], [], announced_until(2026))[1] == ()


@given(STARTS, LENGTHS, st.sampled_from(HolidayPolicy))
def test_a_year_not_announced_is_planned_as_monday_to_friday(start: date, days: int, policy: HolidayPolicy) -> None:
    year = lasting(2026, start, days)
    assert plan([under(policy, year)], [])[0].slots == plan([year], [])[0].slots


# Overlaps


def test_years_that_touch_do_not_overlap() -> None:
    assert overlaps([THE_YEAR, programme(2027, date(2027, 1, 4), date(2028, 1, 3))]) == ()


def test_a_year_that_begins_before_another_has_ended_is_told_at_its_start() -> None:
    (found,) = overlaps([programme(2027, date(2027, 1, 3), date(2028, 1, 3), line=7), THE_YEAR])
    assert str(found) == (
        "docs/programme/2027.yml:7:2027年学习计划从 2027-01-03 开始，"
        "而2026年的要到 2027-01-04 才结束（docs/programme/2026.yml），两者重叠。"
        "请把 starts 改为 2027-01-04 或更晚，或把前一个的 ends 提前。"
        "（ends 是结束后的第一天，当天不算在内。）"
    )


def test_each_of_two_short_years_inside_a_long_one_is_told() -> None:
    spring = programme(2027, date(2026, 2, 2), date(2026, 3, 2))
    summer = programme(2028, date(2026, 6, 1), date(2026, 7, 6))
    assert {found.origin.path for found in overlaps([THE_YEAR, spring, summer])} == {
        "docs/programme/2027.yml",
        "docs/programme/2028.yml",
    }


# What a schedule answers


def test_only_the_materials_shown_stay_in_their_slots() -> None:
    schedule = planned(material("article", "2026-W46"), material("article", "2026-W47"))
    shown = schedule.showing({"article/2026-W46.md"})
    assert [slot.id for slot in shown.slots if slot.material] == ["article/2026-W46"]
    assert [replace(slot, materials=()) for slot in shown.slots] == [
        replace(slot, materials=()) for slot in schedule.slots
    ]
    assert shown.programmes == schedule.programmes


def test_every_slot_says_its_year_and_its_cadence() -> None:
    schedule = planned(programmes=(THE_YEAR, programme(2027, date(2027, 1, 4), date(2028, 1, 3))))
    assert {slot.programme_year for slot in schedule.slots} == {2026, 2027}
    yearly = [(slot.id, slot.programme_year) for slot in schedule.slots if slot.cadence.id == "manuscript"]
    assert yearly == [("manuscript/2026", 2026), ("manuscript/2027", 2027)]


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2020, 1, 1), 2026),
        (date(2026, 1, 4), 2026),
        (date(2026, 1, 5), 2026),
        (date(2027, 1, 3), 2026),
        (date(2027, 1, 4), 2028),
        (date(2027, 12, 31), 2028),
        (date(2028, 1, 3), 2028),
        (date(2040, 1, 1), 2028),
    ],
)
def test_the_programme_of_a_day_is_the_running_then_the_next_then_the_last(day: date, year: int) -> None:
    schedule = planned(programmes=(THE_YEAR, programme(2028, date(2028, 1, 3), date(2029, 1, 1))))
    found = schedule.programme_on(day)
    assert found
    assert found.year == year


def test_without_programmes_no_day_has_one() -> None:
    assert Schedule((), ()).programme_on(date(2026, 1, 5)) is None
