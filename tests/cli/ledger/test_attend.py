"""attend: who was there, from a sheet or by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.core.ledger.row import State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conftest import SmallOffice

TOPIC = "topic/2026-11"
FIRST_ROW = 6
CANARY = "13800138000"


@pytest.fixture
def enrolled(office: SmallOffice) -> SmallOffice:
    office.enroll(keys=False)
    return office


@pytest.fixture
def sheet(enrolled: SmallOffice) -> Path:
    """The sheet of the lecture on the 18th, not filled in yet."""
    enrolled.run("sheet", "2026-11-18")
    return next((enrolled.folder / "sheets").glob("*.xlsx"))


def fill(path: Path, cells: Mapping[str, object], *, keep_marks: bool = True) -> Path:
    book = load_workbook(path)
    page = book["签到表"]
    assert isinstance(page, Worksheet)
    for address, value in cells.items():
        page[address] = value
    if not keep_marks:
        book.remove(book["_标记"])
    filled = path.with_name("填好.xlsx")
    book.save(filled)
    return filled


def states(office: SmallOffice) -> dict[str, State]:
    return {member: row.state for (slot, member), row in office.ledger().rows.items() if slot == TOPIC}


def test_a_filled_in_sheet_is_shown_and_entered(enrolled: SmallOffice, sheet: Path) -> None:
    filled = fill(sheet, {"E6": "到", "E7": "√", "E8": "请假", "F8": "出差", "C12": "己 某", "E12": "到"})
    said = enrolled.run("attend", str(filled), "--yes")
    assert (said.code, said.out) == (
        0,
        (
            "填好.xlsx：委员大讲堂：怎样读预算，2026年11月18日\n"
            "计入 月讲一题 2026年11月。\n"
            "到会 3 人，请假 1 人，没有到会 2 人。\n"
            "  到会：新登记 3 人。\n"
            "  请假：新登记 1 人。\n"
            "已登记，这一次是台账第 8 号；弄错了可以撤销：python3 scripts/ledger.py undo 8\n"
        ),
    )
    assert states(enrolled) == {
        "m0001": State.HANDED_IN,
        "m0002": State.HANDED_IN,
        "m0003": State.EXCUSED,
        "m0006": State.HANDED_IN,
    }
    entered = [event for event in enrolled.store.events() if event.run == 8]
    assert (entered[0].data["command"], entered[0].told("input"), len(entered[0].data["digest"])) == (
        *("attend", "填好.xlsx"),
        64,
    )
    assert [(event.kind, event.line) for event in entered[1:]] == [
        *((Kind.ATTENDED, 6), (Kind.ATTENDED, 7), (Kind.ATTENDED, 12)),
        (Kind.EXCUSED, 8),
    ]
    assert entered[-1].told("reason") == "出差"


def test_read_again_it_adds_nothing_and_asked_only_to_look_it_enters_nothing(
    enrolled: SmallOffice, sheet: Path
) -> None:
    filled = fill(sheet, {"E6": "到"})
    last = enrolled.store.last()
    assert "只是看看，没有写入。" in enrolled.run("attend", str(filled), "--dry-run").out
    assert "没有写入：这里不能询问。" in enrolled.run("attend", str(filled)).out
    assert enrolled.store.last() == last
    enrolled.run("attend", str(filled), "--yes")
    last = enrolled.store.last()
    said = enrolled.run("attend", str(filled), "--yes")
    assert "到会：新登记 0 人，另外 1 人早已登记。\n没有要登记的。\n" in said.out
    assert (said.code, enrolled.store.last()) == (0, last)


def test_a_corrected_sheet_takes_back_what_was_wrong(enrolled: SmallOffice, sheet: Path) -> None:
    enrolled.run("attend", str(fill(sheet, {"E6": "到", "E7": "到", "E8": "请假"})), "--yes")
    said = enrolled.run("attend", str(fill(sheet, {"E6": "未到", "E8": "到"})), "--yes")
    assert "更正：1 人（第 6 行）改过来。原来那一次登记作废" in said.out
    assert "不改动：1 人（第 7 行）登记过，这里空着。" in said.out
    assert "已登记，这一次是台账第 12 号\n" in said.out
    assert states(enrolled) == {"m0002": State.HANDED_IN, "m0003": State.HANDED_IN}
    assert "核对通过" in enrolled.run("verify").out


def test_one_that_was_entered_alone_by_mistake_can_be_taken_back(enrolled: SmallOffice, sheet: Path) -> None:
    enrolled.run("attend", str(fill(sheet, {"E6": "到"})), "--yes")
    enrolled.run("attend", str(fill(sheet, {"E6": "未到"})), "--yes")
    assert states(enrolled) == {}


def test_what_cannot_be_told_is_said_by_cell_and_never_repeated(enrolled: SmallOffice, sheet: Path) -> None:
    cells = {"E6": CANARY, "B7": CANARY, "E7": "到", "C8": CANARY, "E8": "到", "E9": "到"}
    said = enrolled.run("attend", str(fill(sheet, cells)), "--yes")
    assert said.code == 1
    assert (
        "没有采用的 3 行，请改好后再收一次：\n"
        "  E6：看不出是到了还是没到。请写“到”“请假”或“未到”。\n"
        "  B7：名册里没有这个编号。请核对编号；不是委员的不用登记。\n"
        "  C8：编号和姓名不是同一位委员。请核对这两格，改正其中一格。\n"
    ) in said.out
    assert CANARY not in said.out + said.err
    assert not any(name in said.out for name in ("甲某", "乙某", "丁某"))
    assert set(states(enrolled)) == {"m0004"}


def test_a_sheet_whose_marks_are_lost_needs_the_event_or_the_day(enrolled: SmallOffice, sheet: Path) -> None:
    filled = str(fill(sheet, {"E6": "到"}, keep_marks=False))
    said = enrolled.run("attend", filled, "--yes")
    assert (said.code, said.err) == (1, "不知道是哪一个活动。请加 --on 写明日期，或加 --event 写明活动。\n")
    assert enrolled.run("attend", filled, "--on", "2026-11-18", "--dry-run").code == 0
    assert enrolled.run("attend", filled, "--event", "读预算", "--yes").code == 0
    assert set(states(enrolled)) == {"m0001"}


def test_a_sheet_of_an_event_that_is_no_longer_planned_says_so(enrolled: SmallOffice, sheet: Path) -> None:
    programme = enrolled.root / "docs" / "programme" / "2026.yml"
    programme.write_text(programme.read_text(encoding="utf-8").replace("18 09:30", "17 09:30"), encoding="utf-8")
    said = enrolled.run("attend", str(fill(sheet, {"E6": "到"})), "--yes")
    assert said.code == 1
    assert said.err.startswith("做这张签到表时的那个活动（2026年11月18日的），现在的学习计划里没有了")


def test_an_unplanned_meeting_is_read_back_and_counts_for_no_slot(enrolled: SmallOffice) -> None:
    enrolled.run("sheet", "2026-11-20", "--title", "座谈\udcff\u202e会")
    path = next((enrolled.folder / "sheets").glob("*.xlsx"))
    said = enrolled.run("attend", str(fill(path, {"E6": "到", "E7": "请假"})), "--yes")
    assert "没有关联学习材料，记入个人档案，不计入任何一期。" in said.out
    assert "请假：不计入任何一期的活动，请假不用登记。" in said.out
    assert [(one.member, one.title, one.slots) for one in enrolled.ledger().attendance] == [("m0001", "座谈会", ())]
    assert enrolled.ledger().rows == {}


def test_numbers_do_without_a_sheet(enrolled: SmallOffice) -> None:
    said = enrolled.run("attend", "0001", "0002", "--excused", "0003", "--on", "2026-11-18", "--yes")
    assert said.out.startswith("命令行：委员大讲堂：怎样读预算，2026年11月18日\n")
    assert (said.code, states(enrolled)) == (
        0,
        {"m0001": State.HANDED_IN, "m0002": State.HANDED_IN, "m0003": State.EXCUSED},
    )


REFUSED = [
    (
        ["0001", CANARY, "--on", "2026-11-18"],
        "名册里没有第 2 个编号。请用 python3 scripts/ledger.py roster list 核对。",
    ),
    (["0001"], "不知道是哪一个活动。请加 --on 写明日期，或加 --event 写明活动。"),
    (["0001", "--event", "没有的"], "学习计划里没有这个活动。学习计划里没有的会，用 --title"),
    (["0001", "--title", "座谈会"], "学习计划里没有的会，请加 --on 写明是哪一天开的。"),
    (["0001", "--excused", "0001", "--on", "2026-11-18"], "有一个编号既写了到会，又写了请假。请留下一处。"),
    (["0001", "--title", "会", "--on", "2026-11-21"], "“会”在2026年11月21日，还没有到。请核对日期和活动。"),
    ([], "请写填好的签到表，或到会委员的编号。"),
    (["甲.xlsx", "0001"], "一次收一份签到表，不和编号写在一起。"),
    (["甲.xlsx"], "找不到文件 甲.xlsx。请检查文件名和所在的文件夹。"),
    (["甲.docx"], "甲.docx 是 Word 文件，供打印签到用。请在同名的 Excel（.xlsx）里填好，再收那一份。"),
    (["mkdocs.yml"], "mkdocs.yml："),
    (["docs/readings"], "docs"),
]
"""Words of the command line, and how the answer begins."""


def test_what_cannot_be_done_is_said(enrolled: SmallOffice) -> None:
    last = enrolled.store.last()
    for words, sentence in REFUSED:
        said = enrolled.run("attend", *words, "--yes")
        assert (said.code, said.err[: len(sentence)]) == (1, sentence)
        assert CANARY not in said.err
    assert enrolled.store.last() == last


def test_nothing_is_entered_when_the_ledger_has_changed_since_it_was_shown(
    enrolled: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = {"event": "2026-11-18", "title": "怎样读预算", "on": "2026-11-18"}

    def another_is_quicker(_options: object) -> bool:
        enrolled.enter([NewEvent(Kind.ATTENDED, "m0001", TOPIC, data=data)])
        return True

    monkeypatch.setattr("shuxiang.cli.ledger.attend.agreed", another_is_quicker)
    said = enrolled.run("attend", "0001", "0002", "--on", "2026-11-18")
    assert (said.code, said.err) == (
        1,
        "台账刚刚有了别的登记，和上面列的不一样了，没有写入。请再运行一次。\n",
    )
    assert set(states(enrolled)) == {"m0001"}
