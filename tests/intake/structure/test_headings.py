from collections.abc import Callable, Iterable

import pytest

from shuxiang.intake.document import Article, Block, Look, Paragraph, Span, Table, plain

Only = Callable[..., Article]
BODY = "读书使人明理，明理使人做事有分寸，做事有分寸的人，大家都愿意和他一起做事。"


def outline(blocks: Iterable[Block]) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in blocks if isinstance(block, Paragraph) and block.level]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一、选书", "二、读书"),
        ("一.选书", "二.读书"),
        ("一．选书", "二．读书"),
        ("一 、选书", "二 、读书"),
        ("一　选书", "二　读书"),
        ("壹、选书", "贰、读书"),
        ("（一）选书", "（二）读书"),
        ("(一) 选书。", "(二) 读书。"),
        ("1.选书", "2.读书"),
        ("1、选书", "2、读书"),
        ("１．选书", "２．读书"),
        ("（1）选书", "（2）读书"),
        ("⑴选书", "⑵读书"),
        ("①选书", "②读书"),
        ("1）选书", "2）读书"),
        ("第一章 选书", "第二章 读书"),
        ("第一部分　选书", "第二部分　读书"),
    ],
)
def test_every_way_of_numbering_makes_headings(first: str, second: str, only: Only) -> None:
    article = only(f"读书二事\n{BODY}\n{first}\n{BODY}\n{second}\n{BODY}")
    assert outline(article.blocks) == [(2, first), (2, second)]


@pytest.mark.parametrize(
    "lines",
    [
        ["一是选好书。" + BODY, "二是读好书。" + BODY],
        ["首先，选好书。" + BODY, "其次，读好书。" + BODY],
        ["（一）选好书。" + BODY, "（二）读好书。" + BODY],
        ["1.《山里的路》", "2.《一条河的故事》", "3.《田野札记》"],
        ["1.选书；", "2.读书；", "3.用书。"],
        ["一、听取汇报", "二、讨论计划"],
        ["第一条 为了推动读书活动，制定本办法。", "第二条 本办法适用于全县。"],
        ["一、二季度读书活动开展得好。", BODY],
        ["第一，选好书", "第二，读好书"],
        ["2、3季度读书活动开展得好。", BODY],
        ["1.5万字的心得写好了。", BODY],
        ["答：" + BODY, "问：读什么书"],
    ],
)
def test_points_of_the_text_stay_text(lines: list[str], only: Only) -> None:
    article = only("\n".join(["读书二事", BODY, *lines]))
    assert outline(article.blocks) == []


@pytest.mark.parametrize(
    ("kinds", "levels"),
    [
        (["一、", "（一）", "1.", "（1）"], [2, 3, 4, 5]),
        (["1.", "（1）"], [2, 3]),
        (["第一章", "第一节", "一、"], [2, 3, 4]),
        (["一、", "1."], [2, 3]),
        (["第一部分", "一、", "（一）", "1.", "（1）"], [2, 3, 4, 5, 5]),
        (["1.1 ", "1.1.1 "], [2, 3]),
    ],
)
def test_levels_follow_what_a_text_uses(kinds: list[str], levels: list[int], only: Only) -> None:
    lines = [line for kind in kinds for line in (f"{kind}选书", BODY)]
    seconds = [line for kind in kinds for line in (f"{_next(kind)}读书", BODY)]
    article = only("\n".join(["读书二事", BODY, *lines, *reversed([*seconds[1::2]]), *seconds]))
    assert [level for level, _ in outline(article.blocks)][: len(levels)] == levels


def _next(kind: str) -> str:
    return kind.replace("一", "二") if "一" in kind else kind[:-2] + kind[-2:].replace("1", "2")


def test_a_kind_that_encloses_others_is_above_them_whatever_is_usual(only: Only) -> None:
    article = only(
        "\n".join(
            [
                "读书二事",
                *("1.选书", BODY, "一、在书店", BODY, "二、在图书室", BODY),
                *("2.读书", BODY, "一、在家里", BODY, "二、在车上", BODY),
            ]
        )
    )
    assert [level for level, _ in outline(article.blocks)] == [2, 3, 3, 2, 3, 3]


def test_numbers_that_word_counts_by_itself_make_headings(only_in: Only) -> None:
    def numbered(number: str, text: str) -> Paragraph:
        return Paragraph((Span(number, generated=True), Span(text)))

    blocks = [
        *(plain("读书二事"), plain(BODY)),
        *(numbered("一、", "选书"), plain(BODY), numbered("（一）", "在书店"), plain(BODY)),
        *(numbered("（二）", "在图书室"), plain(BODY), numbered("二、", "读书"), plain(BODY)),
    ]
    assert outline(only_in(blocks).blocks) == [
        (2, "一、选书"),
        (3, "（一）在书店"),
        (3, "（二）在图书室"),
        (2, "二、读书"),
    ]


def test_styles_make_headings_of_their_own_order(only_in: Only) -> None:
    def styled(level: int, text: str) -> Paragraph:
        return plain(text, look=Look(level=level))

    blocks = [styled(1, "读书二事"), styled(2, "选书"), plain(BODY), styled(4, "在书店"), plain(BODY)]
    assert outline(only_in(blocks).blocks) == [(2, "选书"), (3, "在书店")]


def test_a_long_paragraph_in_a_heading_s_style_is_text(only_in: Only) -> None:
    blocks = [plain("读书二事", look=Look(level=1)), plain(BODY * 3, look=Look(level=2)), plain(BODY)]
    assert outline(only_in(blocks).blocks) == []


def test_bold_lines_before_plain_text_are_headings(only_in: Only) -> None:
    bold = Look(bold=True)
    blocks = [
        *(plain("读书二事", look=Look(centred=True, size=22)), plain(BODY)),
        *(plain("选一本好书，慢慢地读", look=bold), plain("短句。"), plain("读完写几句", look=bold), plain(BODY)),
    ]
    assert [text for _, text in outline(only_in(blocks).blocks)] == ["选一本好书，慢慢地读", "读完写几句"]


def test_a_sentence_in_bold_at_the_head_of_a_paragraph_keeps_its_place_and_its_strength(only_in: Only) -> None:
    run_in = Paragraph((Span("（一）选好书。", strong=True), Span(BODY)))
    article = only_in([plain("读书二事"), plain(BODY), run_in])
    assert article.blocks[-1].spans == run_in.spans  # type: ignore[union-attr]
    assert article.findings == ()


def test_short_lines_between_paragraphs_are_headings(only: Only) -> None:
    article = only(f"读书二事\n\n□ 甲乙\n\n{BODY}\n\n书从哪里来\n\n{BODY}\n\n人往哪里去？\n\n{BODY}")
    assert outline(article.blocks) == [(2, "书从哪里来"), (2, "人往哪里去？")]


@pytest.mark.parametrize(
    "lines",
    [
        ["山路弯弯入翠微", "石阶苔滑露沾衣", "回头不见来时路", "只见白云处处飞"],
        ["正如一位老人所说：", "书是不会说话的老师", BODY],
        ["某县政协办公室", "2026年11月5日"],
        ["图1 读书会现场", BODY],
        ["甲方：某单位", "乙方：某书店"],
        ["谢谢大家！"],
        ["地点：三楼会议室", BODY],
    ],
)
def test_verses_names_captions_and_forms_are_no_headings(lines: list[str], only: Only) -> None:
    assert outline(only("\n".join(["读书二事", BODY, *lines])).blocks) == []


def test_headings_without_numbers_stand_below_the_numbers_around_them(only: Only) -> None:
    article = only(
        f"读书二事\n前言\n{BODY}\n一、选书\n{BODY}\n书店里的书\n{BODY}\n二、读书\n{BODY}\n结语\n大家一起读。"
    )
    assert outline(article.blocks) == [
        (2, "前言"),
        (2, "一、选书"),
        (3, "书店里的书"),
        (2, "二、读书"),
        (2, "结语"),
    ]


@pytest.mark.parametrize(
    ("numbers", "wrong"),
    [
        ("一二三四", []),
        ("一二四", ["四、"]),
        ("一二二三", ["二、"]),
        ("一三二", ["三、", "二、"]),
        ("二三", ["二、"]),
    ],
)
def test_numbers_that_do_not_count_up_are_told(numbers: str, wrong: list[str], only: Only) -> None:
    article = only("\n".join(["读书", *(line for number in numbers for line in (f"{number}、选书", BODY))]))
    told = [found.excerpt[:2] for found in article.findings if found.code == "heading-order"]
    assert told == wrong


def test_counts_begin_anew_below_a_higher_heading_or_go_on(only: Only) -> None:
    anew = only(f"读书\n一、甲\n（一）乙\n{BODY}\n（二）丙\n{BODY}\n二、丁\n（一）戊\n{BODY}\n（二）己\n{BODY}")
    on = only(f"读书\n一、甲\n（一）乙\n{BODY}\n（二）丙\n{BODY}\n二、丁\n（三）戊\n{BODY}\n（四）己\n{BODY}")
    assert [len(outline(article.blocks)) for article in (anew, on)] == [6, 6]
    assert (anew.findings, on.findings) == ((), ())


def test_a_table_below_a_number_is_what_it_heads(only_in: Only) -> None:
    table = Table(())
    article = only_in([plain("读书"), plain(BODY), plain("一、书目"), table, plain("二、时间"), table])
    assert outline(article.blocks) == [(2, "一、书目"), (2, "二、时间")]
