"""sheet: the sign-in sheet of a day."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import docx
import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from shuxiang.store.schema import named_files

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import SmallOffice

STEM = "签到表-2026-11-18-委员大讲堂：怎样读预算"


@pytest.fixture
def enrolled(office: SmallOffice) -> SmallOffice:
    office.enroll(keys=False)
    return office


def sheets(office: SmallOffice) -> Path:
    return office.folder / "sheets"


def people(path: Path) -> list[object]:
    """The names in the workbook."""
    return [row[2].value for row in load_workbook(path)["签到表"].iter_rows(min_row=6)]


def test_a_day_with_one_event_gives_a_sheet_for_the_desk_and_one_to_fill_in(enrolled: SmallOffice) -> None:
    said = enrolled.run("sheet", "2026-11-18")
    assert said.out.splitlines()[:3] == [
        "委员大讲堂：怎样读预算，2026年11月18日，应到 6 人：",
        f"  打印签到：data/ledger/sheets/{STEM}.docx".replace("/", os.sep),
        f"  会后填写：data/ledger/sheets/{STEM}.xlsx".replace("/", os.sep),
    ]
    paper = docx.Document(io.BytesIO((sheets(enrolled) / f"{STEM}.docx").read_bytes()))
    cells = [[cell.text for cell in row.cells] for row in paper.tables[0].rows]
    assert cells[0] == ["序号", "姓名", "小组", "签到", "备注"]
    assert cells[6] == ["6", "己某", "", "", ""]
    assert people(sheets(enrolled) / f"{STEM}.xlsx") == ["甲某", "乙某", "丙某", "丁某", "戊某", "己某"]


def test_both_files_are_for_their_owner_and_found_when_somebody_is_forgotten(enrolled: SmallOffice) -> None:
    enrolled.run("sheet", "2026-11-19")
    files = sorted(sheets(enrolled).iterdir())
    if os.name == "posix":
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    with enrolled.store.engine.connect() as connection:
        noted = connection.execute(select(named_files.c.path, named_files.c.member)).all()
    assert sorted((path, member) for path, member in noted) == [
        (str(file.resolve()), member) for file in files for member in ("m0003", "m0004")
    ]


def test_what_may_have_been_filled_in_is_not_written_over(enrolled: SmallOffice) -> None:
    enrolled.run("sheet", "2026-11-18")
    said = enrolled.run("sheet", "2026-11-18", "--groups", "第一小组")
    assert said.code == 1
    assert "已经有了，里面可能填了内容，没有覆盖。" in said.err
    assert enrolled.run("sheet", "2026-11-18", "--groups", "第一小组", "第十小组", "--force").code == 1
    said = enrolled.run("sheet", "2026-11-18", "--groups", "第 一小组、第三小组", "--force")
    assert people(sheets(enrolled) / f"{STEM}.xlsx") == ["甲某", "乙某", "戊某"]
    assert said.code == 0


def test_a_day_without_an_event_tells_what_there_is_around_it(enrolled: SmallOffice) -> None:
    said = enrolled.run("sheet", "2026-11-17")
    assert (said.code, said.err) == (
        1,
        (
            "2026年11月17日没有活动和讲座。前后的有：\n"
            "  2026年11月18日 委员大讲堂：怎样读预算（--event 2026-11-18）\n"
            "  2026年11月19日 界别活动：走访书屋（--event 2026-11-19）\n"
            "学习计划里没有的会，用 --title 写上名称（不计入任何一期）。\n"
        ),
    )


def test_of_several_events_of_a_day_one_has_to_be_named(enrolled: SmallOffice) -> None:
    programme = enrolled.root / "docs" / "programme" / "2026.yml"
    text = programme.read_text(encoding="utf-8")
    programme.write_text(text + "  - {title: 下午的会, at: 2026-11-18 14:00}\n", encoding="utf-8")
    said = enrolled.run("sheet", "2026-11-18")
    assert said.code == 1
    assert said.err.startswith("2026年11月18日有 2 个活动，请加 --event 写明是哪一个：\n")
    assert "下午的会（--event 2026-11-18-2）" in said.err
    assert enrolled.run("sheet", "2026-11-18", "--event", "下午").code == 0
    said = enrolled.run("sheet", "2026-11-18", "--event", "走访")
    assert said.err.startswith("2026年11月18日没有这个活动。")


def test_a_meeting_that_is_not_in_the_plan_is_named(enrolled: SmallOffice) -> None:
    said = enrolled.run("sheet", "2026-11-20", "--title", "提案/座谈 会")
    assert (sheets(enrolled) / "签到表-2026-11-20-提案-座谈-会.xlsx").exists()
    assert said.out.startswith("提案/座谈 会，2026年11月20日，应到 6 人：")
    said = enrolled.run("sheet", "2026-11-20", "--title", " ")
    assert said.err == "--title 要写这个会的名称，不超过 60 个字。\n"


@pytest.mark.parametrize("folder", ["docs", "site"])
def test_names_never_go_where_readers_are(enrolled: SmallOffice, folder: str) -> None:
    said = enrolled.run("sheet", "2026-11-18", "-o", folder)
    assert (said.code, list(enrolled.root.glob(f"{folder}/*.xlsx"))) == (1, [])
    assert "里面有委员的姓名" in said.err


def test_a_day_before_the_roster_lists_those_of_today(enrolled: SmallOffice) -> None:
    said = enrolled.run("sheet", "2026-10-20", "--title", "座谈会")
    assert "应到 6 人" in said.out


def test_without_a_roster_or_anybody_in_it_there_is_no_sheet(office: SmallOffice) -> None:
    assert office.run("sheet", "2026-11-18").err.startswith("台账里还没有名册。请先运行")
    office.enroll(keys=False)
    said = office.run("sheet", "2026-11-18", "--groups", "第九小组")
    assert said.err.startswith("名册里没有这个小组。可用 python3 scripts/ledger.py roster list 核对")
