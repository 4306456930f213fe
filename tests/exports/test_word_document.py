import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from shuxiang.exports.blocks import (
    Align,
    BarChart,
    Block,
    Column,
    Document,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Series,
    Table,
)
from shuxiang.exports.word_document import word_document

TABLE = Table(
    (Column("小组", 3), Column("已交", 1, Align.RIGHT)),
    (("第一小组", "10"), ("第二小组", "8"), ("合计", "18")),
    caption="各小组",
    total=True,
)
CHART = BarChart("完成率", ("第一小组", "第二小组"), (Series("本月", (83.3, None)), Series("上月", (50.0, 100.0))))
CHART_NAMES = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


def saved(*blocks: Block, wide: bool = False) -> bytes:
    return word_document(Document("月通报", blocks, "某办公室\n2026年11月", "某办公室", wide))


def opened(*blocks: Block, wide: bool = False) -> docx.document.Document:
    return docx.Document(io.BytesIO(saved(*blocks, wide=wide)))


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def test_the_texts_stand_in_their_order_under_styles_that_word_knows() -> None:
    file = opened(
        Heading("一、总的情况"), Paragraph("应交 12 人次\n已交 10 人次"), Heading("细节", 2), Items(("甲", "乙"))
    )
    assert [(p.style.name, p.text) for p in file.paragraphs if p.style] == [
        ("Title", "月通报"),
        ("Subtitle", "某办公室\n2026年11月"),
        ("Heading 1", "一、总的情况"),
        ("Normal", "应交 12 人次\n已交 10 人次"),
        ("Heading 2", "细节"),
        ("List Bullet", "甲"),
        ("List Bullet", "乙"),
    ]


def test_every_style_has_a_chinese_font_whatever_else_it_is_called_elsewhere() -> None:
    data = saved(Paragraph("正文"))
    file = docx.Document(io.BytesIO(data))
    fonts = {
        name: file.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))  # type: ignore[union-attr]
        for name in ("Normal", "Title", "Heading 1", "List Bullet", "Body Text", "Footer")
    }
    assert fonts == {
        "Normal": "宋体",
        "Title": "黑体",
        "Heading 1": "黑体",
        "List Bullet": "宋体",
        "Body Text": "宋体",
        "Footer": "宋体",
    }
    table = part(data, "word/fontTable.xml").decode()
    assert re.search('w:name="宋体"><w:altName w:val="SimSun;', table)


def test_the_paper_is_a4_turned_when_the_document_is_wide() -> None:
    upright, wide = opened().sections[0], opened(wide=True).sections[0]
    assert (round(upright.page_width.mm), round(upright.page_height.mm)) == (210, 297)  # type: ignore[union-attr]
    assert (round(wide.page_width.mm), round(wide.page_height.mm)) == (297, 210)  # type: ignore[union-attr]


def test_each_page_says_which_of_how_many_it_is() -> None:
    footer = opened().sections[0].footer.paragraphs[0]
    fields = [field.get(qn("w:instr")) for field in footer._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert [text.text for text in footer._p.iter(qn("w:t"))] == ["某办公室\u3000第 ", "1", " 页，共 ", "1", " 页"]


def test_a_table_repeats_its_headings_and_breaks_no_row() -> None:
    (table,) = opened(TABLE).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["小组", "已交"],
        ["第一小组", "10"],
        ["第二小组", "8"],
        ["合计", "18"],
    ]
    assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows] == [
        True,
        False,
        False,
        False,
    ]
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)
    widths = [int(column.get(qn("w:w"))) for column in table._tbl.iter(qn("w:gridCol"))]
    assert widths[0] == pytest.approx(3 * widths[1], rel=0.01)


def test_numbers_stand_at_the_right_and_the_sum_is_bold() -> None:
    (table,) = opened(TABLE).tables
    aligned = [cell.paragraphs[0]._p.find(f".//{qn('w:jc')}").get(qn("w:val")) for cell in table.rows[1].cells]
    assert aligned == ["left", "right"]
    assert [row.cells[0].paragraphs[0].runs[0].bold for row in table.rows] == [True, None, None, True]


def kept(table: docx.table.Table) -> list[bool]:
    """Of each row whether it stays with the next."""
    return [row._tr.find(f".//{qn('w:keepNext')}") is not None for row in table.rows]


def test_a_short_table_stays_on_one_page_and_its_note_with_it() -> None:
    file = opened(TABLE, replace(TABLE, note="（出处 A）"))
    assert [kept(table) for table in file.tables] == [[True, True, True, False], [True] * 4]
    assert [paragraph.text for paragraph in file.paragraphs if "出处" in paragraph.text] == ["（出处 A）"]


def test_a_long_table_breaks_but_its_headings_and_its_note_stay_with_a_row() -> None:
    rows = tuple((str(number), "1") for number in range(20))
    (table,) = opened(Table(TABLE.columns, rows, note="（出处 D）")).tables
    assert kept(table) == [True, *[False] * 18, True, True]


def chart_part(chart: BarChart) -> etree._Element:
    return etree.fromstring(part(saved(chart), "word/charts/chart1.xml"))


def test_a_bar_is_told_by_its_series_where_there_are_several() -> None:
    """A legend stands in one order in Word and in another elsewhere."""
    one, two = (chart_part(replace(CHART, series=CHART.series[:number])) for number in (1, 2))
    named = [root.xpath("//c:dLbls/c:showSerName/@val", namespaces=CHART_NAMES) for root in (one, two)]
    assert named == [["0"], ["1", "1"]]
    assert not two.xpath("//c:legend", namespaces=CHART_NAMES)
    assert two.xpath("//c:separator/text()", namespaces=CHART_NAMES) == [" ", " "]


def test_rows_are_as_high_as_asked_for_and_grow() -> None:
    (table,) = opened(Table(TABLE.columns, TABLE.rows, row_height=12)).tables
    height = table.rows[1]._tr.find(f".//{qn('w:trHeight')}")
    assert (height.get(qn("w:val")), height.get(qn("w:hRule"))) == ("680", "atLeast")


def test_a_chart_is_words_own_with_its_numbers_beside_it() -> None:
    data = saved(CHART, Paragraph("之间"), CHART)
    root = etree.fromstring(part(data, "word/charts/chart2.xml"))
    values = root.xpath("//c:val//c:v/text()", namespaces=CHART_NAMES)
    assert values == ["83.3", "50", "100"]
    assert root.xpath("//c:cat[1]//c:v/text()", namespaces=CHART_NAMES)[:2] == ["第一小组", "第二小组"]
    sheet = load_workbook(io.BytesIO(part(data, "word/embeddings/chart1.xlsx"))).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        [None, "本月", "上月"],
        ["第一小组", 83.3, 50],
        ["第二小组", None, 100],
    ]


def test_a_chart_is_told_in_words_for_who_cannot_see_it() -> None:
    told = re.search(r'descr="([^"]*)"', part(saved(CHART), "word/document.xml").decode())
    assert told
    assert told[1] == "完成率。第一小组：本月 83.3%，上月 50.0%；第二小组：本月 \u2014，上月 100.0%"


def test_the_same_document_gives_the_same_bytes() -> None:
    blocks = (Heading("一"), TABLE, CHART, PageBreak(), Items(("甲",)))
    first = saved(*blocks)
    assert first == saved(*blocks)
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


ANY = st.text(max_size=30)


@settings(max_examples=6)
@given(ANY, ANY, ANY)
def test_any_text_is_kept_as_text(one: str, two: str, three: str) -> None:
    chart = BarChart(one, (two, "乙"), (Series(three, (1.0, 2.0)),), percent=False)
    blocks = (Heading(one), Paragraph(two), Items((three,)), Table((Column(one),), ((two,), (three,))), chart)
    file = docx.Document(io.BytesIO(word_document(Document(three, blocks, one, two))))
    assert len(file.tables[0].rows) == 3
