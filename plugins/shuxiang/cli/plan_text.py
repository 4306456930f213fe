"""A plan as text: the year as a table, and what is missing from it as lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from shuxiang.cli.text_table import text_table
from shuxiang.core.calendar import Every, Period
from shuxiang.core.days import DayOf, holiday_name, working_days
from shuxiang.core.gaps import Gaps
from shuxiang.core.labels import (
    dates_text,
    day_of_month,
    days_text,
    event_label,
    programme_dates,
    slot_label,
    weekday,
)
from shuxiang.core.model import Event, Material, Programme, Recess, Slot
from shuxiang.core.moments import last_day
from shuxiang.core.schedule import Schedule

COLUMNS = ("期次", "第几期", "日期", "工作日", "栏目", "材料")
EVENT_COLUMNS = ("日期", "时间", "活动", "地点", "参加")


def year_table(programme: Programme, schedule: Schedule, day_of: DayOf, cadence_id: str = "") -> str:
    """The slots of one programme in order, the weeks without one among them, then its events."""
    slots = [s for s in schedule.slots if s.programme_year == programme.year and cadence_id in {s.cadence.id, ""}]
    rows = [(slot.period.start, _slot_row(slot, day_of)) for slot in slots]
    weekly = {c.id for c in programme.cadences if c.every is Every.WEEK}
    if weekly & {cadence_id} or (weekly and not cadence_id):
        rows += [(r.start, _recess_row(r)) for r in schedule.recesses if schedule.owner_of(r) is programme]
    ordered = [row for _, row in sorted(rows, key=lambda item: item[0])]
    parts = [
        f"{programme.title}（{programme_dates(programme)}）",
        text_table(COLUMNS, ordered),
    ]
    if programme.events and not cadence_id:
        events = (_event_row(event, programme.year) for event in programme.events)
        parts += ["活动", text_table(EVENT_COLUMNS, events)]
    return "\n\n".join(parts)


def _slot_row(slot: Slot, day_of: DayOf) -> tuple[str, ...]:
    titles = "；".join(f"{m.title}{'（没有正文）' if m.blank else ''}" for m in slot.materials) or "待定"
    missing = slot.cadence.at_least - len(slot.materials)
    more = f"（还差 {missing} 篇）" if slot.cadence.at_least > 1 and missing > 0 else ""
    return (
        slot.period.key,
        slot_label(slot),
        dates_text(slot.period),
        _worked(slot.period, day_of),
        f"{slot.cadence.name}{'（轻阅读）' if slot.light else ''}",
        f"{titles}{more}",
    )


def _worked(period: Period, day_of: DayOf) -> str:
    """``5``, ``3 国庆节``; only weeks tell it."""
    if period.every is not Every.WEEK:
        return ""
    name = holiday_name(period.start, period.end, day_of)
    return f"{working_days(period.start, period.end, day_of)} {name}".strip()


def _recess_row(recess: Recess) -> tuple[str, ...]:
    dates = days_text(recess.start, recess.end)
    return ("、".join(recess.keys), "—", dates, "0", "（不设期）", recess.name)


def _event_row(event: Event, year: int) -> tuple[str, ...]:
    first, last = event.starts.date(), last_day(event.ends)
    days = days_text(first, last + timedelta(days=1)) if last > first else _day(first)
    end = "" if event.open_end else f"-{event.ends:%H:%M}"
    time = "全天" if event.all_day else f"{event.starts:%H:%M}{end}"
    days = f"{first.year}年{days}" if first.year != year and not days.startswith(f"{first.year}年") else days
    return (days, time, event_label(event), event.venue, "、".join(event.groups) or "全体")


def _day(day: date) -> str:
    return f"{day_of_month(day)}（{weekday(day)[-1]}）"


def gaps_text(found: Gaps, weeks: int, today: date) -> str:
    """The four lists, those that are empty left out."""
    if not found:
        return f"今后 {weeks} 周的期都有材料，讲座都有日期，讲过的都有评。"
    parts = [
        _list(f"今后 {weeks} 周还没有材料的期", (_missing(m.slot, m.count, today) for m in found.empty)),
        _list("有题目、还没有正文的材料", (_file(slot, m) for slot, m in found.blank)),
        _list("还没有讲座日期的材料", (_file(slot, m) for slot, m in found.undated)),
        _list("讲过了、还没有评的材料", (_lectured(slot, m) for slot, m in found.unreviewed)),
    ]
    return "\n\n".join(filter(None, parts))


def _list(heading: str, lines: Iterable[str]) -> str:
    found = list(lines)
    return "\n".join([f"{heading}（{len(found)}）：", *(f"  {line}" for line in found)]) if found else ""


def _place(slot: Slot) -> str:
    return f"{slot.cadence.name} {slot_label(slot)}（{slot.period.key}，{dates_text(slot.period)}）"


def _missing(slot: Slot, count: int, today: date) -> str:
    days = (slot.period.start - today).days
    when = "已经开始" if days <= 0 else f"还有 {days} 天开始"
    wanted = f"还差 {count} 篇，" if slot.cadence.at_least > 1 else ""
    light = "轻阅读，" if slot.light else ""
    return f"{_place(slot)}：{light}{wanted}{when}"


def _file(slot: Slot, material: Material) -> str:
    return f"{_place(slot)}：《{material.title}》 {material.origin.path}"


def _lectured(slot: Slot, material: Material) -> str:
    at = material.lecture.at if material.lecture else ""
    return f"{_file(slot, material)}，{at} 讲"
