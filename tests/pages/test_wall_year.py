"""What the year's sheets show, in which month, and how many sheets there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.calendar import Every, periods
from shuxiang.core.model import DEFAULT_CADENCES, Programme
from shuxiang.core.schedule import belongs
from shuxiang.pages.wall.paper import A3, title_size
from shuxiang.pages.wall.plan import Plan, months_of, sheet_links, sheet_names
from shuxiang.pages.wall.year import Block, YearWall, year_wall

MakePlan = Callable[..., Plan]
Reading = Callable[..., str]

YEAR = "year: 2026\nstarts: 2026-01-05\nends: 2027-01-04\n"
CADENCES = """\
cadences:
  - {id: article, name: 周学一文, every: week}
  - {id: topic, name: 月讲一题, every: month, at_least: 2}
  - {id: book, name: 季读一书, every: quarter}
  - {id: half, name: 半年一评, every: half_year}
  - {id: manuscript, name: 年撰一稿, every: year}
"""
LONG = "关于进一步推动基层协商民主走深走实把有事好商量落到街道社区的若干思考与建议四十字"


def wall(plan: Plan, name: str = "a3") -> YearWall:
    return year_wall(plan, plan.programmes[0], name)


def blocks(plan: Plan, name: str = "a3") -> dict[str, Block]:
    return {block.label: block for sheet in wall(plan, name).sheets for block in sheet.blocks}


def rows(block: Block) -> list[tuple[str, str]]:
    return [(f"{entry.label} {entry.when}".strip(), entry.text) for entry in block.entries]


def strips(found: YearWall) -> list[tuple[str, list[str]]]:
    return [(strip.name, [cell.label for cell in strip.cells]) for sheet in found.sheets for strip in sheet.strips]


def test_a_year_has_twelve_months_and_a_week_belongs_to_the_month_of_its_thursday(make_plan: MakePlan) -> None:
    found = blocks(make_plan({"programme/2026.yml": YEAR}))

    assert list(found) == ["2026年1月", *(f"{month}月" for month in range(2, 13))]
    assert [head for head, _ in rows(found["2026年1月"])] == [
        "第1周 5-11日",
        "第2周 12-18日",
        "第3周 19-25日",
        "第4周 1.26-2.1",
        "月讲一题",
    ]
    assert rows(found["12月"])[4] == ("第52周 12.28-1.3", "待定")


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 550))
def test_every_week_of_any_programme_has_its_month(starts: date, days: int) -> None:
    programme = Programme(2026, "计划", starts, starts + timedelta(days=days), DEFAULT_CADENCES)
    months = months_of(programme)
    weeks = [week for week in periods(Every.WEEK, starts, programme.ends) if belongs(week, programme)]
    thursdays = [week.start + timedelta(days=3) for week in weeks]
    assert months == tuple(periods(Every.MONTH, months[0].start, months[-1].end))
    if days >= 7:
        assert all(any(day in month for month in months) for day in thursdays)
        assert all(any(day in month for day in thursdays) for month in (months[0], months[-1]))


@pytest.mark.parametrize(
    ("starts", "ends", "sheets"),
    [
        ("2026-01-05", "2027-01-04", {"a3": [12], "a4": [6, 6]}),
        ("2026-12-28", "2027-12-27", {"a3": [13], "a4": [6, 7]}),
        ("2026-03-02", "2026-06-01", {"a3": [3], "a4": [3]}),
        ("2026-09-01", "2028-03-03", {"a3": [9, 10], "a4": [6, 6, 7]}),
        ("2026-03-06", "2026-03-09", {"a3": [1], "a4": [1]}),
    ],
)
def test_months_are_shared_out_over_as_few_sheets_as_will_do(
    make_plan: MakePlan, starts: str, ends: str, sheets: dict[str, list[int]]
) -> None:
    plan = make_plan({"programme/2026.yml": f"year: 2026\nstarts: {starts}\nends: {ends}\n"})
    for name, months in sheets.items():
        found = wall(plan, name).sheets
        assert [len(sheet.blocks) for sheet in found] == months
        assert [bool(sheet.head.count) for sheet in found] == [len(months) > 1] * len(months)


def test_a_week_without_a_material_is_a_blank_to_write_on(make_plan: MakePlan, reading: Reading) -> None:
    plan = make_plan({"programme/2026.yml": YEAR, "a.md": reading("article", "2026-W02", "新年第一篇")})
    first, second = blocks(plan)["2026年1月"].entries[:2]

    assert (first.title, first.open) == ("新年第一篇", False)
    assert (second.title, second.open) == ("待定", True)


def test_a_month_lists_its_weeks_then_its_monthly_slots_then_its_events(
    make_plan: MakePlan, reading: Reading
) -> None:
    events = """\
events:
  - {kind: 委员大讲堂, title: 谈水, at: 2026-11-25 15:00}
  - {kind: 读书分享会, title: 读书分享会, at: 2026-11-26, until: 2026-11-27}
"""
    files = {
        "programme/2026.yml": YEAR + CADENCES + events,
        "t.md": reading("topic", "2026-11", "第一题", lecture="{at: 2026-11-18 09:30}"),
    }

    assert rows(blocks(make_plan(files))["11月"])[4:] == [
        ("月讲一题", "第一题"),
        ("", "待定（至少2篇）"),
        ("18日 09:30", "讲座：第一题"),
        ("25日 15:00", "委员大讲堂：谈水"),
        ("26-27日", "读书分享会"),
    ]


def test_an_event_beyond_the_last_month_stands_in_it_with_its_whole_date(make_plan: MakePlan) -> None:
    event = "events:\n  - {kind: 集中学习, at: 2027-01-02 09:00, on_day_off: yes}\n"
    assert rows(blocks(make_plan({"programme/2026.yml": YEAR + event}))["12月"])[-1] == ("1月2日 09:00", "集中学习")


def test_an_event_of_several_days_tells_the_hour_that_it_begins(make_plan: MakePlan) -> None:
    events = """\
events:
  - {kind: 培训, at: 2026-03-11 09:00, until: 2026-03-13 17:00}
  - {kind: 守岁夜读, at: 2026-12-31 22:00, until: 2027-01-01 02:00, on_day_off: yes}
"""
    found = blocks(make_plan({"programme/2026.yml": YEAR + events}))

    assert rows(found["3月"])[-1] == ("11-13日 09:00", "培训")
    assert rows(found["12月"])[-1] == ("12.31-1.1 22:00", "守岁夜读")


def test_holidays_and_made_up_days_stand_beside_the_month(make_plan: MakePlan) -> None:
    found = blocks(make_plan({"programme/2026.yml": YEAR}))

    assert [(off.mark, off.text) for off in found["2月"].days_off] == [("休", "15-23日 春节"), ("班", "14日、28日")]
    assert found["3月"].days_off == ()


def test_a_year_not_announced_yet_is_said_to_be_one(make_plan: MakePlan) -> None:
    plan = make_plan({"programme/2099.yml": "year: 2099\n"}, today="2098-12-01")
    assert "2099年放假安排尚未公布" in wall(plan).sheets[0].head.note


@pytest.mark.parametrize(
    ("policy", "row"),
    [
        ("skip", ("16-22日", "春节，休一周")),
        ("merge", ("第7周 2.16-3.1", "待定")),
        ("light", ("第7周 16-22日", "轻阅读：待定")),
        ("keep", ("第7周 16-22日", "待定")),
    ],
)
def test_a_week_off_is_told_as_the_policy_has_it(make_plan: MakePlan, policy: str, row: tuple[str, str]) -> None:
    plan = make_plan({"programme/2026.yml": f"{YEAR}holidays: {{policy: {policy}}}\n"})
    assert rows(blocks(plan)["2月"])[2] == row


def test_several_weekly_cadences_share_the_weeks_label_and_say_their_names(make_plan: MakePlan) -> None:
    more = "cadences:\n  - {id: a, name: 周学一文, every: week}\n  - {id: b, name: 周议一事, every: week}\n"
    plan = make_plan({"programme/2026.yml": YEAR + more})

    assert rows(blocks(plan)["2026年1月"])[:3] == [
        ("第1周 5-11日", "周学一文：待定"),
        ("", "周议一事：待定"),
        ("第2周 12-18日", "周学一文：待定"),
    ]
    assert "周学一文、周议一事" in wall(plan).sheets[0].head.note


def test_longer_cadences_stand_in_a_band_each_sheet_its_own_part(make_plan: MakePlan) -> None:
    plan = make_plan({"programme/2026.yml": YEAR + CADENCES})

    assert strips(wall(plan)) == [
        ("季读一书", ["第一季度", "第二季度", "第三季度", "第四季度"]),
        ("半年一评", ["上半年", "下半年"]),
        ("年撰一稿", ["2026年"]),
    ]
    assert strips(wall(plan, "a4"))[:2] == [("季读一书", ["第一季度", "第二季度"]), ("半年一评", ["上半年"])]


def test_ordinary_years_lose_nothing_and_sparse_ones_are_set_in_larger_type(
    make_plan: MakePlan, reading: Reading
) -> None:
    titles = {f"{n}.md": reading("article", f"2026-W{n:02}", "怎样把一件小事写清楚写明白") for n in range(2, 54)}
    full = make_plan({"programme/2026.yml": YEAR + CADENCES, **titles})

    for name in ("a3", "a4"):
        assert wall(full, name).lost == 0
        assert wall(full, name).type.size >= 9
    assert wall(full).type.size < wall(make_plan({"programme/2026.yml": YEAR})).type.size


def test_what_does_not_fit_is_counted_and_nothing_is_larger_than_its_row(
    make_plan: MakePlan, reading: Reading
) -> None:
    events = "events:\n" + "".join(
        f"  - {{kind: 委员大讲堂, title: {LONG}之{n}, at: 2026-08-{n + 3:02} 15:00, on_day_off: yes}}\n"
        for n in range(28)
    )
    weeks = {f"{n}.md": reading("article", f"2026-W{n:02}", LONG) for n in range(2, 54)}
    months = {f"t{n}{m}.md": reading("topic", f"2026-{n:02}", LONG) for n in range(1, 13) for m in "ab"}
    plan = make_plan({"programme/2026.yml": YEAR + CADENCES + events, **weeks, **months})
    block = blocks(plan, "a4")["8月"]

    assert block.rest > 0
    assert len(block.entries) + block.rest == 4 + 2 + 28
    assert wall(plan, "a4").type.size == 9
    assert {entry.lines for entry in block.entries} == {1}


def test_blanks_beside_a_material_give_way_before_any_event(make_plan: MakePlan, reading: Reading) -> None:
    many = "".join(f"  - {{id: m{n}, name: 第{n}讲, every: month, at_least: 2}}\n" for n in range(4))
    cadences = f"cadences:\n  - {{id: article, name: 周学一文, every: week}}\n{many}"
    filled = {f"{n}.md": reading(f"m{n}", "2026-08", f"第{n}题") for n in range(3)}

    def august(events: int) -> Block:
        dated = "".join(f"  - {{title: 第{n}场, at: 2026-08-{n:02}, on_day_off: yes}}\n" for n in range(1, events))
        plan = make_plan({"programme/2026.yml": f"{YEAR}{cadences}events:\n{dated}", **filled})
        return blocks(plan, "a4")["8月"]

    few, many_more = august(2), august(29)

    assert [entry.text for entry in few.entries].count("待定（至少2篇）") == 4
    assert [(e.label, e.text) for e in many_more.entries if e.kind == "long"] == [
        ("第0讲", "第0题"),
        ("第1讲", "第1题"),
        ("第2讲", "第2题"),
        ("第3讲", "待定（至少2篇）"),
    ]
    assert len(many_more.entries) + many_more.rest == 4 + 4 + 28
    assert many_more.rest > 0


def test_a_blank_for_which_a_cell_of_the_band_has_no_room_is_not_counted(
    make_plan: MakePlan, reading: Reading
) -> None:
    cadence = "cadences:\n  - {id: book, name: 季读一书, every: quarter, at_least: 4}\n"
    filled = {f"{n}.md": reading("book", "2026-Q1", f"第{n}本") for n in range(3)}

    cell = wall(make_plan({"programme/2026.yml": YEAR + cadence, **filled})).sheets[0].strips[0].cells[0]

    assert [entry.title for entry in cell.entries] == ["第0本", "第1本", "第2本"]
    assert cell.rest == 0


def test_more_longer_cadences_than_there_is_room_for_are_counted(make_plan: MakePlan) -> None:
    many = "".join(
        f"  - {{id: q{n}, name: 第{n}种每季一读的名称, every: quarter, at_least: 9}}\n" for n in range(40)
    )
    sheet = wall(make_plan({"programme/2026.yml": f"{YEAR}cadences:\n{many}"})).sheets[0]

    assert len(sheet.strips) + sheet.more_strips == 40
    assert sheet.more_strips > 0


def test_a_long_title_is_set_smaller_rather_than_cut() -> None:
    usual, long = (title_size(title, "2026年1月5日至2027年1月3日", A3, 9) for title in ("学习计划", LONG * 2))
    assert 9 <= long < usual


def test_every_sheet_links_to_every_other_and_knows_itself(make_plan: MakePlan) -> None:
    programme = make_plan({"programme/2026.yml": YEAR}).programmes[0]
    links = sheet_links(programme, "../../..", "a4")

    assert len(links) == len(sheet_names(programme)) == 14
    assert [link.url for link in links[:3]] == [
        "../../../wall/2026/",
        "../../../wall/2026/a4/",
        "../../../wall/2026/2026-01/",
    ]
    assert [link.text for link in links if link.current] == ["全年 A4"]


def test_only_programmes_that_are_not_over_have_walls(make_plan: MakePlan) -> None:
    files = {f"programme/{year}.yml": f"year: {year}\n" for year in (2024, 2025, 2026)}
    assert [p.year for p in make_plan(files, today="2025-12-01").running] == [2025, 2026]
