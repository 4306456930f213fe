from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.content.programme import read_programme
from shuxiang.core.calendar import Every
from shuxiang.core.diagnostics import Origin, Severity
from shuxiang.core.model import DEFAULT_CADENCES, Cadence, HolidayPolicy, Programme
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
            "可用的有 year、title、starts、ends、cadences、holidays、groups、events、review。"
        )
    ]
    assert problems[0].severity == "warning"


# Holidays


POLICIES = "请写 skip（不设期）、merge（与下一周合为一期）、light（轻阅读）或 keep（照常）。暂按照常排期。"


@pytest.mark.parametrize("policy", HolidayPolicy)
@pytest.mark.parametrize(
    ("form", "line"), [("holidays: {{policy: {}}}", 2), ("holidays:\n  policy: {}", 3), ("holidays: {}", 2)]
)
def test_a_holiday_policy_is_read_with_its_place(policy: HolidayPolicy, form: str, line: int) -> None:
    programme, problems = read(f"year: 2026\n{form.format(policy.value)}\n")
    assert problems == []
    assert programme
    assert (programme.policy, programme.policy_origin) == (policy, Origin("docs/programme/2026.yml", line))


def test_without_a_word_about_holidays_every_week_is_kept() -> None:
    programme, _ = read("year: 2026\n")
    assert programme
    assert (programme.policy, programme.policy_origin) == (HolidayPolicy.KEEP, None)


@pytest.mark.parametrize(
    ("holidays", "what"),
    [
        ("holidays: {policy: skipp}", "节假日规则“skipp”不认识。"),
        ("holidays: {policy: 不设期}", "节假日规则“不设期”不认识。"),
        ("holidays: SKIP", "节假日规则“SKIP”不认识。"),
        ("holidays: {policy: }", "holidays 里没有写规则（policy）。"),
        ("holidays: {}", "holidays 里没有写规则（policy）。"),
        ("holidays:", "holidays 里没有写规则（policy）。"),
        ("holidays: [skip]", "holidays 里没有写规则（policy）。"),
        ("holidays: {policy: [skip]}", "holidays 里没有写规则（policy）。"),
    ],
)
def test_a_holiday_policy_that_is_none_is_told_and_every_week_kept(holidays: str, what: str) -> None:
    programme, problems = read(f"year: 2026\n{holidays}\n")
    assert problems == [f"2:{what}例如 holidays: {{policy: skip}}。{POLICIES}"]
    assert programme
    assert programme.policy is HolidayPolicy.KEEP


def test_days_beside_the_policy_are_told_where_they_belong() -> None:
    programme, problems = read("year: 2026\nholidays:\n  policy: skip\n  off: 2026-02-16\n")
    assert problems == [
        "4:holidays 里没有“off”这一项，已忽略。这里只写 policy；个别日子写在 programme/holidays.yml 里。"
    ]
    assert programme
    assert programme.policy is HolidayPolicy.SKIP


# What a cadence may say besides


def cadence_of(parts: str) -> tuple[Cadence, list[str]]:
    """The cadence that has these parts, each on a line of its own from the sixth on, and what is told of it."""
    lines = "".join(f"    {part}\n" for part in parts.splitlines())
    programme, problems = read(f"year: 2026\ncadences:\n  - id: a\n    name: 学习\n    every: month\n{lines}")
    assert programme
    (cadence,) = programme.cadences
    return cadence, problems


def test_a_cadence_says_how_many_where_and_whether_with_a_lecture() -> None:
    assert cadence_of("at_least: 2\nfolder: party/notes\nlecture: yes") == (
        Cadence("a", "学习", Every.MONTH, at_least=2, folder="party/notes", lectured=True),
        [],
    )


@pytest.mark.parametrize("every", Every)
def test_a_cadence_comes_round_as_often_as_is_said(every: Every) -> None:
    programme, problems = read(f"cadences:\n  - {{id: a, name: 学习, every: {every.value}}}\n")
    assert problems == []
    assert programme
    assert [cadence.every for cadence in programme.cadences] == [every]


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("31", 31), ("02", 2)])
def test_at_least_is_a_number_from_1_to_31(text: str, number: int) -> None:
    cadence, problems = cadence_of(f"at_least: {text}")
    assert (cadence.at_least, problems) == (number, [])


@pytest.mark.parametrize("text", ["0", "32", "-1", "2.5", "两", "\uff12", "", "[2]", "9" * 5000])
def test_at_least_that_is_no_such_number_is_told_and_taken_for_1(text: str) -> None:
    cadence, (problem,) = cadence_of(f"at_least: {text}")
    shown = "" if text.startswith("[") else text
    assert problem == (
        f"6:at_least 应是 1 到 31 的整数，现为“{shown}”。例如每月至少两次，写 at_least: 2。暂按 1 算。"
    )
    assert cadence.at_least == 1


@pytest.mark.parametrize(
    ("text", "folder"), [("readings", "readings"), ("党组学习", "党组学习"), ("/a/b/", "a/b"), ("a.b", "a.b")]
)
def test_a_folder_is_a_path_below_the_documents(text: str, folder: str) -> None:
    cadence, problems = cadence_of(f"folder: {text}")
    assert (cadence.folder, problems) == (folder, [])


@pytest.mark.parametrize("text", ["../secret", "a/../..", ".git", "C:/x", "a\\b", "'a*'", "", "[a]", "/"])
def test_a_folder_that_lies_elsewhere_or_cannot_be_is_told_and_left_out(text: str) -> None:
    cadence, (problem,) = cadence_of(f"folder: {text}")
    assert problem.endswith("不能用作文件夹名。请写 docs 下的文件夹名，如 folder: readings。")
    assert cadence.folder == ""


@pytest.mark.parametrize(
    ("name", "lecture", "lectured"),
    [
        ("月讲一题", "", True),
        ("周学一文", "", False),
        ("委员大讲堂", "", True),
        ("月讲一题", "lecture: no", False),
        ("周学一文", "lecture: 是", True),
    ],
)
def test_whether_a_cadence_is_lectured_is_said_or_told_from_its_name(
    name: str,
    lecture: str,
    lectured: bool,  # noqa: FBT001
) -> None:
    programme, problems = read(f"cadences:\n  - id: a\n    name: {name}\n    every: month\n    {lecture}\n")
    assert problems == []
    assert programme
    assert programme.cadences[0].lectured is lectured


def test_a_lecture_that_is_neither_yes_nor_no_is_told() -> None:
    cadence, problems = cadence_of("lecture: 也许")
    assert problems == ["6:lecture 只能是 yes 或 no，现为“也许”。每篇材料都要讲的写 lecture: yes。"]
    assert not cadence.lectured


def test_a_name_that_a_cadence_has_not_is_a_warning() -> None:
    cadence, problems = cadence_of("least: 2")
    assert problems == ["6:节奏里没有“least”这一项，已忽略。可用的有 id、name、every、at_least、folder、lecture。"]
    assert cadence == Cadence("a", "学习", Every.MONTH)


# Groups


def groups_of(groups: str) -> tuple[tuple[str, ...], list[str]]:
    programme, problems = read(f"year: 2026\n{groups}\n")
    assert programme
    return programme.groups, problems


def test_groups_are_names_each_once_in_their_order() -> None:
    assert groups_of("groups: [第二小组, 经济界, 第一小组, 经济界]") == (("第二小组", "经济界", "第一小组"), [])
    assert groups_of("groups:\n  - 第一小组\n  - 第二小组") == (("第一小组", "第二小组"), [])
    assert groups_of("") == ((), [])


@pytest.mark.parametrize(
    ("groups", "left"),
    [("第一小组", ()), ("", ()), ("[]", ()), ("{一: 二}", ()), ("[甲, [乙]]", ("甲",)), ("[甲, '']", ("甲",))],
)
def test_groups_that_are_no_list_of_names_are_told_and_the_names_kept(groups: str, left: tuple[str, ...]) -> None:
    found, problems = groups_of(f"groups: {groups}")
    assert found == left
    assert problems == ["2:groups 应是小组或界别名称的列表。请写成 groups: [第一小组, 第二小组]，每项一个名称。"]


# Events


def test_events_are_the_programmes_own_and_what_is_wrong_with_them_is_told_too() -> None:
    programme, problems = read(
        "year: 2026\nevents:\n  - {kind: 委员大讲堂, at: 2026-11-25 15:00}\n  - {kind: 集中学习}\n"
    )
    assert programme
    assert [(event.kind, event.origin) for event in programme.events] == [
        ("委员大讲堂", Origin("docs/programme/2026.yml", 3))
    ]
    assert [problem[:14] for problem in problems] == ["4:活动没有写时间（at）。"]


@pytest.mark.parametrize(
    ("at", "outside"),
    [
        ("2026-01-04 23:00", True),
        ("2026-01-05 00:00", False),
        ("2027-01-03", False),
        ("2027-01-04", True),
    ],
)
def test_an_event_that_begins_outside_the_year_is_told(at: str, outside: bool) -> None:  # noqa: FBT001
    text = f"starts: 2026-01-05\nends: 2027-01-04\nevents:\n  - {{kind: 集中学习, at: {at}}}\n"
    programme, problems = read_programme(text, "programme/2026.yml", "f.yml")
    assert programme
    assert len(programme.events) == 1
    message = (
        f"f.yml:4:活动“集中学习”在 {at[:10]}，不在这一年的学习计划之内。"
        "学习计划从 2026-01-05 起，2027-01-04 前结束。请核对日期，或把它移到另一年的文件里。"
    )
    assert [str(problem) for problem in problems] == ([message] if outside else [])
    assert {problem.severity for problem in problems} <= {Severity.WARNING}


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
            "holidays: ",
            "groups: ",
            "events:",
            "policy: skip",
            "at_least: ",
            "at: ",
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


def test_two_cadences_of_one_name_are_told_and_kept() -> None:
    text = "year: 2026\ncadences:\n  - {id: a, name: 学习, every: week}\n  - {id: b, name: 学习, every: month}\n"
    programme, problems = read_programme(text, "programme/2026.yml", "f.yml")
    assert programme is not None
    assert [cadence.id for cadence in programme.cadences] == ["a", "b"]
    assert [str(problem) for problem in problems] == [
        "f.yml:4:有两个节奏都叫“学习”，页面和 Excel 表里分不清。请给其中一个换一个名称。"
    ]


@pytest.mark.parametrize("folder", ["readings", "docs/readings", "/readings/"])
def test_a_folder_is_below_the_documents_however_it_is_written(folder: str) -> None:
    text = f"year: 2026\ncadences:\n  - {{id: a, name: 学习, every: week, folder: {folder}}}\n"
    programme, problems = read_programme(text, "programme/2026.yml", "f.yml")
    assert problems == ()
    assert programme is not None
    assert programme.cadences[0].folder == "readings"


@pytest.mark.parametrize(
    "folder", [".hidden", "a/.b", "CON", "a/nul.txt", "templates/a", "programme", "x/../y", "甲" * 81]
)
def test_a_folder_that_no_page_could_come_from_is_told(folder: str) -> None:
    text = f"year: 2026\ncadences:\n  - {{id: a, name: 学习, every: week, folder: {folder}}}\n"
    programme, problems = read_programme(text, "programme/2026.yml", "f.yml")
    assert programme is not None
    assert (programme.cadences[0].folder, [problem.code for problem in problems]) == ("", ["cadence-folder"])


@pytest.mark.parametrize(("written", "review"), [("", False), ("review: yes", True), ("review: 否", False)])
def test_a_programme_says_whether_what_is_handed_in_is_reviewed(written: str, review: bool) -> None:  # noqa: FBT001
    programme, problems = read_programme(f"year: 2026\n{written}\n", "programme/2026.yml", "f.yml")
    assert programme is not None
    assert programme.review is review
    assert not problems
