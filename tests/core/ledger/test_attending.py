from collections.abc import Sequence
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_story import SLOT, Story
from shuxiang.core.ledger.attending import Attending, attending
from shuxiang.core.ledger.event import Kind
from shuxiang.core.ledger.ledger import Ledger, fold
from shuxiang.core.ledger.occasion import Occasion
from shuxiang.core.ledger.row import State
from shuxiang.core.ledger.sign_in import Part, Presence, Signed

START = datetime.fromisoformat("2026-11-18T09:00")
MONTH = "topic/2026-11"
LECTURE = Occasion("e1", "讲座", "怎样读预算", START, START, slots=(SLOT, MONTH))
OUTING = Occasion("e2", "活动", "走访", START, START)
MEMBERS = ("m1", "m2", "m3", "m4")


@pytest.fixture
def story() -> Story:
    return told()


def told() -> Story:
    story = Story()
    story.run("roster import")
    for number, member in enumerate(MEMBERS, start=1):
        story.join(member, number=f"{number:04}")
    return story


def there(number: str, line: int = 5) -> Signed:
    return Signed(line, number)


def excused(number: str, remark: str = "") -> Signed:
    return Signed(6, number, presence=Presence.EXCUSED, remark=remark)


def absent(number: str, line: int = 7) -> Signed:
    return Signed(line, number, presence=Presence.ABSENT)


def unsaid(number: str) -> Signed:
    return Signed(8, number, presence=Presence.UNSAID)


def found(story: Story, *rows: Signed, occasion: Occasion = LECTURE) -> Attending:
    return attending(occasion, rows, story.events, fold)


def enter(story: Story, *rows: Signed, occasion: Occasion = LECTURE) -> int:
    """Do as the command does."""
    result = found(story, *rows, occasion=occasion)
    run = story.run("attend")
    for former in result.withdrawn:
        story.withdraw(former)
    for event in result.events:
        private = dict(event.private) if event.private is not None else None
        story.tell(event.kind, event.member, event.slot, dict(event.data), private)
    return run


def ledger(story: Story) -> Ledger:
    return fold(story.events)


def at(story: Story, occasion: Occasion = LECTURE) -> set[str]:
    return {one.member for one in ledger(story).attendance if one.event == occasion.id}


def state(story: Story, member: str, slot: str = SLOT) -> State | None:
    row = ledger(story).row(member, slot)
    return row.state if row else None


def test_presence_counts_for_each_slot_of_the_occasion(story: Story) -> None:
    events = found(story, there("0001", 9)).events
    assert [(event.kind, event.member, event.slot, event.line) for event in events] == [
        (Kind.ATTENDED, "m1", SLOT, 9),
        (Kind.ATTENDED, "m1", MONTH, 9),
    ]
    assert events[0].data == {"event": "e1", "title": "怎样读预算", "on": "2026-11-18"}
    enter(story, there("0001"))
    assert {state(story, "m1", slot) for slot in (SLOT, MONTH)} == {State.HANDED_IN}


def test_presence_at_what_is_linked_to_no_slot_is_kept_without_one(story: Story) -> None:
    enter(story, there("0001"), excused("0002"), occasion=OUTING)
    assert at(story, OUTING) == {"m1"}
    assert ledger(story).rows == {}


def test_a_slot_that_the_occasion_is_linked_to_later_is_added(story: Story) -> None:
    linked = Occasion("e2", "活动", "走访", START, START, slots=(SLOT,))
    enter(story, there("0001"), occasion=OUTING)
    again = found(story, there("0001"), there("0002"), occasion=linked)
    assert [(event.member, event.slot) for event in again.events] == [("m1", SLOT), ("m2", SLOT)]
    enter(story, there("0001"), occasion=linked)
    assert not found(story, there("0001"), occasion=OUTING).changes_anything


def test_an_excuse_is_for_the_slots_that_are_not_handed_in(story: Story) -> None:
    story.check_in("m1", MONTH)
    result = found(story, excused("0001", "出差"))
    assert [(event.kind, event.slot, event.private) for event in result.events] == [
        (Kind.EXCUSED, SLOT, {"reason": "出差"})
    ]
    story.check_in("m1", SLOT)
    result = found(story, excused("0001", "出差"))
    assert (result.events, result.excused, result.handed_in, result.newly_excused) == ((), 1, 1, 0)


def test_the_same_sheet_adds_nothing(story: Story) -> None:
    rows = [there("0001"), excused("0002"), absent("0003"), unsaid("0004")]
    first = found(story, *rows)
    assert (first.there, first.excused, first.absent, first.added, first.newly_excused) == (1, 1, 2, 1, 1)
    enter(story, *rows)
    again = found(story, *rows)
    assert not again.changes_anything
    assert (again.there, again.added, again.newly_excused, again.left) == (1, 0, 0, ())


def test_an_empty_cell_takes_nothing_back_and_is_told(story: Story) -> None:
    enter(story, there("0001"), excused("0002"))
    result = found(story, unsaid("0001"), unsaid("0002"), unsaid("0003"))
    assert (result.changes_anything, result.left, result.absent) == (False, (8, 8), 1)


def test_who_was_marked_by_mistake_is_taken_back_and_all_others_stay(story: Story) -> None:
    run = enter(story, there("0001"), there("0002"), excused("0003", "病"))
    result = found(story, absent("0001", 12))
    assert (result.withdrawn, result.corrected) == ((run,), (12,))
    enter(story, absent("0001"))
    assert at(story) == {"m2"}
    assert state(story, "m1") is None
    assert state(story, "m3") is State.EXCUSED
    assert not found(story, absent("0001"), there("0002")).changes_anything


def test_events_entered_again_stand_at_the_lines_of_the_new_sheet(story: Story) -> None:
    enter(story, there("0001"), there("0002"), there("0003"))
    events = found(story, absent("0001"), there("0002", 41)).events
    assert {(event.member, event.line) for event in events} == {("m2", 41), ("m3", 0)}


def test_who_was_there_by_mistake_may_be_excused_instead(story: Story) -> None:
    enter(story, there("0001"), there("0002"))
    enter(story, excused("0001"))
    assert (state(story, "m1"), at(story)) == (State.EXCUSED, {"m2"})
    enter(story, there("0001"))
    assert (state(story, "m1"), at(story)) == (State.HANDED_IN, {"m1", "m2"})
    enter(story, absent("0001"))
    assert (state(story, "m1"), at(story)) == (None, {"m2"})


def test_a_correction_corrected_comes_out_right(story: Story) -> None:
    first = enter(story, there("0001"), there("0002"), there("0003"))
    second = enter(story, absent("0001"))
    result = found(story, absent("0002"))
    assert result.withdrawn == (second,)
    enter(story, absent("0002"))
    assert at(story) == {"m3"}
    assert first not in ledger(story).runs


def test_decisions_on_those_who_stay_are_kept(story: Story) -> None:
    enter(story, *(there(f"000{number}") for number in (1, 2, 3, 4)))
    story.run("review")
    story.close("m2")
    story.give_back("请补一篇", "m3")
    story.pick("m4")
    enter(story, absent("0001"))
    assert [state(story, member) for member in MEMBERS] == [None, State.CLOSED, State.RETURNED, State.WAITING]
    returned = ledger(story).row("m3", SLOT)
    assert returned
    assert returned.reason == "请补一篇"


def test_a_decision_on_other_work_is_not_made_twice(story: Story) -> None:
    story.check_in("m2")
    enter(story, there("0001"), there("0002"))
    story.run("close")
    story.close("m2")
    assert Kind.CLOSED not in {event.kind for event in found(story, absent("0001")).events}


def test_what_other_commands_have_entered_is_never_taken_back(story: Story) -> None:
    story.run("excuse")
    story.excuse("", "m1", SLOT)
    assert not found(story, absent("0001")).changes_anything
    enter(story, there("0001"), occasion=OUTING)
    assert not found(story, absent("0001")).changes_anything


@pytest.mark.parametrize(
    ("row", "member"),
    [
        (Signed(5, "0001", "m1某"), "m1"),
        (Signed(5, "\uff10\uff10\uff10\uff11", "m1\u3000某"), "m1"),
        (Signed(5, "1"), "m1"),
        (Signed(5, "", "m1 某"), "m1"),
    ],
)
def test_a_member_is_known_by_number_or_by_name(story: Story, row: Signed, member: str) -> None:
    assert {event.member for event in found(story, row).events} == {member}


@pytest.mark.parametrize(
    ("row", "part", "what"),
    [
        (Signed(5, "0009"), Part.NUMBER, "名册里没有这个编号。"),
        (Signed(5, "？？"), Part.NUMBER, "编号写得不对。"),
        (Signed(5, "0001", "m2某"), Part.NAME, "编号和姓名不是同一位委员。"),
        (Signed(5, "", "客人"), Part.NAME, "名册里没有这个姓名。"),
        (Signed(5), Part.NUMBER, "这一行没有编号，也没有姓名。"),
    ],
)
def test_a_row_of_nobody_known_is_told_and_left_out(story: Story, row: Signed, part: Part, what: str) -> None:
    result = found(story, row, there("0002"))
    assert [(one.line, one.part, one.what) for one in result.findings] == [(5, part, what)]
    assert {event.member for event in result.events} == {"m2"}


def test_a_row_of_nobody_known_who_did_not_come_is_no_matter(story: Story) -> None:
    assert found(story, unsaid("0009"), absent("")).findings == ()


def test_a_name_of_two_is_whoever_was_on_the_roster_that_day(story: Story) -> None:
    namesake = story.join("m5", on="2026-11-19", number="0005")
    story.events[namesake - 1].private["name"] = "m1某"  # type: ignore[index]
    assert {event.member for event in found(story, Signed(5, "", "m1某")).events} == {"m1"}
    third = story.join("m6", number="0006")
    story.events[third - 1].private["name"] = "m1某"  # type: ignore[index]
    (finding,) = found(story, Signed(5, "", "m1某")).findings
    assert (finding.part, finding.what) == (Part.NAME, "名册里有几位同名，不知道是哪一位。")


def test_digits_without_zeros_are_not_guessed_where_two_numbers_fit(story: Story) -> None:
    story.join("m5", number="00001")
    assert found(story, Signed(5, "1")).findings
    story.join("m6", number="1")
    assert {event.member for event in found(story, Signed(5, "1")).events} == {"m6"}


def test_who_joined_only_later_may_have_come_all_the_same(story: Story) -> None:
    story.join("m5", on="2026-11-30", number="0005")
    enter(story, there("0005"))
    assert at(story) == {"m5"}


@pytest.mark.parametrize(
    "rows",
    [
        (there("0001", 5), absent("0001", 9)),
        (there("0001", 5), absent("0001", 9), there("0001", 10)),
        (there("0001", 5), Signed(9, "", "m1某", Presence.EXCUSED)),
    ],
)
def test_two_rows_that_disagree_are_both_left_out(story: Story, rows: Sequence[Signed]) -> None:
    result = found(story, *rows)
    (finding,) = result.findings
    assert (result.events, finding.line, finding.part) == ((), 9, Part.PRESENCE)
    assert "第 5 行" in finding.what
    assert (result.there, result.excused, result.absent) == (0, 0, 0)


def test_of_two_rows_the_one_that_says_something_counts(story: Story) -> None:
    for rows in ((unsaid("0001"), there("0001")), (there("0001"), unsaid("0001")), (there("0001"), there("0001"))):
        result = found(story, *rows)
        assert (len(result.events), result.there, result.findings) == (2, 1, ())


PRESENCES = st.sampled_from(list(Presence))
SHEETS = st.lists(st.dictionaries(st.sampled_from(MEMBERS), PRESENCES), max_size=4)


@given(sheets=SHEETS, by_receipt=st.sets(st.sampled_from(MEMBERS)), closed=st.sets(st.sampled_from(MEMBERS)))
def test_after_any_sheets_those_are_there_whom_the_last_word_says(
    sheets: list[dict[str, Presence]], by_receipt: set[str], closed: set[str]
) -> None:
    story, expected = told(), dict.fromkeys(MEMBERS, Presence.UNSAID)
    story.run("collect")
    for member in sorted(by_receipt):
        story.check_in(member)
    judged: set[str] = set()
    for sheet in sheets:
        story.run("close")
        judged = closed & at(story)
        for member in sorted(judged):
            story.close(member)
        rows = [Signed(0, f"000{member[1]}", presence=presence) for member, presence in sheet.items()]
        enter(story, *rows)
        assert not found(story, *rows).changes_anything
        expected.update({m: said for m, said in sheet.items() if said is not Presence.UNSAID})
    assert at(story) == {member for member, said in expected.items() if said is Presence.THERE}
    rows_there = {place[1] for place, row in ledger(story).rows.items() if place[0] == SLOT and row.is_handed_in}
    assert rows_there == at(story) | by_receipt
    excused_now = {member for member in MEMBERS if state(story, member) is State.EXCUSED}
    assert excused_now == {m for m, said in expected.items() if said is Presence.EXCUSED} - by_receipt
    assert all(state(story, member) is State.CLOSED for member in judged & at(story))


TEXTS = st.text(max_size=6) | st.sampled_from(["0001", "1", "m1某", "=1+1"])
ROWS = st.builds(Signed, st.integers(1, 9), TEXTS, TEXTS, PRESENCES, TEXTS)


@given(rows=st.lists(ROWS, max_size=8))
def test_no_sheet_breaks_it_and_no_finding_repeats_what_a_row_says(rows: list[Signed]) -> None:
    result = found(told(), *rows)
    assert {event.member for event in result.events} <= set(MEMBERS)
    assert len(result.findings) <= len(rows)
    assert not any("m1" in one.what + one.fix or "0001" in one.what + one.fix for one in result.findings)
