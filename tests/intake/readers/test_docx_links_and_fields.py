"""Links and fields: what they show stays, what they are told does not, and only harmless addresses arrive."""

from __future__ import annotations

import pytest

from shuxiang.intake.addresses import safe
from shuxiang.intake.document import Document, Paragraph
from word_file import codes, p, r, read_word, texts


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(instruction: str, *shown: str) -> str:
    told = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return mark("begin") + told + mark("separate") + "".join(shown) + mark("end")


def hrefs(document: Document) -> list[tuple[str, str]]:
    blocks = (block for block in document.blocks if isinstance(block, Paragraph))
    return [(span.text, span.href) for block in blocks for span in block.spans]


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/a?b=1#c",
        "https://例子.中国/页",
        "mailto:a@example.org",
        "tel:+86-10-1234",
        "#第一章",
        "HTTPS://x",
    ],
)
def test_addresses_of_the_web_of_mail_and_within_the_document_are_safe(address: str) -> None:
    assert safe(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///C:/a.docx",
        "\\\\server\\share\\a",
        "附件1.docx",
        "//example.org/x",
        "http://",
        "http:///x",
        "http://[",
        "https://example.org/a b",
        "http://example.org/\u202ea",
        "vbscript:x",
        "mailto:",
        "#",
        "",
        "http://x/" + "a" * 3000,
    ],
)
def test_all_other_addresses_are_not(address: str) -> None:
    assert safe(address) == ""


def test_a_link_keeps_its_address_and_its_place_in_the_line() -> None:
    body = p("见", f'<w:hyperlink r:id="a">{r("原文")}</w:hyperlink>', "。")
    assert hrefs(read_word(body, links={"a": "https://example.org/1"})) == [
        ("见", ""),
        ("原文", "https://example.org/1"),
        ("。", ""),
    ]


def test_an_unsafe_link_leaves_its_letters_and_is_told() -> None:
    document = read_word(p(f'<w:hyperlink r:id="a">{r("点我")}</w:hyperlink>'), links={"a": "javascript:alert(1)"})
    assert hrefs(document) == [("点我", "")]
    assert codes(document) == ["unsafe-link"]
    assert "javascript:alert(1)" in document.findings[0].what


def test_a_link_within_the_document_keeps_its_anchor() -> None:
    assert hrefs(read_word(p(f'<w:hyperlink w:anchor="第二章">{r("见后")}</w:hyperlink>'))) == [("见后", "#第二章")]


def test_a_link_by_field_is_a_link_too() -> None:
    document = read_word(p(field('HYPERLINK "https://example.org/1" \\l "b" \\o "提示"', r("原文")), "后"))
    assert hrefs(document) == [("原文", "https://example.org/1#b"), ("后", "")]


def test_an_unsafe_link_by_field_is_told() -> None:
    document = read_word(p(field('HYPERLINK "file:///C:/a"', r("原文"))))
    assert hrefs(document) == [("原文", "")]
    assert codes(document) == ["unsafe-link"]


def test_what_a_field_shows_stays_and_its_instruction_does_not() -> None:
    simple = f'<w:fldSimple w:instr="SEQ 图 \\* ARABIC">{r("1")}</w:fldSimple>'
    assert texts(read_word(p("图", simple, " 现场") + p(field("DATE", r("2026年11月21日"))))) == [
        "图1 现场",
        "2026年11月21日",
    ]


def test_page_numbers_in_the_text_are_set_aside() -> None:
    document = read_word(p("第", field("PAGE \\* MERGEFORMAT", r("3")), "页"))
    assert texts(document) == ["第页"]
    assert [(finding.code, finding.set_aside) for finding in document.findings] == [("page-number-field", "3")]


def test_a_table_of_contents_over_many_paragraphs_is_set_aside_with_its_title() -> None:
    begin = mark("begin") + '<w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>' + mark("separate")
    entry = f'<w:hyperlink w:anchor="_Toc1">{r("一、总体要求")}{field("PAGEREF _Toc1", r("1"))}</w:hyperlink>'
    document = read_word(p("目　录") + p(begin, entry) + p("二、措施2", mark("end")) + p("一、总体要求"))
    assert texts(document) == ["一、总体要求"]
    assert [(finding.code, finding.set_aside) for finding in document.findings] == [
        ("table-of-contents", "目　录\n一、总体要求\n1\n二、措施2")
    ]


def test_a_table_of_contents_in_a_control_of_its_own_is_set_aside() -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    document = read_word(f"<w:sdt>{gallery}<w:sdtContent>{p('目录')}{p('甲 1')}</w:sdtContent></w:sdt>" + p("正文"))
    assert texts(document) == ["正文"]
    assert codes(document) == ["table-of-contents"]


def test_lines_in_the_style_of_a_table_of_contents_are_set_aside() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    document = read_word(p("甲\t1", props='<w:pStyle w:val="T"/>') + p("正文"), {"styles": styles})
    assert texts(document) == ["正文"]
    assert codes(document) == ["table-of-contents"]


def test_a_field_that_was_never_ended_reaches_no_further_than_its_paragraph() -> None:
    begin = mark("begin") + "<w:r><w:instrText>TOC</w:instrText></w:r>" + mark("separate")
    assert texts(read_word(p(begin, "甲") + p("乙") + p("丙"))) == ["乙", "丙"]


def test_letters_in_the_instruction_of_another_field_are_set_aside() -> None:
    inner = field("MERGEFIELD 姓名", r("甲"))
    told = "<w:r><w:instrText>IF </w:instrText></w:r>"
    document = read_word(p(mark("begin"), told, inner, mark("separate"), "同志", mark("end")))
    assert texts(document) == ["同志"]
    assert [(finding.code, finding.set_aside) for finding in document.findings] == [("field-text", "甲")]


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        ("eq \\o\\ac(○,3)", "③"),
        ("EQ \\* jc2 \\* hps10 \\o\\ad(\\s\\up 9(xún),荀)", "荀"),
        ("EQ \\f(1,2)", "1/2"),
        ("EQ \\x(甲)", "\\x(甲)"),
    ],
)
def test_letters_that_a_field_sets_upon_each_other_are_not_lost(instruction: str, shown: str) -> None:
    told = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    document = read_word(p("甲", mark("begin") + told + mark("end"), "乙"))
    assert texts(document) == [f"甲{shown}乙"]
    assert codes(document) == ["formula-field"]


def test_boxes_to_tick_are_visible() -> None:
    def box(checked: int) -> str:
        data = f'<w:ffData><w:checkBox><w:default w:val="{checked}"/></w:checkBox></w:ffData>'
        begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
        return begin + "<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>" + mark("end")

    assert texts(read_word(p(box(1), "同意", box(0), "不同意"))) == ["☑同意□不同意"]


def test_a_symbol_by_field_is_visible() -> None:
    told = '<w:r><w:instrText>SYMBOL 168 \\f "Wingdings" \\s 12</w:instrText></w:r>'
    assert texts(read_word(p(mark("begin"), told, mark("end"), "同意"))) == ["□同意"]
