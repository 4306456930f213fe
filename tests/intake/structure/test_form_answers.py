from collections.abc import Callable

import pytest

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Article, Cell, Table, plain

Only = Callable[..., Article]
BODY = "读书使人明理，明理使人做事有分寸，做事有分寸的人，大家都愿意和他一起做事。"


def table(*rows: tuple[str, ...]) -> Table:
    return Table(tuple(tuple(Cell((plain(text),)) for text in row) for row in rows))


def told(article: Article) -> dict[str, tuple[str, ...]]:
    return {found.code: found.proposed for found in article.findings}


@pytest.mark.parametrize("head", ["某次会议提案", "委员提案表", "社情民意信息"])
@pytest.mark.parametrize("label", ["案由：", "题目：", "标 题:"])
def test_a_form_s_own_name_is_doubted_where_it_says_a_title(head: str, label: str, only: Only) -> None:
    article = only(f"{head}\n界别：教育\n编号：1\n{label}关于读书的建议\n{BODY}")
    (doubt,) = article.findings
    assert (article.title, doubt.code, doubt.severity) == (head, "title-candidate", Severity.WARNING)
    assert doubt.proposed == ("关于读书的建议",)


def test_a_title_that_is_one_is_not_doubted(only: Only) -> None:
    assert only(f"关于读书的提案\n界别：教育\n案由：读书的人少\n{BODY}").findings == ()


@pytest.mark.parametrize("label", ["提案人", "反映人", "第一提案人"])
def test_those_who_hand_in_a_form_are_candidates(label: str, only: Only) -> None:
    article = only(f"关于读书的提案\n{label}：张某、李某\n{BODY}")
    assert told(article) == {"byline-candidate": ("张某、李某",)}
    assert article.fields == {}


def test_a_table_answers_as_lines_do(only_in: Only) -> None:
    form = table(("案　由", "关于读书的建议"), ("提案人", "张某"), ("联系电话", "0000"))
    article = only_in([form, plain(BODY)])
    assert told(article) == {"title-missing": ("关于读书的建议",), "byline-candidate": ("张某",)}


def test_the_head_of_a_list_answers_nothing(only_in: Only) -> None:
    books = table(("序号", "书名", "作者", "推荐人"), ("1", "《某书》", "张某", "李某"))
    assert only_in([plain("推荐书目"), plain(BODY), books]).findings == ()
