"""close, return, excuse, choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger_story import Story
from shuxiang.core.ledger.row import Row, State

if TYPE_CHECKING:
    from conftest import SmallOffice

W46 = "article/2026-W46"
CANARY = "请把身份证号删去"


@pytest.fixture
def busy(office: SmallOffice) -> SmallOffice:
    """Three receipts for the second week, two with a note; all is reviewed."""
    office.review_all()
    office.enroll(keys=False)
    story = Story()
    for number, note in enumerate(("一", "二", ""), start=1):
        story.check_in(f"m000{number}", note=note)
    office.enter(story.new_events())
    return office


def row(office: SmallOffice, number: str) -> Row:
    found = office.ledger().row(f"m{number}", W46)
    assert found
    return found


def test_rows_are_closed_and_what_is_closed_is_not_closed_again(busy: SmallOffice) -> None:
    said = busy.run("close", "第2周", "0001", "0002")
    assert said.out == (
        "周学一文 第2周（11月9日至15日）：已销号 2 人。\n"
        "这一次是台账第 12 号；弄错了可以撤销：python3 scripts/ledger.py undo 12\n"
    )
    assert [row(busy, number).state for number in ("0001", "0002")] == [State.CLOSED] * 2
    said = busy.run("close", "第2周", "0002", "0003")
    assert "已销号 1 人。\n另有 1 人早已销号，没有重复登记。" in said.out
    last = busy.store.last()
    assert busy.run("close", "第2周", "0001").out == "没有要登记的。\n另有 1 人早已销号，没有重复登记。\n"
    assert busy.store.last() == last


def test_all_that_waits_is_closed_at_once(busy: SmallOffice) -> None:
    busy.run("return", "第2周", "0001", "--reason", "请补")
    assert "已销号 2 人" in busy.run("close", "第2周", "--all-waiting").out
    assert row(busy, "0001").state is State.RETURNED
    assert busy.run("close", "第2周", "--all-waiting").out == "没有要登记的。\n"


def test_a_return_gives_a_sentence_for_the_member_and_its_reason_is_private(busy: SmallOffice) -> None:
    said = busy.run("return", "第2周", "0001", "--reason", f" {CANARY}\n好吗 ")
    assert (
        f"您好！您交来的周学一文 第2周（11月9日至15日）已经收到，谢谢。想请您再补充一下：{CANARY} 好吗。改好后"
        in said.out
    )
    assert (row(busy, "0001").state, row(busy, "0001").reason) == (State.RETURNED, f"{CANARY} 好吗")
    events = list(busy.store.events())
    assert CANARY not in repr([event.data for event in events])


def test_a_reason_is_kept_without_what_can_be_neither_written_nor_seen(busy: SmallOffice) -> None:
    assert busy.run("return", "第2周", "0001", "--reason", "\udcff\u202e").err.startswith("--reason 要写一句话")
    said = busy.run("return", "第2周", "0001", "--reason", "请补\udcff\u202e一句")
    assert (said.code, row(busy, "0001").reason) == (0, "请补一句")


def test_who_sends_again_waits_and_a_close_ends_it(busy: SmallOffice) -> None:
    busy.run("return", "第2周", "0001", "--reason", "请补")
    story = Story()
    story.check_in("m0001", at="2026-11-19T08:00", amends=9)
    busy.enter(story.new_events())
    assert busy.run("review").out.startswith("待审 3 份。")
    busy.run("close", "第2周", "0001")
    assert row(busy, "0001").state is State.CLOSED
    busy.run("return", "第2周", "0001", "--reason", "请补", "--reopen")
    assert row(busy, "0001").state is State.RETURNED


def test_one_that_cannot_be_decided_stops_them_all_and_is_told_by_place(busy: SmallOffice) -> None:
    last = busy.store.last()
    wrong = {
        ("close", "第2周", "0001", "0004"): "没有登记，请改好后再运行一次：\n第 2 个编号：这一期还没有交",
        ("close", "第2周", "0001", "13800000000"): "名册里没有第 2 个编号。",
        ("return", "第2周", "0004", "--reason", CANARY): "没有登记，请改好后再运行一次：\n第 1 个编号：",
        ("return", "第2周", "0001", "--reason", "  "): "--reason 要写一句话，不超过 300 个字。",
        ("close", "第2周"): "请写要销号的编号，或写 --all-waiting",
        ("close", "第2周", "0001", "--all-waiting"): "请写要销号的编号，或写 --all-waiting",
    }
    for words, sentence in wrong.items():
        said = busy.run(*words)
        assert (said.code, said.err[: len(sentence)]) == (1, sentence)
        assert "13800000000" not in said.err
        assert CANARY not in said.err
    assert busy.store.last() == last


def test_who_is_excused_is_not_due(busy: SmallOffice) -> None:
    said = busy.run("excuse", "第2周", "0004", "0005", "--reason", "住院")
    assert "已记请假 2 人" in said.out
    assert (row(busy, "0004").state, row(busy, "0004").reason) == (State.EXCUSED, "住院")
    assert "另有 1 人早已记过请假" in busy.run("excuse", "第2周", "0004", "--reason", "住院").out


def test_who_was_not_on_the_roster_needs_no_excuse(busy: SmallOffice) -> None:
    story = Story()
    story.join("m0007", on="2026-12-01", number="0007")
    busy.enter(story.new_events())
    assert "第 1 个编号：这一期的时候不在名册上" in busy.run("excuse", "第2周", "0007").err


def test_good_notes_are_chosen_and_chosen_no_longer(busy: SmallOffice) -> None:
    assert "选为好心得 2 人" in busy.run("choose", "第2周", "0001", "0002").out
    assert "早已选用" in busy.run("choose", "第2周", "0001").out
    assert row(busy, "0001").chosen
    assert "不再选用 1 人" in busy.run("choose", "第2周", "0001", "--not").out
    assert not row(busy, "0001").chosen
    assert "本来就没有选用" in busy.run("choose", "第2周", "0001", "--not").out


def test_while_a_slot_runs_today_s_roster_counts_for_it(office: SmallOffice) -> None:
    office.enroll(keys=False)
    office.run("roster", "leave", "0005", "--on", "2026-11-25", "--yes")
    said = office.run("excuse", "topic/2026-11", "0005")
    assert (said.code, office.ledger().rows["topic/2026-11", "m0005"].state) == (0, State.EXCUSED)
