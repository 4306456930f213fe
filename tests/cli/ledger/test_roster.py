from __future__ import annotations

import io
import stat
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook

from shuxiang.core.ledger.event import Kind
from shuxiang.core.ledger.member import Spell

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADINGS = ("编号", "姓名", "小组", "界别", "手机", "身份证号")
PHONE, IDENTITY, NAME = "13812345678", "110101199001011234", "绝密"
FIRST_DAY, TODAY = date(2026, 11, 2), date(2026, 11, 20)

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """write(*rows, headings=…, name=…) -> a roster as a clerk has it."""

    def make(*rows: Sequence[object], headings: Sequence[str] = HEADINGS, name: str = "名册.xlsx") -> Path:
        path = tmp_path / name
        if path.suffix == ".csv":
            path.write_bytes("\r\n".join(",".join(map(str, row)) for row in (headings, *rows)).encode("gb18030"))
            return path
        book = Workbook()
        for row in (headings, *rows):
            book.worksheets[0].append(list(row))
        book.save(path)
        return path

    return make


ONE = ("0001", "甲某", "第一小组", "经济界", PHONE, IDENTITY)
TWO = ("0002", "乙某", "第二小组", "", "", "")


def spells(office: Any, number: str) -> tuple[Spell, ...]:
    found: tuple[Spell, ...] = office.ledger().numbered()[number].spells
    return found


@pytest.mark.parametrize("name", ["名册.xlsx", "名册.csv"])
def test_the_first_roster_counts_from_the_plans_first_day(office: Any, write: Write, name: str) -> None:
    said = office.run("roster", "import", str(write(ONE, TWO, name=name)), "--yes")

    assert (said.code, said.err) == (0, "")
    assert "第一次导入，从 2026年11月2日 起算" in said.out
    assert "加入    0001    甲某    第一小组  经济界" in said.out
    assert spells(office, "0001") == (Spell("第一小组", FIRST_DAY),)
    assert office.ledger().numbered()["0001"].contact == ""


def test_later_changes_count_from_today_or_from_the_day_that_is_given(office: Any, write: Write) -> None:
    office.enroll(keys=False)
    office.run("roster", "import", str(write(("0001", "甲某", "第二小组", "", "", ""))), "--yes")
    office.run(
        "roster", "import", str(write(("0002", "乙某", "第二小组", "", "", ""))), "--yes", "--on", "2026-11-09"
    )

    assert spells(office, "0001") == (Spell("第一小组", FIRST_DAY, TODAY), Spell("第二小组", TODAY))
    assert spells(office, "0002")[1].start == date(2026, 11, 9)


def test_the_same_file_again_changes_nothing_and_leaves_no_trace(office: Any, write: Write) -> None:
    file = str(write(ONE, TWO))
    office.run("roster", "import", file, "--yes")
    before = office.store.last()
    said = office.run("roster", "import", file, "--yes")

    assert "没有变化。" in said.out
    assert office.store.last() == before


def test_nothing_is_entered_before_it_is_agreed_to(office: Any, write: Write) -> None:
    looked = office.run("roster", "import", str(write(ONE)), "--dry-run")
    unasked = office.run("roster", "import", str(write(ONE)))

    assert (looked.code, unasked.code) == (0, 0)
    assert "只是看看，没有写入。" in looked.out
    assert "请加 --yes 再运行一次。" in unasked.out
    assert office.store.last() == 0


def test_one_bad_row_and_nothing_is_entered(office: Any, write: Write) -> None:
    said = office.run(
        "roster", "import", str(write(ONE, ("", NAME, "", "", PHONE, IDENTITY), (IDENTITY, "甲"))), "--yes"
    )

    assert said.code == 1
    assert "A3：缺编号" in said.err
    assert "A4：像是身份证号，不能当编号" in said.err
    assert office.store.last() == 0
    assert not any(canary in said.err + said.out for canary in (PHONE, IDENTITY, NAME))


def test_what_must_be_asked_is_told_by_the_cell(office: Any, write: Write) -> None:
    office.enroll(keys=False)
    said = office.run("roster", "import", str(write(("0001", NAME, "", "", "", ""))), "--yes")

    assert said.code == 1
    assert "A2：这个编号在台账里是另一个姓名" in said.err
    assert NAME not in said.err
    assert "甲某" not in said.err


def test_identity_numbers_never_reach_the_ledger_and_contacts_only_when_asked(office: Any, write: Write) -> None:
    file = str(write(ONE))
    said = office.run("roster", "import", file, "--yes")
    assert "没有读的列：E“手机”、F“身份证号”。" in said.out
    assert "加 --contact" in said.out
    assert not held(office, PHONE, IDENTITY)

    office.run("roster", "import", file, "--yes", "--contact")
    assert office.ledger().numbered()["0001"].contact == PHONE
    assert held(office, PHONE)
    assert not held(office, IDENTITY)


def held(office: Any, *texts: str) -> bool:
    """Whether any file of the ledger has any of the texts in it."""
    data = b"".join(path.read_bytes() for path in office.folder.rglob("*") if path.is_file())
    return any(text.encode() in data for text in texts)


def test_a_complete_roster_lets_the_others_leave(office: Any, write: Write) -> None:
    office.enroll(keys=False)
    file = str(write(*((number, name, group) for number, name, group in PEOPLE), headings=HEADINGS[:3]))

    said = office.run("roster", "import", file, "--yes")
    assert "台账里还有 1 位不在这份名册里，没有动：\n  0006  己某" in said.out
    office.run("roster", "import", file, "--yes", "--complete")
    assert spells(office, "0006") == (Spell("未分组", FIRST_DAY, TODAY),)


PEOPLE = [
    ("0001", "甲某", "第一小组"),
    ("0002", "乙某", "第一小组"),
    ("0003", "丙某", "第二小组"),
    ("0004", "丁某", "第二小组"),
    ("0005", "戊某", "第三小组"),
]


def test_a_file_that_is_no_roster_is_told(office: Any, tmp_path: Path, write: Write) -> None:
    (tmp_path / "空.csv").write_bytes(b"")
    (tmp_path / "图.xlsx").write_bytes(b"\x89PNG")
    for name, message in {
        "没有.xlsx": "找不到文件",
        ".": "是一个文件夹",
        "空.csv": "文件是空的",
        "图.xlsx": "这不是 .xlsx 工作簿",
    }.items():
        said = office.run("roster", "import", str(tmp_path / name))
        assert said.code == 1
        assert message in said.err
    said = office.run("roster", "import", str(write(ONE, headings=("序号", "姓名"))))
    assert "表头里有“姓名”，没有“编号”" in said.err


def test_somebody_else_s_change_meanwhile_is_noticed(
    office: Any, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(write(ONE))

    def answer(_question: str) -> str:
        office.enroll(keys=False)
        return "是"

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr(sys, "stdin", Terminal())
    said = office.run("roster", "import", file)

    assert said.code == 1
    assert "名册刚刚有人改过，没有写入。" in said.err
    assert office.ledger().numbered()["0001"].sector == ""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_file_and_the_rows_are_known_to_the_ledger(office: Any, write: Write) -> None:
    office.run("roster", "import", str(write(ONE)), "--yes")
    run, joined = office.store.events()

    assert run.data["command"] == "roster import"
    assert len(run.data["digest"]) == 64
    assert run.private == {"input": "名册.xlsx"}
    assert (joined.kind, joined.line) == (Kind.JOINED, 2)
    assert "甲某" not in str(joined.data)


def test_leaving_and_moving_count_from_their_day(office: Any) -> None:
    office.enroll(keys=False)
    left = office.run("roster", "leave", "0001", "9", "--yes")
    office.run("roster", "leave", "0001", "0002", "--on", "2026-11-30", "--yes")
    office.run("roster", "move", "0003", "第一 小组", "--on", "2026-11-16", "--yes")

    assert left.code == 1
    assert "名册里没有第 2 个编号" in left.err
    assert spells(office, "0002") == (Spell("第一小组", FIRST_DAY, date(2026, 11, 30)),)
    assert spells(office, "0003")[1] == Spell("第一小组", date(2026, 11, 16))


def test_who_is_not_there_that_day_neither_leaves_nor_moves(office: Any) -> None:
    office.enroll(keys=False)
    for words in (("leave", "0001"), ("move", "0001", "第二小组")):
        said = office.run("roster", *words, "--on", "2026-10-01", "--yes")
        assert said.code == 1
        assert "这个编号的委员那一天不在名册上" in said.err


def test_moving_to_where_one_is_changes_nothing(office: Any) -> None:
    office.enroll(keys=False)
    assert "没有变化。" in office.run("roster", "move", "0001", "第一小组", "--yes").out


def test_a_group_that_there_is_not_is_asked_about_before_one_moves_there(office: Any) -> None:
    office.enroll(keys=False)
    said = office.run("roster", "move", "7", "第二学习小组", "--yes")
    assert said.code == 1
    said = office.run("roster", "move", "3", "第三小組", "--dry-run")
    assert "学习计划的 groups 里没有“第三小組”：是不是“第三小组”？" in said.out
    assert "是不是" not in office.run("roster", "move", "3", "第 三小组", "--dry-run").out


def test_a_name_and_a_number_are_put_right(office: Any) -> None:
    office.enroll()
    office.run("roster", "rename", "0001", "甲 某某", "--yes")
    before = office.ledger().numbered()["0001"]
    office.run("roster", "renumber", "0001", "a01", "--yes")

    after = office.ledger().numbered()["A01"]
    assert (after.id, after.name) == (before.id, "甲 某某")
    assert after.active_key == before.active_key


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("renumber", "0001", "0002"), "新编号是另一位委员的（前面的零不算），没有改。"),
        (("renumber", "0001", "1.5"), "新编号不对：委员编号由 1 到 20 个"),
        (("rename", "0001", " "), "姓名要写一行，不超过 40 个字。"),
        (("move", "0001", "组" * 41), "小组要写一行，不超过 40 个字。"),
        (("leave", "12345678901234567"), "名册里没有这个编号。"),
    ],
)
def test_what_cannot_be_is_refused_without_repeating_it(office: Any, words: tuple[str, ...], message: str) -> None:
    office.enroll(keys=False)
    before = office.store.last()
    said = office.run("roster", *words, "--yes")

    assert said.code == 1
    assert message in said.err
    assert not (words[-1].strip() and words[-1] in said.err)
    assert office.store.last() == before


def test_the_list_is_that_of_the_day_by_group_and_number(office: Any) -> None:
    office.enroll()
    office.run("roster", "move", "0001", "第三小组", "--on", "2026-12-01", "--yes")
    office.run("roster", "leave", "0003", "--on", "2026-11-30", "--yes")
    office.run("roster", "revoke", "0004", "--yes")
    lines = office.run("roster", "list").out.splitlines()

    assert lines[0] == "2026年11月20日的名册，6 人。"
    assert [line.split() for line in lines[4:]] == [
        ["0001", "甲某", "第一小组", "有", "2026-11-02，2026-12-01", "起在第三小组"],
        ["0002", "乙某", "第一小组", "有", "2026-11-02"],
        ["0003", "丙某", "第二小组", "有", "2026-11-02，2026-11-30", "起不在"],
        ["0004", "丁某", "第二小组", "已作废", "2026-11-02"],
        ["0005", "戊某", "第三小组", "有", "2026-11-02"],
        ["0006", "己某", "未分组", "有", "2026-11-02"],
    ]
    later = office.run("roster", "list", "--on", "2026-12-01").out.splitlines()
    assert [line.split()[0] for line in later[4:]] == ["0002", "0004", "0001", "0005", "0006"]
    assert "名册上没有人" in office.run("roster", "list", "--on", "2025-01-01").out


def test_who_is_forgotten_stands_in_no_list(office: Any) -> None:
    office.enroll(keys=False)
    office.run("forget", "0002", "--yes")
    said = office.run("roster", "list")
    assert "的名册，5 人。另有 1 位已注销。\n" in said.out
    assert "0001" in said.out
    assert [word for word in ("0002", "乙某") if word in said.out] == []


def test_the_list_as_a_workbook_can_be_read_back_and_is_remembered(office: Any) -> None:
    office.enroll(keys=False)
    said = office.run("roster", "list", "-o", "今天.xlsx")
    path = office.root / "今天.xlsx"

    assert (said.code, said.err) == (0, "")
    assert sys.platform == "win32" or stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "没有变化。" in office.run("roster", "import", str(path), "--complete", "--yes").out
    assert named_files(office) == {str(path.resolve()): {f"m{number:04}" for number in range(1, 7)}}


def named_files(office: Any) -> dict[str, set[str]]:
    from shuxiang.store.schema import named_files as table  # noqa: PLC0415

    with office.store.engine.connect() as connection:
        rows: Iterable[Any] = connection.execute(table.select()).all()
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.path, set()).add(row.member)
    return found


def test_the_empty_roster_has_the_groups_to_choose_from(office: Any) -> None:
    said = office.run("roster", "template")
    book = load_workbook(office.root / "名册.xlsx")

    assert "roster import 名册.xlsx" in said.out
    assert [cell.value for cell in book["名册"][4]] == ["编号", "姓名", "小组", "界别"]
    assert len(book["名册"].data_validations.dataValidation) == 1
    assert "已经存在，没有覆盖" in office.run("roster", "template").err


@pytest.mark.parametrize("where", ["docs/名册.xlsx", "site/名册.xlsx"])
def test_nobody_is_named_where_readers_would_find_it(office: Any, where: str) -> None:
    office.enroll(keys=False)
    (office.root / "site").mkdir()
    said = office.run("roster", "list", "-o", where)
    assert said.code == 1
    assert not (office.root / where).exists()
