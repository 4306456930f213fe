from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.content.own_days import OwnDays, read_own_days
from shuxiang.core.days import Day, DaySource, days_between, is_weekend, monday_to_friday
from shuxiang.core.diagnostics import Severity

NOT_TAKEN = "这一行没有采用。"
HOW = f"请写成 2027-02-14，或 2027-02-05 至 2027-02-11。{NOT_TAKEN}"


def read(text: str) -> tuple[OwnDays, list[str]]:
    own, problems = read_own_days(text, "f.yml")
    return own, [str(problem).removeprefix("f.yml:") for problem in problems]


def off(name: str = "") -> Day:
    return Day(working=False, name=name, source=DaySource.LOCAL)


def worked(name: str = "") -> Day:
    return Day(working=True, name=name, source=DaySource.LOCAL)


def february(*days: int) -> list[date]:
    return [date(2027, 2, day) for day in days]


def test_a_whole_file_becomes_days_and_years(written: str) -> None:
    """
    # 2027年春节，按通知
    off:
      2027-02-05 至 2027-02-07: 春节
      2027-03-12: 植树
    work:
      2027-02-14: 春节调休
    announced: [2027]
    """
    assert read(written) == (
        OwnDays(
            {
                **dict.fromkeys(february(5, 6, 7), off("春节")),
                date(2027, 3, 12): off("植树"),
                date(2027, 2, 14): worked("春节调休"),
            },
            frozenset({2027}),
        ),
        [],
    )


@pytest.mark.parametrize("text", ["", "# 还没有\n", "{}"])
def test_a_file_without_days_decides_nothing(text: str) -> None:
    assert read(text) == (OwnDays(), [])


@pytest.mark.parametrize(
    "written_as",
    [
        "off:\n  2027-02-05: ",
        "off:\n  2027-02-05:",
        "off: {2027-02-05: }",
        "off:\n  - 2027-02-05",
        "off: [2027-02-05]",
        "off: 2027-02-05",
        "off: '2027-02-05'",
        "off: ' 2027-02-05 '",
    ],
)
def test_a_day_may_stand_in_a_mapping_a_list_or_alone(written_as: str) -> None:
    assert read(written_as) == (OwnDays(dict.fromkeys(february(5), off())), [])


@pytest.mark.parametrize("between", [" 至 ", "至", " 到 ", "到", " ~ ", "~", "..", " .. "])
@pytest.mark.parametrize("form", ["work:\n  {}: 加班", "work:\n  - {}", "work: {}"])
def test_a_range_holds_both_its_ends(between: str, form: str) -> None:
    own, problems = read(form.format(f"2027-02-05{between}2027-02-07"))
    assert problems == []
    assert list(own.days) == february(5, 6, 7)
    assert all(day.working for day in own.days.values())


def test_a_range_of_one_day_and_one_over_new_year_are_ranges() -> None:
    assert list(read("off: 2027-02-05 至 2027-02-05")[0].days) == february(5)
    own, _ = read("off: 2027-12-31 至 2028-01-01")
    assert list(own.days) == [date(2027, 12, 31), date(2028, 1, 1)]


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("off: 2027-02-30", [f"1:日期“2027-02-30”不存在。请核对月份和日子。{NOT_TAKEN}"]),
        (
            "off:\n  - 2027-02-05 至 2027-02-29",
            [f"2:日期“2027-02-05 至 2027-02-29”不存在。请核对月份和日子。{NOT_TAKEN}"],
        ),
        ("off: 2027-2-5", [f"1:日期“2027-2-5”写法不对。{HOW}"]),
        ("off: 春节", [f"1:日期“春节”写法不对。{HOW}"]),
        ("work:\n  2027年2月14日: 调休", [f"2:日期“2027年2月14日”写法不对。{HOW}"]),
        ("off: 1899-12-31", [f"1:日期“1899-12-31”写法不对。{HOW}"]),
        ("off: 2999-12-31 至 3000-01-01", [f"1:日期“2999-12-31 至 3000-01-01”写法不对。{HOW}"]),
        (
            "off: 2027-02-11 至 2027-02-05",
            [f"1:“2027-02-11 至 2027-02-05”结束早于开始。请核对。{NOT_TAKEN}"],
        ),
        (
            "off: 2027-01-01 至 2027-04-04",
            [f"1:“2027-01-01 至 2027-04-04”长过三个月。请核对。{NOT_TAKEN}"],
        ),
        ("off: [[]]", [f"1:日期“”写法不对。{HOW}"]),
        ("off:", ["1:“off”下面没有日子。请每行写一天，或删去这一项。"]),
        ("\nwork:", ["2:“work”下面没有日子。请每行写一天，或删去这一项。"]),
        ("announced: 明年", ["1:“明年”不是年份。请写四位年份，如 announced: [2027]。"]),
        ("announced: [2027, 27]", ["1:“27”不是年份。请写四位年份，如 announced: [2027]。"]),
        ("announced: [1899]", ["1:“1899”不是年份。请写四位年份，如 announced: [2027]。"]),
        ("announced:", ["1:“”不是年份。请写四位年份，如 announced: [2027]。"]),
        ("announced: {2027: 是}", ["1:“”不是年份。请写四位年份，如 announced: [2027]。"]),
        ("- 2027-02-05", ["1:这里应是一行一项的“名称: 值”，现在读不出名称。例如 title: 怎样写好一件提案。"]),
        ("off\uff1a2027-02-05", ["1:“off”后面是全角冒号“：”。请改为半角冒号加一个空格，如 off: …。"]),
    ],
)
def test_what_cannot_be_is_told_at_its_line(text: str, messages: list[str]) -> None:
    assert read(text)[1] == messages


@pytest.mark.parametrize("day", ["1900-01-01", "2999-12-31"])
def test_days_and_years_go_from_1900_to_2999(day: str) -> None:
    own, problems = read(f"off: {day}\nannounced: [{day[:4]}]")
    assert list(own.days) == [date.fromisoformat(day)]
    assert own.years == {int(day[:4])}
    assert problems == []


def test_92_days_more_are_not_too_long() -> None:
    own, problems = read("off: 2027-01-01 至 2027-04-03")
    assert (len(own.days), problems) == (93, [])


def test_what_is_right_is_taken_beside_what_is_wrong() -> None:
    own, problems = read("off:\n  2027-02-05: 春节\n  二月六日: 春节\n  2027-02-07: 春节\nannounced: [27, 2027]")
    assert own == OwnDays(dict.fromkeys(february(5, 7), off("春节")), frozenset({2027}))
    assert len(problems) == 2


def test_a_name_that_the_file_has_not_is_a_warning() -> None:
    _, (problem,) = read_own_days("offf: 2027-02-05\n", "f.yml")
    assert str(problem) == "f.yml:1:节假日文件里没有“offf”这一项，已忽略。可用的有 off、work、announced。"
    assert problem.severity is Severity.WARNING


def test_a_day_that_is_both_off_and_worked_is_told_once_and_worked() -> None:
    own, problems = read("off:\n  2027-02-14: 春节\nwork:\n  2027-02-14: 调休\n")
    assert own.days == {date(2027, 2, 14): worked("调休")}
    assert problems == ["4:2027-02-14 既写在 off 里，又写在 work 里，现按上班算。请删去其中一处。"]


def test_every_day_of_a_range_that_is_both_is_told() -> None:
    own, problems = read("off: 2027-02-05 至 2027-02-11\nwork: 2027-02-06 至 2027-02-07\n")
    assert [day for day, what in own.days.items() if what.working] == february(6, 7)
    assert len(problems) == 2


def test_a_day_that_two_ranges_of_one_kind_hold_is_no_problem() -> None:
    own, problems = read("off:\n  2027-02-05 至 2027-02-07: 春节\n  2027-02-07: 元宵\n")
    assert own.days == {**dict.fromkeys(february(5, 6), off("春节")), date(2027, 2, 7): off("元宵")}
    assert problems == []


# Before the official days


def official(day: date) -> Day:
    return Day(not is_weekend(day), name="按通知")


def test_own_days_go_before_the_official_ones_and_leave_the_others() -> None:
    day_of = read("off: {2027-02-05: 春节}\nwork: 2027-02-06")[0].before(official)
    assert [day_of(day) for day in february(4, 5, 6, 7)] == [
        Day(working=True, name="按通知"),
        off("春节"),
        worked(),
        Day(working=False, name="按通知"),
    ]


def test_a_year_written_down_whole_is_monday_to_friday_but_for_its_own_days_and_no_longer_assumed() -> None:
    day_of = read("off: {2027-02-05: 春节}\nannounced: [2027]")[0].before(monday_to_friday)
    year = list(days_between(date(2027, 1, 1), date(2028, 1, 1)))
    assert {day_of(day).source for day in year} == {DaySource.LOCAL}
    assert [day for day in year if day_of(day).working is is_weekend(day)] == february(5)
    assert day_of(date(2026, 12, 31)).source is DaySource.ASSUMED
    assert day_of(date(2028, 1, 3)).source is DaySource.ASSUMED


def test_a_file_that_decides_nothing_changes_nothing() -> None:
    assert OwnDays().before(official) is official


# Anything at all


DATES = st.dates(date(2026, 12, 1), date(2027, 3, 1)).map(str) | st.dates().map(str)
PIECES = st.sampled_from(
    [
        "off:",
        "work:",
        "announced:",
        "\n  ",
        "\n  - ",
        "\n",
        " 至 ",
        "..",
        ": ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "春节",
        "2027",
    ]
)


@given(st.lists(PIECES | DATES | st.text(max_size=3), max_size=20).map("".join) | st.text())
def test_any_text_is_a_calendar_that_answers_for_every_day(text: str) -> None:
    own, problems = read_own_days(text, "f.yml")
    day_of = own.before(official)
    assert all(day_of(day) == what for day, what in own.days.items())
    assert {what.source for what in own.days.values()} <= {DaySource.LOCAL}
    assert all(problem.what.endswith("。") and problem.fix.endswith("。") for problem in problems)


@given(st.lists(st.tuples(st.dates(date(2027, 1, 1), date(2027, 3, 1)), st.integers(0, 20)), max_size=5))
def test_every_day_of_every_range_is_there(ranges: list[tuple[date, int]]) -> None:
    written = [(first, date.fromordinal(first.toordinal() + more)) for first, more in ranges]
    own, problems = read(
        "off:\n" + "".join(f"  - {first} 至 {last}\n" for first, last in written) if written else ""
    )
    assert problems == []
    assert own.days.keys() == {
        date.fromordinal(number)
        for first, last in written
        for number in range(first.toordinal(), last.toordinal() + 1)
    }
