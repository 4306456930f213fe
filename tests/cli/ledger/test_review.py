from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ledger_story import Story
from shuxiang.core.ledger.event import Kind
from shuxiang.core.ledger.row import State
from shuxiang.core.ledger.sampling import redrawn

if TYPE_CHECKING:
    from conftest import SmallOffice

W46 = "article/2026-W46"


@pytest.fixture
def busy(office: SmallOffice) -> SmallOffice:
    """Five receipts for the second week."""
    office.enroll(keys=False)
    story = Story()
    for number in range(1, 6):
        story.check_in(f"m000{number}", note=f"心得{number}", at=f"2026-11-12T20:0{number}")
    office.enter(story.new_events())
    return office


def picked(office: SmallOffice) -> list[str]:
    return sorted(row.member for row in office.ledger().rows.values() if row.state is State.WAITING)


def test_nothing_waits_where_nothing_is_reviewed(busy: SmallOffice) -> None:
    assert busy.run("review").out == "没有待审的。\n"


def test_what_waits_is_shown_with_its_note_and_names_only_on_request(busy: SmallOffice) -> None:
    busy.review_all()
    story = Story()
    story.check_in("m0006", at="2026-11-17T08:00")
    story.check_in("m0006", "topic/2026-11", note="两行\n\n\x1b[31m红", at="2026-11-17T08:00")
    busy.enter(story.new_events())
    out = busy.run("review").out
    assert out.startswith("待审 7 份。\n\n月讲一题 2026年11月　topic/2026-11\n")
    assert "  0006　未分组　学　11月17日 08:00　台账第 16 号\n      两行\n      [31m红\n" in out
    assert "  0006　未分组　学　11月17日 08:00（补学）　台账第 15 号\n      （没有写心得）\n" in out
    assert "  0001　第一小组　学　11月12日 20:01　台账第 9 号\n      心得1\n" in out
    assert "\x1b" not in out
    assert "甲某" not in out
    assert "python3 scripts/ledger.py close topic/2026-11 编号" in out
    out = busy.run("review", "--slot", "第2周", "--names").out
    assert out.startswith("待审 6 份。")
    assert "  0001 甲某　第一小组" in out


def test_a_sample_is_recorded_with_its_seed_and_can_be_drawn_again(busy: SmallOffice) -> None:
    said = busy.run("review", "--slot", "第2周", "--sample", "30%", "--seed", "7")
    assert said.out.startswith(
        "从周学一文 第2周（11月9日至15日）的 5 份里抽出 2 份（30%，种子 7），已记入台账第 14 号。"
    )
    events = list(busy.store.events())
    sampled = next(event for event in events if event.kind is Kind.SAMPLED)
    assert sampled.data == {
        "seed": "7",
        "share": "30%",
        "among": "周学一文 第2周（11月9日至15日）",
        "slots": [W46],
        "of": 5,
        "picked": 2,
    }
    assert redrawn(events) == ()
    waiting = busy.run("review").out
    assert len(picked(busy)) == 2
    assert all(
        member.removeprefix("m") in waiting and member.removeprefix("m") in said.out for member in picked(busy)
    )


def test_a_seed_is_drawn_and_told_where_none_is_given(busy: SmallOffice) -> None:
    out = busy.run("review", "--cadence", "周学一文", "--sample", "100%").out
    found = re.search(r"种子 ([0-9]+)", out)
    sampled = next(event for event in busy.store.events() if event.kind is Kind.SAMPLED)
    assert found
    assert found[1] == sampled.data["seed"]
    assert len(picked(busy)) == 5


def test_the_same_slots_are_not_drawn_from_twice_by_accident(busy: SmallOffice) -> None:
    busy.run("review", "--slot", "第2周", "--sample", "20%", "--seed", "7")
    said = busy.run("review", "--period", "2026-11", "--sample", "20%", "--seed", "8")
    assert said.code == 1
    assert said.err == (
        "已经抽过：周学一文 第2周（11月9日至15日），5 份里抽了 1 份（台账第 14 号，种子 7）。"
        "确实要再抽一次，请加 --again。\n"
    )
    first = picked(busy)
    busy.run("review", "--slot", "第2周", "--sample", "25%", "--seed", "7", "--again")
    assert len(picked(busy)) == 2
    assert set(first) < set(picked(busy))
    assert redrawn(busy.store.events()) == ()


def test_a_sample_that_was_withdrawn_does_not_stand_in_the_way(busy: SmallOffice) -> None:
    busy.run("review", "--slot", "第2周", "--sample", "20%")
    busy.run("undo", "14", "--yes")
    assert picked(busy) == []
    assert busy.run("review", "--slot", "第2周", "--sample", "20%").code == 0


def test_where_all_is_reviewed_a_sample_says_what_to_look_at(busy: SmallOffice) -> None:
    busy.review_all()
    out = busy.run("review", "--slot", "第2周", "--sample", "40%", "--seed", "1").out
    assert out.count("      心得") == 2
    assert busy.run("review").out.startswith("待审 5 份。")


def test_what_cannot_be_drawn_is_said_and_nothing_is_entered(busy: SmallOffice) -> None:
    last = busy.store.last()
    wrong = {
        ("--sample", "10%"): "请写明从哪里抽",
        ("--slot", "第2周", "--sample", "0"): "--sample 要写一个百分数",
        ("--slot", "第2周", "--sample", "10%", "--seed", "x"): "--seed 要写一个数字",
        ("--seed", "7"): "--seed 和 --again 要和 --sample 一起用",
    }
    for words, sentence in wrong.items():
        said = busy.run("review", *words)
        assert (said.code, said.err[: len(sentence)]) == (1, sentence)
    assert busy.run("review", "--slot", "第1周", "--sample", "10%").out.startswith(
        "周学一文 第1周（11月2日至8日）：没有可抽的。"
    )
    assert busy.store.last() == last
