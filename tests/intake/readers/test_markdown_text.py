"""Markdown files: the header apart, the text as it would be shown, places as lines of the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.intake.accounts import missing_and_extra
from shuxiang.intake.document import Article, Document, Paragraph, Table, paragraphs
from shuxiang.intake.findings import IntakeError
from shuxiang.intake.markdown import markdown
from shuxiang.intake.readers.markdown_text import read_markdown
from shuxiang.intake.source import Source


def read(text: str | bytes) -> Document:
    """The document, its letters counted."""
    document = read_markdown(Source("文稿.md", text.encode() if isinstance(text, str) else text))
    assert missing_and_extra(document, [Article("", document.blocks, notes=document.notes)]) == ({}, {})
    return document


def shown(document: Document) -> list[str]:
    """The paragraphs with their places and what they are."""
    found = []
    for paragraph in paragraphs(document.blocks):
        mark = "#" * paragraph.look.level or "-" * paragraph.look.bullet or {"quote": ">"}.get(paragraph.role, "")
        found.append(f"{paragraph.place}{mark and ' ' + mark} {paragraph.text}")
    return found


def codes(document: Document) -> set[str]:
    return {finding.code for finding in document.findings}


def test_header_text_notes_and_tables_are_read_with_their_lines() -> None:
    document = read(
        "---\ntitle: 把小事办成\nslot: 2026-W47\ntags: [读书, 调研]\n---\n\n# 把小事办成\n\n"
        "第一段[^1]，**要紧**。\n第二段。\n\n| 时间 | 地点 |\n| --- | --- |\n| 九月 | 一楼 |\n\n"
        "- 甲\n    - 甲的一\n\n> 引文\n\n[^1]: 注释。\n\n    又一段。\n"
    )

    assert document.header == {"title": "把小事办成", "slot": "2026-W47", "tags": "读书、调研"}
    assert shown(document) == [
        "第7行 # 把小事办成",
        "第9行 第一段，要紧。",
        "第10行 第二段。",
        "第12行 时间",
        "第12行 地点",
        "第14行 九月",
        "第14行 一楼",
        "第16行 - 甲",
        "第17行 -- 甲的一",
        "第19行 > 引文",
    ]
    assert isinstance(document.blocks[3], Table)
    first = document.blocks[1]
    assert isinstance(first, Paragraph)
    assert [(s.text, s.strong, s.note) for s in first.spans] == [
        ("第一段", False, ""),
        ("", False, "1"),
        ("，", False, ""),
        ("要紧", True, ""),
        ("。", False, ""),
    ]
    assert [(p.text, str(p.place)) for p in document.notes["1"]] == [
        ("注释。", "第1条脚注"),
        ("又一段。", "第1条脚注"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle\uff1a甲\n- 乙\n---\n正文",
        "---\n没有结束\n正文",
        "---\n- 甲\n---\n正文",
        "---\na: " + "[" * 500 + "]" * 500 + "\n---\n正文",
        "---\n" + "- " * 30_000 + "甲\n---\n正文",
        "---\na: &a [*a]\n\tb: *a\n---\n正文",
    ],
    ids=["colon", "open", "list", "deep", "deeper", "alias"],
)
def test_a_header_that_cannot_be_read_stays_in_the_text_and_is_told(text: str) -> None:
    document = read(text)

    assert document.header == {}
    assert codes(document) == {"header-broken"}
    assert "".join(shown(document)).endswith("正文")
    assert "---" in shown(document)[0]


def test_values_that_are_no_texts_are_told() -> None:
    document = read("---\ntitle: 甲\nlecture: {speaker: 乙}\n---\n正文")

    assert document.header == {"title": "甲"}
    assert "“lecture”" in document.findings[0].what


def test_raw_html_is_as_hostile_as_a_page() -> None:
    document = read(
        "甲<script>alert(1)</script><b onclick=x>乙</b><span hidden>丙</span>[丁](javascript:x)<!-- 戊 -->\n\n"
        "<iframe src=//v.cn></iframe>\n\n![会场](http://e.cn/a.png)\n"
    )

    assert shown(document) == ["第1行 甲乙丁"]
    assert [finding.set_aside for finding in document.findings if finding.set_aside] == ["丙"]
    assert codes(document) == {
        "region-set-aside",
        "unsafe-link",
        "scripts-left-out",
        "embedded-document",
        "picture-not-taken",
    }
    assert not document.pictures


def test_what_we_wrote_is_read_as_it_was() -> None:
    text = "## 一、题\n\n第一段\\*，1\\. 与 a_b。\n\n- 甲\n\n某县政协\n{: .sx-closing }\n"
    document = read(text)

    assert [paragraph.text for paragraph in paragraphs(document.blocks)] == [
        "一、题",
        "第一段*，1. 与 a_b。",
        "甲",
        "某县政协",
    ]
    assert "第一段\\*，1. 与 a_b。" in markdown(Article("", document.blocks), {})


@pytest.mark.parametrize(
    "text",
    ["", "---\ntitle: 甲\n---\n", "<!-- 甲 -->", "[" * 5_000, "<a " * 5_000, "甲" * 3_000_000],
    ids=["empty", "header", "comment", "brackets", "tags", "long"],
)
def test_what_cannot_be_read_ends_in_a_sentence(text: str) -> None:
    with pytest.raises(IntakeError, match=r"。$"):
        read(text)


@pytest.mark.parametrize(
    "text", [">" * 5_000 + "甲", "\n".join("    " * n + "- 甲" for n in range(150)), "*甲" * 5_000]
)
def test_deep_or_strange_texts_end_in_time(text: str) -> None:
    try:
        read(text)
    except IntakeError as error:
        assert str(error).endswith("。")  # noqa: PT017  # either is well


def test_texts_in_other_encodings_and_with_other_line_ends_are_read() -> None:
    document = read("\ufeff# 题\r\n\r\n今天的会议讨论了学习计划。\r\n大家认真发言。".encode("utf-8"))
    assert shown(document) == ["第1行 # 题", "第3行 今天的会议讨论了学习计划。", "第4行 大家认真发言。"]

    document = read("# 题\n\n今天的会议讨论了学习计划，大家认真发言。".encode("gb18030"))
    assert "encoding-converted" in codes(document)


PIECES = (
    "甲，乙。|\n|\n\n|# |- |1. |    |> |**|*|`|```\n|[^1]|[^1]: |[a](b)|![x](y)|<script>|</script>|<div>|</div>|"
    "<span hidden>|</span>|---\n|title: x\n|&lt;|&#0;|<!-- |-->|{: .x }|~~~\n|===\n|\r\n|\x02\x03|"
    '<a class="footnote-ref" href="#fn:1">1</a>|<li id="fn:1">'
)


@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=20).map("".join))
def test_of_any_text_every_letter_that_is_shown_is_accounted_for(text: str) -> None:
    try:
        read(text)
    except IntakeError as error:
        assert str(error).endswith("。")  # noqa: PT017  # either is well
