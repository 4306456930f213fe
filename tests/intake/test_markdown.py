"""What the writer gives is Markdown that an organizer can edit, and in which every letter stays a letter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from shuxiang.content.opening_title import without_title
from shuxiang.content.paragraphs import separated
from shuxiang.intake.document import Article, Block, Cell, Look, Paragraph, Picture, Role, Span, Table, plain
from shuxiang.intake.markdown import markdown
from shuxiang.mkdocs_plugin.sanitising import sanitised
from shuxiang.search import plain_text

_HOUSE = ["toc", "tables", "admonition", "attr_list", "footnotes"]
_OFFICES = ["abbr", "def_list", "md_in_html"]
_PYMDOWN = (
    "arithmatex betterem caret critic details emoji highlight inlinehilite keys mark progressbar superfences "
    "tabbed tasklist tilde blocks.admonition blocks.details blocks.tab escapeall saneheaders quotes"
)
HOUSE = Markdown(extensions=[*_HOUSE, "fenced_code"])
OFFICES = Markdown(extensions=[*_HOUSE, *_OFFICES, *(f"pymdownx.{name}" for name in _PYMDOWN.split())])
TAGS = "p h2 h3 h4 h5 strong em sup sub a ul li ol hr div blockquote table thead tbody tr th td br img"


def written(*blocks: Block | str, **parts: object) -> str:
    made = tuple(plain(block) if isinstance(block, str) else block for block in blocks)
    return markdown(Article("题", made, **parts), {"1.png": "图/1.png"})  # type: ignore[arg-type]


def said(text: str | Iterable[Span], role: Role = Role.BODY, **look: object) -> Paragraph:
    spans = (Span(text),) if isinstance(text, str) else tuple(text)
    return Paragraph(spans, role=role, look=Look(**look))  # type: ignore[arg-type]


def shown(text: str, converter: Markdown = HOUSE) -> str:
    """The HTML that a build would make of a body."""
    body = separated(without_title(f"\n{text}", "题"))
    return str(converter.reset().convert(body))


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]


def letters(text: str) -> str:
    return "".join(text.split())


def assert_survives(text: str, letters_meant: str) -> None:
    for converter in (HOUSE, OFFICES):
        html = shown(text, converter)
        tags = _Tags()
        tags.feed(html)
        clean, removed = sanitised(html)
        assert tags.seen <= set(TAGS.split())
        assert removed == ()
        assert letters(plain_text(clean)) == letters(letters_meant)


def test_plain_chinese_prose_comes_out_as_it_is() -> None:
    prose = (
        "会议指出：“要坚持问题导向，（一）把调研做深、做实！”占3.5%，同比增长1.2个百分点；2026.年底前完成。",
        "（一）一是……；二是——《读书札记》〔2026〕5号[1]，见 https://example.cn/a_b?c=1&d=2 。",
        "3·15，A&B 公司，10~20 亿元，10:30:00，甲+乙=丙，C++，a_b，#号在中间，甲/乙，50$，100|200。",
        "—— 副题",
        "1.加强学习",
        "1、加强学习",
    )

    assert written(*prose) == "\n\n".join(prose) + "\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. 加强学习", "1\\. 加强学习"),
        ("2026. 加强学习", "2026\\. 加强学习"),
        ("1) 加强学习", "1\\) 加强学习"),
        ("- 甲", "\\- 甲"),
        ("+ 甲", "\\+ 甲"),
        ("* 甲", "\\* 甲"),
        ("# 甲", "\\# 甲"),
        ("#话题#", "\\#话题#"),
        ("> 甲", "\\> 甲"),
        ("---", "\\---"),
        ("- - -", "\\- - -"),
        ("党的*大", "党的\\*大"),
        ("甲__乙", "甲\\_\\_乙"),
        ("`甲`", "\\`甲\\`"),
        ("[甲](乙)", "\\[甲](乙)"),
        ("![甲](乙)", "!\\[甲](乙)"),
        ("[^1]甲", "\\[^1]甲"),
        ("[甲]: http://a.cn", "\\[甲]: http://a.cn"),
        ("[TOC]", "\\[TOC]"),
        ("*[甲]: 乙", "\\*[甲]: 乙".replace("[", "\\[")),
        ("<script>甲</script>", "&lt;script>甲&lt;/script>"),
        ("&lt;", "&amp;lt;"),
        ("甲{: .x }", "甲\\{: .x }"),
        ("!!! note", "\\!!! note"),
        ("??? note", "&#63;?? note"),
        ('=== "甲"', '=&#61;&#61; "甲"'),
        ("::: 甲", "&#58;:: 甲"),
        (": 甲", "&#58; 甲"),
        ("~~~", "&#126;&#126;&#126;"),
        ("~~甲~~", "~&#126;甲&#126;&#126;"),
        ("==甲==", "=&#61;甲=&#61;"),
        ("$甲$", "$甲&#36;"),
        (":smile:", "&#58;smile:"),
        ("--8<-- 甲", "--8&lt;-- 甲"),
        ("C:\\甲", "C:\\\\甲"),
        ("    甲", "甲"),
        ("\u3000\u3000甲", "甲"),
        ("甲\u2028乙\n丙\t丁", "甲 乙 丙 丁"),
        ("甲\0乙\x02", "甲乙"),
    ],
)
def test_markup_in_the_text_is_written_so_that_it_stays_text(text: str, expected: str) -> None:
    assert written(text) == f"{expected}\n"
    assert_survives(written(text), text.replace("\0", "").replace("\x02", ""))


def test_what_a_paragraph_is_becomes_its_markup() -> None:
    text = written(
        said("——副题", Role.SUBTITLE),
        Paragraph((Span("一、", generated=True), Span("第一题", strong=True)), role=Role.HEADING, level=2),
        Paragraph((Span("1. 小题 #"),), role=Role.HEADING, level=4),
        said("一句引文。", Role.QUOTE),
        said("又一句。", Role.QUOTE),
        said("甲", bullet=1),
        said("甲的一", bullet=2),
        said("乙", bullet=1),
        said("图1 示意", Role.CAPTION),
        said("某县政协", Role.SIGNATURE),
        said("2026年11月5日", Role.DATE),
    )

    assert text == (
        "——副题\n{: .sx-subtitle }\n\n## 一、第一题\n\n#### 1. 小题 \\#\n\n> 一句引文。\n>\n> 又一句。\n\n"
        "- 甲\n    - 甲的一\n- 乙\n\n图1 示意\n{: .sx-caption }\n\n"
        "某县政协\n{: .sx-closing }\n\n2026年11月5日\n{: .sx-closing }\n"
    )
    html = shown(text)
    assert '<p class="sx-closing">某县政协</p>' in html
    assert '<p class="sx-caption">图1 示意</p>' in html


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([Span("“甲”", strong=True), Span("乙")], "**“甲**”乙"),
        ([Span("“甲”", strong=True), Span("，乙")], "**“甲”**，乙"),
        ([Span("（一）甲。", strong=True), Span("乙")], "**（一）甲**。乙"),
        ([Span("（一）甲。", strong=True)], "**（一）甲。**"),
        ([Span("甲"), Span("2", strong=True, script="sup")], "甲<strong><sup>2</sup></strong>"),
        ([Span("甲 ", strong=True), Span("乙")], "**甲** 乙"),
        ([Span("甲", emphasis=True), Span("乙")], "*甲*乙"),
        ([Span("甲", strong=True), Span("乙", emphasis=True)], "**甲**<em>乙</em>"),
        ([Span("甲", strong=True, emphasis=True)], "**<em>甲</em>**"),
        ([Span("x"), Span("2", script="sup"), Span("y"), Span("i", script="sub")], "x<sup>2</sup>y<sub>i</sub>"),
        ([Span("甲", href="https://a.cn/（一）?a=1&b=2")], "[甲](https://a.cn/（一）?a=1&b=2)"),
        ([Span("甲[乙]", href="https://a.cn/(x) y")], "[甲\\[乙\\]](https://a.cn/%28x%29%20y)"),
        ([Span("甲", href="javascript:alert(1)")], "甲"),
        ([Span("甲", href="#_ftn1")], "甲"),
        ([Span("见!"), Span("甲", href="https://a.cn")], "见\\![甲](https://a.cn)"),
        ([Span(" ", strong=True), Span("甲")], "甲"),
    ],
)
def test_the_look_of_letters_is_kept(spans: list[Span], expected: str) -> None:
    assert written(said(spans)) == f"{expected}\n"
    assert_survives(written(said(spans)), "".join(span.text for span in spans))


def test_notes_are_numbered_as_they_are_called_and_stand_at_the_end() -> None:
    notes = {"later": (plain("后。"),), "first": (plain("先。"), plain("1. 第二段")), "never": (plain("没人叫。"),)}
    text = written(said([Span("甲"), Span("", note="first"), Span("乙"), Span("", note="later")]), notes=notes)

    assert text == "甲[^1]乙[^2]\n\n[^1]: 先。\n\n    1\\. 第二段\n\n[^2]: 后。\n\n[^3]: 没人叫。\n"
    assert_survives(text, "甲乙先。1. 第二段后。没人叫。")


def test_a_call_of_a_note_that_does_not_exist_says_nothing() -> None:
    assert written(said([Span("甲"), Span("", note="gone")])) == "甲\n"


def test_pictures_point_at_their_files() -> None:
    picture = Picture("1.png", b"", "会场[全景]")
    text = written(said([Span("", picture="1.png"), Span("", picture="2.png")]), pictures=(picture,))

    assert text == "![会场\\[全景\\]](图/1.png)\n{: .sx-picture }\n"
    assert '<p class="sx-picture"><img alt="会场[全景]"' in shown(text)


def cell(*lines: str, across: int = 1, down: int = 1) -> Cell:
    return Cell(tuple(plain(line) for line in lines), across, down)


def test_tables_become_pipe_tables_with_merged_cells_left_empty() -> None:
    table = Table(
        (
            (cell("项目"), cell("数", across=2)),
            (cell("甲|乙", down=2), cell("1. 一", "二"), cell("3")),
            (cell("4"),),
        )
    )

    assert written(table) == ("| 项目 | 数 |  |\n| --- | --- | --- |\n| 甲\\|乙 | 1. 一<br>二 | 3 |\n|  | 4 |  |\n")
    assert_survives(written(table), "项目数甲|乙1. 一二34")


def test_a_table_that_claims_a_million_columns_stays_small() -> None:
    table = Table(((cell("甲", across=10**6, down=10**6),), (cell("乙"),)))

    assert len(written(table)) < 1000


MARKUP = st.text("甲乙 1ax.。`*_{}[]()<>#+-!|~^$=:&;\\/?\"'\u3000\t\n@%", max_size=12)
PIECES = (
    "<script> </p> <!-- --> <?php &lt; &#60; [x](y) ![x](y) [^1] [^1]: [a]: `` ``` ~~~ ** __ *** ___ == ^^ ~~ ++ "
    "$$ !!!note !!! ??? === /// ::: --8<-- {: .x } {#a} {++ ++} [TOC] :smile: *[a]: | --- - + > # 1. 1) \\ \\\\ "
    "\\( http://a.cn <http://a.cn> a@b.cn <a@b.cn> & &# ; ： 甲 。 [ ] [[a]] [=5%] [ ] [x] \u3000 \u00a0"
)
FRAGMENTS = st.lists(st.sampled_from(PIECES.split(" ")), max_size=6).map("".join)
TEXTS = MARKUP | FRAGMENTS | st.lists(MARKUP | FRAGMENTS, max_size=3).map(" ".join)
SPANS = st.builds(
    Span,
    TEXTS,
    strong=st.booleans(),
    emphasis=st.booleans(),
    script=st.sampled_from(["", "", "sup", "sub"]),
    href=st.sampled_from(["", "", "https://a.cn/x_y_z?a=1&lt=2", "mailto:a@b.cn"]),
    note=st.just(""),
)
CALLS = st.just(Span("", note="n"))
LINES = st.lists(SPANS | CALLS, max_size=5).map(tuple)
ROLES = st.sampled_from([Role.BODY, Role.BODY, Role.HEADING, Role.QUOTE, Role.CAPTION, Role.SIGNATURE])
PARAGRAPHS = st.builds(
    Paragraph, LINES, role=ROLES, look=st.builds(Look, bullet=st.sampled_from([0, 0, 0, 1, 2, 3])), level=st.just(3)
)
CELLS = st.builds(
    Cell, st.lists(st.builds(Paragraph, LINES), max_size=2).map(tuple), st.integers(1, 3), st.integers(1, 3)
)
TABLES = st.builds(Table, st.lists(st.lists(CELLS, max_size=3).map(tuple), max_size=3).map(tuple))


def text_of(*blocks: Block) -> str:
    found = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        else:
            found += [p.text for row in block.rows for cell in row for p in cell.paragraphs]
    return "".join(found)


@given(TEXTS)
def test_any_text_is_the_same_text_on_the_page(text: str) -> None:
    assert_survives(written(text), text)


@given(st.lists(PARAGRAPHS | TABLES, max_size=4))
def test_any_article_is_the_same_text_on_the_page(blocks: list[Block]) -> None:
    note = plain("注文 * 甲")
    assert_survives(written(*blocks, notes={"n": (note,)}), text_of(*blocks, note))


@given(st.lists(PARAGRAPHS | TABLES, max_size=4))
def test_what_is_written_ends_in_one_line_end_or_is_empty(blocks: list[Block]) -> None:
    text = written(*blocks)

    assert text == "" or (text.endswith("\n") and not text.startswith("\n") and not text.endswith("\n\n"))


@pytest.mark.parametrize(
    "made",
    [
        lambda: [[cell("格", across=10**6)] for _ in range(2000)],
        lambda: [[cell("格", across=64, down=65534)] for _ in range(300)],
        lambda: [[cell("格")] * 20000, *[[cell("格")] for _ in range(200)]],
    ],
    ids=["wide", "long", "wide and long"],
)
def test_a_table_that_reaches_beyond_all_measure_is_written_as_lines(made: Callable[[], list[list[Cell]]]) -> None:
    rows = made()
    table = Table(tuple(map(tuple, rows)))
    text = written(table)
    assert table.is_overgrown
    assert text.split("\n\n") == ["格"] * (sum(map(len, rows)) - 1) + ["格\n"]


def test_an_ordinary_long_table_is_a_table() -> None:
    table = Table(
        tuple((cell("一", down=2), cell("二", across=3)) if n % 2 else (cell("三"),) for n in range(1000))
    )
    assert not table.is_overgrown
