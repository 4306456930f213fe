from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from shuxiang.core.calendar import Every, parse_key
from shuxiang.core.diagnostics import Origin
from shuxiang.core.model import DEFAULT_CADENCES, Cadence, HolidayPolicy, Material, Programme, Slot


def material(key: str) -> Material:
    return Material("a.md", Origin("docs/a.md", 4), "题目", "article", parse_key(key), 0)


@pytest.mark.parametrize(
    ("key", "days_ahead", "first_day"),
    [
        ("2026-W47", 7, date(2026, 11, 9)),
        ("2026-W47", 0, date(2026, 11, 16)),
        ("2026-12", 7, date(2026, 11, 24)),
        ("2027", 3660, date(2016, 12, 24)),
    ],
)
def test_a_material_may_be_shown_some_days_before_its_period_begins(
    key: str, days_ahead: int, first_day: date
) -> None:
    assert material(key).published_from(days_ahead) == first_day


def test_a_slot_is_known_by_its_cadence_and_its_period_in_whichever_programme() -> None:
    cadence = Cadence("article", "周学一文", Every.WEEK)
    assert {Slot(year, cadence, parse_key("2026-W47"), year).id for year in (2026, 2027)} == {"article/2026-W47"}


def test_a_programme_knows_its_cadences_by_id() -> None:
    law = Cadence("law", "每月一法", Every.MONTH)
    programme = Programme(2026, "计划", date(2026, 1, 5), date(2027, 1, 4), (law,))
    assert programme.cadence("law") is law
    assert programme.cadence("每月一法") is None


def test_a_material_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        material("2026-W47").title = "另一个题目"  # type: ignore[misc]


def test_a_slot_with_several_materials_has_a_first_one() -> None:
    slot = Slot(2026, Cadence("article", "周学一文", Every.WEEK, at_least=2), parse_key("2026-W47"), 46)
    first, second = material("2026-W47"), replace(material("2026-W47"), path="b.md")
    assert slot.material is None
    assert replace(slot, materials=(first, second)).material is first


def test_a_slot_is_known_by_the_key_it_stands_under_when_weeks_are_merged() -> None:
    both = replace(parse_key("2026-W09"), start=date(2026, 2, 16))
    slot = Slot(2026, Cadence("article", "周学一文", Every.WEEK), both, 7, keys=("2026-W08", "2026-W09"))
    assert slot.id == "article/2026-W09"


def test_a_material_in_merged_weeks_may_be_shown_some_days_before_the_first_of_them() -> None:
    both = replace(parse_key("2026-W09"), start=date(2026, 2, 16))
    assert replace(material("2026-W09"), period=both).published_from(7) == date(2026, 2, 9)


def test_a_programme_that_says_nothing_of_holidays_keeps_every_week() -> None:
    programme = Programme(2026, "计划", date(2026, 1, 5), date(2027, 1, 4), DEFAULT_CADENCES)
    assert programme.policy is HolidayPolicy.KEEP
    assert {(cadence.at_least, cadence.folder) for cadence in programme.cadences} == {(1, "")}


def test_of_the_usual_cadences_only_the_lectured_topic_wants_lectures() -> None:
    assert [cadence.id for cadence in DEFAULT_CADENCES if cadence.lectured] == ["topic"]
