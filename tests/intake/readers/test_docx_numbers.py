"""Word's automatic numbers, which are in no text of the file: counted as Word counts them, written as it writes."""

from __future__ import annotations

import pytest

from shuxiang.intake.document import Document, Paragraph
from shuxiang.intake.readers.docx.numerals import numeral
from word_file import codes, numbered, p, read_word, texts


def level(depth: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'


def listing(*levels: str, more: str = "", override: str = "") -> str:
    """A list 1 of these levels; lists 2 and 3 count with it, 3 with something of its own."""
    return (
        f'<w:abstractNum w:abstractNumId="7">{more}{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="3"><w:abstractNumId w:val="7"/>{override}</w:num>'
    )


OFFICIAL = listing(
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "（%4）"),
)


def read_levels(levels: list[int], numbering: str) -> list[str]:
    return texts(
        read_word("".join(p("甲", props=numbered(1, depth)) for depth in levels), {"numbering": numbering})
    )


def test_the_four_levels_of_official_papers_are_counted_and_begin_again_under_each_other() -> None:
    assert read_levels([0, 1, 2, 3, 3, 2, 1, 0, 1], OFFICIAL) == [
        "一、甲",
        "（一）甲",
        "1. 甲",
        "（1）甲",
        "（2）甲",
        "2. 甲",
        "（二）甲",
        "二、甲",
        "（一）甲",
    ]


def test_a_number_is_generated_text_in_front_of_what_was_typed() -> None:
    document = read_word(p("总体要求", props=numbered(1)), {"numbering": OFFICIAL})
    block = document.blocks[0]
    assert isinstance(block, Paragraph)
    assert [(span.text, span.generated) for span in block.spans] == [("一、", True), ("总体要求", False)]


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("decimal", {1: "1", 12: "12"}),
        ("decimalZero", {1: "01", 12: "12"}),
        ("decimalFullWidth", {12: "\uff11\uff12"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 36: "㊱", 51: "51"}),
        ("decimalEnclosedCircleChinese", {3: "③"}),
        ("decimalEnclosedParen", {2: "⑵", 21: "21"}),
        ("decimalEnclosedFullstop", {2: "⒉"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一〇〇"}),
        (
            "chineseCountingThousand",
            {10: "十", 101: "一百零一", 110: "一百一十", 1001: "一千零一", 20010: "二万零一十"},
        ),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 101: "壹佰零壹"}),
        ("ideographLegalTraditional", {2: "貳", 6: "陸", 1000: "壹仟"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
        ("ideographZodiacTraditional", {1: "甲子", 60: "癸亥"}),
        ("ideographDigital", {10: "一〇"}),
        ("japaneseCounting", {10: "十", 100: "百", 123: "百二十三"}),
        ("taiwaneseCounting", {11: "十一"}),
        ("taiwaneseCountingThousand", {12345: "一萬二千三百四十五"}),
        ("upperRoman", {4: "IV", 1999: "MCMXCIX", 4000: "4000"}),
        ("lowerRoman", {9: "ix"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 28: "BB"}),
        ("lowerLetter", {28: "bb", 999_999: "999999"}),
        ("ordinal", {1: "1st", 2: "2nd", 11: "11th", 23: "23rd"}),
        ("numberInDash", {1: "- 1 -"}),
        ("hex", {255: "FF"}),
        ("ideographEnclosedCircle", {1: "㊀", 10: "㊉"}),
        ("chicago", {1: "*", 2: "†", 5: "**"}),
        ("somethingNew", {3: "3"}),
        ("chineseCounting", {0: "0"}),
    ],
)
def test_every_format_of_numbers_is_written_as_word_writes_it(form: str, numbers: dict[int, str]) -> None:
    assert {number: numeral(number, form) for number in numbers} == numbers


def test_a_level_can_show_the_numbers_above_it_also_in_digits_only() -> None:
    numbering = listing(
        level(0, "chineseCounting", "第%1章"),
        level(1, "decimal", "%1.%2"),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
    )
    assert read_levels([0, 1, 2, 0, 2], numbering) == ["第一章 甲", "一.1 甲", "1.1.1 甲", "第二章 甲", "2.1.1 甲"]


def test_a_level_may_say_after_which_it_begins_again_or_that_it_never_does() -> None:
    numbering = listing(
        level(0, "decimal", "%1."),
        level(1, "decimal", "(%2)", '<w:lvlRestart w:val="0"/>'),
        level(2, "lowerLetter", "%3)", '<w:lvlRestart w:val="1"/>'),
    )
    assert read_levels([0, 1, 2, 1, 2, 0, 1, 2], numbering) == [
        "1. 甲",
        "(1) 甲",
        "a) 甲",
        "(2) 甲",
        "b) 甲",
        "2. 甲",
        "(3) 甲",
        "a) 甲",
    ]


def test_lists_of_one_definition_count_on_unless_one_has_a_start_of_its_own() -> None:
    numbering = listing(
        level(0, "decimal", "%1."),
        override='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>',
    )
    body = "".join(p("甲", props=numbered(number)) for number in (1, 2, 3, 3, 1))
    assert texts(read_word(body, {"numbering": numbering})) == ["1. 甲", "2. 甲", "5. 甲", "6. 甲", "7. 甲"]


def test_a_list_may_put_other_levels_in_place_of_those_of_its_definition() -> None:
    roman = level(0, "upperRoman", "%1.", '<w:start w:val="3"/>')
    override = f'<w:lvlOverride w:ilvl="0">{roman}</w:lvlOverride>'
    numbering = listing(level(0, "decimal", "%1."), override=override)
    assert texts(read_word(p("甲", props=numbered(3)), {"numbering": numbering})) == ["III. 甲"]


def test_a_list_begins_where_its_level_says() -> None:
    assert read_levels([0], listing(level(0, "decimal", "%1.", '<w:start w:val="4"/>'))) == ["4. 甲"]


def test_bullets_are_a_look_and_no_text() -> None:
    numbering = listing(level(0, "bullet", "●"), level(1, "bullet", "○"))
    body = p("要点", props=numbered(1)) + p("小要点", props=numbered(1, 1))
    document = read_word(body, {"numbering": numbering})
    assert [(block.text, block.look.bullet) for block in lines(document)] == [("要点", 1), ("小要点", 2)]


def lines(document: Document) -> list[Paragraph]:
    return [block for block in document.blocks if isinstance(block, Paragraph)]


def test_an_empty_paragraph_counts_and_is_not_shown() -> None:
    body = p("甲", props=numbered(1)) + p(props=numbered(1)) + p("乙", props=numbered(1))
    assert texts(read_word(body, {"numbering": OFFICIAL})) == ["一、甲", "三、乙"]


def test_a_style_can_number_its_paragraphs_and_a_paragraph_can_opt_out() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="章">'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="节"><w:basedOn w:val="章"/></w:style>'
    )
    in_style, opted_out = '<w:pStyle w:val="节"/>', f'<w:pStyle w:val="节"/>{numbered(0)}'
    body = p("甲", props=in_style) + p("乙", props=opted_out) + p("丙", props=in_style)
    assert texts(read_word(body, {"numbering": OFFICIAL, "styles": styles})) == ["一、甲", "乙", "二、丙"]


def test_a_style_takes_the_level_that_the_list_keeps_for_it() -> None:
    numbering = listing(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="章"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="节"/>'),
    )
    number = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"
    styles = "".join(f'<w:style w:type="paragraph" w:styleId="{name}">{number}</w:style>' for name in "章节")
    body = "".join(p("甲", props=f'<w:pStyle w:val="{name}"/>') for name in "章节节")
    read = read_word(body, {"numbering": numbering, "styles": styles})
    assert texts(read) == ["一、甲", "（一）甲", "（二）甲"]


def test_a_definition_can_leave_its_levels_to_a_list_style() -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="表"/>{level(0, "decimal", "%1)")}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="表"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="2"/></w:num>'
        '<w:num w:numId="9"><w:abstractNumId w:val="1"/></w:num>'
    )
    link = '<w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr>'
    styles = f'<w:style w:type="numbering" w:styleId="表">{link}</w:style>'
    read = read_word(p("甲", props=numbered(1)), {"numbering": numbering, "styles": styles})
    assert texts(read) == ["1) 甲"]


def test_list_styles_that_refer_to_each_other_in_a_circle_number_nothing() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="表"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    link = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = f'<w:style w:type="numbering" w:styleId="表">{link}</w:style>'
    assert texts(read_word(p("甲", props=numbered(1)), {"numbering": numbering, "styles": styles})) == ["甲"]


def test_a_list_that_nothing_defines_numbers_nothing() -> None:
    assert texts(read_word(p("甲", props=numbered(4)))) == ["甲"]


def test_a_format_that_is_not_known_is_written_in_digits_and_told() -> None:
    document = read_word(p("甲", props=numbered(1)), {"numbering": listing(level(0, "thaiLetters", "%1."))})
    assert texts(document) == ["1. 甲"]
    assert codes(document) == ["number-format"]


def test_numbers_padded_with_noughts_are_found_in_the_newer_form_of_the_format() -> None:
    form = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    numbering = listing(f'<w:lvl w:ilvl="0">{form}<w:lvlText w:val="提案%1"/><w:suff w:val="space"/></w:lvl>')
    assert read_levels([0, 0], numbering) == ["提案001 甲", "提案002 甲"]


def test_words_without_a_number_can_stand_at_the_head_of_an_item() -> None:
    assert read_levels([0], listing(level(0, "none", "附件：%1", '<w:suff w:val="nothing"/>'))) == ["附件：甲"]


def test_a_hostile_start_is_cut_to_what_a_list_can_reach() -> None:
    numbering = listing(level(0, "lowerLetter", "%1.", '<w:start w:val="99999999999999999999"/>'))
    assert read_levels([0], numbering) == ["1000000. 甲"]
