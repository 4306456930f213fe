from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Article, Cell, Paragraph, Role, Span, Table, plain
from shuxiang.intake.findings import WHOLE, Finding, Place, Unit
from shuxiang.intake.marks.marking import marks

Found = Callable[[str], tuple[Finding, ...]]
Codes = Callable[[str], set[str]]

PIECES = [
    *"甲的了一，。、：；？！（）《》“”‘’「」…—,.:;?!()\"'-_*X×○〇□ \u3000",
    *[
        "  ",
        "……略……",
        "[图片]",
        "（待核）",
        "http://a.b/c?d",
        "`f(1)`",
        "and",
        "Zt",
        "2月30日",
        "２０",
        "⼀",
        "\u200b",
    ],
    *["\u202e", "\ufffd", "\ue000", "\x00", "\ud800", "重要指示", "贯彻关于", "一一", "學", "国"],
]


def test_every_blank_of_a_paragraph_is_shown_with_its_surroundings(found: Found) -> None:
    (blanks,) = found("请XX同志、××县和XX年的材料一起报来。")

    assert blanks.code == "blank-crosses"
    assert blanks.place == Place(number=1)
    assert blanks.what.count("“") == 3
    assert "共 3 处" in blanks.what
    assert blanks.fix.startswith("请对照原件补上")
    assert blanks.severity is Severity.WARNING


def test_a_hundred_blanks_in_a_paragraph_are_counted_and_shown_in_part(found: Found) -> None:
    (blanks,) = found("党的*大精神，" * 100)

    assert "共 100 处" in blanks.what
    assert len(blanks.what) < 2000


def test_what_a_mend_would_put_right_is_one_finding_when_many_lines_have_it(found: Found) -> None:
    (commas,) = found("\n".join(["今天,我们开会。"] * 3 + ["好,明天再来。", "好。", "好,后天也来。"]))

    assert commas.place == WHOLE
    assert commas.what == "汉字之间用了半角标点，全文共 5 处（第1至4、6行）。"
    assert commas.mend == "punctuation"


def test_few_lines_are_told_one_by_one(found: Found) -> None:
    assert [finding.place.number for finding in found("今天,开会。\n好。\n明天,再来。")] == [1, 3]


def test_places_are_told_by_page_and_kind() -> None:
    places = [Place(1, 2), Place(1, 3), Place(2, 1), Place(0, 4, Unit.NOTE)]

    (commas,) = marks(Article("", tuple(plain("今天,开会。", place) for place in places)))

    assert "（第1页第2至3行，第2页第1行，第4条脚注）" in commas.what


def test_title_fields_cells_and_notes_are_read_too() -> None:
    cell = Cell((plain("表里的XX县", Place(number=2)),))
    article = Article(
        "XX县的经验",
        (Table(((cell,),), Place(number=2)),),
        {"author": "张XX", "source": "《XX日报》"},
        {"1": (plain("见XX文件", Place(number=1, unit=Unit.NOTE)),)},
    )

    found = marks(article)

    assert [finding.what[:6] for finding in found] == [
        "标题里用叉号",
        "“作者”里用",
        "“来源”里用",
        "表格里用叉号",
        "用叉号代替了",
    ]
    assert found[-1].place.unit is Unit.NOTE


def test_a_word_cut_by_bold_type_is_read_as_one() -> None:
    spans = (Span("大家的"), Span("的意见", strong=True))

    assert [finding.code for finding in marks(Article("", (Paragraph(spans),)))] == ["doubled-character"]


def test_what_the_document_generates_may_be_a_blank_but_needs_no_mend() -> None:
    spans = (Span("(1)", generated=True), Span("姓名："), Span("____", generated=True))

    assert [finding.code for finding in marks(Article("", (Paragraph(spans),)))] == ["blank-rule"]


def test_a_footnote_star_behind_a_heading_is_no_blank() -> None:
    assert marks(Article("", (Paragraph((Span("读书的滋味*"),), role=Role.HEADING),))) == ()


def test_invisible_characters_are_named_and_do_not_show_in_the_excerpt(found: Found) -> None:
    hidden, direction = found("政\u200b协委员。\n金额\u202e100元。")

    assert hidden.what == "有看不见的字符，会使查找和复制出错（零宽空格 U+200B）。"
    assert hidden.excerpt == "政协委员。"
    assert direction.code == "direction-control"
    assert "掩盖" in direction.fix
    assert {hidden.mend, direction.mend} == {"invisible"}


@pytest.mark.parametrize("text", ["一家👨\u200d👩\u200d👧很好", "很好❤\ufe0f", "क्\u200dष"])
def test_joiners_that_a_sign_needs_stay(text: str, found: Found) -> None:
    assert found(text) == ()


def test_private_characters_are_told_with_their_number(found: Found) -> None:
    (private,) = found("符号\ue000在这里")

    assert "U+E000" in private.what


@pytest.mark.parametrize(
    "text",
    [
        "“第一段没有完。\n“第二段完了。”",
        "他说：“第一段没有完。\n第二段完了。”",
        "“第一段没有完。\n“第二段里有‘引文’和“引文”。\n“第三段完了。”后面还有话。",
    ],
)
def test_a_quotation_may_run_over_paragraphs(text: str, codes: Codes) -> None:
    assert codes(text) == set()


def test_a_quotation_that_is_never_closed_is_told_where_it_opens(found: Found) -> None:
    (opened,) = found("第一段。\n他说：“没有完。\n第三段。\n第四段。\n第五段。\n第六段。")

    assert (opened.code, opened.place.number) == ("unpaired-opening", 2)


def test_a_paragraph_that_begins_with_another_quotation_does_not_close_the_open_one(codes: Codes) -> None:
    assert codes("他说：“没有完。\n“三抓三促”行动开始了。\n没有别的。\n没有别的了。\n完。") == {"unpaired-opening"}


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("完善制度 and 机关管理", "完善制度和机关管理"),
        ("突出执行要要，", "突出执行要，"),
        ("要进一步进一步推进", "要进一步推进"),
        ("聚焦”两个确保”、", "聚焦“两个确保”、"),
        ("今天,我们开会", "今天，我们开会"),
        ("说是--真的", "说是——真的"),
        ("说是...真的", "说是……真的"),
    ],
)
def test_a_plain_mend_is_proposed(text: str, proposed: str, found: Found) -> None:
    assert [finding.proposed for finding in found(text)] == [(proposed,)]


def test_a_dot_that_may_stop_a_sentence_or_part_a_name_has_both_proposed(found: Found) -> None:
    (dot,) = found("卡尔.马克思")

    assert dot.proposed == ("卡尔。马克思", "卡尔·马克思")
    assert not dot.mend


@pytest.mark.parametrize("name", ["20261021_讲座_怎样读统计图", "a_b_c", "snake_case"])
def test_low_lines_in_names_of_files_are_no_blanks(name: str, codes: Codes) -> None:
    assert codes(f"文件叫“{name}”") == set()


def test_a_date_left_open_is_a_blank_although_it_begins_with_a_year(codes: Codes) -> None:
    assert codes("2026年_月_日") == {"blank-rule"}
    assert codes("20__年") == {"blank-rule"}


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), max_size=6))
def test_any_text_is_marked_in_reading_order_with_excerpts_that_stand_in_it(texts: list[str]) -> None:
    article = Article("", tuple(plain(text, Place(number=number)) for number, text in enumerate(texts, start=1)))

    found = marks(article)

    numbers = [finding.place.number for finding in found if finding.place != WHOLE]
    assert numbers == sorted(numbers)
    visible = "".join(texts).replace("\u200b", "").replace("\u202e", "")
    assert all(finding.excerpt in visible for finding in found)
    assert all(finding.what.endswith("。") and not finding.before and not finding.after for finding in found)


def test_a_finding_about_an_endless_run_stays_short(found: Found) -> None:
    (digits,) = found("１" * 10_000)

    assert len(digits.what + digits.excerpt + "".join(digits.proposed)) < 200
