from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.calendar import Every, parse_key, period_of, periods
from shuxiang.core.diagnostics import Diagnostic, Origin
from shuxiang.core.model import DEFAULT_CADENCES, Cadence, Material, Programme
from shuxiang.core.schedule import Schedule, belongs, default_programme, overlaps, plan, slots_of

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
