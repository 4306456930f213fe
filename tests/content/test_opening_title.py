import pytest

from shuxiang.content.opening_title import without_title


@pytest.mark.parametrize(
    ("markdown", "rest"),
    [
        ("# 怎样写提案\n\n正文", "\n正文"),
        ("\n#  怎样 写提案 #\n正文", "正文"),
        ("# 怎样写提案", ""),
        ("# 别的题目\n正文", "# 别的题目\n正文"),
        ("## 怎样写提案\n正文", "## 怎样写提案\n正文"),
        ("正文\n# 怎样写提案\n", "正文\n# 怎样写提案\n"),
        ("#怎样写提案\n", "#怎样写提案\n"),
        ("", ""),
    ],
)
def test_a_title_is_not_shown_twice(markdown: str, rest: str) -> None:
    assert without_title(markdown, "怎样写提案") == rest
