import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.content.header import Document, read_document

MATERIAL = "title: 题目\ncadence: article\nslot: 2026-W47\n"
NO_OPENING = (
    "docs/a.md:1:文件的第一行不是单独的 ---，标题区被当成了正文。请让 --- 单独成为第一行，前面不留空行和空格。"
)


def told(document: Document) -> list[str]:
    return [str(problem) for problem in document.problems]


def test_a_header_is_split_from_the_body_and_read(written: str) -> None:
    """
    ---
    title: 题目
    cadence: article
    ---

    第一段。

    ---

    第二段。
    """
    document = read_document(written, "docs/a.md")
    assert {key: (value.content, value.line) for key, value in document.header.items()} == {
        "title": ("题目", 2),
        "cadence": ("article", 3),
    }
    assert document.body == "第一段。\n\n---\n\n第二段。\n"
    assert not document.problems
    assert not document.broken


def test_blank_lines_and_remarks_in_a_header_do_not_move_its_lines(written: str) -> None:
    """
    ---


    # 说明
    title: 题目

    slot: 2026-W47
    ---
    正文
    """
    header = read_document(written, "docs/a.md").header
    assert {key: value.line for key, value in header.items()} == {"title": 5, "slot": 7}


@pytest.mark.parametrize(
    "text",
    ["", "正文", "# 标题\n\n正文\n", "正文\n---\ntitle: 题目\n---\n", "——\n破折号开头的诗\n——\n", "\n\n正文\n"],
)
def test_a_file_without_a_header_is_all_body(text: str) -> None:
    assert read_document(text, "docs/a.md") == Document(text)


@pytest.mark.parametrize("text", ["---\n---\n正文", "---\n\n---\n正文", "---\n# 说明\n---\n正文"])
def test_an_empty_header_is_no_problem(text: str) -> None:
    assert read_document(text, "docs/a.md") == Document("正文")


def test_a_header_without_its_end_is_told() -> None:
    document = read_document(f"---\n{MATERIAL}正文\n", "docs/a.md")
    assert document.broken
    assert told(document) == ["docs/a.md:1:标题区没有结束：缺少第二行单独的 ---。请在标题区末尾另起一行写 ---。"]


@pytest.mark.parametrize(
    "dashes",
    [
        "\u2014\u2014",
        "\u2014-",
        "\u2014\u2014-",
        "\uff0d\uff0d\uff0d",
        "\u2013\u2013",
        "----",
        "--",
        "\u2500\u2500",
        "- - -",
    ],
)
def test_dashes_that_a_program_has_rewritten_are_told(dashes: str) -> None:
    document = read_document(f"{dashes}\n{MATERIAL}{dashes}\n正文\n", "docs/a.md")
    assert document.broken
    assert told(document) == [
        (
            f"docs/a.md:1:标题区的第一行是“{dashes}”，不是三个半角短横（常因输入法或 Word 自动改写）。"
            "请把首尾两行都改为 ---。"
        )
    ]


@pytest.mark.parametrize("dash", ["\u2014", "\u2013"])
def test_dashes_that_a_program_has_drawn_into_one_are_told(dash: str) -> None:
    document = read_document(f"{dash}\n{MATERIAL}{dash}\n正文\n", "docs/a.md")
    assert document.broken
    assert told(document)[0].startswith(f"docs/a.md:1:标题区的第一行是“{dash}”")


def test_dashes_behind_a_space_are_told_as_they_are() -> None:
    (message,) = told(read_document(f" ---\n{MATERIAL}---\n正文\n", "docs/a.md"))
    assert "标题区的第一行是“---”，不是三个半角短横" not in message


@pytest.mark.parametrize("opening", ["", "\n", "\n\n"])
@pytest.mark.parametrize("header", [MATERIAL, "cadence: article\ntitle: 题目\nslot: 2026-W47\n"])
def test_a_header_without_its_first_line_is_told(opening: str, header: str) -> None:
    document = read_document(f"{opening}{header}---\n正文\n", "docs/a.md")
    assert document.broken
    assert told(document) == [NO_OPENING]


def test_a_header_behind_blank_lines_is_told() -> None:
    document = read_document(f"\n\n---\n{MATERIAL}---\n正文\n", "docs/a.md")
    assert document.broken
    assert told(document) == [NO_OPENING]


def test_a_guide_that_shows_a_header_is_no_material_even_behind_a_blank_line() -> None:
    text = f"\n# 怎样写标题区\n\n```yaml\n---\n{MATERIAL}---\n```\n"
    assert read_document(text, "docs/guide.md") == Document(text)


def test_a_header_that_cannot_be_read_is_told_by_line_and_the_body_is_kept() -> None:
    document = read_document("---\ntitle: 题目\nsummary: 甲: 乙\n---\n正文\n", "docs/a.md")
    assert document.broken
    assert document.body == "正文\n"
    assert [problem.origin.line for problem in document.problems] == [3]


def test_a_repeated_key_does_not_break_a_header() -> None:
    document = read_document("---\ntitle: 前\ntitle: 后\n---\n正文\n", "docs/a.md")
    assert not document.broken
    assert told(document) == ["docs/a.md:3:“title”写了两次，以后一次为准。请删去多余的一行。"]


HEADERISH = st.lists(
    st.sampled_from(
        [
            "---",
            "\n",
            "\n",
            "title: ",
            "cadence: ",
            "cadence\uff1a",
            "slot: ",
            "\u2014\u2014",
            "- ",
            " ",
            "甲",
            "#",
            ": ",
            '"',
            "[",
        ]
    )
    | st.text(max_size=3),
    max_size=25,
).map("".join)


@given(HEADERISH | st.builds("---\n{}\n---\n{}".format, HEADERISH, st.text()))
def test_any_text_is_a_header_and_a_body_or_is_told_why_not(text: str) -> None:
    document = read_document(text, "docs/a.md")
    assert text.endswith(document.body)
    assert not document.broken or document.problems
    assert not document.broken or not document.header
