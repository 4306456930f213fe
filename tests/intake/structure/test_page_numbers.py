from collections.abc import Callable, Sequence

import pytest

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Article, Paragraph

Only = Callable[..., Article]
VIEWER = "《读书的几点体会.docx》由会员分享，可在线阅读，更多相关《读书的几点体会.docx》请在某文库上搜索。"
TEXT = (
    "近年来，我在工作之余读了一些书，有了几点体会，说出来和大家交流。书读得多了，心就静了，遇事不慌，说话做事也比从前有了条"
    "理，这是我最大的收获，也是家人最高兴的事情。全年一共读了3大类12项材料，写了1.2万字的笔记，其中第2、3季度读得最多，因为"
    "那时候白天长，晚饭以后还能在院子里读上一个钟头。我的办法很简单，就是手里要有一支笔，随时写上几句，写得多了就成了文章，"
    "成了文章就拿给别人看，别人提了意见再改，改上几遍就像个样子了。年轻的时候读书求快，年纪大了读书求慢，快有快的好处，慢有"
    "慢的味道，两样都要有，就像走路，有时候要赶路，有时候要看风景。如果能找到几个人一起读就更好了，你一言我一语，一本书能读"
    "出三本书的意思来，读完了谁也不觉得累，还约好了下一次的日子。"
)
PAGES = [TEXT[at : at + 70] for at in range(0, len(TEXT), 70)]


def text_of(article: Article) -> str:
    return "".join(block.text for block in article.blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize(
    "numbered",
    [
        lambda pages: "\n".join(f"{number}、{page}" for number, page in enumerate(pages, 1)),
        lambda pages: "\n".join(f"{number}．{page}" for number, page in enumerate(pages, 1)),
        lambda pages: "\n".join(f"{page} {number}" for number, page in enumerate(pages, 1)),
        lambda pages: "".join(f"{number}、{page}" for number, page in enumerate(pages, 1)),
        lambda pages: "".join(f" {number} {page}" for number, page in enumerate(pages, 1)),
        lambda pages: "".join(f"-{number}-{page}" for number, page in enumerate(pages, 1)),
        lambda pages: "\n".join(page + f"\n— {number} —" for number, page in enumerate(pages, 1)),
        lambda pages: "\n".join(page + f"\n第{number}页 共{len(pages)}页" for number, page in enumerate(pages, 1)),
        lambda pages: "\n".join(page + f"\n{number}" for number, page in enumerate(pages, 1)),
        lambda pages: "\n".join(page + f"\n{number}/{len(pages)}" for number, page in enumerate(pages, 1)),
    ],
    ids=["head", "head with point", "tail", "inside", "spaces", "dashes", "— 1 —", "第1页 共9页", "1", "1/9"],
)
def test_page_numbers_go_and_no_other_number_does(numbered: Callable[[Sequence[str]], str], only: Only) -> None:
    article = only(f"读书的几点体会\n{numbered(PAGES)}")
    assert text_of(article) == TEXT
    assert article.title == "读书的几点体会"
    assert all(found.severity is not Severity.ERROR for found in article.findings)


def test_the_joints_of_pages_are_told_once(only: Only) -> None:
    numbered = "\n".join(
        f"{number}、{page}" for number, page in enumerate(["读书的几点体会" + PAGES[0], *PAGES[1:]], 1)
    )
    article = only(f"{VIEWER}\n{numbered}")
    assert sorted(found.code for found in article.findings) == ["page-numbers", "title-glued", "web-viewer"]


def test_a_page_whose_number_is_lost_does_not_end_the_count(only: Only) -> None:
    numbered = "\n".join(f"{number}、{page}" if number != 3 else page for number, page in enumerate(PAGES, 1))
    assert text_of(only(f"读书的几点体会\n{numbered}")) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{number}、{TEXT[number * 9 : number * 9 + 80]}。" for number in range(1, 5)),
        "".join(f"{number}、{TEXT[number * 9 : number * 9 + 80]}。" for number in range(1, 5)),
        "".join(f"{number}、选书；" for number in range(1, 30)),
        "\n".join(f"第{number}组有 {number} 个人，" + TEXT[:70] + "。" for number in range(1, 5)),
        "\n".join(str(number) for number in range(1, 9)),
        "\n".join(f"第{number}组\n{number}" for number in range(1, 9)),
        "2026年11月5日的第1、2、3季度，1.2万人，3大类12项。" + TEXT,
    ],
    ids=["points on lines", "points in a line", "short points", "counted", "a column", "a table", "years"],
)
def test_genuine_numbers_stay(text: str, only: Only) -> None:
    article = only(f"读书的几点体会\n{text}")
    kept = text_of(article)
    assert [character for character in kept if character.isdigit()] == [
        character for character in text if character.isdigit()
    ]


def test_two_numbers_are_no_count_but_are_told(only: Only) -> None:
    article = only(f"读书的几点体会\n1、{PAGES[0]}\n2、{PAGES[1]}{PAGES[2]}{PAGES[3]}。")
    assert "2、" in text_of(article)
    assert [found.severity for found in article.findings if found.code == "page-number-doubt"] == [Severity.WARNING]


def test_a_viewer_s_sentence_makes_two_numbers_certain(only: Only) -> None:
    article = only(f"{VIEWER}\n1、{PAGES[0]}\n2、{PAGES[1]}。")
    assert text_of(article) == f"{PAGES[0]}{PAGES[1]}。"


def test_pages_of_very_different_lengths_are_told_and_left(only: Only) -> None:
    pages = [TEXT[:70], TEXT[:70] * 9, TEXT[:70], TEXT[:70] * 12, TEXT[:70]]
    article = only("读书的几点体会\n" + "\n".join(f"{number}、{page}" for number, page in enumerate(pages, 1)))
    assert "3、" in text_of(article)
    assert {found.code for found in article.findings} >= {"page-number-doubt"}
