from collections.abc import Callable

import pytest

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Article, Document, Look, Paragraph, Picture, Role, Span, plain
from shuxiang.intake.findings import IntakeError, Place, Unit
from shuxiang.intake.structure.articles import articles

Found = Callable[..., tuple[Article, ...]]
BODY = (
    "读书使人明理，明理使人做事有分寸，做事有分寸的人，大家都愿意和他一起做事，"
    "事情也就办得成、办得好，书也就没有白读。"
)


def article_text(title: str, byline: str, post: str) -> str:
    return "\n".join(line for line in (title, byline, BODY, BODY, post) if line)


@pytest.mark.parametrize(
    ("byline", "post"),
    [
        ("□ {}", ""),
        ("文/{}", ""),
        ("作者：{}", ""),
        ("本报记者 {}", ""),
        ("", "（作者：{}，系某县政协委员）"),
        ("□ {}", "（作者系某县政协委员）"),
    ],
)
def test_a_page_is_cut_before_each_signed_article(byline: str, post: str, found: Found) -> None:
    names = ["甲乙", "丙丁", "戊己"]
    text = "\n".join(article_text(f"第{name}篇读书文章", byline.format(name), post.format(name)) for name in names)
    page = found(text)
    assert [article.title for article in page] == [f"第{name}篇读书文章" for name in names]
    assert [article.fields["author"] for article in page] == names
    assert [[block.text for block in article.blocks if isinstance(block, Paragraph)] for article in page] == [
        [BODY, BODY]
    ] * 3


@pytest.mark.parametrize(
    "text",
    [
        article_text("静下心来读书", "□ 甲乙", "（作者系某县政协委员）"),
        article_text("静下心来读书", "□ 甲乙\n□ 丙丁", ""),
        f"读书二事\n□ 甲乙\n{BODY}\n一、选书\n{BODY}\n二、读书\n{BODY}\n作者：甲乙",
        f"会上的讲话\n同志们：\n{BODY}\n一、选书\n{BODY}\n同志们！\n{BODY}\n二、读书\n{BODY}",
        f"某年大事\n{BODY}\n春天的事\n{BODY}\n秋天的事\n{BODY}",
    ],
)
def test_one_byline_is_one_article(text: str, found: Found) -> None:
    assert len(found(text)) == 1


def test_titles_by_style_with_a_byline_each_are_articles(found_in: Callable[..., tuple[Article, ...]]) -> None:
    blocks = [
        block
        for number, name in enumerate(("甲乙", "丙丁"))
        for block in (
            plain(f"{name}谈读书", Place(number=4 * number + 1), Look(level=1)),
            plain(f"作者：{name}", Place(number=4 * number + 2)),
            plain(BODY, Place(number=4 * number + 3)),
            plain("读什么", Place(number=4 * number + 4), Look(level=2)),
            plain(BODY, Place(number=4 * number + 4)),
        )
    ]
    page = found_in(Document(tuple(blocks), "".join(block.text for block in blocks)))
    assert [(article.title, article.fields) for article in page] == [
        ("甲乙谈读书", {"author": "甲乙"}),
        ("丙丁谈读书", {"author": "丙丁"}),
    ]


SHORT = ["要实不要虚，提案要有事实、有数据。", "要小不要大。切口小，才挖得深。"]


def test_a_name_alone_below_each_title_is_a_byline(found: Found) -> None:
    page = found(
        "\n\n".join(f"读书{title}篇\n{name}\n{BODY}" for title, name in (("上", "张某"), ("下", "李某某")))
    )
    assert [(article.title, article.fields) for article in page] == [
        ("读书上篇", {"author": "张某"}),
        ("读书下篇", {"author": "李某某"}),
    ]


def test_names_that_are_set_as_their_titles_are_bylines(found_in: Callable[..., tuple[Article, ...]]) -> None:
    big = Look(centred=True, bold=True)
    lines = [("读书上篇", big), ("张某", big), (BODY, Look()), ("读书下篇", big), ("李  某", big), (BODY, Look())]
    blocks = [
        plain(text, Place(number=number, unit=Unit.PARAGRAPH), look)
        for number, (text, look) in enumerate(lines, start=1)
    ]
    page = found_in(Document(tuple(blocks), "".join(block.text for block in blocks)))
    assert [(article.title, article.fields) for article in page] == [
        ("读书上篇", {"author": "张某"}),
        ("读书下篇", {"author": "李某"}),
    ]


@pytest.mark.parametrize("byline", ["□ {}", "文/{}", "{}"])
def test_articles_of_short_paragraphs_are_cut_too(byline: str, found: Found) -> None:
    texts = ["\n".join([f"读书{name}记", byline.format(name), *SHORT]) for name in ("张某", "李某")]
    page = found("\n".join(texts))
    assert [(article.title, article.fields["author"]) for article in page] == [
        ("读书张某记", "张某"),
        ("读书李某记", "李某"),
    ]


def test_a_poem_that_is_signed_is_an_article(found: Found) -> None:
    poem = "秋风起，\n落叶黄。\n一卷书，\n一炉香。\n不问窗外事，\n且读到天光。"
    page = found(f"{article_text('静下心来读书', '文/张某', '')}\n\n读书角\n秋日读书\n李某\n\n{poem}")
    assert [article.title for article in page] == ["静下心来读书", "秋日读书"]
    assert [found.set_aside for found in page[1].findings if found.code == "column-label"] == ["读书角"]


@pytest.mark.parametrize(
    "lines",
    [
        ["读书三题", BODY, "读书的意义", "安全", BODY, "读书的场所", "方法", BODY],
        ["获奖名单", "一等奖", "张某", "李某", "二等奖", "王某", "以上名单已经公示，没有收到不同意见，现予公布。"],
        ["读书小组名单", "第一小组组长", "张某", SHORT[0], "第二小组组长", "李某", SHORT[1]],
    ],
)
def test_common_words_and_lists_of_names_are_no_bylines(lines: list[str], found: Found) -> None:
    assert len(found("\n".join(lines))) == 1


def test_a_name_is_never_a_heading(only_in: Callable[..., Article]) -> None:
    centred = Look(centred=True)
    article = only_in(
        [plain("静下心来读书", look=centred), plain(BODY), plain("张某某", look=centred), plain(BODY)]
    )
    assert [block.role for block in article.blocks if isinstance(block, Paragraph)] == [Role.BODY] * 3


def test_signatures_that_are_left_in_an_article_are_told_and_no_post_is_taken(only: Callable[..., Article]) -> None:
    article = only(f"静下心来读书\n{SHORT[0]}\n（作者系某县政协委员）\n好。\n（作者系某中学教师）")
    (several,) = [found for found in article.findings if found.code == "several-articles"]
    assert several.proposed == ("（作者系某县政协委员）", "（作者系某中学教师）")
    assert (several.severity, article.fields) == (Severity.WARNING, {})


def test_a_newspaper_s_masthead_is_set_aside(found: Found) -> None:
    page = found(f"理论园地  2026年11月12日  星期四  第3版\n{article_text('静下心来读书', '□ 张某', '')}")
    (label,) = [found for found in page[0].findings if found.code == "column-label"]
    assert (page[0].title, label.set_aside) == ("静下心来读书", "理论园地  2026年11月12日  星期四  第3版")


def test_days_of_a_programme_are_no_masthead(only: Callable[..., Article]) -> None:
    lines = ["读书会日程", "2026年11月5日（星期四）上午", "报到", "2026年11月6日（星期五）上午", "开幕式"]
    article = only("\n".join(lines))
    assert [block.text for block in article.blocks if isinstance(block, Paragraph)] == lines[1:]


def test_two_names_below_titles_with_hardly_a_text_are_told(only: Callable[..., Article]) -> None:
    article = only("春日读书\n张某\n花开了。\n秋日读书\n李某\n叶落了。")
    (several,) = [found for found in article.findings if found.code == "several-articles"]
    assert several.proposed == ("李某",)


def test_more_lines_than_any_manuscript_has_are_refused() -> None:
    blocks = (plain("甲乙"),) * 30_001
    with pytest.raises(IntakeError, match="分成几份"):
        articles(Document(blocks, ""))


def test_labels_between_articles_go_with_the_next(found: Found) -> None:
    page = found(
        "\n\n".join(["读书月进行时", article_text("甲篇文章谈读书", "□ 甲乙", ""), "经验交流"])
        + "\n\n"
        + article_text("丙篇文章谈读书", "□ 丙丁", "")
    )
    labels = [found.set_aside for article in page for found in article.findings if found.code == "column-label"]
    assert [article.title for article in page] == ["甲篇文章谈读书", "丙篇文章谈读书"]
    assert labels == ["读书月进行时", "经验交流"]


def test_each_article_has_its_own_findings_notes_and_pictures() -> None:
    def noted(name: str) -> Paragraph:
        return Paragraph((Span(BODY), Span("", note=name), Span("", picture=f"{name}.png")))

    blocks = [plain("甲篇谈读书"), plain("□ 甲乙"), noted("1"), plain("丙篇谈读书"), plain("□ 丙丁"), noted("2")]
    placed = tuple(Paragraph(block.spans, Place(number=number)) for number, block in enumerate(blocks, start=1))
    notes = {"1": (plain("甲注"),), "2": (plain("丙注"),), "3": (plain("无人问的注"),)}
    pictures = tuple(Picture(f"{name}.png", b"") for name in ("1", "2", "3"))
    first, second = articles(Document(placed, "", notes=notes, pictures=pictures))
    assert (list(first.notes), list(second.notes)) == (["1", "3"], ["2"])
    assert ([one.name for one in first.pictures], [one.name for one in second.pictures]) == (
        ["1.png", "3.png"],
        ["2.png"],
    )
    assert [found.place.number for found in second.findings] == [5]


def test_notes_and_pictures_of_a_title_stay_on_the_page(only_in: Callable[..., Article]) -> None:
    title = Paragraph((Span("静下心来读书"), Span("", note="1"), Span("", picture="1.png")))
    article = only_in([title, plain(BODY)])
    spans = [span for block in article.blocks if isinstance(block, Paragraph) for span in block.spans]
    assert article.title == "静下心来读书"
    assert [span.note for span in spans if span.note] == ["1"]
    assert [span.picture for span in spans if span.picture] == ["1.png"]
