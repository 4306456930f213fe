from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from shuxiang.core.ledger.member import Member, Spell
from shuxiang.core.ledger.roster_entry import RosterEntry
from shuxiang.exports.roster_columns import RosterColumn, column_named
from shuxiang.exports.roster_csv import csv_sheet
from shuxiang.exports.roster_sheet import Roster, find_roster
from shuxiang.exports.roster_table import empty_roster, roster_table
from shuxiang.exports.spreadsheet import Block, Cell, Sheet, WorkbookError
from shuxiang.exports.table_workbook import table_workbook
from shuxiang.exports.xlsx_reader import read_workbook

HEADINGS = ("编号", "姓名", "小组")
ONE = ("0001", "甲某", "第一小组")
Value = str | float | bool | datetime | None


def sheet(
    *rows: tuple[Value, ...], name: str = "Sheet1", hidden: bool = False, merged: tuple[Block, ...] = ()
) -> Sheet:
    """A sheet of these values; an empty one is no cell."""
    cells = {
        number: {place: Cell(value) for place, value in enumerate(row, start=1) if value not in {"", None}}
        for number, row in enumerate(rows, start=1)
    }
    return Sheet(name, hidden, {number: row for number, row in cells.items() if row}, merged)


def read(*rows: tuple[Value, ...], contact: bool = False, merged: tuple[Block, ...] = ()) -> Roster:
    return find_roster([sheet(*rows, merged=merged)], contact=contact)


def people(roster: Roster) -> list[tuple[str, str, str]]:
    return [(entry.number, entry.name, entry.group) for entry in roster.entries]


def test_a_row_is_a_member_with_the_place_it_stands_at() -> None:
    roster = read((*HEADINGS, "界别", "旧编号"), (*ONE, "经济界", "A-1"))
    assert roster.entries == (RosterEntry("0001", "甲某", "第一小组", "经济界", "", "A-1", 2, "A2"),)
    assert roster.problems == ()


@pytest.mark.parametrize(
    "heading", ["编 号", "委员编号", "编号（必填）", "编号：", "编号*", "委员\n编号", "委员证号"]
)
def test_a_heading_is_known_however_it_is_written(heading: str) -> None:
    assert column_named(heading) is not None
    assert people(read((heading, "姓 名", "所在小组"), ONE)) == [ONE]


@pytest.mark.parametrize("heading", ["身份证号", "身份证号码", "证件号码", "序号", "出生年月", "备注", "工作单位"])
def test_other_headings_are_nobodys(heading: str) -> None:
    assert column_named(heading) is None


def test_the_table_is_found_below_titles_among_other_columns_in_any_order() -> None:
    roster = read(
        ("某市政协委员名册",),
        (),
        ("序号", "学习小组", "姓名", "身份证号", "委员编号", "备注"),
        (1.0, "第一小组", "甲某", "110101199001011234", "0001", "请假多"),
    )
    assert people(roster) == [ONE]
    assert roster.entries[0].place == "E4"
    assert roster.passed_over == ("A“序号”", "D“身份证号”", "F“备注”")


def test_a_heading_that_may_tell_of_somebody_is_not_repeated() -> None:
    roster = read((*HEADINGS, "13800000000", "甲某的爱人和孩子以及其他家庭成员"), ONE)
    assert roster.passed_over == ("D", "E")


def test_contacts_are_read_only_when_asked_for() -> None:
    rows = ((*HEADINGS, "手机号", "办公电话"), (*ONE, 13800000000.0, "0571-1"))
    assert read(*rows).entries[0].contact == ""
    assert read(*rows).contacts
    assert read(*rows, contact=True).entries[0].contact == "13800000000"
    assert not read(*rows, contact=True).contacts


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张　三", "张三"),
        ("张  三", "张三"),
        ("欧阳 修", "欧阳修"),
        ("买买提 • 吾布力", "买买提·吾布力"),
        ("买买提．吾布力", "买买提·吾布力"),
        ("John  Smith", "John Smith"),
        ("㐀𠀀", "㐀𠀀"),
    ],
)
def test_a_name_is_as_it_is_called_not_as_it_is_spaced(typed: str, name: str) -> None:
    assert people(read(HEADINGS, ("1", typed, "")))[0][1] == name


@pytest.mark.parametrize(
    ("typed", "number"),
    [(" ００01 ", "0001"), ("a－1", "A-1"), (7.0, "7"), ("委 12", "委12"), ("'-1", "")],
)
def test_a_number_is_as_it_is_kept(typed: Value, number: str) -> None:
    roster = read(HEADINGS, (typed, "甲某", ""))
    assert [entry.number for entry in roster.entries] == [number or entry.number for entry in roster.entries]
    assert bool(roster.problems) is not bool(number)


def test_numbers_among_texts_with_zeros_get_theirs_back() -> None:
    roster = read(HEADINGS, ONE, (2.0, "乙某", ""), (13.0, "丙某", ""), (10000.0, "丁某", ""))
    assert [entry.number for entry in roster.entries] == ["0001", "0002", "0013", "10000"]
    assert not roster.typed


@pytest.mark.parametrize(
    ("look", "number"), [("0000", "0003"), ("0000_ ;@", "0003"), ("0", "3"), ("General", "3"), ('"A"0000', "3")]
)
def test_a_number_is_read_with_the_zeros_that_excel_shows(look: str, number: str) -> None:
    book = Workbook()
    table = book.active
    assert table
    table.append(HEADINGS)
    table.append([3, "甲某", "第一小组"])
    table["A2"].number_format = look
    saved = BytesIO()
    book.save(saved)
    roster = find_roster(read_workbook(saved.getvalue()))
    assert [entry.number for entry in roster.entries] == [number]
    assert roster.typed is (number == "3")


def test_numbers_alone_stay_as_they_are_and_that_is_known() -> None:
    roster = read(HEADINGS, (1.0, "甲某", ""), (2.0, "乙某", ""))
    assert [entry.number for entry in roster.entries] == ["1", "2"]
    assert roster.typed


def test_a_group_merged_over_rows_is_everyones_in_them() -> None:
    roster = read(
        HEADINGS,
        ("1", "甲某", "第一小组"),
        ("2", "乙某"),
        ("3", "丙某"),
        ("4", "丁某"),
        merged=(Block(2, 3, 4, 3), Block(3, 3, 900_000, 3)),
    )
    assert [entry.group for entry in roster.entries] == ["第一小组", "第一小组", "第一小组", ""]


def test_rows_that_name_nobody_are_passed_over_and_told() -> None:
    roster = read(
        HEADINGS,
        ("第一小组（两人）",),
        ONE,
        (),
        ("", "", "第二小组"),
        ("编号", "姓名", "小组"),
        ("合计",),
        ("第2组", "", ""),
        ("0002", "乙某", ""),
        merged=(Block(8, 1, 8, 3),),
    )
    assert [entry.number for entry in roster.entries] == ["0001", "0002"]
    assert roster.skipped == ("2", "5", "7", "8")
    assert roster.problems == ()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("", "甲某", ""), "A2\uff1a缺编号。请补上；这一行不是委员的，请删去。"),
        (("0001", "", "第一小组"), "B2\uff1a缺姓名。请补上；这一行不是委员的，请删去。"),
        (("00 01#", "甲某", ""), "A2\uff1a委员编号由 1 到 20 个数字、字母、汉字组成，中间可以有“-”。"),
        (("11010119900101123X", "甲某", ""), "A2\uff1a像是身份证号，不能当编号。台账不收身份证号，请另定编号。"),
        ((13812345678.0, "甲某", ""), "A2\uff1a像是手机号，不能当编号。请另定编号。"),
        (("0001", "110101199001011234", ""), "B2\uff1a不像姓名（太长，或有一长串数字）。请核对是不是错了列。"),
        (("0001", "甲某", "13812345678"), "C2\uff1a不像小组（太长，或有一长串数字）。请核对是不是错了列。"),
        (("0001", "甲\ufffd", ""), "B2\uff1a有读不出的字。请用能正常显示的程序打开，另存为 .xlsx。"),
        (
            (datetime.fromisoformat("2026-01-05"), "甲某", ""),
            "A2\uff1a编号被当成了日期或逻辑值。请把这一列设为“文本”，重新填写。",
        ),
        ((1.5, "甲某", ""), "A2\uff1a委员编号由 1 到 20 个数字、字母、汉字组成，中间可以有“-”。"),
    ],
)
def test_what_is_wrong_is_told_by_the_cell_and_the_row_is_not_taken(row: tuple[Value, ...], problem: str) -> None:
    roster = read(HEADINGS, row)
    assert roster.problems == (problem,)
    assert roster.entries == ()


@pytest.mark.parametrize("cell", [Cell("", error="#REF!"), Cell("", uncomputed=True)])
def test_a_formula_without_a_result_is_told(cell: Cell) -> None:
    broken = Sheet("Sheet1", hidden=False, rows={**sheet(HEADINGS).rows, 2: {1: Cell("0001"), 2: cell}})
    assert find_roster([broken]).problems == (
        "B2\uff1a公式没有算出结果。请复制这一列，“选择性粘贴”成“数值”再保存。",
    )


def test_an_identity_number_is_no_contact() -> None:
    roster = read((*HEADINGS, "联系方式"), (*ONE, "110101199001011234"), contact=True)
    assert roster.problems == ("D2\uff1a不像联系方式（太长，或像身份证号）。请核对是不是错了列。",)


def test_a_number_may_stand_once_only() -> None:
    roster = read(HEADINGS, ONE, ("0001", "乙某", ""), ("01", "丙某", ""))
    assert roster.problems == (
        "A3\uff1a编号和 A2 相同。一位委员一行，一个编号只给一位委员。",
        "A4\uff1a编号和 A2 只差前面的零。一位委员一行，一个编号只给一位委员。",
    )


def test_no_complaint_repeats_what_a_cell_holds() -> None:
    canaries = ("13812345678", "110101199001011234", "绝密姓名甲")
    rows = [(one, two, three) for one in canaries for two in canaries for three in canaries]
    roster = read((*HEADINGS, "联系方式"), *rows, contact=True)
    said = "".join((*roster.problems, *roster.passed_over, *roster.skipped))
    assert roster.problems
    assert not any(canary in said for canary in canaries)


def test_of_several_rosters_none_is_guessed() -> None:
    two = [sheet(HEADINGS, ONE, name="第一组"), sheet(HEADINGS, ("2", "乙某", ""), name="第二组")]
    with pytest.raises(WorkbookError, match="工作表“第一组”、“第二组”都像是名册。请用 --sheet 写明"):
        find_roster(two)
    assert people(find_roster(two, ["第二 组"])) == [("2", "乙某", "")]
    both = find_roster(two, ["第一组", "第二组", "第一组"])
    assert [(entry.number, entry.place) for entry in both.entries] == [("0001", "第一组!A2"), ("2", "第二组!A2")]


def test_the_sheet_called_roster_is_taken_and_hidden_ones_are_not() -> None:
    sheets = [sheet(HEADINGS, name="旧"), sheet(HEADINGS, ONE, name="名 册"), sheet(HEADINGS, hidden=True)]
    assert find_roster(sheets).sheets == ("名 册",)
    assert people(find_roster([sheet(HEADINGS, ONE, hidden=True)])) == [ONE]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("序号", "姓名", "小组"), ONE], "表头里有“姓名”，没有“编号”"),
        ([("说明",)], "没有找到名册。表头要有“编号”“姓名”“小组”"),
        ([], "没有找到名册"),
        ([(*HEADINGS, *HEADINGS), ONE], "A1 和 D1 都是“编号”，不知道该读哪一列。分成左右几栏的，请接成一栏"),
    ],
)
def test_what_is_no_roster_is_told(rows: list[tuple[str, ...]], message: str) -> None:
    with pytest.raises(WorkbookError) as told:
        read(*rows)
    assert message in str(told.value)


def test_a_sheet_that_is_not_there_is_told() -> None:
    with pytest.raises(WorkbookError, match="没有 --sheet 写的那张工作表"):
        find_roster([sheet(HEADINGS, ONE)], ["名册"])


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "\uff0c"])
def test_text_is_read_as_a_workbook_is(delimiter: str) -> None:
    lines = [("某市政协",), (), HEADINGS, ('="0001"', "甲某", '"第一小组"')]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    roster = find_roster([csv_sheet(text, "名册")])
    assert people(roster) == [ONE]
    assert roster.entries[0].place == "A4"


def test_text_with_unpaired_quotes_or_without_end_is_told() -> None:
    with pytest.raises(WorkbookError):
        csv_sheet('编号,姓名\n"' + "甲" * 200_000, "名册")


MEMBERS = [
    Member("m1", "0001", "=甲某", "13800000000", "经济界", (Spell("第一小组", date(2026, 1, 5)),)),
    Member("m2", "A-2", "张三", "", "", (Spell("未分组", date(2026, 1, 5)),)),
]


def test_what_is_written_is_read_back() -> None:
    data = table_workbook([roster_table(MEMBERS, ("第一小组",), date(2026, 11, 20), contact=True)])
    roster = find_roster(read_workbook(data), contact=True)
    assert [(e.number, e.name, e.group, e.sector, e.contact) for e in roster.entries] == [
        ("0001", "=甲某", "第一小组", "经济界", "13800000000"),
        ("A-2", "张三", "未分组", "", ""),
    ]
    assert roster.passed_over == ()
    assert roster.problems == ()


def test_the_empty_roster_is_one_without_members() -> None:
    roster = find_roster(read_workbook(table_workbook([empty_roster(("第一小组",))])))
    assert (roster.sheets, roster.entries, roster.skipped) == (("名册",), (), ())


def test_a_roster_filled_in_by_hand_is_read(fill: Callable[..., bytes]) -> None:
    data = fill(table_workbook([empty_roster(("第一小组",))]), {"A5": "0001", "B5": "甲 某", "C5": "第一小组"})
    assert people(find_roster(read_workbook(data))) == [ONE]


NAMES = [column.value for column in RosterColumn]
TEXTS = st.one_of(
    st.sampled_from([*NAMES, "0001", "1", "甲某", "-", "'=1", "\ufffd", "110101199001011234"]), st.text(max_size=6)
)
VALUES = st.one_of(
    TEXTS, st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.datetimes(), st.times()
)
CELLS = st.builds(Cell, VALUES, error=st.sampled_from(["", "", "#N/A"]), uncomputed=st.booleans())
ROWS = st.dictionaries(st.integers(1, 8), st.dictionaries(st.integers(1, 7), CELLS, min_size=1), max_size=8)
PLACES = st.integers(1, 9)
BLOCKS = st.lists(st.builds(Block, PLACES, PLACES, PLACES, PLACES), max_size=4)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(ROWS, BLOCKS), max_size=2), st.booleans(), st.booleans())
def test_whatever_a_workbook_holds_it_is_read_or_told(
    made: list[tuple[dict[int, dict[int, Cell]], list[Block]]],
    headed: bool,  # noqa: FBT001
    contact: bool,  # noqa: FBT001
) -> None:
    heading = {place: Cell(name) for place, name in enumerate(NAMES, start=1)}
    sheets = [
        Sheet(f"甲{number}", hidden=False, rows={**rows, **({1: heading} if headed else {})}, merged=tuple(blocks))
        for number, (rows, blocks) in enumerate(made)
    ]
    try:
        roster = find_roster(sheets, [s.name for s in sheets] if headed else (), contact=contact)
    except WorkbookError:
        return
    assert all(entry.number and entry.name for entry in roster.entries)


@settings(max_examples=30, deadline=None)
@given(st.text(st.sampled_from('编号姓名,\t;"\n\r1甲='), max_size=60))
def test_whatever_a_text_holds_it_is_read_or_told(text: str) -> None:
    try:
        find_roster([csv_sheet(text, "名册")])
    except WorkbookError:
        return
