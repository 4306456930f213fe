"""Pictures, text boxes, lettering, equations, charts and objects: taken out, kept in order, or told."""

from __future__ import annotations

import pytest

from shuxiang.intake.document import Document, Paragraph
from word_file import PNG, codes, p, r, read_word, texts

JPEG, GIF = b"\xff\xd8\xff\xe0" + bytes(20), b"GIF89a" + bytes(20)
WEBP, BMP = b"RIFF\0\0\0\0WEBPVP8 " + bytes(20), b"BM" + bytes(40)


def picture(key: str, description: str = "读书点", how: str = "embed") -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图 1" descr="{description}"/><a:graphic><a:graphicData>'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="x"/></pic:nvPicPr><pic:blipFill><a:blip r:{how}="{key}"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def box(*paragraphs: str) -> str:
    inner = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    new = f"<w:drawing><wp:anchor><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></wp:anchor></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
    both = f"<mc:Choice Requires='wps'>{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback>"
    return f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>"


def spans(document: Document) -> list[str]:
    blocks = (block for block in document.blocks if isinstance(block, Paragraph))
    return [f"[{span.picture}]" if span.picture else span.text for block in blocks for span in block.spans]


@pytest.mark.parametrize(("data", "name"), [(PNG, "1.png"), (JPEG, "1.jpg"), (GIF, "1.gif"), (WEBP, "1.webp")])
def test_a_picture_is_named_by_what_its_bytes_are(data: bytes, name: str) -> None:
    document = read_word(p("甲", picture("a.dat")), media={"a.dat": data})
    assert [(one.name, one.data, one.alt) for one in document.pictures] == [(name, data, "读书点")]
    assert spans(document) == ["甲", f"[{name}]"]
    assert codes(document) == []


def test_pictures_are_numbered_in_their_order_and_one_used_twice_is_taken_once() -> None:
    body = p(picture("b")) + p(picture("a")) + p(picture("b"))
    document = read_word(body, media={"a": PNG, "b": JPEG})
    assert spans(document) == ["[1.jpg]", "[2.png]", "[1.jpg]"]
    assert [one.name for one in document.pictures] == ["1.jpg", "2.png"]


@pytest.mark.parametrize("description", ["", "C:\\Users\\某\\照片\\IMG_01.JPG", "image1.png"])
def test_a_picture_without_words_is_asked_for_them(description: str) -> None:
    document = read_word(p(picture("a", description)), media={"a": PNG})
    assert document.pictures[0].alt == ""
    assert codes(document) == ["picture-alt"]


@pytest.mark.parametrize(
    ("name", "data"), [("a.emf", b"\x01\x00\x00\x00"), ("a.png", b"<svg onload='x'/>"), ("a.jpg", b"MZ\x90\x00")]
)
def test_what_is_no_picture_that_a_page_can_show_is_told_and_not_taken(name: str, data: bytes) -> None:
    document = read_word(p("甲", picture(name)), media={name: data})
    assert document.pictures == ()
    assert spans(document) == ["甲"]
    assert codes(document) == ["picture-format"]


def test_a_linked_picture_is_told_and_never_fetched() -> None:
    document = read_word(p("甲", picture("a", how="link")), links={"a": "http://example.org/x.png"})
    assert codes(document) == ["linked-picture"]


def test_a_picture_that_is_not_in_the_file_is_told() -> None:
    assert codes(read_word(p("甲", picture("a")))) == ["picture-lost"]


def test_an_old_picture_is_taken_with_its_words() -> None:
    old = '<w:r><w:pict><v:shape alt="会场"><v:imagedata r:id="a"/></v:shape></w:pict></w:r>'
    document = read_word(p(old), media={"a": BMP})
    assert [(one.name, one.alt) for one in document.pictures] == [("1.bmp", "会场")]


def test_the_text_of_a_box_comes_once_and_after_the_paragraph_that_it_hangs_on() -> None:
    document = read_word(p("前", box(p("框一"), p("框二")), "后") + p("下段"))
    assert texts(document) == ["前后", "框一", "框二", "下段"]
    assert [str(block.place) for block in document.blocks] == ["第1段", "第1段", "第1段", "第2段"]
    assert [(finding.code, finding.excerpt) for finding in document.findings] == [("text-box", "框一")]


def test_a_box_in_a_box_is_not_lost() -> None:
    assert texts(read_word(p("前", box(p("外", box(p("内"))))))) == ["前", "外", "内"]


def test_a_box_with_nothing_in_it_is_not_worth_a_word() -> None:
    assert codes(read_word(p("前", box(p())))) == []


def test_lettering_of_both_kinds_is_not_lost() -> None:
    old = '<w:r><w:pict><v:shape><v:textpath on="t" string="读书专刊"/></v:shape></w:pict></w:r>'
    new = "<w:r><w:drawing><a:p><a:r><a:t>新</a:t></a:r><a:r><a:t>刊</a:t></a:r></a:p></w:drawing></w:r>"
    document = read_word(p(old) + p(new))
    assert texts(document) == ["读书专刊", "新刊"]
    assert codes(document) == ["text-box", "text-box"]


def test_charts_and_diagrams_are_told_and_their_words_set_aside() -> None:
    chart = (
        '<w:r><w:drawing><wp:inline><a:graphic><c:chart r:id="chart1"/></a:graphic></wp:inline></w:drawing></w:r>'
    )
    document = read_word(p("甲", chart), {"chart1": "<a:p><a:r><a:t>读书人数</a:t></a:r></a:p>"})
    assert codes(document) == ["chart-left-out", "chart-text"]
    assert document.findings[1].set_aside == "读书人数"


def test_an_embedded_object_is_told_by_its_program_and_its_preview_is_not() -> None:
    parts = '<v:shape><v:imagedata r:id="a.emf"/></v:shape><o:OLEObject ProgID="Excel.Sheet.12"/>'
    document = read_word(p("甲", f"<w:r><w:object>{parts}</w:object></w:r>"), media={"a.emf": b"\x01"})
    assert codes(document) == ["object-left-out"]
    assert "Excel 表格" in document.findings[0].what


def test_a_document_in_the_document_is_an_error_since_its_text_is_missing() -> None:
    document = read_word(p("甲") + '<w:altChunk r:id="x"/>')
    assert codes(document) == ["embedded-document"]


def letter(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("inner", "line"),
    [
        (letter("a+b"), "a+b"),
        (f"<m:f><m:num>{letter('1')}</m:num><m:den>{letter('x+1')}</m:den></m:f>", "1/(x+1)"),
        (f"<m:sSup><m:e>{letter('x')}</m:e><m:sup>{letter('2')}</m:sup></m:sSup>", "x2"),
        (f"<m:rad><m:deg/><m:e>{letter('ab')}</m:e></m:rad>", "√(ab)"),
        (f"<m:d><m:e>{letter('a')}</m:e><m:e>{letter('b')}</m:e></m:d>", "(a|b)"),
        (f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub/><m:e>{letter("i")}</m:e></m:nary>', "∑i"),
    ],
)
def test_an_equation_becomes_a_line_in_its_order_and_is_told(inner: str, line: str) -> None:
    document = read_word(p("设", f"<m:oMath>{inner}</m:oMath>", "。"))
    assert texts(document) == [f"设{line}。"]
    assert codes(document) == ["equation"]


def test_a_power_in_an_equation_is_a_power() -> None:
    square = f"<m:sSup><m:e>{letter('x')}</m:e><m:sup>{letter('2')}</m:sup></m:sSup>"
    block = read_word(p(f"<m:oMathPara><m:oMath>{square}</m:oMath></m:oMathPara>")).blocks[0]
    assert isinstance(block, Paragraph)
    assert [(span.text, span.script) for span in block.spans] == [("x", ""), ("2", "sup")]


def test_what_was_deleted_with_a_box_is_set_aside_whole() -> None:
    document = read_word(p("前", f"<w:del>{box(p(r('旧框')))}</w:del>"))
    assert texts(document) == ["前"]
    assert document.findings[-1].set_aside == "旧框"
