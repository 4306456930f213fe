from datetime import date

import pytest

from ledger_story import SLOT, Story
from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.core.ledger.ledger import Ledger, fold
from shuxiang.core.ledger.reviewing import (
    NOT_HANDED_IN,
    ONLY_EXCUSED,
    Judge,
    Refusal,
    Verdict,
    absent,
    choose,
    choose_no_longer,
    close,
    excuse,
    give_back,
    verdict,
    waiting,
)


@pytest.fixture
def story() -> Story:
    told = Story()
    told.run()
    for member in ("m1", "m2", "m3"):
        told.join(member)
    return told


def of(story: Story, judge: Judge, *members: str) -> Verdict:
    return verdict(fold(story.events), SLOT, members or ("m1",), judge)


def ledger(story: Story) -> Ledger:
    return fold(story.events, lambda _: True)


def test_a_decision_names_member_and_slot_and_only_its_reason_is_private(story: Story) -> None:
    story.check_in()
    returned = NewEvent(Kind.RETURNED, "m1", SLOT, private={"reason": "请补"})
    assert of(story, give_back("请补")).events == (returned,)
    assert of(story, close).events == (NewEvent(Kind.CLOSED, "m1", SLOT),)


@pytest.mark.parametrize("judge", [close, give_back("请补"), choose, choose_no_longer])
def test_there_is_nothing_to_judge_where_nothing_or_an_excuse_came(story: Story, judge: Judge) -> None:
    story.check_in("m3", note="好")
    story.excuse(member="m2")
    found = of(story, judge, "m3", "m1", "m2")
    assert found == Verdict((), (Refusal(2, NOT_HANDED_IN), Refusal(3, ONLY_EXCUSED)), found.same)


def test_all_or_nothing(story: Story) -> None:
    story.check_in("m1")
    assert of(story, close, "m1", "m2").events == ()


def test_what_holds_already_is_counted_and_not_entered_again(story: Story) -> None:
    story.check_in(note="好")
    story.close()
    story.choose()
    assert of(story, close) == Verdict(same=1)
    assert of(story, choose) == Verdict(same=1)
    story.choose(good=False)
    assert of(story, choose_no_longer) == Verdict(same=1)
    story.excuse("住院", "m2")
    assert of(story, excuse("住院"), "m2") == Verdict(same=1)


def test_who_is_named_twice_is_judged_once(story: Story) -> None:
    story.check_in()
    assert len(of(story, close, "m1", "m1").events) == 1


def test_what_is_closed_is_returned_only_when_that_is_meant(story: Story) -> None:
    story.check_in()
    story.close()
    assert of(story, give_back("请补")).refusals[0].reason == "已经销号。确实要退回，请加 --reopen。"
    assert of(story, give_back("请补", reopen=True)).events[0].kind is Kind.RETURNED


def test_what_is_returned_can_be_returned_for_another_reason(story: Story) -> None:
    story.check_in()
    story.give_back("一")
    assert of(story, give_back("一")) == Verdict(same=1)
    assert len(of(story, give_back("二")).events) == 1


def test_who_has_handed_in_needs_no_excuse(story: Story) -> None:
    story.check_in("m1")
    assert of(story, excuse("")).refusals == (Refusal(1, "这一期已经交了，不用请假。"),)
    assert of(story, excuse(""), "m2").events == (NewEvent(Kind.EXCUSED, "m2", SLOT, private={"reason": ""}),)


def test_an_excuse_may_get_another_reason(story: Story) -> None:
    story.excuse("", "m2")
    assert len(of(story, excuse("住院"), "m2").events) == 1


def test_only_a_note_can_be_a_good_note(story: Story) -> None:
    story.check_in("m1", note="好")
    story.check_in("m2")
    assert of(story, choose).events == (NewEvent(Kind.CHOSEN, "m1", SLOT, data={"good": True}),)
    assert of(story, choose, "m2").refusals == (Refusal(1, "这一期没有写心得。"),)
    story.choose()
    assert of(story, choose_no_longer).events == (NewEvent(Kind.CHOSEN, "m1", SLOT, data={"good": False}),)


def test_who_waits_is_told_in_the_rosters_order(story: Story) -> None:
    for member in ("m3", "m1", "m2"):
        story.check_in(member)
    story.close("m2")
    story.check_in("m1", "article/2026-W47")
    assert waiting(ledger(story), SLOT) == ("m1", "m3")


def test_who_was_not_there_is_told_by_place(story: Story) -> None:
    story.join("m4", on="2026-12-01")
    (found,) = absent(fold(story.events), ["m1", "m4"], date(2026, 11, 15))
    assert found == Refusal(2, "这一期的时候不在名册上，本来就不用交。")
