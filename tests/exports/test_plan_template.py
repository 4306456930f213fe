import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from plan_year import Year
from shuxiang.core.days import Day, DaySource
from shuxiang.core.model import Material
from shuxiang.exports.plan_columns import COLUMNS, INPUTS
from shuxiang.exports.plan_look import row_height

PATH_COLUMN, TITLE_COLUMN = 15, 6


def plan_of(data: bytes) -> Worksheet:
    sheet: Worksheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return sheet


def table(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]


def test_there_is_a_row_for_each_slot_in_the_order_of_time(year: Year) -> None:
    rows = table(plan_of(year.template()))
    assert [tuple(row[:4]) for row in rows[:8]] == [
        ("年撰一稿", "2026", "2026年", "1月1日至12月31日"),
        ("月讲一题", "2026-11", "11月", "11月1日至30日"),
        ("每月两学", "2026-11", "11月", "11月1日至30日"),
        ("每月两学", "2026-11", "11月", "11月1日至30日"),
        ("周学一文", "2026-W45", "第1周", "11月2日至8日"),
        ("周学一文", "2026-W46", "第2周", "11月9日至15日"),
        ("周学一文", "2026-W47", "第3周", "11月16日至22日"),
        ("周学一文", "2026-W48", "第4周", "11月23日至29日"),
    ]


def test_what_the_files_say_is_filled_in(year: Year) -> None:
    rows = {row[PATH_COLUMN - 1]: row[5:14] for row in table(plan_of(year.template()))}
    assert rows["readings/2026/w46.md"] == [
        "数路灯",
        None,
        "本会编写",
        None,
        "第一小组",
        None,
        "2026-11-11 15:00",
        None,
        None,
    ]
    assert rows["topic/11.md"] == ["十一月讲坛", None, None, None, None, "张三", None, None, "一句话"]


def test_a_year_whose_holidays_are_not_announced_says_so_at_the_top(year: Year) -> None:
    assert "放假安排还没有全部公布" in str(plan_of(year.template())["A2"].value)
    year.day_of = lambda _: Day(working=True)
    assert "公布" not in str(plan_of(year.template())["A2"].value)


def test_a_last_week_that_reaches_into_the_next_year_needs_no_announcement_of_that(year: Year) -> None:
    year.day_of = lambda day: Day(working=True) if day.year == 2026 else Day(working=True, source=DaySource.ASSUMED)
    assert "公布" not in str(plan_of(year.template())["A2"].value)
    year.programme = replace(year.programme, ends=date(2027, 1, 11))
    assert "公布" in str(plan_of(year.template())["A2"].value)


def test_a_week_off_is_a_grey_row_of_its_own(year: Year) -> None:
    sheet = plan_of(year.template())
    (row,) = (row for row in sheet.iter_rows(min_row=4) if row[2].value == "不设期")
    assert [cell.value for cell in row[:6]] == [None, "2026-W50", "不设期", "12月7日至13日", "校庆", None]
    assert {cell.fill.fgColor.rgb for cell in row} == {"FFDDDDDD"}


def test_a_week_off_that_begins_before_the_programme_stands_at_its_head(year: Year) -> None:
    year.programme = replace(year.programme, starts=date(2026, 11, 4))
    year.day_of = lambda day: Day(working=not date(2026, 11, 2) <= day < date(2026, 11, 9), name="校庆")
    rows = table(plan_of(year.template()))
    assert [row[1:5] for row in rows if row[2] == "不设期"] == [["2026-W45", "不设期", "11月2日至8日", "校庆"]]


def test_only_what_is_to_be_filled_in_is_white(year: Year) -> None:
    sheet = plan_of(year.template())
    white = [column.name for column, cell in zip(COLUMNS, sheet[4], strict=True) if cell.fill.fill_type is None]
    assert white == [column.name for column in INPUTS]


def test_keys_and_times_are_text_so_that_excel_makes_no_dates_of_them(year: Year) -> None:
    sheet = plan_of(year.template())
    assert {sheet.cell(4, place).number_format for place in range(1, 14)} == {"@"}
    assert [sheet.column_dimensions[letter].number_format for letter in ("B", "L")] == ["@", "@"]


def test_a_cadence_that_wants_several_has_a_row_for_each_and_for_those_missing(year: Year) -> None:
    for number in (1, 2, 3):
        path = f"party/{number}.md"
        old = year.materials["topic/11.md"]
        year.materials[path] = replace(old, path=path, cadence_id="party", title=f"第{number}篇")
    rows = [row for row in table(plan_of(year.template())) if row[0] == "每月两学"]
    assert [(row[1], row[5]) for row in rows] == [
        ("2026-11", "第1篇"),
        ("2026-11", "第2篇"),
        ("2026-11", "第3篇"),
        ("2026-12", None),
        ("2026-12", None),
    ]


def test_cadences_and_groups_are_chosen_from_lists(year: Year) -> None:
    book = load_workbook(io.BytesIO(year.template()))
    rules = {str(rule.sqref)[:1]: rule for rule in book.worksheets[0].data_validations.dataValidation}
    lists = {}
    for column, rule in rules.items():
        sheet, _, cells = rule.formula1.replace("$", "").replace("'", "").partition("!")
        lists[column] = [cell.value for (cell,) in book[sheet][cells]]
    assert lists == {"A": ["周学一文", "月讲一题", "每月两学", "年撰一稿"], "J": ["第一小组", "经济界"]}
    assert (rules["A"].errorStyle, rules["J"].errorStyle) == ("stop", "warning")


def test_without_groups_any_group_may_be_written(year: Year) -> None:
    year.programme = replace(year.programme, groups=())
    (rule,) = plan_of(year.template()).data_validations.dataValidation
    assert str(rule.sqref).startswith("A4:A")


def test_the_second_sheet_helps_and_the_third_is_not_to_be_seen(year: Year) -> None:
    book = load_workbook(io.BytesIO(year.template()))
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [
        ("计划", "visible"),
        ("说明", "visible"),
        ("_shuxiang", "veryHidden"),
    ]
    words = "\n".join(str(cell.value) for (cell,) in book["说明"].iter_rows())
    assert "python3 scripts/plan.py import" in words
    assert "# " not in words


def test_headings_stay_in_view_and_are_printed_on_every_sheet_of_a4(year: Year) -> None:
    sheet = plan_of(year.template())
    assert sheet.freeze_panes == "E4"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_rows_are_as_high_as_their_text_needs_and_may_still_grow(year: Year) -> None:
    assert row_height({COLUMNS[5]: "短"}) < row_height({COLUMNS[5]: "很长的题目" * 6})
    xml = zipfile.ZipFile(io.BytesIO(year.template())).read("xl/worksheets/sheet1.xml")
    assert b' ht="' in xml
    assert b"customHeight" not in xml


@pytest.mark.parametrize("title", ["=1+1", "+86", "@甲", "_x0041_", "1984", "2026-11", "#REF!", "TRUE", "甲\x07乙"])
def test_a_title_is_text_whatever_it_looks_like(year: Year, title: str, row_of: Callable[..., int]) -> None:
    year.change("readings/2026/w46.md", title=title)
    data = year.template()
    cell = plan_of(data).cell(row_of(data, "2026-W46"), TITLE_COLUMN)
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert str(cell.value).replace("_x005F_", "_") == title.replace("\x07", "")
    assert year.read(data).updates == ()


def test_the_same_year_gives_the_same_bytes(year: Year) -> None:
    data = year.template()
    assert data == year.template()
    assert {part.date_time[0] for part in zipfile.ZipFile(io.BytesIO(data)).infolist()} == {1980}


def test_files_of_other_years_stay_out(year: Year) -> None:
    other: Material = replace(year.materials["topic/11.md"], path="old.md", title="去年的")
    year.materials["old.md"] = replace(other, period=replace(other.period, key="2025-11"), cadence_id="nothing")
    assert b"old.md" not in b"".join(
        zipfile.ZipFile(io.BytesIO(year.template())).read(name) for name in ("xl/worksheets/sheet1.xml",)
    )
