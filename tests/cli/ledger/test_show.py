from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger_story import Story

if TYPE_CHECKING:
    from conftest import SmallOffice


@pytest.fixture
def busy(office: SmallOffice) -> SmallOffice:
    """Two receipts for the second week, one of them late, and an excuse."""
    office.enroll(keys=False)
    story = Story()
    story.check_in("m0001", acts="学悟", note="拱把力分到两边")
    story.check_in("m0003", at="2026-11-18T08:00")
    story.excuse("住院", "m0005")
    office.enter(story.new_events())
    return office


def table(out: str) -> list[list[str]]:
    """The lines of all tables, in words."""
    return [line.split() for line in out.splitlines() if line and not line.startswith("-")]


def test_counts_stand_by_group_and_by_slot_and_name_nobody(busy: SmallOffice) -> None:
    said = busy.run("show")
    lines = table(said.out)
    assert said.code == 0
    assert ["小组", "应交", "已交", "补学", "待审", "销号", "回炉", "请假", "未开展"] in lines
    assert ["第一小组", "8", "1", "0", "0", "0", "0", "0", "7"] in lines
    assert ["第三小组", "3", "0", "0", "0", "0", "0", "1", "3"] in lines
    assert ["周学一文", "第2周", "5", "2", "1", "0", "0", "0", "1", "3"] in lines
    assert lines.count(["合计", "23", "2", "1", "0", "0", "0", "1", "21"]) == 2
    assert "甲某" not in said.out
    assert "0001" not in said.out
    places = [said.out.index(group) for group in ("第一小组", "第二小组", "第三小组", "未分组")]
    assert places == sorted(places)


def test_names_are_told_where_they_are_asked_for(busy: SmallOffice) -> None:
    said = busy.run("show", "--slot", "周学一文/第2周", "--names")
    lines = table(said.out)
    assert ["0001", "甲某", "第一小组", "周学一文", "第2周", "已交", "学悟", "11月12日", "9"] in lines
    assert ["0003", "丙某", "第二小组", "周学一文", "第2周", "补学", "学", "11月18日", "10"] in lines
    assert ["0005", "戊某", "第三小组", "周学一文", "第2周", "请假", "11"] in lines
    assert ["0006", "己某", "未分组", "周学一文", "第2周", "未开展"] in lines
    assert "拱把力" not in said.out


def test_a_state_narrows_counts_and_lines_alike(busy: SmallOffice) -> None:
    said = busy.run("show", "--slot", "2026-W46", "--state", "补学", "--names")
    assert ["合计", "5", "1"] in table(said.out)
    assert "丙某" in said.out
    assert "甲某" not in said.out
    assert "共 1 行。" in said.out


def test_one_member_is_shown_slot_by_slot(busy: SmallOffice) -> None:
    said = busy.run("show", "--member", "\uff10\uff10\uff10\uff11")
    lines = table(said.out)
    assert ["周学一文", "第2周", "已交", "学悟", "11月12日", "9"] in lines
    assert ["月讲一题", "11月", "未开展"] in lines
    assert "共 4 行。" in said.out


def test_a_group_a_cadence_and_a_period_narrow(busy: SmallOffice) -> None:
    said = busy.run("show", "--period", "2026-11", "--cadence", "周学一文", "--group", "第一小组")
    assert (
        busy.run("show", "--period", "十一月", "--cadence", "周学一文", "--group", "第一\u3000小组").out == said.out
    )
    lines = table(said.out)
    assert said.out.startswith("周学一文 2026年11月，截至2026年11月20日")
    assert ["合计", "6", "1", "0", "0", "0", "0", "0", "5"] in lines
    assert "月讲一题" not in said.out
    assert "第二小组" not in said.out


WRONG = {
    "--slot 第99周": "2026年学习计划里没有第99周。",
    "--slot 2026-13": "写的不是一个期次。请改为 2026-01 至 2026-12。",
    "--slot law/2026-11": "学习计划里没有写的这个节奏。现有 article（周学一文）、topic（月讲一题）。",
    "--slot topic/2026-W46": "学习计划里没有写的这一期。",
    "--cadence 周读一文": "学习计划里没有写的这个节奏。",
    "--group 甲某": "名册里没有这个小组。",
    "--member 13800000000": "名册里没有这个编号。",
    "--member ?": "名册里没有这个编号。",
}


def test_what_is_not_there_is_said_without_a_word_about_people(busy: SmallOffice) -> None:
    said = {words: busy.run("show", *words.split()) for words in WRONG}
    assert {words: (one.code, one.err[: len(WRONG[words])]) for words, one in said.items()} == {
        words: (1, sentence) for words, sentence in WRONG.items()
    }
    assert not any("13800000000" in one.err or "甲某" in one.err for one in said.values())


def test_a_short_name_of_two_slots_asks_which(busy: SmallOffice) -> None:
    programme = busy.root / "docs" / "programme" / "2026.yml"
    law = "  - {id: law, name: 每月一法, every: month}\ngroups"
    programme.write_text(programme.read_text(encoding="utf-8").replace("groups", law, 1), encoding="utf-8")
    said = busy.run("show", "--slot", "11月")
    assert (
        said.err == "这样写的有几期：topic/2026-11（月讲一题 11月）、law/2026-11（每月一法 11月）。请写其中一个。\n"
    )
    assert busy.run("show", "--slot", "每月一法/11月").code == 0


def test_an_empty_ledger_can_be_shown(office: SmallOffice) -> None:
    said = office.run("show")
    assert (said.code, ["合计", "0", "0", "0", "0", "0", "0", "0", "0"] in table(said.out)) == (0, True)
