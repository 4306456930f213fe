"""Whatever comes in: nothing is raised, every character is accounted for, and the body keeps its order."""

from collections.abc import Callable, Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from shuxiang.intake.document import Article, Block, Cell, Document, Look, Paragraph, Role, Span, Table, paragraphs
from shuxiang.intake.findings import Place

FRAGMENTS = st.sampled_from(
    [
        *(
            "一、",
            "二、",
            "（一）",
            "(二)",
            "1、",
            "2、",
            "3.",
            "（1）",
            "①",
            "第一章",
            "第二条 ",
            "一是",
            "首先，",
        ),
        *(
            "同志们：",
            "各位委员：",
            "□ ",
            "甲乙",
            "丙 丁",
            "文/",
            "作者：",
            "（作者系某县政协委员）",
            "本报讯（记者 甲乙）",
        ),
        *(
            "来源：某报",
            "时间：2026-11-05",
            "2026年11月5日",
            "某县政协办公室",
            "某政发〔2026〕1号",
            "（讨论稿）",
            "——",
        ),
        *(
            "《",
            "》",
            "（",
            "）",
            "“",
            "”",
            "「",
            "」",
            "，",
            "。",
            "；",
            "：",
            "、",
            "……",
            "……略……",
            "?",
            "!",
            ",",
        ),
        *(
            "由会员分享，可在线阅读，",
            "（此处隐藏12字）",
            "预览结束",
            "还剩3页未读",
            "打印 关闭",
            "上一篇：",
            "版权所有",
        ),
        *(
            "附件：",
            "注：",
            "图1 ",
            "抄送：",
            "第1页 共2页",
            "- 1 -",
            "1",
            "2",
            "相关阅读",
            "出版社：某社",
            "标题",
            " ",
        ),
        *(
            "　　",
            "读书使人明理，明理使人做事有分寸，",
            "大家都愿意和他一起做事。",
            "各小組要讀書",
            "read a book",
            "\t",
        ),
        "街上的人少了，只有图书室的灯还亮着，灯下坐着几个读书的人，他们翻书的声音很轻，窗外的风也很轻，谁也不肯先合上书离开，",
    ]
)
LINES = st.lists(st.lists(FRAGMENTS, min_size=1, max_size=5).map("".join), max_size=24)
LOOKS = st.builds(
    Look,
    centred=st.booleans(),
    right=st.booleans(),
    bold=st.booleans(),
    size=st.sampled_from([0.0, 12.0, 22.0]),
    level=st.sampled_from([0, 0, 0, 1, 2, 7]),
    bullet=st.sampled_from([0, 0, 1]),
    after_gap=st.booleans(),
    indented=st.booleans(),
)
SPANS = st.builds(
    Span,
    FRAGMENTS,
    strong=st.booleans(),
    generated=st.sampled_from([False, False, False, True]),
)
MARKS = st.sampled_from([Span("", note="1"), Span("", picture="1.png")])
PARAGRAPHS = st.builds(
    Paragraph,
    st.lists(SPANS | MARKS, max_size=5).map(tuple),
    st.builds(Place, page=st.integers(0, 3), number=st.integers(0, 9)),
    LOOKS,
    st.sampled_from([Role.BODY, Role.BODY, Role.BODY, Role.CAPTION, Role.QUOTE]),
)
TABLES = st.builds(lambda paragraphs: Table(((Cell(tuple(paragraphs)),),)), st.lists(PARAGRAPHS, max_size=2))


def calls(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    spans = (span for paragraph in paragraphs(blocks) for span in paragraph.spans)
    return sorted((span.note, span.picture) for span in spans if span.note or span.picture)


@settings(max_examples=150)
@given(lines=LINES, name=st.sampled_from(["", "附件1.docx", "读书.docx"]))
def test_any_lines_are_accounted_for(
    lines: list[str], name: str, found: Callable[..., tuple[Article, ...]]
) -> None:
    assert found("\n".join(lines), name)


@settings(max_examples=60)
@given(text=st.text(max_size=200))
def test_any_characters_are_accounted_for(text: str, found: Callable[..., tuple[Article, ...]]) -> None:
    assert found(text, text)


@settings(max_examples=150)
@given(blocks=st.lists(PARAGRAPHS | TABLES, max_size=16).map(tuple))
def test_any_blocks_are_accounted_for_and_keep_their_calls(
    blocks: tuple[Block, ...], found_in: Callable[..., tuple[Article, ...]]
) -> None:
    spans = (span for paragraph in paragraphs(blocks) for span in paragraph.spans)
    received = " ".join(span.text for span in spans if not span.generated)
    found = found_in(Document(blocks, received))
    assert calls(block for article in found for block in article.blocks) == calls(blocks)
