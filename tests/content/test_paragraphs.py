import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.content.paragraphs import separated


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("第一段。\n第二段。", "第一段。\n\n第二段。"),
        ("他说：“好。”\n第二段", "他说：“好。”\n\n第二段"),
        ("一、看见一件事\n那天早上", "一、看见一件事\n\n那天早上"),
        ("\u3000\u3000第一段\n\u3000\u3000第二段", "第一段\n\n第二段"),
        (
            "长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长\n一半",
            "长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长一半",
        ),
        ("one\ntwo", "one\ntwo"),
        ("第一段。  \n同段换行", "第一段。  \n同段换行"),
        ("第一段。\n\n第二段。", "第一段。\n\n第二段。"),
        ("- 一。\n- 二。", "- 一。\n- 二。"),
        ("1. 一。\n2. 二。", "1. 一。\n2. 二。"),
        ("> 引文。\n> 引文。", "> 引文。\n> 引文。"),
        ("| 甲。 |\n| --- |\n| 乙。 |", "| 甲。 |\n| --- |\n| 乙。 |"),
        ("```\n代码。\n代码。\n```", "```\n代码。\n代码。\n```"),
        ("    缩进的一段。\n\t又一段。", "缩进的一段。\n\n又一段。"),
        ("    code\n    code", "    code\n    code"),
        ("- 一项\n\n    同一项的第二段", "- 一项\n\n    同一项的第二段"),
        ("!!! note\n    提示里的话。", "!!! note\n    提示里的话。"),
        ("标题\n作者\n正文", "标题\n\n作者\n\n正文"),
        ("要做三件事：\n1. 一\n2. 二", "要做三件事：\n\n1. 一\n2. 二"),
        ("如下\n| 甲 |\n| --- |\n| 乙 |", "如下\n\n| 甲 |\n| --- |\n| 乙 |"),
        ("## 标题。\n第一段。\n第二段。", "## 标题。\n第一段。\n\n第二段。"),
        ("图1 示意\n{: .sx-caption }\n第一段", "图1 示意\n{: .sx-caption }\n\n第一段"),
        ("某县政协\n{: .sx-closing }\n2026年\n{: .x }", "某县政协\n{: .sx-closing }\n\n2026年\n{: .x }"),
    ],
)
def test_lines_as_offices_type_them_become_paragraphs(typed: str, meant: str) -> None:
    assert separated(typed) == meant


LINES = st.lists(
    st.sampled_from(
        [
            "第一段。",
            "一行写到",
            "- 项。",
            "> 引。",
            "```",
            "~~~",
            "    码。",
            "",
            "一、题",
            "\u3000\u3000段",
            "ab  ",
            "# 题",
            "{: .x }",
        ]
    )
    | st.text(max_size=6)
)


@given(LINES.map("\n".join))
def test_no_word_is_lost_and_none_is_added(typed: str) -> None:
    assert "".join(separated(typed).split()) == "".join(typed.split())


@given(LINES.map("\n".join))
def test_what_is_separated_once_stays(typed: str) -> None:
    assert separated(separated(typed)) == separated(typed)
