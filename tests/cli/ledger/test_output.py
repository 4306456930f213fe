"""Where ``-o`` may lead: not into the site, not over other files, and to what the clerk can open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import SmallOffice

NAMES = "里面有委员的姓名"
COMMANDS = {
    ("backup",): ("x.db", "备份里有委员的个人信息"),
    ("member", "0001"): ("x.docx", NAMES),
    ("member", "--all"): ("x", NAMES),
    ("report", "week"): ("x", NAMES),
    ("sheet", "2026-11-18"): ("x", NAMES),
    ("roster", "list"): ("x.xlsx", NAMES),
    ("roster", "template"): ("x.xlsx", "里面要填委员的姓名"),
    ("roster", "keys"): ("x.html", "里面有委员的密钥"),
}


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_writes_where_readers_would_find_it(office: SmallOffice, words: tuple[str, ...]) -> None:
    office.enroll(keys=False)
    name, why = COMMANDS[words]
    before = sorted(office.root.rglob("*.*"))
    for place in (f"docs/{name}", "docs"):
        said = office.run(*words, "-o", place)
        assert (said.code, said.err) == (1, f"不能写到文档文件夹里（{place}）：{why}。请用 -o 换一个地方。\n")
    assert [
        path for path in sorted(office.root.rglob("*.*")) if path not in before and "data" not in path.parts
    ] == []


@pytest.mark.parametrize("there", [True, False])
def test_one_members_file_is_not_written_under_the_name_of_something_else(
    office: SmallOffice, *, there: bool
) -> None:
    office.enroll(keys=False)
    if there:
        (office.root / "名册.xlsx").write_bytes(b"x")
    said = office.run("member", "0001", "-o", "名册.xlsx")
    assert (said.code, "不是以 .docx 或 .html 结尾" in said.err) == (1, True)
    assert (office.root / "名册.xlsx").is_file() is there


def test_a_file_that_is_there_is_not_written_over_nor_taken_for_a_folder(office: SmallOffice) -> None:
    office.enroll(keys=False)
    (office.root / "甲.docx").write_bytes(b"x")
    assert "已经存在，没有覆盖" in office.run("member", "0001", "-o", "甲.docx").err
    for words in (["member", "--all"], ["report", "week"], ["sheet", "2026-11-18"]):
        assert "是一个文件，不是文件夹" in office.run(*words, "-o", "甲.docx").err
        assert "像是一个文件名" in office.run(*words, "-o", "乙.docx").err
    assert not (office.root / "乙.docx").exists()
    assert (office.root / "甲.docx").read_bytes() == b"x"


def test_a_slash_at_the_end_means_a_folder(office: SmallOffice) -> None:
    office.enroll(keys=False)
    assert office.run("backup", "-o", "U盘/").code == 0
    assert office.run("member", "0001", "-o", "2026.11/").code == 0
    assert (office.root / "U盘" / "台账-2026-11-20-1200.db").is_file()
    assert (office.root / "2026.11" / "一人一档-2026-0001.docx").is_file()
