from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.content.programme import read_programme
from shuxiang.core.calendar import Every
from shuxiang.core.diagnostics import Origin
from shuxiang.core.model import DEFAULT_CADENCES, Cadence, Programme
from shuxiang.core.schedule import default_programme, plan

DEFAULT = "2025-12-29 至 2027-01-04"
LIST_OF_CADENCES = (
    "cadences 应是一个列表，至少有一项。"
    "请写成 - {id: article, name: 周学一文, every: week} 的样子，每行一项。暂用默认的四种节奏。"
)
EVERY = "请写 week（每周）、month（每月）、quarter（每季）、half_year（每半年）或 year（每年）。"


def read(text: str, path: str = "programme/2026.yml") -> tuple[Programme | None, list[str]]:
    programme, problems = read_programme(text, path, f"docs/{path}")
    return programme, [str(problem).removeprefix(f"docs/{path}:") for problem in problems]


def test_a_whole_file_becomes_a_whole_programme(written: str) -> None:
    """
    year: 2026
    title: 2026年学习计划
    starts: 2026-01-05
    ends: 2027-01-04            # 不含当天
    cadences:
      - {id: article, name: 周学一文, every: week}
      - id: law
        name: 每月一法
        every: month
    """
    assert read(written) == (
        Programme(
            year=2026,
            title="2026年学习计划",
            starts=date(2026, 1, 5),
            ends=date(2027, 1, 4),
            cadences=(Cadence("article", "周学一文", Every.WEEK), Cadence("law", "每月一法", Every.MONTH)),
            origin=Origin("docs/programme/2026.yml", 3),
        ),
        [],
    )


@pytest.mark.parametrize("text", ["", "# 都用默认的\n", "year: 2026\n"])
def test_what_is_not_said_is_as_in_a_year_without_a_file(text: str) -> None:
    default = default_programme(2026)
    programme, problems = read(text)
    assert problems == []
    assert programme
    assert (programme.year, programme.title) == (2026, default.title)
    assert (programme.starts, programme.ends) == (default.starts, default.ends)
    assert programme.cadences == DEFAULT_CADENCES


def test_the_year_is_taken_from_the_file_name_only_when_it_is_not_written() -> None:
    assert read("title: 计划", "programme/2027.yml")[0] == read("year: 2027\ntitle: 计划", "programme/2027.yml")[0]
    programme, _ = read("year: 2026", "programme/2027.yml")
    assert programme
    assert programme.year == 2026


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ("title: 计划", "programme/plan.yml", "1:学习计划没有写明年份。请写一行 year: 2026。"),
        ("title: 计划\nyear: 二〇二六", "programme/2026.yml", "2:年份“二〇二六”写法不对。请写一行 year: 2026。"),
        ("year: 26", "programme/2026.yml", "1:年份“26”写法不对。请写一行 year: 2026。"),
        ("year: 1026", "programme/2026.yml", "1:年份“1026”写法不对。请写一行 year: 2026。"),
    ],
)
def test_a_year_that_cannot_be_told_leaves_no_programme(text: str, path: str, message: str) -> None:
    assert read(text, path) == (None, [message])


@pytest.mark.parametrize(
    ("text", "message", "starts", "ends"),
    [
        (
            "starts: 2026-1-5\nends: 2027-01-04",
            "1:日期“2026-1-5”写法不对。请写成 2026-01-05。暂按 2026-01-05 排期。",
            date(2026, 1, 5),
            date(2027, 1, 4),
        ),
        (
            "starts: 2026-02-30",
            "1:日期“2026-02-30”不存在。请核对月份和日子。暂按 2025-12-29 排期。",
            date(2025, 12, 29),
            date(2027, 1, 4),
        ),
        (
            "year: 2026\nends: 明年初",
            "2:日期“明年初”写法不对。请写成 2027-01-04。暂按 2027-01-04 排期。",
            date(2025, 12, 29),
            date(2027, 1, 4),
        ),
        (
            "starts:\nends: 2027-01-11",
            "1:日期是空的。请写成 2025-12-29。暂按 2025-12-29 排期。",
            date(2025, 12, 29),
            date(2027, 1, 11),
        ),
        (
            "starts: 2026-01-05\nends: 2025-01-05",
            (
                "2:学习计划从 2026-01-05 到 2025-01-05，结束早于开始。"
                f"ends 是结束后的第一天，如 2027-01-04。暂按 {DEFAULT} 排期。"
            ),
            date(2025, 12, 29),
            date(2027, 1, 4),
        ),
        (
            "starts: 2026-01-05\nends: 2026-01-05",
            (
                "2:学习计划从 2026-01-05 到 2026-01-05，结束早于开始。"
                f"ends 是结束后的第一天，如 2027-01-04。暂按 {DEFAULT} 排期。"
            ),
            date(2025, 12, 29),
            date(2027, 1, 4),
        ),
        (
            "starts: 2027-02-01",
            (
                "1:学习计划从 2027-02-01 到 2027-01-04，结束早于开始。"
                f"ends 是结束后的第一天，如 2027-01-04。暂按 {DEFAULT} 排期。"
            ),
            date(2025, 12, 29),
            date(2027, 1, 4),
        ),
        (
            "starts: 2026-01-05\nends: 2028-01-03",
            (
                "2:学习计划从 2026-01-05 到 2028-01-03，长过一年半。"
                f"ends 是结束后的第一天，如 2027-01-04。暂按 {DEFAULT} 排期。"
            ),
            date(2025, 12, 29),
            date(2027, 1, 4),
        ),
        (
            "starts: 2016-01-04\nends: 2017-01-02",
            "1:year 是 2026，starts 却是 2016-01-04。请核对两者之一。",
            date(2016, 1, 4),
            date(2017, 1, 2),
        ),
    ],
)
def test_dates_that_cannot_be_are_told_and_made_up_for(text: str, message: str, starts: date, ends: date) -> None:
    programme, problems = read(text)
    assert problems == [message]
    assert programme
    assert (programme.starts, programme.ends) == (starts, ends)


def test_550_days_are_not_too_long_and_551_are() -> None:
    assert read("starts: 2026-01-01\nends: 2027-07-05")[1] == []
    assert len(read("starts: 2026-01-01\nends: 2027-07-06")[1]) == 1


@pytest.mark.parametrize(("starts", "ends"), [("9999-06-01", "9999-12-31"), ("9998-07-01", "9999-11-30")])
def test_a_date_at_the_end_of_the_calendar_stops_nothing(starts: str, ends: str) -> None:
    programme, problems = read(f"starts: {starts}\nends: {ends}")
    assert problems
    assert programme
    plan([programme], [])


@pytest.mark.parametrize(
    ("cadences", "messages", "ids"),
    [
        ("cadences:", [f"2:{LIST_OF_CADENCES}"], ["article", "topic", "book", "manuscript"]),
        ("cadences: article", [f"2:{LIST_OF_CADENCES}"], ["article", "topic", "book", "manuscript"]),
        (
            "cadences:\n  - {name: 周学一文, every: week}\n  - {id: law, name: 每月一法, every: month}",
            ["3:这一项节奏没有 id。请用小写英文字母开头，只含小写字母、数字、- 和 _，如 id: article。"],
            ["law"],
        ),
        (
            "cadences:\n  - {id: 文, name: 周学一文, every: week}\n  - {id: law, name: 每月一法, every: month}",
            ["3:节奏的 id“文”不能用。请用小写英文字母开头，只含小写字母、数字、- 和 _，如 id: article。"],
            ["law"],
        ),
        (
            "cadences:\n  - id: law\n    every: month\n  - {id: article, name: 周学一文, every: week}",
            ["3:节奏“law”没有名称。请加上 name: 周学一文。"],
            ["article"],
        ),
        (
            "cadences:\n  - {id: law, name: 每月一法, every: monthly}\n  - {id: a, name: 文, every: week}",
            [f"3:节奏“每月一法”的 every“monthly”不认识。{EVERY}"],
            ["a"],
        ),
        (
            "cadences:\n  - {id: law, name: 每月一法, every: month}\n  - {id: law, name: 每季一法, every: quarter}",
            ["4:节奏 id“law”用了两次。请给其中一个换一个 id。已忽略后一个。"],
            ["law"],
        ),
        (
            "cadences:\n  - 周学一文\n  - {id: law, name: 每月一法, every: month}",
            ["3:这一项节奏没有 id。请用小写英文字母开头，只含小写字母、数字、- 和 _，如 id: article。"],
            ["law"],
        ),
    ],
)
def test_a_cadence_that_cannot_be_is_told_and_the_others_are_kept(
    cadences: str, messages: list[str], ids: list[str]
) -> None:
    programme, problems = read(f"year: 2026\n{cadences}\n")
    assert problems == messages
    assert programme
    assert [cadence.id for cadence in programme.cadences] == ids


def test_a_name_that_a_programme_has_not_is_a_warning() -> None:
    _, problems = read_programme("year: 2026\nstart: 2026-01-05\n", "programme/2026.yml", "f.yml")
    assert [str(problem) for problem in problems] == [
        (
            "f.yml:2:学习计划里没有“start”这一项，已忽略。"
            "可用的有 year、title、starts、ends、cadences、holidays、groups、events。"
        )
    ]
    assert problems[0].severity == "warning"


def test_a_file_that_cannot_be_read_is_told_once_and_is_no_programme() -> None:
    programme, problems = read("year\uff1a2026\nstarts\uff1a2026-01-05\n")
    assert problems == [
        "1:“year”后面是全角冒号“：”。请改为半角冒号加一个空格，如 year: …。",
        "2:“starts”后面是全角冒号“：”。请改为半角冒号加一个空格，如 starts: …。",
    ]
    assert programme is None


PROGRAMMISH = st.lists(
    st.sampled_from(
        [
            "year: ",
            "starts: ",
            "ends: ",
            "cadences:",
            "title: ",
            "\n",
            "\n",
            "\n  - ",
            "2026",
            "2026-01-05",
            "2027-01-04",
            "9999-12-31",
            "0001-01-01",
            "9998-12-31",
            "9999-06-30",
            "{id: a, name: 甲, every: week}",
            "id: a",
            "[",
            "}",
        ]
    )
    | st.text(max_size=3),
    max_size=20,
).map("".join)
DATED = st.builds("year: {}\nstarts: {}\nends: {}\n".format, st.integers(1890, 3010), st.dates(), st.dates())


@given(PROGRAMMISH | DATED | st.text(), st.sampled_from(["programme/2026.yml", "programme/甲.yml"]))
def test_any_text_is_a_programme_that_can_be_planned_or_is_told_why_not(text: str, path: str) -> None:
    programme, problems = read_programme(text, path, "f.yml")
    assert programme or problems
    if programme:
        assert programme.starts < programme.ends
        assert programme.cadences
        plan([programme], [])
