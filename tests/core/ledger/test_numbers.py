from datetime import date

import pytest

from ledger_story import Story
from shuxiang.core.card import CardError
from shuxiang.core.ledger.event import Kind
from shuxiang.core.ledger.ledger import fold
from shuxiang.core.ledger.numbers import Numbers


def numbers(story: Story) -> Numbers:
    return Numbers(fold(story.events).members.values())


def ids(story: Story, text: str) -> list[str]:
    return [member.id for member in numbers(story).holders(text)]


@pytest.fixture
def story() -> Story:
    """0001 had two holders, one after another; 12, 012 and 7 have one each."""
    told = Story()
    told.run()
    told.join("former", number="0001")
    told.tell(Kind.LEFT, "former", data={"on": "2026-11-10"})
    told.join("now", on="2026-11-10", number="0001")
    for number in ("12", "012", "007"):
        told.join(f"m{number}", number=number)
    return told


def test_a_number_means_who_has_it_now_and_the_day_of_leaving_tells_the_former(story: Story) -> None:
    assert ids(story, "0001") == ["now", "former"]
    assert ids(story, "0001@2026-11-10") == ["former"]
    assert ids(story, " \uff10\uff10\uff10\uff11 \uff20 2026-11-10 ") == ["former"]
    assert ids(story, "1@在册") == ["now"]
    assert ids(story, "0001@2026-11-11") == []


def test_what_is_to_be_typed_finds_the_member(story: Story) -> None:
    known = numbers(story)
    members = fold(story.events).members.values()
    typed = [known.typed(member) for member in members]
    assert typed == ["0001@2026-11-10", "0001", "12", "012", "007"]
    assert [known.meant(text) for text in typed] == list(members)


def test_leading_zeros_may_be_left_out_where_one_number_comes_to_that(story: Story) -> None:
    assert ids(story, "7") == ["m007"]
    assert ids(story, "0007") == ["m007"]
    assert ids(story, "12") == ["m12"]
    assert ids(story, "0012") == []


def test_on_a_day_the_one_is_meant_who_belonged_then(story: Story) -> None:
    meant = [numbers(story).meant("0001", date(2026, 11, day)) for day in (9, 10)]
    assert [member.id for member in meant if member] == ["former", "now"]


def test_two_who_left_on_one_day_and_one_who_never_came_are_told_apart(story: Story) -> None:
    story.tell(Kind.LEFT, "now", data={"on": "2026-11-10"})
    story.join("third", on="2026-11-12", number="0001")
    story.tell(Kind.LEFT, "third", data={"on": "2026-11-15"})
    story.join("fourth", on="2026-11-15", number="0001")
    story.tell(Kind.LEFT, "fourth", data={"on": "2026-11-15"})
    known = numbers(story)
    typed = [known.typed(member) for member in known.holders("0001")]
    assert typed == ["0001", "0001@2026-11-10", "0001@未在册", "0001@未在册-2"]
    assert [len(known.holders(text)) for text in typed] == [4, 1, 1, 1]


def test_who_is_forgotten_has_no_number(story: Story) -> None:
    story.let_go(2)
    assert ids(story, "0001") == ["now"]


def test_what_is_no_number_is_an_error(story: Story) -> None:
    with pytest.raises(CardError):
        ids(story, "?")
