from collections.abc import Callable

import pytest

from shuxiang.intake.document import Article, Document, Look, Paragraph, Picture, Span, plain
from shuxiang.intake.findings import Place
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
