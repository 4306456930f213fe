from textwrap import dedent

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from shuxiang.content.header import read_document
from shuxiang.content.header_edit import HeaderEditError, edit_header, skeleton
from shuxiang.content.material import read_material
from shuxiang.content.text_file import decode

PLACE = "cadence: article\nslot: 2026-W47\n"


def edited(text: str, **values: str) -> str:
    """The text with these values; ``lecture_at`` stands for ``lecture.at``."""
    named = {name.replace("lecture_", "lecture."): value for name, value in values.items()}
    return edit_header(text.encode(), named).decode()


def file(header: str) -> str:
    return f"---\n{header}---\n正文\n"


def test_a_value_is_replaced_and_nothing_else(written: str) -> None:
    """
    ---
    # 第一版
    title:   旧题目   # 还要改
    cadence: article

    slot: 2026-W47
    author: 甲
    ---
    正文里也有 title: 旧题目
    """
    assert edited(written, title="新题目") == written.replace("title:   旧题目   #", "title:   新题目   #")


@pytest.mark.parametrize(
    "old",
    [
        "旧题目",
        '"旧: 题目"',
        "'旧题目'",
        "旧题目\n  分两行",
        '"旧题目\n  分两行"',
        "|\n  旧题目\n  分两行",
        ">-\n  旧题目",
        "[旧, 题目]",
    ],
)
def test_a_value_written_in_any_way_gives_way_to_a_plain_one(old: str) -> None:
    assert edited(file(f"title: {old}\n{PLACE}"), title="新题目") == file(f"title: 新题目\n{PLACE}")


def test_blank_lines_and_remarks_below_a_block_of_text_stay(written: str) -> None:
    """
    ---
    title: |
      旧题目

    # 说明

    cadence: article
    slot: 2026-W47
    ---
    """
    assert edited(written, title="新题目") == written.replace("|\n  旧题目", "新题目")


@pytest.mark.parametrize("empty", ["author:", "author: ", "author:   # 待补"])
def test_an_empty_value_is_filled_in_at_its_place(empty: str) -> None:
    filled = empty.replace("author:", "author: 甲", 1)
    assert edited(file(f"{empty}\n{PLACE}"), author="甲").split() == file(f"{filled}\n{PLACE}").split()


def test_what_is_missing_becomes_a_line_at_the_end_of_the_header() -> None:
    assert edited(file(PLACE), author="甲", source="乙报") == file(f"{PLACE}author: 甲\nsource: 乙报\n")


def test_a_lecture_that_is_missing_is_written_in_parts() -> None:
    assert edited(file(PLACE), lecture_speaker="甲", lecture_at="2026-11-18 15:00") == file(
        f"{PLACE}lecture:\n  speaker: 甲\n  at: 2026-11-18 15:00\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "lecture:\n    speaker: 甲  # 请的\n# 完\n",
            "lecture:\n    speaker: 甲  # 请的\n    at: 2026-11-18\n# 完\n",
        ),
        ("lecture: {speaker: 甲}\n", "lecture: {speaker: 甲, at: 2026-11-18}\n"),
        ("lecture: {speaker: 甲, }\n", "lecture: {speaker: 甲, at: 2026-11-18, }\n"),
        ("lecture: {}\n", "lecture: {at: 2026-11-18}\n"),
        ("lecture: {at: , speaker: 甲}\n", "lecture: {at: 2026-11-18 , speaker: 甲}\n"),
        ("lecture:  # 待定\n", "lecture:  # 待定\n  at: 2026-11-18\n"),
        ("lecture:\n  at: 下周\n  venue: 乙\n", "lecture:\n  at: 2026-11-18\n  venue: 乙\n"),
        ("lecture: {speaker: 甲, at: 下周}\n", "lecture: {speaker: 甲, at: 2026-11-18}\n"),
        (
            "lecture:\n  speaker:\n    - 甲\n    - 乙\n",
            "lecture:\n  speaker:\n    - 甲\n    - 乙\n  at: 2026-11-18\n",
        ),
    ],
)
@pytest.mark.parametrize("below", ["", "tags: [丙]\n"])
def test_a_part_of_the_lecture_goes_where_the_lecture_is(before: str, after: str, below: str) -> None:
    text = edited(file(PLACE + before + below), lecture_at="2026-11-18")
    assert text.replace('"', "").split() == file(PLACE + after + below).split()
    assert text.replace('"', "").count("\n") == file(PLACE + after + below).count("\n")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_byte_order_mark_and_line_ends_stay(ending: str, bom: str) -> None:
    before = bom + file(f"title: 旧\n{PLACE}summary: 一句话\n").replace("\n", ending)
    after = bom + file(f"title: 新\n{PLACE}summary: 两句话\nauthor: 甲\n").replace("\n", ending)
    assert edit_header(before.encode(), {"title": "新", "summary": "两句话", "author": "甲"}) == after.encode()


def test_mixed_line_ends_stay_mixed() -> None:
    before = "---\r\ntitle: 旧\ncadence: article\r\nslot: 2026-W47\n---\r\n正文\n"
    after = before.replace("旧", "新的题目").replace("W47\n", "W47\nauthor: 甲\r\n")
    assert edit_header(before.encode(), {"title": "新的题目", "author": "甲"}) == after.encode()


@pytest.mark.parametrize(
    "value",
    [
        "甲: 乙",
        "甲 #乙",
        "#甲",
        "- 甲",
        "[甲]",
        "{甲}",
        "'甲",
        '"甲"',
        "*甲",
        "&甲",
        "!甲",
        "%甲",
        "@甲",
        "`甲",
        "| 甲",
        "> 甲",
        "? 甲",
        "甲:",
        "1984",
        "1.0",
        "yes",
        "null",
        "~",
        "2026-11-18",
        "12:30",
        "甲, 乙",
        "C:\\甲",
        "---",
        "=1+1",
        "<<",
    ],
)
def test_a_value_that_yaml_would_misread_is_quoted_for_everybody(value: str) -> None:
    for text in (edited(file(f"title: 旧\n{PLACE}"), title=value), skeleton({"title": value})):
        header = text.removeprefix("---\n").partition("\n---\n")[0]
        assert yaml.safe_load(header)["title"] == value
        assert read_document(text, "a.md").header["title"].content == value
    text = edited(file(f"{PLACE}lecture: {{venue: 乙}}\n"), lecture_speaker=value)
    assert yaml.safe_load(text.split("---\n")[1])["lecture"] == {"venue": "乙", "speaker": value}


@pytest.mark.parametrize(
    "value", ["《书》（上）：导读", "甲、乙", "“引号”", "a-b", "2026-11-18 15:00", "第1讲", "a:b"]
)
def test_a_value_that_everybody_reads_alike_stays_bare(value: str) -> None:
    assert edited(file(PLACE), author=value) == file(f"{PLACE}author: {value}\n")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("正文\n", "文件没有标题区"),
        ("---\ntitle: 甲\n", "文件没有标题区"),
        ("正文\n---\ntitle: 甲\n---\n", "文件没有标题区"),
        (file("title: 甲: 乙\n"), "标题区读不出来"),
        (file("- 甲\n"), "没有一行一项的内容"),
        (file(f"title:\n  - 甲\n  - 乙\n{PLACE}"), "写了好几行"),
        (file(f"title: {{甲: 乙}}\n{PLACE}"), "写了好几行"),
        (file(f"title: 甲\u2028乙\n{PLACE}"), "看不见的换行符"),
        (file(f"title: &t 甲\nauthor: *t\n{PLACE}"), "牵动别处"),
        (file(f"author: &t 甲\ntitle: *t\n{PLACE}"), "牵动别处"),
    ],
)
def test_what_cannot_be_changed_safely_is_told(text: str, what: str) -> None:
    with pytest.raises(HeaderEditError, match=what) as told:
        edited(text, title="新")
    assert str(told.value).endswith("请打开文件自己改。")


def test_a_lecture_in_one_line_of_words_is_told() -> None:
    with pytest.raises(HeaderEditError, match="lecture 没有分成小项"):
        edited(file(f"{PLACE}lecture: 张三主讲\n"), lecture_at="2026-11-18")


def test_a_file_in_another_encoding_is_told() -> None:
    with pytest.raises(HeaderEditError, match="不是 UTF-8"):
        edit_header(file(f"title: 甲\n{PLACE}").encode("gb18030"), {"title": "新"})


def test_of_a_name_that_stands_twice_the_one_that_counts_is_changed() -> None:
    assert edited(file(f"title: 甲\ntitle: 乙\n{PLACE}"), title="丙") == file(f"title: 甲\ntitle: 丙\n{PLACE}")


def test_a_skeleton_is_a_material_without_a_body() -> None:
    text = skeleton(
        {
            "lecture.at": "2026-11-18 15:00",
            "lecture.speaker": "甲",
            "slot": "2026-W47",
            "cadence": "article",
            "title": "题目: 副题",
            "author": "",
        }
    )
    assert text == dedent("""\
        ---
        title: "题目: 副题"
        cadence: article
        slot: 2026-W47
        lecture:
          speaker: 甲
          at: 2026-11-18 15:00
        ---
        """)
    material, problems = read_material(read_document(text, "a.md"), "a.md", "a.md")
    assert material is not None
    assert material.blank
    assert [problem.code for problem in problems] == ["source-missing"]


NAMES = ["title", "author", "source", "summary", "group", "lecture.speaker", "lecture.at", "lecture.venue"]
VALUES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff"),
    min_size=1,
    max_size=20,
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip
LINES = st.lists(
    st.sampled_from(
        [
            "# 说明",
            "",
            "author: 甲 # 注",
            "summary: |\n  两\n  行",
            "source: '引'",
            "tags: [a, b]",
            "lecture: {speaker: 甲}",
            "lecture:\n  at: 2026-11-18\n  # 注\n  venue: 乙",
            "review: {by: 丙}",
            "questions:\n- 一\n- 二",
            "group:",
            "mine: &x 1",
        ]
    ),
    max_size=6,
)


def changed_names(before: str, after: str) -> set[str]:
    def facts(text: str) -> dict[str, object]:
        header = yaml.load(text.split("---\n")[1], Loader=yaml.BaseLoader)  # noqa: S506
        lecture = header.pop("lecture", "") or {}
        return header | {f"lecture.{name}": value for name, value in lecture.items()}

    old, new = facts(before), facts(after)
    return {name for name in old | new if old.get(name) != new.get(name)}


@given(LINES, st.dictionaries(st.sampled_from(NAMES), VALUES, min_size=1), st.sampled_from(["\n", "\r\n"]))
@example(["mine: &x 1"], {"title": "&x"}, "\n")
def test_whatever_is_set_reads_back_and_all_other_lines_are_the_same_bytes(
    lines: list[str], values: dict[str, str], ending: str
) -> None:
    before = file("\n".join(["title: 旧", *lines, "cadence: article", "slot: 2026-W47"]) + "\n")
    assume(len({line.split(":")[0] for line in lines if ":" in line}) == len([x for x in lines if ":" in x]))
    after = edit_header(before.replace("\n", ending).encode(), values).decode()
    assert ending == "\n" or after.count("\n") == after.count("\r\n")
    after = after.replace("\r\n", "\n")
    assert after.endswith("---\n正文\n")
    assert changed_names(before, after) <= set(values)
    read = yaml.load(after.split("\n---\n")[0].removeprefix("---\n"), Loader=yaml.BaseLoader)  # noqa: S506
    for name, value in values.items():
        outer, _, inner = name.partition(".")
        assert (read[outer][inner] if inner else read[outer]) == value
    kept = [line for line in before.splitlines() if line.split(":")[0].strip() not in _touched(values)]
    assert _is_subsequence(kept, after.splitlines())


def _touched(values: dict[str, str]) -> set[str]:
    """First words of lines that may change: the names themselves, their parts, and the lines of the old summary."""
    return {part for name in values for part in name.split(".")} | {"两", "行"}


def _is_subsequence(some: list[str], all_: list[str]) -> bool:
    rest = iter(all_)
    return all(line in rest for line in some)


@given(st.binary(max_size=200) | st.text(max_size=80).map(str.encode), st.sampled_from(NAMES))
def test_any_file_at_all_is_edited_or_refused(data: bytes, name: str) -> None:
    for content in (data, b"---\n" + data + b"\n---\n"):
        try:
            after = edit_header(content, {name: "值"})
        except HeaderEditError:
            continue
        old, new = (read_document(decode(text, "").text or "", "") for text in (content, after))
        assert new.body == old.body
