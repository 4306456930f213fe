import pytest

from ledger_story import SLOT, Story
from shuxiang.core.ledger.event import Kind
from shuxiang.core.ledger.undoing import PastRun, Undone, objection, past_runs, undone


@pytest.fixture
def story() -> Story:
    told = Story()
    told.run("roster import", "名册.xlsx")
    told.join("m1")
    told.join("m2")
    return told


def collected(story: Story) -> int:
    run = story.run("collect", "群聊.txt")
    story.check_in("m1")
    story.check_in("m2")
    return run


def test_past_runs_tell_what_they_added_and_whether_they_still_count(story: Story) -> None:
    run = collected(story)
    story.run("undo")
    story.withdraw(run)
    roster, second, undo = past_runs(story.events)
    assert isinstance(roster, PastRun)
    assert (roster.seq, roster.command, roster.source, dict(roster.kinds)) == (
        1,
        "roster import",
        "名册.xlsx",
        {Kind.JOINED: 2},
    )
    assert [one.withdrawn for one in (roster, second, undo)] == [False, True, False]
    assert dict(second.kinds) == {Kind.CHECKED_IN: 2}


def test_a_run_of_receipts_can_be_withdrawn_also_after_later_decisions(story: Story) -> None:
    run = collected(story)
    story.run("close")
    story.close()
    assert objection(story.events, run) == ""


def test_what_is_no_run_is_told_with_the_run_it_belongs_to(story: Story) -> None:
    run = collected(story)
    assert objection(story.events, 99) == "台账里没有第 99 号。"
    assert objection(story.events, run + 1) == (
        f"台账第 {run + 1} 号是第 {run} 号那一次登记的。要撤销那一次，请写 {run}。"
    )


def test_a_run_is_withdrawn_once(story: Story) -> None:
    run = collected(story)
    undo = story.run("undo")
    story.withdraw(run)
    assert objection(story.events, run) == f"台账第 {run} 号那一次已经撤销过了。"
    assert objection(story.events, undo).startswith("这一次撤销或更正过以前的登记，不能再撤销。")


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (Kind.FORGOTTEN, "注销和到期清除不能撤销"),
        (Kind.EXPIRED, "注销和到期清除不能撤销"),
        (Kind.KEY_ISSUED, "发卡和作废不能撤销"),
        (Kind.KEY_REVOKED, "发卡和作废不能撤销"),
    ],
)
def test_some_runs_stay(story: Story, kind: Kind, sentence: str) -> None:
    run = story.run()
    story.tell(kind, "m1", data={"key": "k"}, private={"signing": ""})
    assert objection(story.events, run).startswith(sentence)


def test_who_has_joined_and_done_something_since_stays(story: Story) -> None:
    assert objection(story.events, 1) == ""
    run = collected(story)
    assert objection(story.events, 1).startswith("这一次加入的委员，后来有了别的登记")
    story.run("undo")
    story.withdraw(run)
    assert objection(story.events, 1) == ""


def test_a_change_of_the_roster_that_was_changed_again_stays(story: Story) -> None:
    moved = story.run("roster move")
    story.tell(Kind.MOVED, "m1", data={"on": "2026-11-10", "group": "乙组"})
    collected(story)
    assert objection(story.events, moved) == ""
    story.run("roster leave")
    story.tell(Kind.LEFT, "m1", data={"on": "2026-11-18"})
    assert objection(story.events, moved).startswith("这一次改过的委员，名册后来又改了")


def test_it_is_told_what_the_ledger_would_be_without_a_run(story: Story) -> None:
    run = collected(story)
    story.run("collect")
    story.check_in("m2", at="2026-11-13T08:00")
    assert undone(story.events, run) == Undone({SLOT: 1}, {SLOT: 1}, 0)
    assert undone(story.events, 1).members == 2


def test_a_run_that_moved_somebody_changes_one_member(story: Story) -> None:
    run = story.run("roster move")
    story.tell(Kind.MOVED, "m1", data={"on": "2026-11-10", "group": "乙组"})
    assert undone(story.events, run) == Undone({}, {}, 1)
