import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

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
from shuxiang.exports.web_document import web_document

TABLE = Table(
    (Column("小组", 3), Column("已交", 1, Align.RIGHT)),
    (("第一小组", "10"), ("合计", "10")),
    caption="各小组",
    total=True,
)
CHART = BarChart("完成率", ("第一小组", "第二小组"), (Series("本月", (83.3, None)), Series("上月", (50.0, 100.0))))


def page(*blocks: Block) -> html.HtmlElement:
    return html.document_fromstring(
        web_document(Document("月通报", blocks, "某办公室\n2026年11月", "页脚")).decode()
    )


def test_the_texts_stand_in_their_order() -> None:
    main = page(
        Heading("一、情况"), Paragraph("甲\n乙"), Heading("细节", 2), Items(("丙", "丁")), PageBreak()
    ).find(".//main")
    assert [(element.tag, element.text_content()) for element in main] == [
        ("h1", "月通报"),
        ("p", "某办公室2026年11月"),
        ("h2", "一、情况"),
        ("p", "甲乙"),
        ("h3", "细节"),
        ("ul", "丙丁"),
        ("div", ""),
    ]
    assert len(main.xpath(".//br")) == 2


def test_the_page_asks_nobody_for_anything() -> None:
    text = web_document(Document("月通报", (TABLE, CHART))).decode()
    assert not re.search(r"<(script|link|img|iframe)\b|@import|url\(", text)
    assert re.findall(r"https?://[^\"' >]+", text) == ["http://www.w3.org/2000/svg"]
    assert "default-src 'none'" in text


def test_a_table_has_headings_of_columns_and_rows_and_its_sum_at_the_end() -> None:
    (table,) = page(TABLE).xpath("//table")
    assert table.xpath("./thead//th/@scope") == ["col", "col"]
    assert table.xpath("./tbody//th[@scope='row']/text()") == ["第一小组"]
    assert table.xpath("./tfoot//*[self::th or self::td]/text()") == ["合计", "10"]
    assert table.xpath("./tbody//td/@class") == ["right"]
    assert table.getparent().get("aria-labelledby") == table.find("caption").get("id")


def test_a_short_table_is_printed_on_one_page_with_its_note() -> None:
    long = Table(TABLE.columns, TABLE.rows * 10, note="（出处 A）")
    whole, noted = page(replace(TABLE, note="（出处 B）"), long).xpath("//main/div")
    assert [(each.get("class"), each.xpath("./p[@class='note']/text()")) for each in (whole, noted)] == [
        ("whole", ["（出处 B）"]),
        ("noted", ["（出处 A）"]),
    ]


def test_each_bar_has_its_value_in_words() -> None:
    (drawing,) = page(CHART).xpath("//*[local-name()='svg']")
    assert drawing.xpath(".//*[@class='value']/text()") == [
        "本月 83.3%",
        "上月 50.0%",
        "本月 \u2014",
        "上月 100.0%",
    ]
    widths = [float(width.rstrip("%")) for width in drawing.xpath(".//*[local-name()='rect']/@width")]
    assert widths == pytest.approx([45.81, 27.5, 0, 55], abs=0.01)


def test_a_wide_document_turns_the_paper() -> None:
    assert b"A4 landscape" in web_document(Document("表", (), wide=True))
    assert b"A4 landscape" not in web_document(Document("表", ()))


ANY = st.text(max_size=40)


@given(ANY, ANY, ANY)
def test_any_text_is_kept_as_text(one: str, two: str, three: str) -> None:
    chart = BarChart(one, (two,), (Series(three, (1.0,)),), percent=False)
    blocks = (Heading(one), Paragraph(two), Items((three,)), Table((Column(two),), ((one,),), caption=three), chart)
    written = web_document(Document(one, blocks, two, three))
    root = html.document_fromstring(written.decode())
    assert len(root.xpath("//main/*")) == 6 + bool(two)
    assert not root.xpath("//script")
    assert written == web_document(Document(one, blocks, two, three))


def test_markup_in_a_text_is_read_and_not_obeyed() -> None:
    (paragraph,) = page(Paragraph("<script>alert(1)</script> & <b>粗</b>")).xpath("//main/p[not(@class)]")
    assert paragraph.text_content() == "<script>alert(1)</script> & <b>粗</b>"
