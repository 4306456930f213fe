from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_story import SLOT, Story
from shuxiang.core.checkin import Act
from shuxiang.core.ledger.event import Kind, LedgerEvent
from shuxiang.core.ledger.ledger import Ledger, fold
from shuxiang.core.ledger.member import NO_GROUP, Member, Spell
from shuxiang.core.ledger.row import Row, State


@pytest.fixture
def story() -> Story:
    told = Story()
    told.run()
    return told


moment = datetime.fromisoformat


def row(story: Story, member: str = "m1", slot: str = SLOT, *, needs_review: bool = False) -> Row:
    found = fold(story.events, lambda _: needs_review).row(member, slot)
    assert found
    return found


# States


def test_nothing_done_has_no_row(story: Story) -> None:
    story.join("m1")
    assert fold(story.events).row("m1", SLOT) is None


def test_a_receipt_is_handed_in_where_nothing_is_reviewed(story: Story) -> None:
    seq = story.check_in(acts="学悟", note="一句")
    assert row(story) == Row(
        "m1",
        SLOT,
        State.HANDED_IN,
        (seq,),
        frozenset({Act.STUDY, Act.REFLECT}),
        moment("2026-11-12T20:00"),
        moment("2026-11-12T20:00"),
        "一句",
    )


def test_a_receipt_waits_where_all_is_reviewed(story: Story) -> None:
    story.check_in()
    assert row(story, needs_review=True).state is State.WAITING


def test_what_a_sample_picks_waits(story: Story) -> None:
    story.check_in()
    seq = story.pick()
    assert row(story).state is State.WAITING
    assert seq in row(story).evidence


def test_closed_is_closed_whatever_comes_after(story: Story) -> None:
    story.check_in()
    story.close()
    story.check_in(at="2026-11-13T20:00")
    assert row(story, needs_review=True).state is State.CLOSED


def test_returned_tells_why(story: Story) -> None:
    story.check_in()
    story.give_back("写一句自己的话")
    assert (row(story).state, row(story).reason) == (State.RETURNED, "写一句自己的话")


def test_what_comes_after_a_return_waits_even_where_nothing_is_reviewed(story: Story) -> None:
    first = story.check_in()
    story.give_back("再写一句")
    story.check_in(at="2026-11-19T09:00", note="写了", amends=first)
    found = row(story)
    assert (found.state, found.reason, found.note) == (State.WAITING, "", "写了")


def test_an_older_version_that_turns_up_after_a_return_changes_nothing(story: Story) -> None:
    first = story.check_in(at="2026-11-12T20:00")
    story.give_back("再写一句")
    story.check_in(at="2026-11-12T19:00", amends=first)
    assert row(story).state is State.RETURNED


def test_returned_waiting_returned_again_and_closed(story: Story) -> None:
    first = story.check_in()
    story.give_back("一")
    story.check_in(at="2026-11-13T20:00", amends=first)
    story.give_back("二")
    assert (row(story).state, row(story).reason) == (State.RETURNED, "二")
    story.check_in(at="2026-11-14T20:00", amends=first)
    assert row(story).state is State.WAITING
    story.close()
    assert row(story).state is State.CLOSED


def test_what_was_closed_can_be_returned(story: Story) -> None:
    story.check_in()
    story.close()
    story.give_back("看漏了")
    assert row(story).state is State.RETURNED


def test_an_excuse_is_no_work_and_work_outdoes_it(story: Story) -> None:
    seq = story.excuse("住院")
    found = row(story)
    assert (found.state, found.reason, found.evidence, found.first_at) == (State.EXCUSED, "住院", (seq,), None)
    assert not found.is_handed_in
    story.check_in()
    assert (row(story).state, row(story).reason) == (State.HANDED_IN, "")


def test_who_was_at_an_event_has_handed_in_and_studied(story: Story) -> None:
    story.attend()
    found = row(story)
    assert (found.state, found.attended, found.acts) == (State.HANDED_IN, True, frozenset({Act.STUDY}))
    assert found.first_at == moment("2026-11-11T00:00")


def test_a_receipt_answers_a_return_of_what_was_only_attended(story: Story) -> None:
    story.attend()
    story.give_back("请写一句")
    story.check_in(at="2026-11-01T08:00")
    assert row(story).state is State.WAITING


def test_a_word_about_what_is_not_there_counts_for_nothing(story: Story) -> None:
    story.excuse()
    story.close()
    story.pick()
    story.choose()
    assert row(story).state is State.EXCUSED
    story.check_in()
    assert (row(story).state, row(story).chosen) == (State.HANDED_IN, False)


def test_a_note_is_chosen_and_chosen_no_longer(story: Story) -> None:
    story.check_in(note="好")
    seq = story.choose()
    assert row(story).chosen
    assert seq in row(story).evidence
    story.choose(good=False)
    assert not row(story).chosen


# Receipts of one record, and of several


def test_the_newest_version_of_a_record_counts_and_the_oldest_tells_when_it_began(story: Story) -> None:
    first = story.check_in(at="2026-11-15T20:00", note="先")
    story.check_in(at="2026-11-18T20:00", note="后", amends=first)
    found = row(story)
    assert (found.note, found.first_at, found.last_at) == (
        "后",
        moment("2026-11-15T20:00"),
        moment("2026-11-18T20:00"),
    )
    assert not found.made_up(date(2026, 11, 16))


def test_within_one_minute_the_version_that_says_more_counts(story: Story) -> None:
    first = story.check_in(acts="学悟", note="短")
    story.check_in(acts="学", note="长得多的一句", amends=first)
    assert row(story).note == "短"


def test_two_records_of_one_member_add_up(story: Story) -> None:
    story.check_in(acts="学", note="甲")
    story.check_in(acts="谈", note="乙", at="2026-11-13T08:00")
    found = row(story)
    assert (found.acts, found.note) == (frozenset({Act.STUDY, Act.DISCUSS}), "甲\n乙")


def test_handed_in_after_the_slot_is_made_up_for(story: Story) -> None:
    story.check_in(at="2026-11-16T00:00")
    assert row(story).made_up(date(2026, 11, 16))
    assert not row(story).made_up(date(2026, 11, 17))


Told = tuple[str, str, str, str, str, int]
"""Member, slot, when, acts, note, and which of the member's records."""

RECEIPTS = st.lists(
    st.tuples(
        st.sampled_from(["m1", "m2"]),
        st.sampled_from(["a/1", "a/2"]),
        st.sampled_from([f"2026-11-1{day}T20:00" for day in range(3)]),
        st.sampled_from(["学", "学悟", "谈"]),
        st.sampled_from(["", "甲", "乙乙"]),
        st.integers(1, 2),
    ),
    max_size=7,
)


def entered(receipts: Sequence[Told], before: Story, *, apart: bool) -> Story:
    """The receipts in this order, in one run or each in its own; the first of a record is amended by the others."""
    story = replace(before, events=list(before.events))
    firsts: dict[tuple[str, str, int], int] = {}
    for member, slot, at, acts, note, record in receipts:
        if apart:
            story.run()
        first = firsts.get((member, slot, record), 0)
        seq = story.check_in(member, slot, at=at, acts=acts, note=note, amends=first)
        firsts.setdefault((member, slot, record), seq)
    return story


def told(ledger: Ledger) -> dict[tuple[str, str], Row]:
    """The rows without the numbers of their events, which tell the order of entry."""
    return {place: replace(row, evidence=()) for place, row in ledger.rows.items()}


@settings(max_examples=60)
@given(
    orders=RECEIPTS.flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))),
    returned=st.booleans(),
    apart=st.booleans(),
)
def test_the_order_in_which_receipts_come_in_does_not_matter(
    *, orders: tuple[list[Told], list[Told]], returned: bool, apart: bool
) -> None:
    before = Story()
    before.run()
    if returned:
        before.check_in("m1", "a/1", at="2026-11-11T08:00")
        before.give_back("请补", "m1", "a/1")
    one = fold(entered(orders[0], before, apart=False).events)
    other = fold(entered(orders[1], before, apart=apart).events)
    assert told(one) == told(other)


# Withdrawal

DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["check_in", "attend", "give_back", "close", "excuse", "choose", "pick"]),
        st.sampled_from(["m1", "m2"]),
    ),
    max_size=4,
)


def play(story: Story, deeds: Sequence[tuple[str, str]]) -> None:
    for number, (deed, member) in enumerate(deeds):
        if deed == "check_in":
            story.check_in(member, at=f"2026-11-12T20:{number:02}")
        elif deed == "give_back":
            story.give_back("请补", member)
        else:
            getattr(story, deed)(member=member)


@settings(max_examples=60)
@given(st.lists(DEEDS, min_size=1, max_size=4), st.data())
def test_a_withdrawn_run_is_as_if_it_had_never_been(runs: list[list[tuple[str, str]]], data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, len(runs) - 1))
    story = Story()
    numbers = []
    for deeds in runs:
        numbers.append(story.run())
        play(story, deeds)
    story.run("undo")
    story.withdraw(numbers[gone])
    without = [event for event in story.events if event.run != numbers[gone]]
    assert fold(story.events).rows == fold(without).rows
    assert numbers[gone] not in fold(story.events).runs


def test_a_decision_does_not_pass_to_what_comes_in_place_of_what_was_withdrawn(story: Story) -> None:
    run = story.run("collect")
    story.check_in(note="登记错了")
    story.run("close")
    story.close()
    story.run("undo")
    story.withdraw(run)
    assert fold(story.events).row("m1", SLOT) is None
    story.run("collect")
    story.check_in(note="改好了")
    assert row(story).state is State.HANDED_IN


# What is gone


@settings(max_examples=60)
@given(receipts=RECEIPTS, returned=st.booleans())
def test_states_and_days_stay_when_the_private_parts_go(*, receipts: list[Told], returned: bool) -> None:
    before = Story()
    before.run()
    if returned:
        before.check_in("m1", "a/1", at="2026-11-11T20:00", note="长长的一句")
        before.give_back("请补", "m1", "a/1")
    story = entered(receipts, before, apart=False)
    was = fold(story.events).rows
    story.let_go(*(event.seq for event in story.events))
    now = fold(story.events).rows
    facts = {place: (row.state, row.acts, row.first_at, row.last_at) for place, row in was.items()}
    assert {place: (row.state, row.acts, row.first_at, row.last_at) for place, row in now.items()} == facts
    assert all(row.note == row.reason == "" for row in now.values())


# Members


def member(events: Sequence[LedgerEvent], id_: str = "m1") -> Member:
    return fold(events).members[id_]


def test_a_member_who_moves_keeps_the_old_group_for_the_days_before(story: Story) -> None:
    story.join("m1", "甲组", "2026-11-02")
    story.tell(Kind.MOVED, "m1", data={"on": "2026-11-16", "group": "乙组"})
    found = member(story.events)
    assert found.spells == (
        Spell("甲组", date(2026, 11, 2), date(2026, 11, 16)),
        Spell("乙组", date(2026, 11, 16)),
    )
    days = (date(2026, 10, 1), date(2026, 11, 15), date(2026, 11, 16))
    assert [found.group_on(day) for day in days] == ["甲组", "甲组", "乙组"]


def test_a_member_who_leaves_and_comes_back_was_not_there_between(story: Story) -> None:
    story.join("m1", "甲组", "2026-11-02")
    story.tell(Kind.LEFT, "m1", data={"on": "2026-11-10"})
    story.join("m1", "", "2026-11-20")
    found = member(story.events)
    days = (date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 19), date(2026, 11, 20))
    assert [found.belonged_on(day) for day in days] == [True, False, False, True]
    assert found.group_on(date(2026, 11, 15)) == "甲组"
    assert found.group_on(date(2026, 11, 25)) == NO_GROUP


def test_a_change_dated_back_takes_the_place_of_what_was_to_come_later(story: Story) -> None:
    story.join("m1", "甲组", "2026-11-02")
    story.tell(Kind.MOVED, "m1", data={"on": "2026-12-01", "group": "乙组"})
    story.tell(Kind.MOVED, "m1", data={"on": "2026-11-20", "group": "丙组"})
    assert [spell.group for spell in member(story.events).spells] == ["甲组", "丙组"]
    assert member(story.events).spells[0].end == date(2026, 11, 20)


def test_a_member_is_described_anew(story: Story) -> None:
    story.join("m1", number="0001")
    told = {"number": "0009", "name": "新名", "contact": ""}
    story.tell(Kind.DESCRIBED, "m1", data={"sector": "教育"}, private=told)
    found = member(story.events)
    assert (found.number, found.name, found.sector) == ("0009", "新名", "教育")
    assert fold(story.events).numbered() == {"0009": found}


def test_of_two_who_had_one_number_the_later_has_it(story: Story) -> None:
    story.join("m1", number="0001")
    story.tell(Kind.LEFT, "m1", data={"on": "2026-11-10"})
    story.join("m2", number="0001", on="2026-11-11")
    assert fold(story.events).numbered()["0001"].id == "m2"


def test_the_active_key_is_the_last_that_is_not_revoked(story: Story) -> None:
    story.join("m1")
    assert member(story.events).active_key is None
    for name in ("k1", "k2"):
        story.tell(Kind.KEY_ISSUED, "m1", data={"key": name}, private={"signing": "ab" * 32})
    story.tell(Kind.KEY_REVOKED, "m1", data={"key": "k2"})
    story.tell(Kind.KEY_REVOKED, "m1", data={"key": "unknown"})
    found = member(story.events)
    assert found.active_key
    assert (found.active_key.id, found.active_key.signing) == ("k1", bytes.fromhex("ab" * 32))
    assert [key.revoked for key in found.keys] == [False, True]


def test_a_forgotten_member_is_an_id_and_a_group(story: Story) -> None:
    joined = story.join("m1", number="0001")
    named = story.tell(Kind.NICKNAMED, "m1", data={"ignored": False}, private={"nickname": "山"})
    key = story.tell(Kind.KEY_ISSUED, "m1", data={"key": "k1"}, private={"signing": "ab"})
    story.tell(Kind.FORGOTTEN, "m1")
    story.let_go(joined, named, key)
    ledger = fold(story.events)
    found = ledger.members["m1"]
    assert found.forgotten
    assert (found.number, found.name, found.nicknames, found.spells[0].group) == ("", "", (), "甲组")
    assert found.keys[0].signing == b""
    assert (ledger.numbered(), ledger.nicknames) == ({}, {})


def test_a_nickname_is_one_members_at_a_time_or_nobodys(story: Story) -> None:
    story.join("m1")
    story.join("m2")
    for whose in ("m1", "m2"):
        story.tell(Kind.NICKNAMED, whose, data={"ignored": False}, private={"nickname": "山"})
    ledger = fold(story.events)
    assert (ledger.nicknames, ledger.members["m1"].nicknames, ledger.members["m2"].nicknames) == (
        {"山": "m2"},
        (),
        ("山",),
    )
    story.tell(Kind.NICKNAMED, data={"ignored": True}, private={"nickname": "山"})
    ledger = fold(story.events)
    assert (ledger.nicknames, ledger.members["m2"].nicknames) == ({"山": ""}, ())


# Presence


def test_presence_at_one_event_is_told_once_for_all_its_slots(story: Story) -> None:
    one = story.attend(slot="article/2026-W46")
    two = story.attend(slot="topic/2026-11")
    alone = story.attend("m2", "", event="e2", title="走访")
    first, second = fold(story.events).attendance
    assert (first.slots, first.evidence, first.on) == (
        ("article/2026-W46", "topic/2026-11"),
        (one, two),
        date(2026, 11, 11),
    )
    assert (second.member, second.slots, second.evidence, second.title) == ("m2", (), (alone,), "走访")
    assert {place for place, _ in fold(story.events).rows} == {"article/2026-W46", "topic/2026-11"}


def test_an_empty_ledger_has_nothing() -> None:
    assert fold([]) == Ledger({}, {})


def test_the_runs_and_the_last_number_are_told(story: Story) -> None:
    story.join("m1")
    second = story.run("collect")
    story.check_in()
    ledger = fold(story.events)
    assert (list(ledger.runs), ledger.last) == ([1, second], 4)


def test_of_who_is_forgotten_no_sector_is_left(story: Story) -> None:
    private = {"number": "0001", "name": "甲某", "contact": ""}
    story.tell(Kind.JOINED, "m1", data={"on": "2026-11-02", "group": "甲组", "sector": "教育界"}, private=private)
    story.tell(Kind.FORGOTTEN, "m1", data={"others": []})
    assert fold(story.events).members["m1"].sector == ""
