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


def test_blanks_in_many_lines_are_one_finding_that_names_every_place(found: Found) -> None:
    (blanks,) = found("\n".join(["请XX同志参加。"] * 3 + ["好。", "先到××县。", "再请XX同志参加。"]))

    assert blanks.place == WHOLE
    assert blanks.what == (
        "用叉号代替了字，全文共 5 处：“请XX同志参”（第1至3行）、“先到××县”（第5行）、“再请XX同志参”（第6行）。"
    )


def test_beyond_forty_different_blanks_the_places_alone_are_named(found: Found) -> None:
    (blanks,) = found("\n".join(f"{number}号XX同志" for number in range(1, 101)))

    assert blanks.what.count("“") == 40
    assert blanks.what.endswith("“40号XX同志”（第40行）、其余在第41至100行。")


def test_proposals_for_many_lines_are_told_once_each(found: Found) -> None:
    (dropped,) = found("\n".join(["开好组班子会议。"] * 4 + ["深入学贯彻精神。"]))

    assert dropped.proposed == ("党组班子", "学习贯彻")


def test_few_lines_are_told_one_by_one(found: Found) -> None:
    assert [finding.place.number for finding in found("今天,开会。\n好。\n明天,再来。")] == [1, 3]


def test_places_are_told_by_page_and_kind() -> None:
    places = [Place(1, 2), Place(1, 3), Place(2, 1), Place(0, 4, Unit.NOTE)]

    (commas,) = marks(Article("", tuple(plain("今天,开会。", place) for place in places)))

    assert "（第1页第2至3行，第2页第1行，第4条脚注）" in commas.what


def test_title_fields_and_notes_are_read_too() -> None:
    notes = {"1": (plain("见XX文件", Place(number=1, unit=Unit.NOTE)),)}
    article = Article("XX县的经验", (), {"author": "张XX"}, notes)

    found = marks(article)

    assert [finding.what[:6] for finding in found] == ["标题里用叉号", "“作者”里用", "用叉号代替了"]
    assert found[-1].place.unit is Unit.NOTE


def test_a_table_is_named_where_a_mark_is_in_it() -> None:
    cell = Cell((plain("表里的XX县", Place(number=2)),))

    (blank,) = marks(Article("", (Table(((cell,),), Place(number=2)),)))

    assert (blank.place.number, blank.what) == (2, "表格里用叉号代替了字。")


def test_a_word_cut_by_bold_type_is_read_as_one() -> None:
    spans = (Span("大家的"), Span("的意见", strong=True))

    assert [finding.code for finding in marks(Article("", (Paragraph(spans),)))] == ["doubled-character"]


def test_what_the_document_generates_may_be_a_blank_but_needs_no_mend() -> None:
    spans = (Span("(1)", generated=True), Span("姓名："), Span("____", generated=True))

    assert [finding.code for finding in marks(Article("", (Paragraph(spans),)))] == ["blank-rule"]


def test_a_footnote_star_behind_a_heading_is_no_blank() -> None:
    assert marks(Article("", (Paragraph((Span("读书的滋味*"),), role=Role.HEADING),))) == ()


def test_invisible_characters_are_named_and_the_excerpt_ends_where_they_stand(found: Found) -> None:
    hidden, direction = found("政\u200b协委员。\n金额\u202e100元。")

    assert hidden.what == "有看不见的字符，查找和复制会出错（零宽空格）。"
    assert hidden.excerpt == "协委员。"
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


@pytest.mark.parametrize(
    "text",
    [
        "第三条  本办法适用于读书活动，由办公室解释。",
        "第十二条之一  本办法自公布之日起施行，另有规定的除外。",
        "本报讯  日前，读书会开始了。",
        "某某社某地11月3日电  今天，读书会开始了。",
        "案由  关于读书的建议，请研究。",
        "（一）  要认真读书，也要认真想。",
        "县政协主席  李  某  主持会议并讲话，大家都来了。",
        "本报记者  郑某  通讯员  冯某，昨天发来消息。",
        "出席会议的有张  三、李  四，王某某请假。",
        "联系人：刘某  电话：1234567，随时可以打。",
        "推荐《甲》  《乙》两本书，大家来读。",
        "高举旗帜  团结奋斗，是那年的口号。",
    ],
)
def test_a_gap_behind_a_head_or_about_a_name_leaves_nothing_out(text: str, codes: Codes) -> None:
    assert codes(text).isdisjoint({"hole-wide-gap"})


@pytest.mark.parametrize(
    ("text", "holes"),
    [
        ("完成率达到  %，同比增长  个百分点。", 2),
        ("比上年提高  ‰，气温  ℃，记下来。", 2),
        ("完成投资    万元，占年度计划的   ％。", 2),
        ("拟于2026年  月  日召开会议。", 2),
        ("会议由  主持，有关部门参加。", 1),
        ("人均借书   册，覆盖率     。", 2),
        ("落实省委、  县委的部署，听取意见。", 1),
    ],
)
def test_every_gap_for_a_number_or_a_name_is_a_hole(text: str, holes: int, found: Found) -> None:
    (gaps,) = (finding for finding in found(text) if finding.code == "hole-wide-gap")

    assert f"共 {holes} 处" in gaps.what or holes == 1
    assert "needless-space" not in {finding.code for finding in found(text)}


def test_a_person_is_no_group_so_nothing_is_proposed(found: Found) -> None:
    (dropped,) = found("我作为组，将牵头抓总。")

    assert (dropped.code, dropped.proposed) == ("hole-in-phrase", ())


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("要加强对某项工作的全面领导。", ("要加强党对某项工作的全面领",)),
        ("必须用严实确保成效。", ("必须用严实作风确保成效。",)),
        ("配合市委巡察组、市监委的监督。", ("合市委巡察组、市纪委监委的监督。",)),
        ("人民政协作为组织，首先要团结。", ()),
        ("引导大家在工作中锤炼、提升能力。", ()),
    ],
)
def test_a_set_phrase_that_has_lost_a_word_is_told(text: str, proposed: tuple[str, ...], found: Found) -> None:
    (dropped,) = found(text)

    assert (dropped.code, dropped.proposed) == ("hole-in-phrase", proposed)


@pytest.mark.parametrize(
    "text",
    [
        "县委要加强对某项工作的全面领导。",
        "加强党对某项工作的全面领导。",
        "以严实作风确保成效，用严实的标准要求自己。",
        "听取县政府、县监委、县法院的报告。",
        "企业作为组织，也要读书。",
        "在工作中锤炼党性、提升能力。",
        "会议小组班子成员到齐。",
    ],
)
def test_a_whole_phrase_is_none_of_them(text: str, codes: Codes) -> None:
    assert codes(text) == set()


def test_what_the_document_generates_is_in_no_excerpt() -> None:
    spans = (Span("(1)", generated=True), Span("姓名：XX，职务：某职"))

    (blank,) = marks(Article("", (Paragraph(spans),)))

    assert blank.excerpt == "姓名：XX，职务：某职"


def test_dots_in_a_list_of_books_stop_no_sentence(codes: Codes) -> None:
    assert codes("[1]张某.读书十讲[M].某地：某出版社,2020.").isdisjoint({"dot-for-stop"})


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
    assert all(finding.excerpt in "\n".join(texts) for finding in found)
    assert not any(hidden in finding.excerpt for finding in found for hidden in "\u200b\u202e")
    assert all(finding.what.endswith("。") and not finding.before and not finding.after for finding in found)


def test_a_finding_about_an_endless_run_stays_short(found: Found) -> None:
    (digits,) = found("１" * 10_000)

    assert len(digits.what + digits.excerpt + "".join(digits.proposed)) < 200
