from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.content.header import read_document
from shuxiang.content.material import is_material, read_material
from shuxiang.core.calendar import parse_key
from shuxiang.core.diagnostics import Diagnostic, Origin, in_order
from shuxiang.core.model import Lecture, Material, Review

ENOUGH = {"title": "题目", "cadence": "article", "slot": "2026-W47", "source": "本会编写"}


def read(text: str) -> tuple[Material | None, tuple[Diagnostic, ...]]:
    document = read_document(text, "docs/a.md")
    material, problems = read_material(document, "a.md", "docs/a.md")
    return material, in_order([*document.problems, *problems])


def told(text: str) -> list[str]:
    return [str(problem) for problem in read(text)[1]]


def header(extra: str = "", **fields: str | None) -> str:
    """A file with a header that has what it needs, each field on its line, then ``extra`` from line 6 on."""
    lines = [f"{key}: {value}" for key, value in (ENOUGH | fields).items() if value is not None]
    return "\n".join(["---", *lines, *([dedent(extra).strip("\n")] if extra else []), "---", "正文"])


def material_of(text: str) -> Material:
    material, problems = read(text)
    assert problems == ()
    assert material
    return material


def test_a_whole_header_becomes_a_whole_material(written: str) -> None:
    """
    ---
    title: 怎样写好一件提案
    cadence: article
    slot: 2026-W47
    summary: 一句话
      导语
    author: [甲, 乙]
    source: 本会编写
    recommended_by: 丙
    lecture: {speaker: 丁, at: 2026-11-18 15:00, venue: 会议室, video: "https://example.org/v", handout: 讲义.pdf}
    review:
      by: 戊
      on: 2026-11-20
      text: 说得明白
    questions:
      - 第一问？
      - "第二问: 是什么？"
    apply: 用一用
    tags: [提案, 调研, 提案]
    ---
    正文六个字啊。
    """
    assert material_of(written) == Material(
        path="a.md",
        origin=Origin("docs/a.md", 4),
        title="怎样写好一件提案",
        cadence_id="article",
        cadence_origin=Origin("docs/a.md", 3),
        period=parse_key("2026-W47"),
        characters=6,
        summary="一句话 导语",
        author="甲、乙",
        source="本会编写",
        recommended_by="丙",
        lecture=Lecture(
            "丁", "2026-11-18 15:00", "会议室", "https://example.org/v", "讲义.pdf", origin=Origin("docs/a.md", 10)
        ),
        review=Review("戊", "2026-11-20", "说得明白"),
        questions=("第一问？", "第二问: 是什么？"),
        apply="用一用",
        tags=("提案", "调研"),
    )


def test_a_header_with_only_what_it_needs_is_enough() -> None:
    material = material_of(header())
    assert (material.lecture, material.review, material.questions, material.tags) == (None, None, (), ())


def test_only_a_file_with_a_cadence_is_a_material() -> None:
    assert is_material(read_document("---\ncadence:\n---\n", "docs/a.md"))
    assert not is_material(read_document("---\nslot: 2026-W47\n---\n", "docs/a.md"))


@pytest.mark.parametrize(
    ("slot", "message"),
    [
        ("2026-W54", "期次“2026-W54”不存在（2026 年到第 53 周）。请改为 2026-W01 至 2026-W53。"),
        ("2026-13", "期次“2026-13”不存在（2026 年到第 12 个月）。请改为 2026-01 至 2026-12。"),
        (
            "2026-11-18",
            "期次“2026-11-18”写法不对。如指这一天所在的一期，请写 2026-W47（周）或 2026-11（月）。",
        ),
        ("2026-w47", "期次“2026-w47”写法不对。请改为 2026-W47。"),
        ("2026W47", "期次“2026W47”写法不对。请改为 2026-W47。"),
        ("2026-W7", "期次“2026-W7”写法不对。请改为 2026-W07。"),
        ("2026-7", "期次“2026-7”写法不对。请改为 2026-07。"),
        ("2026/11", "期次“2026/11”写法不对。请改为 2026-11。"),
        ("2026\u2014W47", "期次“2026\u2014W47”写法不对。请改为 2026-W47。"),
        ("2026 - W47", "期次“2026 - W47”写法不对。请改为 2026-W47。"),
        ("\uff12\uff10\uff12\uff16", "期次“\uff12\uff10\uff12\uff16”写法不对。请改为 2026。"),
        (
            "第47周",
            (
                "期次“第47周”写法不对。"
                "请写成 2026-W47（周）、2026-11（月）、2026-Q4（季）、2026-H2（半年）或 2026（年）。"
            ),
        ),
        ("0026-W10", "期次“0026-W10”的年份不在 1900 到 2999 之间。请核对年份。"),
    ],
)
def test_a_slot_that_is_none_is_told_and_the_material_held_back(slot: str, message: str) -> None:
    material, problems = read(header(slot=slot))
    assert material is None
    assert [str(problem) for problem in problems] == [f"docs/a.md:4:{message}改好之前，本篇不发布。"]


def test_a_material_without_slot_is_told() -> None:
    assert told(header(slot=None)) == [
        "docs/a.md:1:有 cadence 却没有期次（slot）。请加一行，如 slot: 2026-W47。改好之前，本篇不发布。"
    ]
    assert told(header(slot="")) == [
        "docs/a.md:4:有 cadence 却没有期次（slot）。请加一行，如 slot: 2026-W47。改好之前，本篇不发布。"
    ]


def test_an_empty_cadence_is_told() -> None:
    material, problems = read(header(cadence=""))
    assert material is None
    assert [str(problem) for problem in problems] == [
        "docs/a.md:3:“cadence”是空的。请写明节奏，如 article。改好之前，本篇不发布。"
    ]


@pytest.mark.parametrize(
    ("body", "fallback"),
    [("## 小标题\n\n# 正文的标题 #\n", "正文的标题"), ("没有标题", "a"), ("#\n\n正文", "a"), ("#没有空格", "a")],
)
def test_a_missing_title_is_told_and_made_up_for(body: str, fallback: str) -> None:
    material, problems = read(header(title=None).removesuffix("正文") + body)
    assert material
    assert material.title == fallback
    assert [str(problem) for problem in problems] == [
        f"docs/a.md:1:缺少标题（title），暂以“{fallback}”代替。请在标题区加一行 title: 文章的标题。"
    ]


def test_a_missing_source_is_only_a_warning() -> None:
    material, problems = read(header(source=None))
    assert material
    assert [str(problem) for problem in problems] == [
        "docs/a.md:1:没有写明来源（source）。请加一行 source: 原载何处，或“本会编写”。"
    ]
    assert [problem.severity for problem in problems] == ["warning"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("sumary", "summary"),
        ("Author", "author"),
        ("recommend_by", "recommended_by"),
        ("question", "questions"),
        ("tag", "tags"),
    ],
)
def test_a_name_that_is_nearly_one_of_ours_is_told(name: str, meant: str) -> None:
    assert told(header(f"{name}: 什么")) == [f"docs/a.md:6:没有“{name}”这一项。是否想写 {meant}？"]


@pytest.mark.parametrize("name", ["template", "hide", "description", "status", "icon", "标题", "date"])
def test_names_that_mkdocs_and_its_theme_use_are_left_alone(name: str) -> None:
    assert told(header(f"{name}: 什么")) == []


def test_a_near_miss_of_a_name_that_is_also_there_is_left_alone() -> None:
    assert told(header("titles: 什么")) == []


@pytest.mark.parametrize("name", ["title", "summary", "author", "source", "recommended_by", "group", "apply"])
def test_a_part_where_a_text_should_be_is_told(name: str) -> None:
    found = told(header(f"{name}: {{甲: 乙}}", **{key: None for key in ENOUGH if key == name}))
    line = 5 if name in ENOUGH else 6
    assert f"docs/a.md:{line}:“{name}”应是一行文字。请写成 {name}: 文字。" in found


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ("lecture: 明天下午", "6:“lecture”应由几个小项组成。请写成 lecture: {speaker: …, at: …}。"),
        ("lecture: [甲, 乙]", "6:“lecture”应由几个小项组成。请写成 lecture: {speaker: …, at: …}。"),
        (
            "lecture: {speker: 甲}",
            "6:“lecture”里没有“speker”这一项。可用的有 speaker、at、venue、video、handout、on_day_off。",
        ),
        (
            "lecture:\n  speaker: 甲\n  at: 2026-11-31 15:00\n",
            "8:“lecture.at”的日期“2026-11-31 15:00”写法不对或不存在。请写成 2026-11-18 15:00 的样子。",
        ),
        (
            "lecture: {at: 19:30}",
            "6:“lecture.at”的日期“19:30”写法不对或不存在。请写成 2026-11-18 15:00 的样子。",
        ),
        (
            "lecture: {at: 2026-11-18 24:00}",
            "6:“lecture.at”的日期“2026-11-18 24:00”写法不对或不存在。请写成 2026-11-18 15:00 的样子。",
        ),
        (
            "lecture: {at: \uff12\uff10\uff12\uff16-11-18}",
            (
                "6:“lecture.at”的日期“\uff12\uff10\uff12\uff16-11-18”写法不对或不存在。"
                "请写成 2026-11-18 15:00 的样子。"
            ),
        ),
        ("lecture: {venue: {楼: 一}}", "6:“lecture.venue”应是一行文字。请写成 venue: 文字。"),
        ("review: 写得好", "6:“review”应由几个小项组成。请写成 review: {by: …, on: …}。"),
        ("review: {by: 甲, date: 2026-11-20}", "6:“review”里没有“date”这一项。可用的有 by、on、text。"),
        (
            "review:\n  by: 甲\n  on: 11月20日\n",
            "8:“review.on”的日期“11月20日”写法不对或不存在。请写成 2026-11-20 的样子。",
        ),
        ("questions: {一: 二}", "6:“questions”应是一个列表。请写成 [甲, 乙]，或每行一项、以“- ”开头。"),
        ("tags: {一: 二}", "6:“tags”应是一个列表。请写成 [甲, 乙]，或每行一项、以“- ”开头。"),
        (
            "questions: [甲, ]\ntags: [甲, '']",
            "7:“tags”里有一项不是文字或是空的。请每项写一行文字，含冒号时加引号。",
        ),
        (
            "questions:\n  - 一\n  - 二: 三\n",
            "8:“questions”里有一项不是文字或是空的。请每项写一行文字，含冒号时加引号。",
        ),
        (
            "questions:\n  - 一\n  -\n",
            "8:“questions”里有一项不是文字或是空的。请每项写一行文字，含冒号时加引号。",
        ),
    ],
)
def test_a_detail_that_is_wrongly_written_is_told_and_the_rest_is_kept(extra: str, message: str) -> None:
    material, problems = read(header(extra))
    assert material
    assert [str(problem) for problem in problems] == [f"docs/a.md:{message}"]
    assert [problem.severity for problem in problems] == ["warning"]


@pytest.mark.parametrize("at", ["2026-11-18", "2026-11-18 15:00", "2026-11-18T09:05", "2028-02-29 23:59"])
def test_a_lecture_is_on_a_day_or_at_a_time_of_a_day(at: str) -> None:
    lecture = material_of(header(f"lecture: {{at: '{at}'}}")).lecture
    assert lecture
    assert lecture.at == at


@pytest.mark.parametrize(("text", "meant"), [("yes", True), ("是", True), ("no", False), ("", False)])
def test_a_lecture_on_a_day_off_may_be_meant(text: str, meant: bool) -> None:  # noqa: FBT001
    lecture = material_of(header(f"lecture: {{at: 2026-10-01 15:00, on_day_off: {text}}}")).lecture
    assert lecture
    assert lecture.on_day_off is meant


def test_a_day_off_that_is_neither_yes_nor_no_is_told_and_taken_for_no() -> None:
    material, problems = read(header("lecture:\n  speaker: 甲\n  on_day_off: 也许\n"))
    assert [str(problem) for problem in problems] == [
        ("docs/a.md:8:“lecture.on_day_off”只能是 yes 或 no，现为“也许”。请写 on_day_off: yes，或删去这一项。")
    ]
    assert material
    assert material.lecture
    assert not material.lecture.on_day_off


@pytest.mark.parametrize(
    ("extra", "line"),
    [("lecture:\n  speaker: 甲\n  at: 2026-11-18\n", 8), ("lecture:\n  speaker: 甲\n", 7), ("lecture: {at: }", 6)],
)
def test_a_lecture_says_the_line_of_its_date_else_its_own(extra: str, line: int) -> None:
    lecture = material_of(header(extra)).lecture
    assert lecture
    assert lecture.origin == Origin("docs/a.md", line)


def test_a_material_may_be_given_to_a_group() -> None:
    assert material_of(header("group: 第一小组")).group == "第一小组"
    assert material_of(header("group: [第一小组, 经济界]")).group == "第一小组、经济界"
    assert material_of(header()).group == ""


def test_a_group_that_is_nearly_written_right_is_told() -> None:
    assert told(header("groups: 第一小组")) == ["docs/a.md:6:没有“groups”这一项。是否想写 group？"]


@pytest.mark.parametrize(
    ("body", "blank"), [("", True), ("\n\n  \n\u3000\n", True), ("正文", False), ("\n\n# 标题\n", False)]
)
def test_a_material_with_nothing_below_its_header_is_blank(body: str, blank: bool) -> None:  # noqa: FBT001
    assert material_of(header().removesuffix("正文") + body).blank is blank


def test_questions_are_a_list_or_the_lines_of_a_text() -> None:
    for extra in ("questions: [一？, 二？]", "questions:\n  - 一？\n  - 二？", "questions: |\n  一？\n\n  二？\n"):
        assert material_of(header(extra)).questions == ("一？", "二？")
    assert material_of(header("questions: 只有一问，是吗？")).questions == ("只有一问，是吗？",)


@pytest.mark.parametrize("tags", ["[提案, 调研]", "提案,调研", "提案，调研", "提案、 调研", "\n  - 提案\n  - 调研"])
def test_tags_are_a_list_or_a_text_with_signs_between(tags: str) -> None:
    assert material_of(header(f"tags: {tags}")).tags == ("提案", "调研")


@pytest.mark.parametrize("name", ["lecture", "review", "questions", "tags", "summary", "group", "apply"])
def test_what_is_left_empty_is_as_if_it_were_not_there(name: str) -> None:
    assert material_of(header(f"{name}:")) == material_of(header())


VALUES = st.one_of(
    st.sampled_from(
        ["", "题目", "2026-W47", "2026-11-18 15:00", "[甲, 乙]", "{by: 甲, at: 乙}", "[[甲], {}]", '"', "|", "- 甲"]
    ),
    st.text(max_size=8),
)


@given(
    st.lists(
        st.tuples(st.sampled_from([*ENOUGH, "lecture", "review", "questions", "tags", "apply", "标题"]), VALUES)
    )
)
def test_any_header_is_a_material_or_is_told_why_not(fields: list[tuple[str, str]]) -> None:
    lines = "".join(f"{key}: {value}\n" for key, value in fields)
    document = read_document(f"---\n{lines}---\n正文", "docs/a.md")
    material, problems = read_material(document, "a.md", "docs/a.md")
    assert material or any(problem.severity == "error" for problem in problems)
    assert all(problem.what.endswith("。") and problem.fix.endswith(("。", "？")) for problem in problems)
