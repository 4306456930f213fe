import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.content.asterisks import swallowed_asterisks


def test_blanks_that_would_become_an_emphasis_are_told_at_their_line() -> None:
    (found,) = swallowed_asterisks("第一行\n党的*大报告，提出*个坚持。", 7, "docs/a.md")
    assert str(found) == (
        "docs/a.md:8:星号（*）会被当作强调记号而不显示，中间的“大报告，提出…”会成为强调文字。"
        "如果星号是原文里的空缺，请写成 \\* 或补上原字。"
    )
    assert found.severity == "warning"


@pytest.mark.parametrize(
    "line",
    [
        "党的*大",
        "一个*重点*词",
        "一句**很重要，要记住**的话",
        "党的\\*大报告，提出\\*个坚持",
        "3 * 4，5 * 6",
        "* 一项，\n* 又一项，",
        "",
    ],
)
def test_other_asterisks_are_left_alone(line: str) -> None:
    assert swallowed_asterisks(line, 1, "docs/a.md") == ()


@given(st.text("*\\，。ab甲 \n"), st.integers(1, 9))
def test_any_text_is_told_on_its_own_lines(markdown: str, first_line: int) -> None:
    lines = markdown.split("\n")
    for found in swallowed_asterisks(markdown, first_line, "docs/a.md"):
        assert lines[found.origin.line - first_line].count("*") >= 2
