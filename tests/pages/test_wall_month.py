"""What the month's calendar shows, day by day and week by week."""

from __future__ import annotations

from collections.abc import Callable

from shuxiang.core.calendar import parse_key
from shuxiang.pages.wall.month import MonthDay, MonthWall, month_wall
from shuxiang.pages.wall.plan import Plan

MakePlan = Callable[..., Plan]
Reading = Callable[..., str]

YEAR = "year: 2026\nstarts: 2026-01-05\nends: 2027-01-04\n"


def wall(plan: Plan, month: str) -> MonthWall:
    return month_wall(plan, plan.programmes[0], parse_key(month))


def days(found: MonthWall) -> dict[str, MonthDay]:
    return {day.label: day for week in found.weeks for day in week.days}


def strips(found: MonthWall) -> list[tuple[str, list[str]]]:
    return [(week.label, [entry.text for entry in week.strips]) for week in found.weeks]


def test_the_calendar_runs_from_monday_to_sunday_over_the_whole_month(make_plan: MakePlan) -> None:
    found = wall(make_plan({"programme/2026.yml": YEAR}), "2026-08")

    assert len(found.weeks) == 6
    assert all(len(week.days) == 7 for week in found.weeks)
    assert [found.weeks[0].days[0].label, found.weeks[-1].days[-1].label] == ["7.27", "9.6"]
    assert sum(day.inside for day in days(found).values()) == 31


def test_holidays_and_made_up_days_are_marked_with_their_names(make_plan: MakePlan) -> None:
    found = days(wall(make_plan({"programme/2026.yml": YEAR}), "2026-10"))

    assert (found["1"].mark, found["1"].name) == ("休", "国庆节")
    assert (found["10"].mark, found["10"].name) == ("班", "国庆节")
    assert (found["17"].mark, found["17"].weekend) == ("", True)


def test_each_week_has_its_slot_across_its_row(make_plan: MakePlan, reading: Reading) -> None:
    plan = make_plan({"programme/2026.yml": YEAR, "a.md": reading("article", "2026-W06", "二月第一篇")})
    found = strips(wall(plan, "2026-02"))

    assert found[0] == ("第4周", ["周学一文：待定"])
    assert found[1] == ("第5周", ["周学一文：二月第一篇"])


def test_a_merged_slot_says_in_each_of_its_weeks_that_it_goes_on(make_plan: MakePlan, reading: Reading) -> None:
    files = {
        "programme/2026.yml": f"{YEAR}holidays: {{policy: merge}}\n",
        "a.md": reading("article", "2026-W09", "节后第一篇"),
    }
    assert strips(wall(make_plan(files), "2026-02"))[3:] == [
        ("第7周", ["周学一文：节后第一篇"]),
        ("第7周", ["周学一文：（续）节后第一篇"]),
    ]


def test_weeks_off_and_light_weeks_are_told(make_plan: MakePlan) -> None:
    for policy, strip in (("skip", ("", ["春节，休一周"])), ("light", ("第7周", ["周学一文（轻阅读）：待定"]))):
        plan = make_plan({"programme/2026.yml": f"{YEAR}holidays: {{policy: {policy}}}\n"})
        assert strips(wall(plan, "2026-02"))[3] == strip


def test_a_week_of_the_programme_before_is_told_with_its_year(make_plan: MakePlan) -> None:
    plan = make_plan({"programme/2026.yml": YEAR, "programme/2027.yml": "year: 2027\n"})
    found = month_wall(plan, plan.programmes[1], parse_key("2027-01"))
    assert [week.label for week in found.weeks][:2] == ["2026年第52周", "第1周"]


def test_monthly_and_longer_slots_stand_above_in_the_programmes_order(
    make_plan: MakePlan, reading: Reading
) -> None:
    plan = make_plan({"programme/2026.yml": YEAR, "b.md": reading("book", "2026-Q1", "一本书")})
    assert [(entry.label, entry.when, entry.text) for entry in wall(plan, "2026-02").long] == [
        ("月讲一题", "", "待定"),
        ("季读一书", "第一季度", "一本书"),
        ("年撰一稿", "2026年", "待定"),
    ]


def test_events_stand_on_their_days_with_hour_and_place(make_plan: MakePlan) -> None:
    events = """\
events:
  - {kind: 委员大讲堂, title: 谈水, at: 2026-11-25 15:00, venue: 三楼}
  - {kind: 调研, title: 看河, at: 2026-11-26, until: 2026-11-27}
"""
    found = days(wall(make_plan({"programme/2026.yml": YEAR + events}), "2026-11"))

    assert [(e.when, e.text) for e in found["25"].entries] == [("15:00", "委员大讲堂：谈水（三楼）")]
    assert [e.text for e in found["26"].entries] == ["调研：看河（至27日）"]
    assert [e.text for e in found["27"].entries] == ["（续）看河"]
    assert found["28"].entries == ()


def test_days_of_other_months_show_their_events_too(make_plan: MakePlan) -> None:
    events = "events:\n  - {kind: 委员大讲堂, at: 2026-12-02 15:00}\n  - {kind: 调研, at: 2026-12-07}\n"
    found = days(wall(make_plan({"programme/2026.yml": YEAR + events}), "2026-11"))

    assert [(e.when, e.text) for e in found["12.2"].entries] == [("15:00", "委员大讲堂")]
    assert not found["12.2"].inside
    assert "调研" not in [entry.text for day in found.values() for entry in day.entries]


def test_an_event_of_several_days_tells_its_hour_on_the_first(make_plan: MakePlan) -> None:
    event = "events:\n  - {kind: 培训, title: 学写提案, at: 2026-03-11 09:00, until: 2026-03-13 17:00}\n"
    found = days(wall(make_plan({"programme/2026.yml": YEAR + event}), "2026-03"))

    assert [(e.when, e.text) for e in found["11"].entries] == [("09:00", "培训：学写提案（至13日）")]
    assert [(e.when, e.text) for e in found["13"].entries] == [("", "（续）学写提案")]


def test_where_room_is_short_a_slot_does_without_a_blank_beside_its_material(
    make_plan: MakePlan, reading: Reading
) -> None:
    many = "".join(f"  - {{id: m{n}, name: 第{n}种每月一讲, every: month, at_least: 2}}\n" for n in range(16))
    cadences = f"cadences:\n  - {{id: w, name: 周学一文, every: week}}\n{many}"
    filled = {f"{n}.md": reading(f"m{n}", "2026-11", f"第{n}题") for n in range(16)}

    found = wall(make_plan({"programme/2026.yml": YEAR + cadences, **filled}), "2026-11")

    assert [entry.text for entry in found.long] == [f"第{n}题" for n in range(16)]
    assert found.more_long == 0


def test_more_events_on_a_day_than_it_holds_are_counted(make_plan: MakePlan) -> None:
    events = "events:\n" + "".join(
        f"  - {{kind: 活动, title: 第{n}个名称很长很长的活动, at: 2026-11-25 {8 + n // 4:02}:{n % 4 * 15:02}}}\n"
        for n in range(40)
    )
    found = wall(make_plan({"programme/2026.yml": YEAR + events}), "2026-11")
    day = days(found)["25"]

    assert day.rest > 0
    assert len(day.entries) + day.rest == 40
    assert found.type.size == 9


def test_blanks_beside_a_material_go_before_an_event_is_left_out(make_plan: MakePlan, reading: Reading) -> None:
    cadences = (
        "cadences:\n  - {id: w, name: 周学一文, every: week, at_least: 2}\n"
        "  - {id: m, name: 月讲一题, every: month, at_least: 2}\n"
    )
    filled = {"w.md": reading("w", "2026-W47", "一文"), "m.md": reading("m", "2026-11", "一题")}

    def november(events: int) -> MonthWall:
        dated = "".join(f"  - {{title: 第{n}场, at: 2026-11-18}}\n" for n in range(events))
        return wall(make_plan({"programme/2026.yml": f"{YEAR}{cadences}events:\n{dated}", **filled}), "2026-11")

    few, many = november(1), november(40)

    assert [entry.title for entry in few.long] == ["一题", "待定（至少2篇）"]
    assert strips(few)[3][1] == ["周学一文：一文", "周学一文：待定（至少2篇）"]
    assert [entry.title for entry in many.long] == ["一题"]
    assert strips(many)[3][1] == ["周学一文：一文"]
    assert strips(many)[2][1] == ["周学一文：待定（至少2篇）"]


def test_an_ordinary_month_loses_nothing_in_large_type(make_plan: MakePlan, reading: Reading) -> None:
    files = {f"{n}.md": reading("article", f"2026-W{n}", "怎样把一件小事写清楚") for n in range(44, 50)}
    found = wall(make_plan({"programme/2026.yml": YEAR, **files}), "2026-11")
    assert (found.lost, found.type.size) == (0, 12)
