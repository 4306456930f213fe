import io
import zipfile
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from shuxiang.exports.spreadsheet import Block, Cell, Sheet, WorkbookError
from shuxiang.exports.xlsx_reader import read_workbook

STYLES = (
    '<numFmts count="2"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
    '<numFmt numFmtId="177" formatCode="0.00&quot;d&quot;"/><numFmt numFmtId="178" formatCode="[h]:mm"/></numFmts>'
    "<fills><fill/></fills>"
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="31"/><xf numFmtId="58"/><xf numFmtId="176"/>'
    '<xf numFmtId="177"/><xf numFmtId="20"/><xf numFmtId="49"/></cellXfs>'
)

Handmade = Callable[..., bytes]


def day(year: int, month: int, number: int, hour: int = 0) -> datetime:
    return datetime(year, month, number, hour)  # noqa: DTZ001  # workbooks know no time zone


def only(data: bytes) -> Sheet:
    (sheet,) = read_workbook(data)
    return sheet


def values(data: bytes) -> list[object]:
    return [cell.value for cells in only(data).rows.values() for cell in cells.values()]


def test_texts_are_read_wherever_a_program_puts_them(handmade: Handmade) -> None:
    cells = (
        '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="inlineStr"><is><t>丙</t></is></c>'
        '<c r="C1" t="str"><f>A1</f><v>乙</v></c></row>'
    )
    assert values(handmade(cells, texts="<si><t>甲</t></si><si><t>乙</t></si>")) == ["乙", "丙", "乙"]


def test_rich_text_is_text_and_its_pronunciation_is_not(handmade: Handmade) -> None:
    rich = "<si><r><rPr><b/></rPr><t>重</t></r><r><t xml:space='preserve'>要 的</t></r><rPh><t>zhong</t></rPh></si>"
    assert values(handmade('<row><c t="s"><v>0</v></c></row>', texts=rich)) == ["重要 的"]
    inline = '<row><c t="inlineStr"><is><r><t>重</t></r><r><t>要</t></r><rPh><t>zhong</t></rPh></is></c></row>'
    assert values(handmade(inline)) == ["重要"]


def test_cells_and_rows_without_a_place_follow_one_another(handmade: Handmade) -> None:
    data = handmade("<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>")
    assert only(data).rows == {1: {1: Cell(1.0), 2: Cell(2.0)}, 2: {2: Cell(3.0)}}


@pytest.mark.parametrize(
    ("style", "value"),
    [
        (0, 46344.625),
        (1, day(2026, 11, 18, 15)),
        (2, day(2026, 11, 18, 15)),
        (3, day(2026, 11, 18, 15)),
        (4, day(2026, 11, 18, 15)),
        (5, 46344.625),
        (7, 46344.625),
        (99, 46344.625),
    ],
)
def test_a_number_is_a_date_where_its_format_says_so_also_a_chinese_one(
    handmade: Handmade, style: int, value: object
) -> None:
    cells = f'<row r="1"><c r="A1" s="{style}"><v>46344.625</v></c></row>'
    assert values(handmade(cells, styles=STYLES)) == [value]


def test_a_date_without_its_year_says_so(handmade: Handmade) -> None:
    cells = '<row r="1"><c r="A1" s="2"><v>46344</v></c><c r="B1" s="3"><v>46344</v></c></row>'
    row = only(handmade(cells, styles=STYLES)).rows[1]
    assert [cell.yearless for cell in row.values()] == [False, True]


def test_a_time_of_day_is_no_date(handmade: Handmade) -> None:
    assert values(handmade('<row><c s="6"><v>0.625</v></c></row>', styles=STYLES)) == [time(15)]


def test_days_are_counted_from_1904_where_the_workbook_says_so(handmade: Handmade) -> None:
    cells = '<row><c s="1"><v>44882</v></c></row>'
    assert values(handmade(cells, styles=STYLES, date1904=True)) == [day(2026, 11, 18)]


@pytest.mark.parametrize("number", ["-1", "1e300", "99999999999"])
def test_a_number_beyond_all_dates_stays_a_number(handmade: Handmade, number: str) -> None:
    assert values(handmade(f'<row><c s="1"><v>{number}</v></c></row>', styles=STYLES)) == [float(number)]


def test_a_strict_workbook_is_read_like_any_other(handmade: Handmade) -> None:
    cells = '<row r="2"><c r="B2" t="d"><v>2026-11-18T15:00:00</v></c></row>'
    data = handmade(cells, main="http://purl.oclc.org/ooxml/spreadsheetml/main", opening="")
    assert only(data).rows == {2: {2: Cell(day(2026, 11, 18, 15))}}


def test_a_formula_has_its_saved_value_or_says_that_it_has_none(handmade: Handmade) -> None:
    cells = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>1+1</f><v></v></c>'
        '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    assert only(handmade(cells)).rows[1] == {
        1: Cell(2.0),
        2: Cell("", uncomputed=True),
        3: Cell("", uncomputed=True),
        5: Cell("", error="#DIV/0!"),
    }


def test_escaped_characters_are_themselves(handmade: Handmade) -> None:
    cells = '<row><c t="inlineStr"><is><t>甲_x000D_乙_x005F_x0041_</t></is></c></row>'
    assert values(handmade(cells)) == ["甲\r乙_x0041_"]


def test_merged_cells_are_told_although_they_stand_behind_all_cells(handmade: Handmade) -> None:
    after = (
        '<mergeCells><mergeCell ref="A1:A3"/><mergeCell ref="$B$2:$D$2"/><mergeCell ref="nonsense"/></mergeCells>'
    )
    merged = only(handmade("", after=after)).merged
    assert merged == (Block(1, 1, 3, 1), Block(2, 2, 2, 4))
    assert [str(block) for block in merged] == ["A1:A3", "B2:D2"]


def test_a_million_formatted_rows_are_read_past(handmade: Handmade) -> None:
    row = "".join(f'<c r="{letter}{{0}}" s="1"/>' for letter in "ABC")
    empty = "".join(f'<row r="{number}" s="1">{row.format(number)}</row>' for number in range(2, 60_000))
    last = '<row r="60000"><c r="B60000" t="inlineStr"><is><t>尾</t></is></c></row>'
    sheet = only(handmade(f'<row r="1"><c r="A1"><v>1</v></c></row>{empty}{last}'))
    assert sheet.rows == {1: {1: Cell(1.0)}, 60000: {2: Cell("尾")}}


def test_a_sheet_with_more_than_a_plan_could_ever_hold_is_refused(
    handmade: Handmade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shuxiang.exports.xlsx_reader.MOST_CELLS", 3)
    with pytest.raises(WorkbookError, match="超过 3 格"):
        read_workbook(handmade("<row>" + "<c><v>1</v></c>" * 4 + "</row>"))


def many_sheets(count: int, cells: str, *, same_part: bool = False) -> bytes:
    """A workbook of so many sheets of the same cells."""
    parts = ["s1.xml" if same_part else f"s{number}.xml" for number in range(1, count + 1)]
    relations = "".join(f'<r Id="{n}" Type="/worksheet" Target="{part}"/>' for n, part in enumerate(parts))
    listed = "".join(f'<sheet name="a&#10;{n}" r:id="{n}"/>' for n in range(count))
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/_rels/workbook.xml.rels", f"<R>{relations}</R>")
        archive.writestr("xl/workbook.xml", f'<w xmlns:r="r"><sheets>{listed}</sheets></w>')
        for part in dict.fromkeys(parts):
            archive.writestr(f"xl/{part}", f"<w><sheetData>{cells}</sheetData></w>")
    return saved.getvalue()


def test_cells_are_counted_over_all_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shuxiang.exports.xlsx_reader.MOST_CELLS", 3)
    two = "<row><c><v>1</v></c><c><v>1</v></c></row>"
    assert len(read_workbook(many_sheets(1, two))) == 1
    with pytest.raises(WorkbookError, match="超过 3 格"):
        read_workbook(many_sheets(2, two))


def test_merged_cells_are_counted_too(handmade: Handmade, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shuxiang.exports.xlsx_reader.MOST_CELLS", 3)
    with pytest.raises(WorkbookError, match="超过 3 格"):
        read_workbook(handmade("", after='<mergeCell ref="A1:A2"/>' * 4))


def test_a_part_that_many_sheets_name_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shuxiang.exports.xlsx_package.MAX_READ_BYTES", 5_000)
    cells = "<row><c><v>1</v></c></row>" + " " * 2_000
    sheets = read_workbook(many_sheets(9, cells, same_part=True))
    assert [sheet.rows for sheet in sheets] == [{1: {1: Cell(1.0)}}] * 9
    with pytest.raises(WorkbookError, match="展开后太大"):
        read_workbook(many_sheets(9, cells))


def test_more_sheets_than_anybody_has_are_refused() -> None:
    assert len(read_workbook(many_sheets(50, ""))) == 50
    with pytest.raises(WorkbookError, match="51 张工作表，超过 50 张。请删去"):
        read_workbook(many_sheets(51, ""))


def test_the_name_of_a_sheet_is_one_line() -> None:
    assert read_workbook(many_sheets(1, ""))[0].name == "a 0"


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ('<c t="inlineStr"><is><t>{}</t></is></c>', ""),
        ('<c t="inlineStr"><is><r><t>{0:.20000}</t></r><r><t>{0:.20001}</t></r></is></c>', ""),
        ('<c t="s"><v>0</v></c>', "<si><t>{}</t></si>"),
    ],
)
def test_a_cell_of_more_than_excel_can_hold_is_damage(handmade: Handmade, cell: str, texts: str) -> None:
    def read(text: str) -> None:
        read_workbook(handmade(f"<row>{cell.format(text)}</row>", texts=texts.format(text)))

    read("字" * 19_000)
    with pytest.raises(WorkbookError, match="损坏"):
        read("字" * 40_001)


@pytest.mark.parametrize("number", ["-1", "2"])
def test_a_text_that_is_not_among_the_shared_ones_is_none(handmade: Handmade, number: str) -> None:
    assert values(handmade(f'<row><c t="s"><v>{number}</v></c></row>', texts="<si><t>甲</t></si>")) == []


def test_far_columns_are_left_alone(handmade: Handmade) -> None:
    assert values(handmade('<row r="1"><c r="XFD1"><v>1</v></c><c r="A1"><v>2</v></c></row>')) == [2.0]


def test_an_empty_fill_that_stops_openpyxl_stops_nobody_here(handmade: Handmade) -> None:
    assert "<fill/>" in STYLES
    assert values(handmade("<row><c><v>1</v></c></row>", styles=STYLES)) == [1.0]


def test_what_openpyxl_has_written_is_read_as_it_was(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["B2"] = CellRichText("一", TextBlock(InlineFont(b=True), "二"))
    sheet["C3"] = day(2026, 11, 18, 15)
    sheet["D4"] = True
    sheet.merge_cells("B2:B4")
    book.create_sheet("藏").sheet_state = "veryHidden"
    book.save(tmp_path / "a.xlsx")
    first, second = read_workbook((tmp_path / "a.xlsx").read_bytes())
    assert first.rows == {2: {2: Cell("一二")}, 3: {3: Cell(day(2026, 11, 18, 15))}, 4: {4: Cell(value=True)}}
    assert [(sheet.name, sheet.hidden) for sheet in (first, second)] == [("Sheet", False), ("藏", True)]
