from collections.abc import Callable
from dataclasses import replace

import pytest

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Article, Document, Look, Paragraph, Role, Span, plain
from shuxiang.intake.findings import Place
from shuxiang.intake.structure.articles import articles

Only = Callable[..., Article]
BODY = "读书使人明理，明理使人做事有分寸，做事有分寸的人，大家都愿意和他一起做事。"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("关于读书的通知", "关于读书的通知"),
        ("谁来读书？", "谁来读书？"),
        ("通    知", "通知"),
        ("以书为友\n与书同行\n□ 甲乙", "以书为友 与书同行"),
        ("书香·专栏\n\n让书香飘进家家户户\n□ 甲乙", "让书香飘进家家户户"),
        ("某县政协文件\n某政发〔2026〕1号\n关于读书的通知", "关于读书的通知"),
        ("000012\n机密★1年\n特急\n某县政协文件\n某政发[2026]1号  签发人：甲乙\n关于读书的通知", "关于读书的通知"),
        ("读书简报\n（2026年第3期）\n某县政协办公室 2026年11月5日\n我县读书活动有声有色", "我县读书活动有声有色"),
        ("第三讲 怎样读书", "第三讲 怎样读书"),
        ("Reading, slowly", "Reading, slowly"),
    ],
)
def test_the_title_is_the_first_short_line_that_is_no_label(head: str, title: str, only: Only) -> None:
    assert only(f"{head}\n{BODY}\n{BODY}").title == title


@pytest.mark.parametrize(
    "head",
    [
        "同志们：",
        "同志们!",
        "主席、各位委员：",
        "尊敬的各位来宾，朋友们：",
        "各位委員、同志們：",
        "各乡镇政协工作组，机关各室：",
        "一、提高认识",
        "（2026年11月5日）",
        "来源：某报 2026-11-05",
        "时间：2026年11月5日上午",
        "问：怎样读书？",
        "张老师，您好！",
        "各位委员，大家好",
        "朋友们，你们好！",
        "各位领导、同志们",
        "亲爱的书友们",
        "今天大家一起读书。",
    ],
)
def test_what_is_no_title_is_said_and_none_is_made_up(head: str, only: Only) -> None:
    article = only(f"{head}\n{BODY}")
    assert article.title == ""
    assert [found.severity for found in article.findings if found.code == "title-missing"] == [Severity.ERROR]


def test_a_salutation_is_kept_even_when_it_is_set_like_a_title(only_in: Only) -> None:
    big = Look(centred=True, bold=True, size=22)
    article = only_in([plain("同志们:", look=big), plain("（XX年XX月XX日）", look=Look(centred=True)), plain(BODY)])
    assert article.title == ""
    assert [block.role for block in article.blocks if isinstance(block, Paragraph)] == [
        Role.SALUTATION,
        Role.DATE,
        Role.BODY,
    ]


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("附件1.docx", ()),
        ("新建文档(2).docx", ()),
        ("扫描件20261105.pdf", ()),
        ("draft.docx", ()),
        ("3.关于读书的通知（终稿）.docx", ("关于读书的通知",)),
    ],
)
def test_a_file_name_is_a_candidate_only_when_it_says_something(
    name: str, candidates: tuple[str, ...], only: Only
) -> None:
    article = only(f"同志们：\n{BODY}", name)
    (missing,) = [found for found in article.findings if found.code == "title-missing"]
    assert missing.proposed == candidates


def test_the_meeting_that_is_held_is_a_candidate(only: Only) -> None:
    article = only(f"同志们：\n今天，我们召开全县读书工作会议，主要任务是总结经验。{BODY}")
    (missing,) = [found for found in article.findings if found.code == "title-missing"]
    assert missing.proposed == ("全县读书工作会议",)


def test_a_page_s_own_title_is_a_candidate_and_its_facts_fill_what_the_text_leaves_open(
    document_of: Callable[[str], Document],
) -> None:
    read = document_of(f"同志们：\n作者：甲乙\n{BODY}")
    hints = {"title": "读书会上的讲话_某县政协", "author": "某网站", "source": "某报"}
    (article,) = articles(Document(read.blocks, read.received, hints=hints))
    (missing,) = [found for found in article.findings if found.code == "title-missing"]
    assert missing.proposed == ("读书会上的讲话", "读书会上的讲话_某县政协")
    assert article.fields["source"] == "某报"


def test_a_header_that_has_the_title_needs_no_other(document_of: Callable[[str], Document]) -> None:
    read = document_of(f"灯下的人们\n{BODY}")
    (article,) = articles(Document(read.blocks, read.received, header={"title": "读书"}))
    assert article.title == ""
    assert [block.text for block in article.blocks if isinstance(block, Paragraph)] == ["灯下的人们", BODY]
    assert not [found for found in article.findings if found.code == "title-missing"]


def test_a_title_that_a_header_and_the_text_both_have_stands_once(document_of: Callable[[str], Document]) -> None:
    read = document_of(f"让数字说话\n怎样读书\n{BODY}")
    (article,) = articles(Document(read.blocks, read.received, header={"title": "让数字说话 怎样读书"}))
    assert article.title == ""
    assert [block.text for block in article.blocks if isinstance(block, Paragraph)] == [BODY]
    assert [found.set_aside for found in article.findings] == ["让数字说话", "怎样读书"]


def test_the_biggest_centred_lines_are_the_title(only_in: Only) -> None:
    small, big = Look(centred=True, size=12), Look(centred=True, size=22, bold=True)
    article = only_in(
        [
            plain("某县政协常委会会议材料", look=small),
            plain("在读书活动推进会上的", look=big),
            plain("讲话", look=big),
            plain("甲  乙", look=small),
            plain("（2026年11月5日）", look=small),
            plain(BODY, look=Look(size=16)),
        ]
    )
    assert article.title == "在读书活动推进会上的 讲话"
    assert article.fields == {"author": "甲乙", "date": "2026-11-05"}


def test_where_sections_have_the_title_s_style_only_the_first_is_the_title(only_in: Only) -> None:
    first = Look(level=1)
    article = only_in(
        [
            plain("读书", look=first),
            plain("前言", look=first),
            plain(BODY),
            plain("怎样读", look=first),
            plain(BODY),
        ]
    )
    assert article.title == "读书"
    assert [block.level for block in article.blocks if isinstance(block, Paragraph)] == [2, 0, 2, 0]


def test_a_short_line_before_the_text_is_a_heading_where_others_are(only: Only) -> None:
    article = only(f"读书的三件事\n选书\n{BODY}\n读书\n{BODY}\n用书\n{BODY}")
    assert article.title == "读书的三件事"
    assert [block.text for block in article.blocks if isinstance(block, Paragraph) and block.level] == [
        "选书",
        "读书",
        "用书",
    ]


def test_a_list_below_a_title_stays_a_list(only: Only) -> None:
    article = only("购书清单\n山里的路\n一条河的故事\n田野札记\n灯下集")
    assert article.title == "购书清单"
    assert all(block.role is Role.BODY for block in article.blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize(
    "line", ["——读《山里的路》有感", "--读《山里的路》有感", "（讨论稿）", "(征求意见稿)", "（试行）"]
)
def test_a_subtitle_is_kept_below_the_title(line: str, only: Only) -> None:
    article = only(f"关于读书的意见\n{line}\n{BODY}")
    assert article.title == "关于读书的意见"
    assert [block.role for block in article.blocks if isinstance(block, Paragraph)] == [Role.SUBTITLE, Role.BODY]


def test_what_stands_above_the_title_is_set_aside_and_named(only: Only) -> None:
    article = only(f"某县政协文件\n某政发〔2026〕1号\n关于读书的通知\n各小组：\n{BODY}")
    (letterhead,) = [found for found in article.findings if found.code == "letterhead"]
    assert letterhead.set_aside == "某县政协文件\n某政发〔2026〕1号"
    assert letterhead.place == Place(number=1)


def test_a_line_whose_number_word_counts_is_no_title(only_in: Only) -> None:
    numbered = Paragraph((Span("第一讲 ", generated=True), Span("怎样读书")))
    article = only_in([numbered, plain(BODY)])
    assert (article.title, article.blocks[0]) == (
        "",
        replace(numbered, place=Place(number=1), role=Role.HEADING, level=2),
    )


def test_an_empty_document_says_so(only: Only) -> None:
    assert {found.code for found in only("").findings} == {"text-missing", "title-missing"}


@pytest.mark.parametrize("line", ["致全县书友们", "献给老师们", "他说，你好！"])
def test_a_line_about_people_does_not_address_them(line: str, only: Only) -> None:
    assert only(f"{line}\n{BODY}").title == line


@pytest.mark.parametrize("label", ["标题：", "题目:", "标 题："])
def test_the_label_of_a_title_is_set_aside(label: str, only: Only) -> None:
    article = only(f"{label}静下心来读书\n{BODY}")
    assert (article.title, [found.set_aside for found in article.findings]) == ("静下心来读书", [label])
    assert only(f"作者：张某\n{label}静下心来读书\n{BODY}").title == "静下心来读书"


def test_a_day_below_the_title_is_written_once_and_in_the_header(only: Only) -> None:
    article = only(f"会上的讲话\n（2026年11月5日）\n{BODY}")
    assert article.fields == {"date": "2026-11-05"}
    assert [block.text for block in article.blocks if isinstance(block, Paragraph)] == [BODY]


@pytest.mark.parametrize("line", ["（2026年11月5日某县政协某次会议通过）", "（XX年XX月XX日）"])
def test_a_note_with_a_day_below_the_title_is_a_subtitle(line: str, only: Only) -> None:
    article = only(f"读书公约\n{line}\n{BODY}")
    assert [block.role for block in article.blocks if isinstance(block, Paragraph)] == [Role.SUBTITLE, Role.BODY]
    assert article.fields == {}


@pytest.mark.parametrize("line", ["目  录", "前言", "总　则", "摘 要"])
def test_the_names_of_a_text_s_parts_are_no_authors(line: str, only: Only) -> None:
    article = only(f"读书公约\n{line}\n{BODY}")
    assert (article.title, article.fields) == ("读书公约", {})
    assert "byline-candidate" not in {found.code for found in article.findings}


def test_several_lines_make_no_endless_title(only: Only) -> None:
    lines = [f"某县政协某某委员会某某小组关于读书的第{number}次倡议和第{number}份书单" for number in "一二三"]
    assert len(only("\n".join([*lines, "□ 张某", BODY])).title) <= 70


def test_the_excerpt_of_a_title_is_in_its_own_letters(only: Only) -> None:
    article = only(f"書香潤進千萬個人家\n好書飄進家家戶戶\n□ 张某\n{BODY}")
    assert [found.excerpt for found in article.findings if found.code == "title-lines"] == ["書香潤進千萬個人家"]


def test_a_title_alone_is_no_text(only: Only) -> None:
    article = only("关于读书的通知")
    assert (article.title, [found.code for found in article.findings]) == ("关于读书的通知", ["text-missing"])
