"""一人一档 as files."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import docx
import pytest
from sqlalchemy import select

from ledger_story import Story
from shuxiang.store.schema import named_files

if TYPE_CHECKING:
    from conftest import SmallOffice

RULES = """\
title: 学习积分办法
points:
  - {name: 读一篇文章, for: checkin, cadence: 周学一文, each: 0.5}
  - {name: 参加委员大讲堂, for: attended, event: 委员大讲堂, each: 2}
"""


@pytest.fixture
def busy(office: SmallOffice) -> SmallOffice:
    """A receipt with a note, a lecture attended, somebody who had left before."""
    office.enroll(keys=False)
    story = Story()
    story.check_in("m0001", note="拱把力分到两边")
    story.attend("m0001", "topic/2026-11", event="2026-11-18", title="委员大讲堂：怎样读预算", on="2026-11-18")
    story.join("m0009", on="2026-10-01", number="0009")
    office.enter(story.new_events())
    return office


def words(path: Path) -> str:
    """All that stands in a Word file."""
    file = docx.Document(io.BytesIO(path.read_bytes()))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


def registered(office: SmallOffice) -> dict[str, str]:
    with office.store.engine.connect() as connection:
        return {row.path: row.member for row in connection.execute(select(named_files))}


def test_a_members_file_is_written_remembered_and_for_the_owner_only(busy: SmallOffice) -> None:
    said = busy.run("member", "0001")
    path = busy.folder / "members" / "2026" / "一人一档-2026-0001.docx"
    assert said.out == f"已写出 {path.relative_to(busy.root)}。里面有姓名和心得，请只交给该看的人。\n"
    text = words(path)
    assert "一人一档：甲某" in text
    assert "拱把力分到两边" in text
    assert "委员大讲堂：怎样读预算" in text
    assert "积分" not in text
    assert registered(busy) == {str(path.resolve()): "m0001"}
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with ZipFile(path) as package:
        footers = "".join(package.read(name).decode() for name in package.namelist() if "footer" in name)
    assert f"据台账第 1—{busy.store.last()} 号，校验码 {busy.store.head().code}" in footers


def test_with_rules_for_the_year_the_file_tells_the_credit(busy: SmallOffice) -> None:
    path = busy.folder / "members" / "2026" / "一人一档-2026-0001.docx"
    (busy.folder / "rules.yml").write_text(RULES, encoding="utf-8")
    busy.run("member", "0001")
    assert "1 × 0.5 = 0.5" in words(path)
    (busy.folder / "rules.yml").write_text(f"year: 2025\n{RULES}", encoding="utf-8")
    busy.run("member", "0001")
    assert "学习积分办法" not in words(path)


def test_rules_with_a_mistake_stop_and_say_where(busy: SmallOffice) -> None:
    (busy.folder / "rules.yml").write_text(RULES.replace("0.5", "半分"), encoding="utf-8")
    said = busy.run("member", "0001")
    assert (said.code, said.err.splitlines()[1]) == (
        1,
        "data/ledger/rules.yml:3:each 应是一个不小于 0 的数。例如 each: 0.5。",
    )
    assert registered(busy) == {}


def test_each_member_of_the_year_gets_a_file_and_nobody_is_put_in_order(busy: SmallOffice) -> None:
    said = busy.run("member", "--all")
    folder = busy.folder / "members" / "2026"
    assert sorted(path.name for path in folder.iterdir()) == [
        f"一人一档-2026-000{number}.docx" for number in (*range(1, 7), 9)
    ]
    assert "里写出 7 份。" in said.out
    assert set(registered(busy).values()) == {*(f"m000{number}" for number in range(1, 7)), "m0009"}


def test_a_place_may_be_chosen_and_a_web_page_too(busy: SmallOffice, tmp_path: Path) -> None:
    page = tmp_path / "甲.html"
    busy.run("member", "0001", "-o", str(page))
    assert "拱把力分到两边" in page.read_text(encoding="utf-8")
    busy.run("member", "0001", "-o", str(tmp_path / "新文件夹"))
    assert (tmp_path / "新文件夹" / "一人一档-2026-0001.docx").exists()


def test_no_file_with_names_goes_where_readers_would_find_it(busy: SmallOffice) -> None:
    for target in ("docs", "docs/甲.docx", "site/甲.docx"):
        said = busy.run("member", "0001", "-o", target)
        assert (said.code, "里面有委员的姓名" in said.err) == (1, True)
    assert busy.run("member", "--all", "-o", "docs").code == 1
    assert registered(busy) == {}


def test_who_is_meant_must_be_said_and_be_there(busy: SmallOffice) -> None:
    assert busy.run("member").err.startswith("请写一个委员编号，或写 --all")
    assert busy.run("member", "0001", "--all").code == 1
    assert (
        busy.run("member", "13800000000").err
        == "名册里没有这个编号。请用 python3 scripts/ledger.py roster list 核对。\n"
    )
    assert busy.run("member", "0001", "--year", "2030").err.startswith("没有2030年的学习计划")
