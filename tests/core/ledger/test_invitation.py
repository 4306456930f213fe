from datetime import date

import pytest

from ledger_story import Story
from shuxiang.core.ledger.event import Kind
from shuxiang.core.ledger.invitation import Invitation, invitation
from shuxiang.core.ledger.ledger import fold
from shuxiang.core.ledger.naming import plain

DAY = date(2026, 11, 18)
LISTED = ("乙组", "甲组")


@pytest.fixture
def story() -> Story:
    told = Story()
    told.run()
    for number, group in (("10", "甲组"), ("9", "甲组"), ("A2", "乙组"), ("8", "丙组")):
        told.join(f"m{number}", group, number=number)
    return told


def numbers(found: Invitation) -> list[str]:
    return [one.member.number for one in found.people]


def test_people_stand_by_group_as_the_programme_lists_them_and_then_by_number(story: Story) -> None:
    assert numbers(invitation(fold(story.events), DAY, (), LISTED)) == ["A2", "9", "10", "8"]


def test_only_the_groups_asked_for_are_invited_however_they_are_written(story: Story) -> None:
    found = invitation(fold(story.events), DAY, ("甲 组", "丁组"), LISTED)
    assert (numbers(found), found.empty) == (["9", "10"], ("丁组",))


def test_a_sector_is_as_good_as_a_group(story: Story) -> None:
    told = {"number": "8", "name": "某", "contact": ""}
    story.tell(Kind.DESCRIBED, "m8", data={"sector": "教育界、科技界"}, private=told)
    found = invitation(fold(story.events), DAY, ("科技界",), LISTED)
    assert (numbers(found), found.empty) == (["8"], ())


def test_who_has_left_or_is_yet_to_join_is_not_invited(story: Story) -> None:
    story.tell(Kind.LEFT, "m9", data={"on": "2026-11-18"})
    story.join("m11", on="2026-11-19")
    story.tell(Kind.MOVED, "m10", data={"on": "2026-11-18", "group": "丙组"})
    found = invitation(fold(story.events), DAY, (), LISTED)
    assert [(one.member.number, one.group) for one in found.people] == [
        ("A2", "乙组"),
        ("8", "丙组"),
        ("10", "丙组"),
    ]


def test_nobody_who_is_forgotten_stands_on_a_sheet(story: Story) -> None:
    story.let_go(2)
    assert "10" not in numbers(invitation(fold(story.events), DAY, (), LISTED))


def test_names_are_the_same_whatever_stands_between_their_letters() -> None:
    assert plain("张\u3000三") == plain("张三")
    assert plain("阿卜杜\u00b7买买提") == plain("阿卜杜\u2022买买提") == plain("阿卜杜买买提")
    assert plain("\uff21组") == plain("a组")
