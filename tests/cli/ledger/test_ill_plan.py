"""A plan with a mistake: nothing is counted, entered or published by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shuxiang.core.ledger.event import Kind, NewEvent

if TYPE_CHECKING:
    from conftest import SmallOffice

REFUSED = (
    "show",
    "report month",
    "query 计=应交",
    "publish-figures --yes",
    "member 0001",
    "sheet 2026-11-18",
    "attend --title 座谈 --on 2026-11-18 0001 --yes",
    "review",
    "close article/2026-W46 0001",
    "nickname 小明 0001",
    "roster list",
    "roster leave 0001 --yes",
)
DONE = ("verify", "backup", "forget 0006 --yes", "expire --years 5")


@pytest.fixture
def ill(office: SmallOffice) -> SmallOffice:
    office.enroll()
    programme = office.root / "docs" / "programme" / "2026.yml"
    text = programme.read_text(encoding="utf-8")
    programme.write_text(text.replace("starts: 2026-11-02", "starts: 2026-11-32"), encoding="utf-8")
    return office


def test_nothing_is_counted_entered_or_published(ill: SmallOffice) -> None:
    last = ill.store.last()
    for words in REFUSED:
        said = ill.run(*words.split())
        assert (said.code, said.out) == (1, ""), words
        assert said.err.startswith(
            "学习计划的文件有错，照它数出来的数字会不对，所以没有做。请改好再运行一次：\n"
        ), words
        assert "  docs/programme/2026.yml:2:" in said.err, words
    assert ill.store.last() == last


def test_what_keeps_the_ledger_itself_goes_on(ill: SmallOffice) -> None:
    for words in DONE:
        said = ill.run(*words.split())
        assert said.code == 0, (words, said.err)


def test_a_programme_under_a_name_that_nobody_reads_is_a_mistake_too(office: SmallOffice) -> None:
    office.enroll()
    folder = office.root / "docs" / "programme"
    (folder / "2026.yml").rename(folder / "2026.YML")
    assert "docs/programme/2026.YML" in office.run("show").err


def test_a_material_with_a_mistake_is_only_told_of(office: SmallOffice) -> None:
    office.enroll()
    (office.root / "docs" / "readings" / "w45.md").write_text(
        "---\ntitle: 石桥\ncadence: article\nslot: 2026-W99\n---\n正文。\n", encoding="utf-8"
    )
    said = office.run("show")
    assert (said.code, "1 处要改" in said.err) == (0, True)


def test_work_for_slots_that_are_planned_no_more_is_told_of(office: SmallOffice) -> None:
    office.enroll()
    told = {"record": "K7Q2MX4D", "checksum": "x", "note": "", "title": ""}
    data = {"acts": "学", "at": "2026-11-12T20:00"}
    gone = [NewEvent(Kind.CHECKED_IN, f"m000{n}", "law/2026-11", data=data, private=told) for n in (1, 2)]
    office.enter(gone, "collect")
    sentence = "台账里还有 2 人次属于学习计划里已没有的期次（law/2026-11），没有计入。"
    for words in ("show", "show --period 11月", "report month"):
        assert sentence in office.run(*words.split()).out, words
    page = office.folder / "reports" / "2026-11" / "月通报-2026年11月.html"
    assert sentence in page.read_text(encoding="utf-8")
    for words in ("show --slot 第2周", "show --cadence 周学一文", "show --period 12月"):
        assert "已没有的期次" not in office.run(*words.split()).out, words
