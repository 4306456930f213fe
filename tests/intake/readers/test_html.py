"""Pages as browsers save them: all of the article is read, and all else is set aside and told."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.accounts import missing_and_extra
from shuxiang.intake.document import Article, Document, Paragraph, Role, Table, paragraphs
from shuxiang.intake.findings import Finding, IntakeError
from shuxiang.intake.readers.html import read_html
from shuxiang.intake.source import Source

CASES = Path(__file__).parents[1] / "cases" / "html"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 20).decode()


def read(html: str | bytes) -> Document:
    """The document, its letters counted."""
    document = read_html(Source("页面.html", html.encode() if isinstance(html, str) else html))
    assert missing_and_extra(document, [Article("", document.blocks, notes=document.notes)]) == ({}, {})
    return document


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(document.blocks)]


def told(document: Document, code: str) -> list[Finding]:
    return [finding for finding in document.findings if finding.code == code]


def set_aside(document: Document) -> dict[str, str]:
    """What was set aside, by the words of the region."""
    return {
        finding.what.split("”")[0][1:]: "".join(finding.set_aside.split())
        for finding in told(document, "region-set-aside")
    }


def listing(document: Document) -> Iterator[str]:
    """The document as an organizer can check it against the page."""
    for block in document.blocks:
        yield from [_line(block)] if isinstance(block, Paragraph) else _table(block)
    yield "==== 放在一边的"
    for finding in told(document, "region-set-aside"):
        yield f"[{finding.severity}] {finding.what}"
        yield f"    {' '.join(finding.set_aside.split())}"
    yield "==== 提醒"
    yield from (f"[{f.severity}] {f.what}" for f in document.findings if not f.set_aside)
    yield "==== 网页自己说的"
    yield from (f"{name}: {value}" for name, value in document.hints.items())


def _line(paragraph: Paragraph) -> str:
    look = paragraph.look
    marks = [
        f"标题{look.level}" if look.level else "",
        "题注" if paragraph.role is Role.CAPTION else "",
        "引文" if paragraph.role is Role.QUOTE else "",
        "居中" if look.centred else "靠右" if look.right else "",
        f"{look.size:g}磅" if look.size else "",
        f"项目{look.bullet}" if look.bullet else "",
        "全黑" if look.bold else "",
    ]
    mark = " ".join(filter(None, marks))
    text = "".join(f"<{span.href}>{span.text}" if span.href else span.text for span in paragraph.spans)
    pictures = "".join(f"（图 {span.picture}）" for span in paragraph.spans if span.picture)
    return f"{f'【{mark}】' if mark else ''}{text}{pictures}"


def _table(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells = []
        for cell in row:
            reach = f"({cell.across}列{cell.down}行)" if (cell.across, cell.down) != (1, 1) else ""
            cells.append(reach + "/".join(paragraph.text for paragraph in cell.paragraphs))
        yield f"| {' | '.join(cells)} |"


@pytest.mark.parametrize("page", sorted(CASES.glob("*.html")), ids=lambda path: path.stem)
def test_pages_of_every_make_give_their_article(page: Path) -> None:
    expected = page.with_suffix(".txt").read_text(encoding="utf-8")

    assert "\n".join(listing(read(page.read_bytes()))) + "\n" == expected


def body(html: str) -> Document:
    return read(f"<html><body>{html}</body></html>")


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>甲<br>乙<br><br>丙</p>", ["甲", "乙", "丙"]),
        ("<p>&nbsp;&nbsp;　　甲</p>", ["甲"]),
        ("<p>一行写到\n  这里折断</p>", ["一行写到这里折断"]),
        ("<p>one\ntwo</p>", ["one two"]),
        ("甲<div>乙<div>丙</div>丁</div>戊", ["甲", "乙", "丙", "丁", "戊"]),
        ("<span style='display:block'>甲</span><span>乙</span>", ["甲", "乙"]),
        ("<pre>甲\n  乙</pre>", ["甲", "乙"]),
        ("<ol><li>甲<li>乙<ol type=a><li>丙</ol></ol>", ["1. 甲", "2. 乙", "a. 丙"]),
        ("<ol start=9 type=I><li>甲<li value=4>乙</ol>", ["IX. 甲", "IV. 乙"]),
        ("<ol reversed><li>甲<li>乙</ol>", ["2. 甲", "1. 乙"]),
        ("<ol><li>一、甲<li>（二）乙<li>3.丙</ol>", ["一、甲", "（二）乙", "3.丙"]),
        ("<ruby>字<rp>(</rp><rt>zì</rt><rp>)</rp></ruby>", ["字"]),
        ("<table><tr><td>只有一格</td></tr></table>", ["只有一格"]),
        ("<xmp>甲<b>乙</xmp>", ["甲<b>乙"]),
        ("<p>甲</p></body></html>乙<html><body>丙", ["甲", "乙丙"]),
        ("<p>a&#1;b&#xD800;c&lt;script&gt;", ["ab\ufffdc<script>"]),
    ],
)
def test_paragraphs_are_what_a_reader_sees_as_lines(html: str, lines: list[str]) -> None:
    assert texts(body(html)) == lines


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h3>甲</h3>", {"level": 3}),
        ("<center>甲</center>", {"centred": True}),
        ("<p align=center>甲</p>", {"centred": True}),
        ("<div style='text-align:center'><p>甲</p></div>", {"centred": True}),
        ("<center><table><tr><td>甲</td></tr></table></center>", {}),
        ("<p style='TEXT-ALIGN: right'>甲</p>", {"right": True}),
        ("<p><b>甲</b> <strong>乙</strong></p>", {"bold": True}),
        ("<p><span style='font-weight:700'>甲</span></p>", {"bold": True}),
        ("<b>甲<span style='font-weight:normal'>乙</span></b>", {}),
        ("<p style='font-size:22pt;font-family:\"方正小标宋\",serif'>甲</p>", {"size": 22, "face": "方正小标宋"}),
        ("<p><font size=5 face=黑体>甲</font></p>", {"size": 18, "face": "黑体"}),
        ("<ul><li><ul><li>甲</ul></ul>", {"bullet": 2}),
        ("<hr><p>甲</p>", {"after_gap": True}),
    ],
)
def test_the_look_of_a_paragraph_is_read(html: str, expected: dict[str, object]) -> None:
    (block,) = body(html).blocks
    assert isinstance(block, Paragraph)
    look = block.look

    assert {name: getattr(look, name) for name in look.__slots__ if getattr(look, name)} == expected


def test_letters_keep_their_look() -> None:
    (block,) = body("<p>甲<b>乙</b><i>丙</i><sup>2</sup><sub>3</sub><a href='https://a.cn'>丁</a></p>").blocks
    assert isinstance(block, Paragraph)

    assert [(s.text, s.strong, s.emphasis, s.script, s.href) for s in block.spans] == [
        ("甲", False, False, "", ""),
        ("乙", True, False, "", ""),
        ("丙", False, True, "", ""),
        ("2", False, False, "sup", ""),
        ("3", False, False, "sub", ""),
        ("丁", False, False, "", "https://a.cn"),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVa&#10;Script:alert(1)",
        " javascript:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///C:/a.doc",
        "../a.html",
        "//evil.example/x",
        "blob:x",
    ],
)
def test_addresses_that_are_not_safe_or_lead_nowhere_leave_their_words(address: str) -> None:
    document = body(f"<p>见<a href='{address}'>这里</a>。</p>")

    assert texts(document) == ["见这里。"]
    assert not [span.href for block in paragraphs(document.blocks) for span in block.spans if span.href]
    assert len(told(document, "unsafe-link")) == 1


@pytest.mark.parametrize(
    "hiding",
    [
        "style='display:none'",
        "style='DISPLAY : None !important'",
        "hidden",
        "aria-hidden=true",
        "style='font-size:0'",
        "style='font-size:0px'",
        "style='position:absolute;left:-9999px'",
        "style='text-indent:-9999px'",
    ],
)
def test_hidden_text_is_set_aside_and_told(hiding: str) -> None:
    document = body(f"<p>看得见<span {hiding}>看不见</span>。</p>")

    assert texts(document) == ["看得见。"]
    assert set_aside(document) == {"隐藏的文字": "看不见"}


def test_text_that_a_click_would_show_is_a_warning() -> None:
    document = body(
        "<p>开头。</p><div style='display:none'><p>还有一句。</p><p>又一句。</p><p>最后一句。</p></div>"
    )

    (finding,) = told(document, "region-set-aside")
    assert finding.severity is Severity.WARNING
    assert "从原件补上" in finding.fix


def test_scripts_styles_templates_and_comments_are_no_text() -> None:
    document = body(
        "<!-- 注释 --><script>脚本</script><style>样式</style><template>模板</template>"
        "<noscript>没有脚本</noscript><p>正文</p>"
    )

    assert document.received.split() == ["正文"]
    assert texts(document) == ["正文"]


def test_pictures_in_the_page_are_taken_and_others_are_named() -> None:
    document = body(
        f"<p>甲<img src='data:image/png;base64,{PNG}' alt='示意'></p>"
        "<p>乙<img src='https://evil.example/track/p%20q.jpg?x=1' alt='会场'></p>"
        "<p>丙<img src='data:image/png;base64,PHN2Zz4='></p><p>丁<img width=1 src='https://a.example/dot.gif'></p>"
    )

    (picture,) = document.pictures
    assert (picture.name, picture.alt) == ("1.png", "示意")
    assert [str(finding.place) for finding in told(document, "picture-not-taken")] == ["第2段", "第3段"]
    assert "“会场”" in told(document, "picture-not-taken")[0].what
    assert "p q.jpg" in told(document, "picture-not-taken")[0].what


def test_a_picture_without_words_asks_for_them() -> None:
    document = body(f"<p>甲</p><img src='data:image/png;base64,{PNG}'>")

    assert len(told(document, "picture-alt")) == 1


@pytest.mark.parametrize("declared", ["gb2312", "gbk", "GB18030", "utf-8"])
def test_the_bytes_decide_the_encoding_before_what_the_page_says(declared: str) -> None:
    html = f"<meta charset={declared}><p>今天的会议讨论了学习计划，大家认真发言。</p>"

    assert texts(read(html.encode("gb18030"))) == ["今天的会议讨论了学习计划，大家认真发言。"]


@pytest.mark.parametrize(
    "html",
    [
        "",
        "   ",
        "<html></html>",
        "<script>alert(1)</script>",
        "<div style='display:none'>藏</div>",
        "<div>" * 10_000 + "甲",
        "<table><tr><td>" * 5_000 + "甲",
        "<p>甲" + "<i></i>" * 70_000,
        "<p>甲" + "<" * 1_100_000,
    ],
    ids=["empty", "blank", "bare", "script", "hidden", "deep", "deep tables", "many", "signs"],
)
def test_what_cannot_be_read_ends_in_a_sentence(html: str) -> None:
    with pytest.raises(IntakeError, match=r"^[\u4e00-\u9fff].*。$"):
        read_html(Source("页面.html", html.encode()))


@pytest.mark.parametrize(
    "html",
    [
        "<b>" * 1500 + "甲",
        "".join(f"<b id={n}>" for n in range(1000)) + "<p>甲" * 1000,
        "<ul><li>" * 500 + "甲",
        "<table><tr><td>甲<td>" * 300,
        "<a href=x>" * 3000 + "甲",
        "<p>甲" * 5_000,
        "<table>" + "<tr><td rowspan=99999 colspan=99999>甲" * 300,
        "&" * 50_000 + "<" * 50_000,
        "<div title='" + "甲" * 100_000,
    ],
    ids=["bold", "formats", "lists", "tables", "links", "paragraphs", "spans", "signs", "open"],
)
def test_strange_pages_are_read_in_time(html: str) -> None:
    try:
        read(html)
    except IntakeError as error:
        assert str(error)  # noqa: PT017  # either is well


PIECES = (
    "甲，乙。|字|<p>|</p>|<div>|</div>|<div class=nav>|<div id=js_content>|<div class=footer>|<h1>|</h1>|<h2>|"
    "</h2>|<a href=x>|<a href=https://a.cn>|</a>|<table>|<tr>|<td>|<td colspan=2>|</table>|<ul>|<ol>|<li>|</ul>|"
    "</ol>|<br>|<b>|</b>|<span hidden>|</span>|<script>|</script>|<style>|</style>|<img src=x.png>|<rt>|<svg>|"
    "<select>|<option>|<textarea>|</textarea>|<blockquote>|</blockquote>|<pre>|</pre>|<title>|</title>|<caption>|"
    "<aside>|<nav>|<footer>|<main>|<article>|</article>|<form>|<iframe>|</iframe>|<sup>|&nbsp;|&lt;|&#0;|<!--|-->|"
    "来源：甲|附件：乙|<a>|<p class=share>|<template>|<noscript>|</noscript>|<th>|<hr>|<body>|</body>|<head>|\n| "
)


@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=25).map("".join))
def test_of_any_page_every_letter_is_accounted_for(html: str) -> None:
    try:
        read(html)
    except IntakeError as error:
        assert str(error).endswith("。")  # noqa: PT017  # either is well


@given(st.binary(max_size=60))
def test_any_bytes_end_in_a_document_or_a_sentence(data: bytes) -> None:
    try:
        read(data)
    except IntakeError as error:
        assert str(error).endswith("。")  # noqa: PT017  # either is well
