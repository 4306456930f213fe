from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.content.yaml_lines import Value, read_mapping

BY_THE_GUIDE = "请对照指南中的样例改写，常见原因是引号、括号不成对或缩进不齐。"
COLON_INSIDE = (
    "这一行的值里又出现了半角冒号加空格，读不明白。请给整个值加上英文双引号，或把里面的冒号改为全角“：”。"
)


def read(text: str) -> dict[str, Value]:
    fields, problems = read_mapping(text, "f.yml", 1)
    assert problems == ()
    return fields


def told(text: str, first_line: int = 1) -> list[str]:
    return [str(problem) for problem in read_mapping(text, "f.yml", first_line)[1]]


def plain(value: Value) -> Any:
    """The value without its lines."""
    if isinstance(value.content, dict):
        return {key: plain(item) for key, item in value.content.items()}
    return [plain(item) for item in value.content] if isinstance(value.content, list) else value.content


@pytest.mark.parametrize(
    "typed", ["2026-01-05", "2026-1-5", "19:30", "007", "1e3", "yes", "No", "true", "0x1F", "3.10", "2026", "1_000"]
)
def test_a_value_stays_as_it_was_typed(typed: str) -> None:
    assert read(f"key: {typed}") == {"key": Value(typed, 1)}


def test_values_know_their_lines(written: str) -> None:
    """
    # 说明
    title: 题目

    lecture:
      speaker: 主讲人
      at: 2026-11-18 15:00
    questions:
      - 一
      -
        二
    tags: [甲, 乙]
    summary: >
      折成
      一行
    empty:
    last: 完
    """
    fields, _ = read_mapping(written, "f.yml", 2)
    lines = {key: value.line for key, value in fields.items()}
    assert lines["title"] == 3
    assert lines["tags"] == 12
    assert lines["summary"] == 13
    assert lines["empty"] == 16
    assert lines["last"] == 17
    lecture, questions = fields["lecture"].content, fields["questions"].content
    assert isinstance(lecture, dict)
    assert isinstance(questions, list)
    assert [item.line for item in lecture.values()] == [6, 7]
    assert [item.line for item in questions] == [9, 11]


def test_values_have_their_shapes() -> None:
    fields = read("one: 甲\nmany: [甲, {乙: 丙}]\npart: {a: '1', b: }\nnone:\nblank: '  '\nlong: |\n  一\n  二\n")
    assert {key: plain(value) for key, value in fields.items()} == {
        "one": "甲",
        "many": ["甲", {"乙": "丙"}],
        "part": {"a": "1", "b": None},
        "none": None,
        "blank": None,
        "long": "一\n二",
    }


@pytest.mark.parametrize("text", ["", "\n\n", "# 只有说明\n"])
def test_nothing_typed_is_an_empty_mapping(text: str) -> None:
    assert read(text) == {}


def test_every_full_width_colon_behind_a_name_is_told() -> None:
    assert told("title\uff1a怎样写好\ncadence: article\n  slot \uff1a2026-W47\n", 2) == [
        "f.yml:2:“title”后面是全角冒号“：”。请改为半角冒号加一个空格，如 title: …。",
        "f.yml:4:“slot”后面是全角冒号“：”。请改为半角冒号加一个空格，如 slot: …。",
    ]


def test_a_full_width_colon_inside_a_value_is_fine() -> None:
    assert read("title: 提案\uff1a怎样写\n")["title"].content == "提案\uff1a怎样写"


def test_a_full_width_colon_behind_a_latin_word_in_a_list_of_texts_is_fine() -> None:
    fields = read("questions:\n  - APP\uff1a怎样用得上\n  - 二\n")
    assert plain(fields["questions"]) == ["APP\uff1a怎样用得上", "二"]


def test_a_full_width_colon_behind_a_latin_word_in_a_text_of_several_lines_is_fine() -> None:
    fields = read("summary: |\n  两个办法\n  APP\uff1a手机上看\n")
    assert plain(fields["summary"]) == "两个办法\nAPP\uff1a手机上看"


def test_a_tab_as_indent_is_told() -> None:
    assert told("lecture:\n\tspeaker: 主讲人\n") == ["f.yml:2:行首用了制表符（Tab）。请改用空格缩进。"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: 提案: 怎样写", f"f.yml:1:{COLON_INSIDE}"),
        ("title: a\nsummary: 甲: 乙: 丙", f"f.yml:2:{COLON_INSIDE}"),
        (
            "title: @甲",
            "f.yml:1:这一行以有特殊含义的符号开头（如 @ ` %）。请给值加上英文双引号。",
        ),
        ("title: `甲`", "f.yml:1:这一行以有特殊含义的符号开头（如 @ ` %）。请给值加上英文双引号。"),
        (
            "title: a\nslot 2026-W47\nsource: b\n",
            (
                "f.yml:3:这一行和上下行对不齐，或缺了半角冒号。"
                "请检查缩进是否一致、名称后是否是“: ”（半角冒号加空格）。"
            ),
        ),
        ('title: "甲', "f.yml:1:引号或括号没有成对。请补上另一半，或去掉多余的一个。"),
        ("title: '甲", "f.yml:1:引号或括号没有成对。请补上另一半，或去掉多余的一个。"),
        ("- 甲\n- 乙", "f.yml:1:这里应是一行一项的“名称: 值”，现在读不出名称。例如 title: 怎样写好一件提案。"),
        (
            "怎样写好一件提案",
            "f.yml:1:这里应是一行一项的“名称: 值”，现在读不出名称。例如 title: 怎样写好一件提案。",
        ),
        ("a: 1\nb: 2\na: 3", "f.yml:3:“a”写了两次，以后一次为准。请删去多余的一行。"),
    ],
)
def test_what_cannot_be_read_is_told_by_line(text: str, message: str) -> None:
    assert told(text) == [message]


@pytest.mark.parametrize("text", ["tags: [甲, 乙\ntitle: a\n", "lecture: {speaker: 甲\ntitle: a\n"])
def test_a_bracket_without_its_other_half_is_told_in_plain_words(text: str) -> None:
    (message,) = told(text)
    assert "引号或括号没有成对。" in message


@pytest.mark.parametrize("sign", ["\x0b", "\x00", "\x07"])
def test_a_control_character_is_told_at_its_line_and_called_by_name(sign: str) -> None:
    (message,) = told(f"title: 题目\nsummary: 一句{sign}导语\n", 2)
    assert message.startswith("f.yml:3:")
    assert "（）" not in message


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_a_line_separator_of_other_programs_is_no_line_end(sign: str) -> None:
    assert read(f"title: 题{sign}目\nsource: a\n")["source"] == Value("a", 2)


def test_the_last_of_a_repeated_key_counts() -> None:
    fields, problems = read_mapping("title: 前\ntitle: 后\n", "f.yml", 1)
    assert plain(fields["title"]) == "后"
    assert len(problems) == 1


def test_what_is_nested_without_end_is_cut_off() -> None:
    assert plain(read("a: " + "[" * 500 + "]" * 500)["a"]) == [[[[[None]]]]]
    assert plain(read("a: &a [*a]\n")["a"]) == [None]


def test_names_for_values_cannot_multiply_them() -> None:
    layers = "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 30)}]\n" for n in range(1, 5))
    fields = read(f"x0: &x0 字\n{layers}")
    assert fields["x4"].content[0] is fields["x4"].content[29]


YAMLISH = st.lists(
    st.sampled_from(
        [
            "title",
            "slot",
            ": ",
            "：",
            "\n",
            "\n  ",
            "\t",
            "- ",
            "[",
            "]",
            "{",
            "}",
            '"',
            "'",
            "|",
            ">",
            "&a",
            "*a",
            "!!int 3",
            "? ",
            "#",
            "%",
            "---",
            "...",
            "<<: ",
            ", ",
            "甲",
            "\x0b",
            "\x85",
            "\u2028",
            "\ufeff",
            "\x00",
        ]
    )
    | st.text(max_size=3),
    max_size=30,
).map("".join)


@given(YAMLISH, st.integers(1, 5))
def test_any_text_is_a_mapping_or_is_told_why_not(text: str, first_line: int) -> None:
    fields, problems = read_mapping(text, "f.yml", first_line)
    last_line = first_line + text.count("\n")
    assert all(first_line <= problem.origin.line <= last_line + 1 for problem in problems)
    assert all(problem.what.endswith("。") and problem.fix.endswith("。") for problem in problems)
    assert not fields or all(isinstance(value, Value) for value in fields.values())


def test_control_characters_that_escapes_bring_in_are_left_out() -> None:
    fields, problems = read_mapping('title: "\\e[31m红\\x07\\u0085字\\n下一行"\n', "a.md", 1)
    assert problems == ()
    assert fields["title"].content == "[31m红字\n下一行"


@pytest.mark.parametrize("text", ["a: " + "[" * 100_000, "- " * 100_000 + "x", "{a: " * 100_000])
def test_nesting_without_end_is_told_before_the_parser_would_end_the_process(text: str) -> None:
    found, problems = read_mapping(text, "docs/a.md", 2)
    assert not found
    assert [problem.what for problem in problems] == ["列表一层套一层，超过了能读的层数。"]
