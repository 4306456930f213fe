import io
import re
import zipfile
from datetime import date, datetime
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from shuxiang.exports.blocks import BarChart, Series
from shuxiang.exports.cell_text import cell_text
from shuxiang.exports.hidden_sheets import MARKS_SHEET
from shuxiang.exports.neutral import restored
from shuxiang.exports.table_sheet import CellKind, CellValue, Field, TableSheet
from shuxiang.exports.table_workbook import sheet_names, table_workbook
from shuxiang.exports.xlsx_reader import read_workbook

FIELDS = (
    Field("小组", width=20),
    Field("已交", CellKind.NUMBER),
    Field("完成率", CellKind.PERCENT),
    Field("日期", CellKind.DATE),
    Field("时间", CellKind.MOMENT),
    Field("到会", choices=("到", "请假, 有事", "未到")),
)
MOMENT = datetime.fromisoformat("2026-11-18T09:30:00")
ROWS: tuple[tuple[CellValue, ...], ...] = (
    ("第一小组", 10, 0.8333, date(2026, 11, 18), MOMENT, "到"),
    ("第二小组", 8, None, None, None, ""),
    ("合计", 18, 0.5, None, None, None),
)
CHART = BarChart("完成率", ("第一小组", "第二小组"), (Series("本月", (83.3, None)),))
SHEET = TableSheet("各小组", "月通报", FIELDS, ROWS, ("截至今天。",), total=True, chart=CHART)


def opened(*sheets: TableSheet) -> Workbook:
    return load_workbook(io.BytesIO(table_workbook(sheets)))


def test_columns_are_typed() -> None:
    sheet = opened(SHEET)["各小组"]
    values = [cell.value for cell in sheet[4]]
    assert values == ["第一小组", 10, 0.8333, datetime.fromisoformat("2026-11-18T00:00:00"), MOMENT, "到"]
    assert [cell.number_format for cell in sheet[4]] == [
        "@",
        "General",
        "0.0%",
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm",
        "@",
    ]


def test_the_table_can_be_filtered_without_its_sum_and_its_headings_stay() -> None:
    sheet = opened(SHEET)["各小组"]
    assert [cell.value for cell in sheet[3]] == [field.name for field in FIELDS]
    assert sheet.auto_filter.ref == "A3:F5"
    assert sheet.freeze_panes == "A4"
    assert (sheet["A6"].value, sheet["A6"].font.b, sheet["A5"].font.b) == ("合计", True, False)


def test_it_prints_on_a4_as_wide_as_the_paper_with_its_headings_on_each_page() -> None:
    sheet = opened(SHEET)["各小组"]
    assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_margins.footer, sheet.page_margins.bottom) == (0.3, 0.75)
    assert "&C第 &P 页，共 &N 页" in unescape(written(SHEET))


def test_a_difference_of_nothing_is_level_and_a_rows_number_stands_in_the_middle() -> None:
    fields = (Field("序号", CellKind.ORDINAL), Field("变化", CellKind.POINTS))
    sheet = opened(TableSheet("表", "表", fields, ((1, 0.0),)))["表"]
    assert (sheet["A3"].alignment.horizontal, sheet["B3"].alignment.horizontal) == ("center", "right")
    assert (sheet["B3"].value, sheet["B3"].number_format) == (0, '+0.0;-0.0;"持平"')


def test_choices_come_as_a_list_to_choose_from_commas_and_all() -> None:
    book = opened(SHEET)
    (rule,) = book["各小组"].data_validations.dataValidation
    assert (rule.type, str(rule.sqref)) == ("list", "F4:F206")
    hidden, _, place = rule.formula1.rpartition("!")
    listed = book[hidden.strip("'")]
    assert listed.sheet_state == "hidden"
    assert [cell.value for row in listed[place.replace("$", "")] for cell in row] == ["到", "请假, 有事", "未到"]


def test_a_chart_is_excels_own_and_says_its_numbers_before_anything_is_computed() -> None:
    data = table_workbook([SHEET])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        chart = package.read("xl/charts/chart1.xml").decode()
    assert re.findall(r"<v>([^<]*)</v>", chart) == ["本月", "第一小组", "第二小组", "83.3"]
    assert load_workbook(io.BytesIO(data))["_图表"].sheet_state == "hidden"


def test_marks_are_kept_where_nobody_sees_them() -> None:
    marked = TableSheet("签到", "签到", FIELDS, ROWS, marks=(("event", "talk@2026-11-18"), ("day", "2026-11-18")))
    sheets = read_workbook(table_workbook([SHEET, marked]))
    (marks,) = (sheet for sheet in sheets if sheet.name == MARKS_SHEET)
    assert marks.hidden
    assert [[restored(cell_text(cell)) for cell in row.values()] for row in marks.rows.values()] == [
        ["签到", "event", "talk@2026-11-18"],
        ["签到", "day", "2026-11-18"],
    ]


def written(sheet: TableSheet) -> str:
    with zipfile.ZipFile(io.BytesIO(table_workbook([sheet]))) as package:
        return package.read("xl/worksheets/sheet1.xml").decode()


def test_rows_grow_with_what_is_typed_unless_their_height_is_asked_for() -> None:
    assert "customHeight" not in written(SHEET)
    tall = written(TableSheet("签到", "签到", FIELDS, ROWS, row_height=30))
    assert re.search(r'<row r="3"[^>]* ht="30" customHeight="1"', tall)


@pytest.mark.parametrize("text", ["=1+1", "＝1+1", "+86 100", "-1", "@all", " =1"])
def test_what_looks_like_a_formula_is_text(text: str) -> None:
    cell = opened(TableSheet("表", "表", (Field("小组"),), ((text,),)))["表"]["A3"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert restored(str(cell.value)) == text.strip()


def test_names_of_sheets_are_such_as_excel_allows() -> None:
    wanted = ["小组/节奏", "小组:节奏", "", "长" * 40, "长" * 40, "A", "a"]
    made = sheet_names(wanted)
    assert made[:3] == ["小组 节奏", "小组 节奏 2", "表"]
    assert len({name.casefold() for name in made}) == len(wanted)
    assert max(map(len, made)) <= 31


def test_the_same_sheets_give_the_same_bytes() -> None:
    assert table_workbook([SHEET]) == table_workbook([SHEET])


TEXTS = st.text(max_size=30)


@settings(max_examples=25)
@given(st.lists(TEXTS, min_size=1, max_size=4), TEXTS, TEXTS)
def test_any_text_comes_back_as_it_is_read_in_one_line(texts: list[str], title: str, note: str) -> None:
    sheet = TableSheet(
        "表", title, (Field(note), Field("数", CellKind.NUMBER)), tuple((text, 1) for text in texts), (note,)
    )
    (read, *_) = read_workbook(table_workbook([sheet]))
    assert [cell.value for row in read.rows.values() if (cell := row.get(2))] == ["数", *([1.0] * len(texts))]
