from collections.abc import Callable

import pytest

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Article, Paragraph

Only = Callable[..., Article]
BODY = "读书使人明理，明理使人做事有分寸，做事有分寸的人，大家都愿意和他一起做事。"


@pytest.mark.parametrize(
    "lines",
    [
        ["目  录", "第一章  总  则", "第二章  读书"],
        ["目录", "第一章 总则……1", "第二章 读书……………12"],
        ["【目录】", "第一章　总则 1", "第二章　读书 12"],
    ],
)
def test_a_typed_table_of_contents_is_set_aside(lines: list[str], only: Only) -> None:
    article = only("\n".join(["读书公约", *lines, "第一章  总  则", BODY, "第二章  读书", BODY]))
    (contents,) = article.findings
    assert (contents.code, contents.severity) == ("contents-list", Severity.NOTE)
    assert contents.set_aside.split("\n") == lines
    assert [block.text for block in article.blocks if isinstance(block, Paragraph) and block.level] == [
        "第一章  总  则",
        "第二章  读书",
    ]


def test_a_list_that_does_not_come_again_stays(only: Only) -> None:
    article = only(f"读书公约\n目录\n先读什么\n再读什么\n{BODY}")
    assert [block.text for block in article.blocks if isinstance(block, Paragraph)] == [
        "目录",
        "先读什么",
        "再读什么",
        BODY,
    ]
