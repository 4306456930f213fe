from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.calendar import Every, parse_key
from shuxiang.core.days import Day, days_between, is_weekend
from shuxiang.core.diagnostics import Origin
from shuxiang.core.gaps import Gaps, gaps
from shuxiang.core.model import Cadence, HolidayPolicy, Lecture, Material, Programme, Review
from shuxiang.core.schedule import Schedule, plan

ARTICLE = Cadence("article", "周学一文", Every.WEEK)
TOPIC = Cadence("topic", "月讲一题", Every.MONTH, lectured=True)
TODAY = date(2026, 11, 18)
"""A Wednesday in the week 2026-W47."""

THE_YEAR = Programme(2026, "计划", date(2026, 1, 5), date(2027, 1, 4), (ARTICLE, TOPIC))
NEXT_YEAR = replace(THE_YEAR, year=2027, starts=date(2027, 1, 4), ends=date(2028, 1, 3))


def material(cadence: str, key: str, path: str = "", **said: object) -> Material:
    path = path or f"{cadence}-{key}.md"
    made = Material(path, Origin(f"docs/{path}", 4), "题目", cadence, parse_key(key), 0)
    return replace(made, **said)  # type: ignore[arg-type]


def schedule(*materials: Material, year: Programme = THE_YEAR) -> Schedule:
    made, problems = plan([year, NEXT_YEAR], materials)
    assert problems == ()
    return made


def missing(found: Gaps) -> list[tuple[str, int]]:
    return [(each.slot.id, each.count) for each in found.empty]


def empty(*materials: Material, weeks: int = 4, today: date = TODAY, year: Programme = THE_YEAR) -> list[str]:
    return [id_ for id_, _ in missing(gaps(schedule(*materials, year=year), today, weeks))]


# Slots without material


def test_slots_without_material_are_listed_from_the_running_one_to_the_horizon_in_order() -> None:
    assert empty(weeks=3) == [
        "topic/2026-11",
        "article/2026-W47",
        "article/2026-W48",
        "article/2026-W49",
        "topic/2026-12",
        "article/2026-W50",
    ]


def test_a_slot_with_its_material_is_not_listed() -> None:
    assert empty(material("article", "2026-W47"), material("topic", "2026-11"), weeks=1) == ["article/2026-W48"]


@pytest.mark.parametrize(
    ("today", "weeks", "listed"),
    [
        (date(2026, 11, 22), 1, ["article/2026-W47", "article/2026-W48"]),
        (date(2026, 11, 23), 1, ["article/2026-W48"]),
        (date(2026, 11, 24), 1, ["article/2026-W48", "article/2026-W49"]),
        (date(2026, 12, 28), 1, ["article/2026-W53"]),
        (date(2026, 12, 29), 1, ["article/2026-W53", "article/2027-W01"]),
    ],
)
def test_the_running_period_counts_and_the_one_that_begins_on_the_horizon_does_not(
    today: date, weeks: int, listed: list[str]
) -> None:
    assert [id_ for id_ in empty(today=today, weeks=weeks) if id_.startswith("article")] == listed


def test_before_the_first_year_and_after_the_last_there_is_little_to_list() -> None:
    assert empty(today=date(2025, 11, 1)) == []
    assert empty(today=date(2030, 1, 1)) == []
    assert empty(today=date(2025, 12, 29), weeks=2) == ["topic/2026-01", "article/2026-W02"]


def test_a_cadence_that_wants_several_is_listed_with_how_many_it_lacks() -> None:
    party = replace(THE_YEAR, cadences=(Cadence("party", "党组每月一学", Every.MONTH, at_least=3),))
    made = [material("party", "2026-11", f"{name}.md") for name in "abcd"]
    for have, lack in [(0, [("party/2026-11", 3)]), (1, [("party/2026-11", 2)]), (3, []), (4, [])]:
        found = gaps(schedule(*made[:have], year=party), TODAY, 1)
        assert [each for each in missing(found) if each[0] == "party/2026-11"] == lack


def test_light_weeks_are_listed_and_skipped_ones_are_not() -> None:
    off = {*days_between(date(2026, 11, 23), date(2026, 11, 30))}
    listed = {}
    for policy in HolidayPolicy:
        year = replace(THE_YEAR, cadences=(ARTICLE,), policy=policy)
        made, _ = plan([year], [], lambda day: Day(not is_weekend(day) and day not in off))
        listed[policy] = [(each.slot.period.key, each.slot.light) for each in gaps(made, TODAY, 2).empty]
    this, off_week, after = ("2026-W47", False), ("2026-W48", False), ("2026-W49", False)
    assert listed == {
        HolidayPolicy.SKIP: [this, after],
        HolidayPolicy.MERGE: [this, after],
        HolidayPolicy.LIGHT: [this, ("2026-W48", True), after],
        HolidayPolicy.KEEP: [this, off_week, after],
    }


# Materials without a text


def blank(*materials: Material, weeks: int = 4) -> list[str]:
    return [m.path for _, m in gaps(schedule(*materials), TODAY, weeks).blank]


def test_a_material_that_is_only_a_header_is_listed_in_the_coming_weeks() -> None:
    assert blank(material("article", "2026-W47", blank=True), material("article", "2026-W48")) == [
        "article-2026-W47.md"
    ]
    assert blank(material("article", "2026-W46", blank=True)) == []
    assert blank(material("article", "2026-W49", blank=True), weeks=1) == []


def test_a_blank_material_fills_its_slot() -> None:
    assert "article/2026-W47" not in empty(material("article", "2026-W47", blank=True))


# Lectures


def undated(*materials: Material, today: date = TODAY) -> list[str]:
    return [m.path for _, m in gaps(schedule(*materials), today, 4).undated]


@pytest.mark.parametrize(
    ("lecture", "listed"),
    [
        (None, True),
        (Lecture(), True),
        (Lecture(speaker="甲"), True),
        (Lecture(at="下周三"), True),
        (Lecture(at="2026-11-31"), True),
        (Lecture(at="2026-11-20"), False),
        (Lecture(at="2026-11-20 15:00"), False),
        (Lecture(at="2026-01-20 15:00"), False),
    ],
)
def test_a_material_to_be_lectured_wants_a_date_that_can_be_read(lecture: Lecture | None, listed: bool) -> None:  # noqa: FBT001
    assert undated(material("topic", "2026-11", lecture=lecture)) == (["topic-2026-11.md"] if listed else [])


@pytest.mark.parametrize(
    ("lecture", "listed"),
    [
        (None, False),
        (Lecture(speaker="甲"), True),
        (Lecture(venue="礼堂"), True),
        (Lecture(handout="讲义.pdf"), False),
        (Lecture(speaker="甲", at="2026-11-20"), False),
    ],
)
def test_a_material_of_another_cadence_wants_a_date_once_a_speaker_or_a_venue_is_named(
    lecture: Lecture | None,
    listed: bool,  # noqa: FBT001
) -> None:
    assert undated(material("article", "2026-W47", lecture=lecture)) == (["article-2026-W47.md"] if listed else [])


def test_lectures_are_looked_for_over_the_whole_running_year_and_to_the_horizon() -> None:
    keys = ["2026-02", "2026-11", "2026-12", "2027-01", "2027-02"]
    made = [material("topic", key) for key in keys]
    assert undated(*made) == ["topic-2026-02.md", "topic-2026-11.md", "topic-2026-12.md"]
    assert undated(*made, today=date(2026, 11, 3)) == ["topic-2026-02.md", "topic-2026-11.md"]
    assert undated(*made, today=date(2026, 12, 20)) == [f"topic-{key}.md" for key in keys[:4]]
    assert undated(*made, today=date(2027, 1, 10)) == ["topic-2027-01.md", "topic-2027-02.md"]


# Lectures without a review


def unreviewed(*materials: Material, today: date = TODAY) -> list[str]:
    return [m.path for _, m in gaps(schedule(*materials), today, 4).unreviewed]


@pytest.mark.parametrize(
    ("at", "listed"),
    [
        ("2026-11-17", True),
        ("2026-11-17 19:30", True),
        ("2026-11-18", False),
        ("2026-11-18 08:00", False),
        ("2026-11-19", False),
        ("昨天", False),
        ("", False),
    ],
)
def test_a_lecture_wants_a_review_from_the_day_after_it(at: str, listed: bool) -> None:  # noqa: FBT001
    found = unreviewed(material("topic", "2026-11", lecture=Lecture(at=at)))
    assert found == (["topic-2026-11.md"] if listed else [])


@pytest.mark.parametrize(
    ("review", "listed"),
    [
        (None, True),
        (Review(), True),
        (Review(on="2026-11-18"), True),
        (Review(by="戊"), False),
        (Review(text="说得明白"), False),
    ],
)
def test_a_review_is_one_once_it_has_words_or_a_name(review: Review | None, listed: bool) -> None:  # noqa: FBT001
    spoken = material("topic", "2026-11", lecture=Lecture(at="2026-11-17"), review=review)
    assert unreviewed(spoken) == (["topic-2026-11.md"] if listed else [])


def test_a_material_without_a_lecture_wants_no_review() -> None:
    assert unreviewed(material("article", "2026-W40"), material("topic", "2026-02")) == []


def test_reviews_are_looked_for_over_the_whole_running_year() -> None:
    made = [material("topic", key, lecture=Lecture(at=f"{key}-10")) for key in ("2026-02", "2026-11")]
    assert unreviewed(*made) == ["topic-2026-02.md", "topic-2026-11.md"]


def test_a_lecture_at_the_very_end_of_a_year_wants_its_review_while_the_year_runs() -> None:
    spoken = material("topic", "2026-12", lecture=Lecture(at="2026-12-30 15:00"))
    assert unreviewed(spoken, today=date(2027, 1, 3)) == ["topic-2026-12.md"]


# All together


def test_a_plan_that_lacks_nothing_has_no_gaps() -> None:
    full = schedule(material("article", "2026-W53"), material("topic", "2026-12", lecture=Lecture(at="2026-12-30")))
    december = date(2026, 12, 28)
    assert not gaps(replace(full, slots=tuple(s for s in full.slots if s.programme_year == 2026)), december, 4)
    assert gaps(full, december, 4)
    assert not gaps(plan([], [])[0], TODAY, 4)


@pytest.mark.parametrize("name", ["empty", "blank", "undated", "unreviewed"])
def test_each_list_alone_is_a_gap(name: str) -> None:
    made = schedule(material("article", "2026-W47"))
    (slot,) = [slot for slot in made.slots if slot.material]
    assert slot.material
    nothing = Gaps((), (), (), ())
    assert replace(nothing, **{name: ((slot, slot.material),)})  # type: ignore[arg-type]
    assert not nothing


TWO_YEARS = schedule(material("article", "2026-W47", blank=True), material("topic", "2026-06"))


@given(st.dates(date(2025, 10, 1), date(2028, 3, 1)), st.integers(1, 60), st.integers(1, 60))
def test_looking_further_ahead_never_lists_less(today: date, weeks: int, more: int) -> None:
    near, far = gaps(TWO_YEARS, today, weeks), gaps(TWO_YEARS, today, weeks + more)
    for name in ("empty", "blank", "undated", "unreviewed"):
        assert set(getattr(near, name)) <= set(getattr(far, name))
    assert all(each.slot.period.start < today + timedelta(weeks=weeks) for each in near.empty)
