import hashlib
import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_story import SLOT, Story
from shuxiang.core.ledger.event import Kind
from shuxiang.core.ledger.sampling import Pool, draw, redrawn, share_of

MEMBERS = [f"m{number}" for number in range(10)]


def population(*members: str, slot: str = SLOT) -> list[tuple[str, str]]:
    return [(slot, member) for member in members or MEMBERS]


def pool(story: Story) -> Pool:
    result = Pool()
    for event in story.events:
        result.take(event)
    return result


@pytest.fixture
def story() -> Story:
    told = Story()
    told.run()
    for member in MEMBERS:
        told.check_in(member)
    return told


def sample(story: Story, share: str = "30%", seed: str = "7") -> int:
    """Draw as the command does, and enter it; the number of the event that tells of it."""
    drawn_from = pool(story).undecided([SLOT])
    drawn = draw(drawn_from, share_of(share), seed)
    story.run("review")
    told = {"seed": seed, "share": share, "among": "第2周", "slots": [SLOT]}
    seq = story.tell(Kind.SAMPLED, data={**told, "of": len(drawn_from), "picked": len(drawn)})
    for slot, member in drawn:
        story.pick(member, slot)
    return seq


# The draw


def test_those_with_the_smallest_digests_are_picked() -> None:
    digests = {member: hashlib.sha256(f"7|{SLOT}|{member}".encode()).digest() for member in MEMBERS}
    smallest = sorted(MEMBERS, key=digests.__getitem__)[:3]
    assert draw(population(), Fraction(3, 10), "7") == tuple(sorted(population(*smallest)))


def test_another_seed_picks_others() -> None:
    assert len({draw(population(), Fraction(1, 5), str(seed)) for seed in range(20)}) > 5


def test_each_is_picked_about_as_often() -> None:
    picked = Counter(one for seed in range(400) for one in draw(population(), Fraction(1, 5), str(seed)))
    assert all(50 < number < 110 for number in picked.values())


@settings(max_examples=50)
@given(st.lists(st.sampled_from(MEMBERS), unique=True), st.integers(1, 1000))
def test_a_share_is_rounded_up_and_the_order_of_the_rows_does_not_matter(members: list[str], permille: int) -> None:
    share = Fraction(permille, 1000)
    one = draw([(SLOT, member) for member in members], share, "1")
    assert draw([(SLOT, member) for member in reversed(members)], share, "1") == one
    assert len(one) == ceil(len(members) * share)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("10%", Fraction(1, 10)),
        ("10\uff05", Fraction(1, 10)),
        (" 12.5% ", Fraction(1, 8)),
        ("100", Fraction(1)),
        ("0.1%", Fraction(1, 1000)),
    ],
)
def test_a_share_is_a_percentage(text: str, share: Fraction) -> None:
    assert share_of(text) == share


@pytest.mark.parametrize("text", [" ", "%", "0%", "101%", "-5%", "1/10", "十分之一", "1.2.3%", "1e2%", "0.00001%"])
def test_what_is_no_percentage_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        share_of(text)


# What is drawn from


def test_what_is_judged_picked_excused_or_of_another_slot_is_not_drawn_from(story: Story) -> None:
    story.check_in("m1", "article/2026-W47")
    story.close("m0")
    story.give_back("请补", "m1")
    story.pick("m2")
    story.excuse(member="m10")
    story.attend("m11")
    assert pool(story).undecided([SLOT]) == tuple(population("m11", *MEMBERS[3:]))


def test_nothing_that_was_withdrawn_is_drawn_from_and_no_withdrawn_decision_keeps_anything_out(
    story: Story,
) -> None:
    closing = story.run()
    story.close("m0")
    more = story.run()
    story.check_in("m99")
    story.run()
    story.withdraw(closing)
    story.withdraw(more)
    assert pool(story).undecided([SLOT]) == tuple(population())


def test_nothing_of_who_was_forgotten_is_drawn(story: Story) -> None:
    story.tell(Kind.FORGOTTEN, "m0")
    assert pool(story).undecided([SLOT]) == tuple(population(*MEMBERS[1:]))


# Drawing again


def test_a_sample_is_drawn_again_from_the_events_alone(story: Story) -> None:
    sample(story)
    story.run()
    story.close("m0")
    story.check_in("m99")
    story.tell(Kind.FORGOTTEN, "m3")
    sample(story, "50%", "99")
    assert redrawn(story.events) == ()


def test_a_sample_that_was_withdrawn_is_drawn_again_all_the_same(story: Story) -> None:
    sample(story)
    run = story.run_seq
    story.run()
    story.withdraw(run)
    sample(story, seed="8")
    assert redrawn(story.events) == ()


def test_a_pick_that_was_made_by_hand_shows(story: Story) -> None:
    seq = sample(story)
    picked = next(event for event in story.events if event.kind is Kind.PICKED)
    others = {event.member for event in story.events if event.kind is Kind.PICKED}
    other = next(member for member in MEMBERS if member not in others)
    story.events[picked.seq - 1] = replace(picked, member=other)
    assert redrawn(story.events) == (seq,)


@pytest.mark.parametrize("data", [{"seed": "8"}, {"share": "40%"}, {"of": 9}, {"picked": 2}, {"slots": ["a/1"]}])
def test_a_sample_that_says_something_else_shows(story: Story, data: dict[str, object]) -> None:
    seq = sample(story)
    event = story.events[seq - 1]
    story.events[seq - 1] = replace(event, data={**event.data, **data})
    assert redrawn(story.events) == (seq,)
