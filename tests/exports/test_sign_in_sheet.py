"""The sign-in sheet: what is on paper, what is filled in, and what is read back."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from shuxiang.core.ledger.invitation import Invited
from shuxiang.core.ledger.member import NO_GROUP, Member, Spell
from shuxiang.core.ledger.occasion import Occasion
from shuxiang.core.ledger.sign_in import Part, Presence, Signed
from shuxiang.exports.blocks import Paragraph, Table
from shuxiang.exports.presence_marks import CHOICES
from shuxiang.exports.sign_in_reading import FilledIn, Marks, read_sign_in
from shuxiang.exports.sign_in_sheet import paper_sheet, typing_sheet, when_text
from shuxiang.exports.spreadsheet import Block, Cell, Sheet, WorkbookError
from shuxiang.exports.table_sheet import TableSheet
from shuxiang.exports.table_workbook import table_workbook
from shuxiang.exports.xlsx_reader import read_workbook

DAY = date(2026, 11, 18)
LECTURE = Occasion(
    "2026-11-18",
    "委员大讲堂",
    "委员大讲堂：怎样读预算",
    datetime.fromisoformat("2026-11-18T09:30"),
    datetime.fromisoformat("2026-11-18T11:30"),
    venue="三楼",
)
Change = Callable[[Worksheet], None]


def person(number: str, name: str, group: str = "第一小组") -> Invited:
    return Invited(Member(f"m{number}", number, name, "", "", (Spell(group, DAY),)), group)


PEOPLE = (person("0001", "甲某"), person("0002", "=乙某"), person("0003", "丙某", NO_GROUP))


def saved(change: Change = lambda _: None, people: tuple[Invited, ...] = PEOPLE) -> bytes:
    """The sheet after a person has been at it; its first row of people is row 6."""
    book = load_workbook(io.BytesIO(table_workbook([typing_sheet(LECTURE, people)])))
    change(book["签到表"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(change: Change = lambda _: None) -> FilledIn:
    return read_sign_in(read_workbook(saved(change)))


def filling(cells: Mapping[str, object]) -> Change:
    def fill(sheet: Worksheet) -> None:
        for address, value in cells.items():
            sheet[address] = value

    return fill


def plain_sheet(*rows: Sequence[object], name: str = "Sheet1", merged: tuple[Block, ...] = ()) -> Sheet:
    """A sheet that somebody else has made."""
    cells = {
        number: {place: Cell(value) for place, value in enumerate(row, start=1) if isinstance(value, str | float)}
        for number, row in enumerate(rows, start=1)
    }
    return Sheet(name, hidden=False, rows=cells, merged=merged)


def said(found: FilledIn) -> dict[str, Presence]:
    return {row.number or row.name: row.presence for row in found.rows}


def test_the_paper_has_large_rows_and_no_numbers_of_members() -> None:
    document = paper_sheet(LECTURE, PEOPLE)
    assert (document.title, document.subtitle) == (
        "签到表",
        "委员大讲堂：怎样读预算\n2026年11月18日 星期三 09:30—11:30\n地点：三楼",
    )
    table, below = document.blocks
    assert isinstance(table, Table)
    assert isinstance(below, Paragraph)
    assert ([column.name for column in table.columns], table.row_height) == (
        ["序号", "姓名", "小组", "签到", "备注"],
        12,
    )
    assert table.rows[:3] == (
        ("1", "甲某", "第一小组", "", ""),
        ("2", "=乙某", "第一小组", "", ""),
        ("3", "丙某", "", "", ""),
    )
    assert len(table.rows) == 8
    assert not any(any(row) for row in table.rows[3:])
    assert below.text.startswith("应到 3 人，实到")


def test_the_sheet_to_fill_in_offers_what_can_be_said_and_knows_what_it_is_about() -> None:
    sheet = typing_sheet(LECTURE, PEOPLE)
    assert isinstance(sheet, TableSheet)
    assert [field.name for field in sheet.fields] == ["序号", "编号", "姓名", "小组", "到会", "备注"]
    assert sheet.fields[4].choices == ("到", "请假", "未到")
    assert sheet.rows[0] == (1, "0001", "甲某", "第一小组", None, None)
    assert dict(sheet.marks) == {"活动": "2026-11-18", "名称": "委员大讲堂：怎样读预算", "日期": "2026-11-18"}


@pytest.mark.parametrize(
    ("starts", "ends", "timed", "open_end", "text"),
    [
        ("2026-11-18T09:30", "2026-11-18T11:30", True, True, "2026年11月18日 星期三 09:30"),
        ("2026-11-18T00:00", "2026-11-19T00:00", False, False, "2026年11月18日 星期三"),
        ("2026-11-18T09:00", "2026-11-20T17:00", True, False, "2026年11月18日至20日"),
        ("2026-12-31T00:00", "2027-01-02T00:00", False, False, "2026年12月31日至2027年1月1日"),
    ],
)
def test_when_it_is(starts: str, ends: str, timed: bool, open_end: bool, text: str) -> None:  # noqa: FBT001
    moments = (datetime.fromisoformat(starts), datetime.fromisoformat(ends))
    assert when_text(replace(LECTURE, starts=moments[0], ends=moments[1], timed=timed, open_end=open_end)) == text


def test_what_is_filled_in_is_read_back_with_what_it_is_about() -> None:
    found = read(filling({"E6": "√", "E7": "请假", "F7": "'=出差", "E8": "未到"}))
    assert found.rows == (
        Signed(6, "0001", "甲某", Presence.THERE),
        Signed(7, "0002", "=乙某", Presence.EXCUSED, "=出差"),
        Signed(8, "0003", "丙某", Presence.ABSENT),
    )
    assert found.marks == Marks("2026-11-18", "委员大讲堂：怎样读预算", DAY)
    assert found.findings == ()


def test_rows_may_be_added_below_by_number_or_by_name() -> None:
    found = read(filling({"B9": 4.0, "E9": "到", "C10": "丁某", "E10": 1, "C12": "合计", "E12": "2 人", "E13": 2}))
    assert (said(found)["4"], said(found)["丁某"]) == (Presence.THERE, Presence.THERE)
    assert (len(found.rows), found.findings) == (5, ())


def test_a_mark_beside_nobody_is_not_passed_over() -> None:
    assert read(filling({"E9": "到"})).rows[-1] == Signed(9)


def test_columns_may_be_moved_rows_sorted_and_filtered_and_the_sheet_renamed() -> None:
    def rearrange(sheet: Worksheet) -> None:
        sheet["E6"], sheet["E8"] = "到", "到"
        rows = [[cell.value for cell in row] for row in sheet["A6:F8"]]
        for number, values in enumerate(reversed(rows), start=6):
            for place, value in enumerate([values[4], values[2], "新列", values[1]], start=1):
                sheet.cell(number, place).value = value
        for place, name in enumerate(["到会", "姓名", "其他", "编号", "空", "空"], start=1):
            sheet.cell(5, place).value = name
        sheet.insert_rows(1)
        sheet.row_dimensions[8].hidden = True
        sheet.title = "十一月"

    found = read(rearrange)
    assert said(found) == {"0001": Presence.THERE, "0002": Presence.UNSAID, "0003": Presence.THERE}
    assert found.marks
    assert found.marks.event == "2026-11-18"


def test_what_nobody_can_tell_is_told_by_its_cell() -> None:
    found = read(filling({"E6": "到", "E7": "○", "E8": "到"}))
    assert [(found.place(one), one.what) for one in found.findings] == [("E7", "看不出是到了还是没到。")]
    assert list(said(found)) == ["0001", "0003"]


def test_cells_merged_over_several_rows_count_for_none_of_them() -> None:
    rows = (("姓名", "到会"), ("甲某", "到"), ("乙某",), ("丙某", "到"))
    blocks = (Block(2, 2, 3, 2), Block(1, 1, 1, 2), Block(2, 1, 900_000, 1), Block(2, 2, 900_000, 2))
    found = read_sign_in([plain_sheet(*rows, merged=blocks[:2])])
    assert [found.place(one) for one in found.findings] == ["B2", "B3"]
    assert list(said(found)) == ["丙某"]
    assert len(read_sign_in([plain_sheet(*rows, merged=blocks)]).findings) == 3


def test_a_finding_about_a_column_that_is_not_there_points_at_the_mark() -> None:
    found = read_sign_in([plain_sheet(("姓名", "到会"), ("甲某", "到"), ("乙某", "？"))])
    finding = replace(found.findings[0], part=Part.NUMBER)
    assert found.place(finding) == "B3"


def test_a_sheet_of_somebody_elses_make_is_read_by_its_headings() -> None:
    found = read_sign_in(
        [
            plain_sheet(
                ("某活动",),
                ("序号", "委员姓名", "签到情况（打√）", "签到", "备 注"),
                (1.0, "甲某", "√", "到", "早退"),
            )
        ]
    )
    assert found.rows == (Signed(3, "", "甲某", Presence.THERE, "早退"),)
    assert found.columns[Part.PRESENCE] == 4
    assert found.marks is None


def test_without_a_sheet_or_with_several_it_says_so() -> None:
    filled = plain_sheet(("姓名", "到会"), ("甲某", "到"))
    with pytest.raises(WorkbookError, match="没有找到签到表"):
        read_sign_in([plain_sheet(("姓名", "备注"))])
    with pytest.raises(WorkbookError, match="“一”、“二”都像是签到表"):
        read_sign_in([replace(filled, name="一"), replace(filled, name="二")])
    assert read_sign_in([replace(filled, name="一"), replace(filled, name="签到表")]).name == "签到表"
    with pytest.raises(WorkbookError, match="B1和 D1 的列名一样"):
        read_sign_in([plain_sheet(("姓名", "到会", "电话", "到会"))])


def test_marks_that_are_lost_or_spoilt_are_none() -> None:
    filled = plain_sheet(("姓名", "到会"), ("甲某", "到"), name="签到表")
    marks = replace(plain_sheet(("签到表", "活动", "e1"), ("签到表", "日期", "下周"), name="_标记"), hidden=True)
    assert read_sign_in([filled]).marks is None
    assert read_sign_in([filled, marks]).marks == Marks("e1", "", None)
    assert read_sign_in([filled, replace(marks, rows={1: {1: Cell("签到表")}})]).marks is None
    other = replace(plain_sheet(("甲", "活动", "e1"), ("乙", "活动", "e2"), name="_标记"), hidden=True)
    assert read_sign_in([filled, other]).marks is None


NAMES = st.text(st.sampled_from("甲乙丙=+'@· "), min_size=1, max_size=6).filter(str.strip)
FILLED = st.lists(st.tuples(NAMES, st.sampled_from([*CHOICES, Presence.UNSAID]), st.booleans()), max_size=5)


@settings(max_examples=15)
@given(filled=FILLED)
def test_exactly_those_who_were_marked_come_back(filled: list[tuple[str, Presence, bool]]) -> None:
    people = tuple(person(f"{number:04}", name) for number, (name, _, _) in enumerate(filled, start=1))

    def fill(sheet: Worksheet) -> None:
        for row, (_, presence, ticked) in enumerate(filled, start=6):
            word = "√" if ticked and presence is Presence.THERE else CHOICES.get(presence)
            sheet.cell(row, 5).value = word

    found = read_sign_in(read_workbook(saved(fill, people)))
    assert said(found) == {f"{n:04}": presence for n, (_, presence, _) in enumerate(filled, start=1)}
    assert [row.name for row in found.rows] == [" ".join(name.split()) for name, _, _ in filled]


VALUES = (
    st.none() | st.text(max_size=5) | st.floats() | st.sampled_from(["到会", "姓名", "编号", "到", "签到", "0001"])
)
BLOCKS = st.builds(Block, *[st.integers(1, 6)] * 4)


@given(rows=st.lists(st.lists(VALUES, max_size=5), max_size=6), merged=st.lists(BLOCKS, max_size=3))
def test_no_workbook_breaks_it(rows: list[list[object]], merged: list[Block]) -> None:
    try:
        found = read_sign_in([plain_sheet(*rows, merged=tuple(merged))])
    except WorkbookError:
        return
    assert all(found.place(finding) for finding in found.findings)
