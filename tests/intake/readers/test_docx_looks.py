"""How a paragraph and its letters look, by their own properties, their styles and the defaults."""

from __future__ import annotations

import pytest

from shuxiang.intake.document import Look, Paragraph, Role, Span
from word_file import codes, p, r, read_word, texts


def paragraph(body: str, styles: str = "") -> Paragraph:
    block = read_word(body, {"styles": styles}).blocks[0]
    assert isinstance(block, Paragraph)
    return block


def style(name: str, inner: str, kind: str = "paragraph", more: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{name}"{more}><w:name w:val="{name}"/>{inner}</w:style>'


@pytest.mark.parametrize(
    ("value", "centred", "right"),
    [("center", True, False), ("right", False, True), ("end", False, True), ("both", False, False)],
)
def test_a_paragraph_says_where_it_is_set(value: str, centred: bool, right: bool) -> None:  # noqa: FBT001
    look = paragraph(p("某县政协", props=f'<w:jc w:val="{value}"/>')).look
    assert (look.centred, look.right) == (centred, right)


def test_styles_build_on_each_other_and_the_nearest_word_counts() -> None:
    styles = (
        style("底", '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="44"/></w:rPr>')
        + style("中", '<w:basedOn w:val="底"/><w:rPr><w:sz w:val="32"/></w:rPr>')
        + style("顶", '<w:basedOn w:val="中"/>')
    )
    look = paragraph(p("某县政协", props='<w:pStyle w:val="顶"/>'), styles).look
    assert look == Look(centred=True, bold=True, size=16)


def test_styles_that_build_on_each_other_in_a_circle_end_somewhere() -> None:
    styles = style("一", '<w:basedOn w:val="二"/><w:pPr><w:jc w:val="center"/></w:pPr>') + style(
        "二", '<w:basedOn w:val="一"/>'
    )
    assert paragraph(p("甲", props='<w:pStyle w:val="二"/>'), styles).look.centred


def test_defaults_and_the_default_style_hold_for_paragraphs_that_say_nothing() -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="21"/></w:rPr></w:rPrDefault>'
        "</w:docDefaults>" + style("正文", '<w:pPr><w:jc w:val="right"/></w:pPr>', more=' w:default="1"')
    )
    assert paragraph(p("甲"), styles).look == Look(right=True, size=10.5, face="宋体")


@pytest.mark.parametrize(
    ("fonts", "face"),
    [
        ('w:ascii="Arial" w:eastAsia="方正小标宋简体"', "方正小标宋简体"),
        ('w:ascii="黑体" w:hAnsi="黑体"', "黑体"),
        ('w:eastAsia="SimHei"', "黑体"),
        ('w:eastAsia="Times New Roman"', ""),
        ('w:eastAsiaTheme="minorEastAsia"', ""),
    ],
)
def test_the_chinese_typeface_is_found_where_it_is_named(fonts: str, face: str) -> None:
    assert paragraph(p(r("甲", f"<w:rFonts {fonts}/>"))).look.face == face


def test_size_and_face_are_those_of_most_letters() -> None:
    look = paragraph(p(r("（一）", '<w:sz w:val="30"/>'), r("加强学习和调研", '<w:sz w:val="32"/>'))).look
    assert look.size == 16


@pytest.mark.parametrize(
    ("name", "inner", "level"),
    [
        ("heading 1", "", 1),
        ("Heading 2", "", 2),
        ("标题 3", "", 3),
        ("Title", "", 1),
        ("Subtitle", '<w:basedOn w:val="Title"/>', 0),
        ("公文二级", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>', 2),
        ("heading 4", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', 0),
        ("正文", "", 0),
    ],
)
def test_the_level_of_a_heading_comes_from_its_style(name: str, inner: str, level: int) -> None:
    look = paragraph(
        p("总体要求", props=f'<w:pStyle w:val="{name}"/>'), style(name, inner) + style("Title", "")
    ).look
    assert look.level == level


def test_a_paragraphs_own_outline_level_goes_before_its_styles() -> None:
    props = '<w:pStyle w:val="heading 1"/><w:outlineLvl w:val="2"/>'
    assert paragraph(p("甲", props=props), style("heading 1", "")).look.level == 3


def test_bold_is_the_look_of_a_paragraph_only_when_all_its_letters_are() -> None:
    assert paragraph(p("　　", r("一、提高站位", "<w:b/>"))).look.bold
    assert not paragraph(p(r("一是", "<w:b/>"), "提高站位")).look.bold


def test_a_switch_in_the_letters_style_turns_that_of_the_paragraph_over() -> None:
    styles = style("粗段", "<w:rPr><w:b/></w:rPr>") + style("粗字", "<w:rPr><w:b/></w:rPr>", "character")
    both = p(
        "甲", r("乙", '<w:rStyle w:val="粗字"/>'), r("丙", '<w:b w:val="0"/>'), props='<w:pStyle w:val="粗段"/>'
    )
    assert paragraph(both, styles).spans == (Span("甲", strong=True), Span("乙丙"))


def test_letters_have_their_looks_and_alike_ones_are_one_span() -> None:
    block = paragraph(
        p(
            "水",
            r("2", '<w:vertAlign w:val="superscript"/>'),
            r("重", '<w:em w:val="dot"/>'),
            r("点", "<w:i/>"),
            "。",
        )
    )
    assert block.spans == (Span("水"), Span("2", script="sup"), Span("重点", emphasis=True), Span("。"))


def test_small_letters_off_the_line_are_powers_and_indices() -> None:
    defaults = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults>'
    block = paragraph(p("m", r("2", '<w:position w:val="8"/><w:sz w:val="16"/>')), defaults)
    assert block.spans[1].script == "sup"


def test_an_empty_paragraph_is_a_gap_and_full_width_blanks_at_the_head_go() -> None:
    blocks = read_word(p("甲") + p() + p("　　乙 ")).blocks
    assert [(block.text, block.look.after_gap) for block in blocks if isinstance(block, Paragraph)] == [
        ("甲", False),
        ("乙", True),
    ]


def test_line_breaks_make_paragraphs_of_the_same_place_and_page_breaks_vanish() -> None:
    page = '<w:r><w:br w:type="page"/></w:r>'
    blocks = read_word(p("关于学习的", "<w:r><w:br/></w:r>", "通知") + p(page) + p("正文", page)).blocks
    assert [(block.text, str(block.place)) for block in blocks if isinstance(block, Paragraph)] == [
        ("关于学习的", "第1段"),
        ("通知", "第1段"),
        ("正文", "第2段"),
    ]


@pytest.mark.parametrize(("blanks", "centred", "right"), [(9, True, False), (20, False, True), (2, False, False)])
def test_a_short_line_may_be_centred_or_moved_to_the_right_by_blanks(
    blanks: int,
    centred: bool,  # noqa: FBT001
    right: bool,  # noqa: FBT001
) -> None:
    look = paragraph(p("　" * blanks + "某县政协办公室")).look
    assert (look.centred, look.right) == (centred, right)


def test_a_short_line_may_be_moved_to_the_right_by_its_indent() -> None:
    assert paragraph(p("某县政协", props='<w:ind w:firstLineChars="2000"/>')).look.right
    assert not paragraph(p("某县政协", props='<w:ind w:firstLineChars="200"/>')).look.right


def test_tabs_hyphens_and_symbols_are_letters() -> None:
    marks = "<w:r><w:tab/></w:r>", "<w:r><w:noBreakHyphen/></w:r>", "<w:r><w:softHyphen/></w:r>"
    ticked = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    empty = '<w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r>'
    assert texts(read_word(p("甲", *marks, "乙", ticked, empty))) == ["甲 -乙☑□"]


def test_letters_in_a_symbol_font_are_shown_as_they_look_and_told() -> None:
    document = read_word(p(r("\uf0a8", '<w:rFonts w:ascii="Wingdings"/>'), "同意"))
    assert texts(document) == ["□同意"]
    assert codes(document) == ["symbol-font"]


def test_a_symbol_that_is_not_known_is_visible_and_told() -> None:
    document = read_word(p('<w:r><w:sym w:font="Webdings" w:char="F041"/></w:r>', "甲"))
    assert texts(document) == ["\ufffd甲"]
    assert codes(document) == ["unknown-symbol"]


def test_a_reading_beside_a_character_is_set_aside() -> None:
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('xún')}</w:rt><w:rubyBase>{r('荀')}</w:rubyBase></w:ruby></w:r>"
    document = read_word(p(ruby, "子"))
    assert texts(document) == ["荀子"]
    assert document.findings[0].set_aside == "xún"


def test_hidden_text_is_set_aside_and_told() -> None:
    document = read_word(p("公开", r("不公开", "<w:vanish/>")))
    assert texts(document) == ["公开"]
    assert [(finding.code, finding.set_aside) for finding in document.findings] == [("hidden-text", "不公开")]


def test_underlined_blanks_are_a_blank_to_fill_in_unless_it_is_filled() -> None:
    line = '<w:u w:val="single"/>'
    empty = paragraph(p("姓名：", r("　　　", line), "。"))
    assert empty.spans == (Span("姓名："), Span("____", generated=True), Span("。"))
    assert paragraph(p("姓名：", r("　", line), r("甲", line), r("　", line))).text == "姓名：　甲"


def test_struck_text_stays_and_is_told() -> None:
    document = read_word(p("保留", r("划去", "<w:strike/>")))
    assert texts(document) == ["保留划去"]
    assert codes(document) == ["struck-text"]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("图1 某县读书点", True),
        ("表2：参加人数", True),
        ("图 3-1 路线", True),
        ("图1", True),
        ("图1显示，人数逐年增加。", False),
        ("图书馆", False),
        ("表一 名单", True),
    ],
)
def test_captions_are_told_by_their_number(text: str, is_one: bool) -> None:  # noqa: FBT001
    assert (paragraph(p(text)).role is Role.CAPTION) is is_one


def test_captions_are_told_by_their_style() -> None:
    assert paragraph(p("读书点", props='<w:pStyle w:val="caption"/>'), style("caption", "")).role is Role.CAPTION


def test_a_large_first_letter_is_joined_to_its_paragraph() -> None:
    assert texts(read_word(p("读", props='<w:framePr w:dropCap="drop"/>') + p("书使人明理。"))) == [
        "读书使人明理。"
    ]


@pytest.mark.parametrize("wrapping", ["smartTag", "customXml", "bdo", "dir", "ins", "moveTo"])
def test_what_is_only_wrapped_around_letters_does_not_matter(wrapping: str) -> None:
    assert texts(read_word(p("甲", f"<w:{wrapping}>{r('乙')}</w:{wrapping}>"))) == ["甲乙"]


def test_content_controls_around_letters_and_paragraphs_are_opened() -> None:
    inline = f"<w:sdt><w:sdtPr/><w:sdtContent>{r('乙')}</w:sdtContent></w:sdt>"
    block = f"<w:sdt><w:sdtContent>{p('甲', inline)}</w:sdtContent></w:sdt>"
    assert texts(read_word(block)) == ["甲乙"]


def test_a_control_that_was_not_filled_in_leaves_a_visible_blank() -> None:
    prompt = f"<w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击此处输入姓名')}</w:sdtContent>"
    document = read_word(p("姓名：", f"<w:sdt>{prompt}</w:sdt>"))
    assert texts(document) == ["姓名：____"]
    assert [(finding.code, finding.set_aside) for finding in document.findings] == [
        ("empty-control", "单击此处输入姓名")
    ]
