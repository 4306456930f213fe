"""Why a slot is as it is, or why there is none, in sentences for the organizer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from shuxiang.core.calendar import NAMES, Every, Period, period_of
from shuxiang.core.days import DayOf, DaySource, days_between, is_weekend, working_days
from shuxiang.core.labels import dates_text, day_text, days_text, slot_label, weekday
from shuxiang.core.model import Cadence, HolidayPolicy, Material, Programme, Slot
from shuxiang.core.schedule import Schedule, belongs

POLICY_MEANINGS = {
    HolidayPolicy.SKIP: "不设期",
    HolidayPolicy.MERGE: "与下一周合为一期",
    HolidayPolicy.LIGHT: "照设，标为“轻阅读”",
    HolidayPolicy.KEEP: "照常",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What the sentences rest on: the whole schedule, the working days, how early a material may appear."""

    schedule: Schedule
    day_of: DayOf
    days_ahead: int


def explain(ground: Ground, period: Period, cadence_id: str = "") -> tuple[str, ...]:
    """One sentence or two for each cadence that has, or might have had, a slot in ``period``."""
    programmes = [p for p in ground.schedule.programmes if belongs(period, p)]
    if not programmes:
        return (_outside(ground.schedule, period),)
    return _said(ground, period, cadence_id) or (_no_cadence(programmes[0], period, cadence_id),)


def explain_day(ground: Ground, day: date) -> tuple[str, ...]:
    """What the day itself is, then every slot that it lies in, the shortest first."""
    periods = [period_of(every, day) for every in Every]
    said = [sentence for period in periods for sentence in _said(ground, period)]
    return (_day_sentence(day, ground.day_of), *(said or explain(ground, periods[0])))


def _said(ground: Ground, period: Period, cadence_id: str = "") -> tuple[str, ...]:
    """The sentences of the first programme that has the period and cadences for it; none where none has."""
    for programme in (p for p in ground.schedule.programmes if belongs(period, p)):
        wanted = [c for c in programme.cadences if c.every is period.every and cadence_id in {c.id, ""}]
        if wanted:
            return tuple(_sentence(ground, programme, cadence, period) for cadence in wanted)
    return ()


def _outside(schedule: Schedule, period: Period) -> str:
    if not schedule.programmes:
        return f"{period.key}（{dates_text(period)}）不在任何学习计划之内：现在还没有学习计划。"
    nearest = min(schedule.programmes, key=lambda p: _distance(period, p))
    inside = max(0, (min(period.end, nearest.ends) - max(period.start, nearest.starts)).days)
    share = f"这一期只有 {inside} 天在内，不到一半" if inside else "这一期不在其中"
    return (
        f"{period.key}（{dates_text(period)}）不在任何学习计划之内。"
        f"最近的{nearest.year}年学习计划从 {nearest.starts} 起，{nearest.ends} 前结束，{share}。"
    )


def _distance(period: Period, programme: Programme) -> int:
    return max((programme.starts - period.end).days, (period.start - programme.ends).days)


def _no_cadence(programme: Programme, period: Period, cadence_id: str) -> str:
    known = "、".join(f"{c.id}（{c.name}，每{NAMES[c.every]}）" for c in programme.cadences)
    cadence = programme.cadence(cadence_id)
    if cadence:
        return f"“{cadence.name}”每{NAMES[cadence.every]}一期，{period.key} 不是{NAMES[cadence.every]}。"
    if cadence_id:
        return f"{programme.year}年学习计划里没有节奏“{cadence_id}”。现有 {known}。"
    return f"{programme.year}年学习计划里没有每{NAMES[period.every]}一期的节奏。现有 {known}。"


def _sentence(ground: Ground, programme: Programme, cadence: Cadence, period: Period) -> str:
    own = [s for s in ground.schedule.slots if s.cadence.id == cadence.id and s.programme_year == programme.year]
    slot = next((s for s in own if period.key in s.keys), None)
    if slot is None:
        return _skipped(ground, programme, cadence, period, own)
    return "".join([_what_it_is(ground, programme, slot), *_materials(ground, slot)])


def _skipped(ground: Ground, programme: Programme, cadence: Cadence, period: Period, own: Sequence[Slot]) -> str:
    before = next((s for s in reversed(own) if s.period.end <= period.start), None)
    after = next((s for s in own if s.period.start >= period.end), None)
    beside = "，".join(
        f"{word}是{slot_label(s)}（{s.period.key}，{dates_text(s.period)}）"
        for word, s in (("前一期", before), ("后一期", after))
        if s
    )
    return (
        f"“{cadence.name}”在 {period.key}（{dates_text(period)}）没有期：{_days(period, ground.day_of)}，"
        f"而{_rule(programme)}。{beside}{'。' if beside else ''}"
    )


def _rule(programme: Programme) -> str:
    origin = programme.policy_origin
    where = f"（{origin.path} 第 {origin.line} 行）" if origin else ""
    policy = programme.policy
    return f"{programme.year}年学习计划规定，没有工作日的周{POLICY_MEANINGS[policy]}（{policy}）{where}"


def _what_it_is(ground: Ground, programme: Programme, slot: Slot) -> str:
    head = f"“{slot.cadence.name}”{slot_label(slot)}（{slot.period.key}，{dates_text(slot.period)}）："
    if slot.period.every is not Every.WEEK:
        return f"{head}每{NAMES[slot.period.every]}一期。"
    if len(slot.keys) > 1:
        return f"{head}{_merged(ground, programme, slot)}"
    days = _days(slot.period, ground.day_of)
    if slot.light:
        return f"{head}{days}，{_rule(programme)}。"
    return f"{head}{days}。"


def _merged(ground: Ground, programme: Programme, slot: Slot) -> str:
    weeks = [period_of(Every.WEEK, day) for day in _mondays(slot.period)]
    idle = [week for week in weeks if not working_days(week.start, week.end, ground.day_of)]
    reasons = "；".join(f"{week.key} {_days(week, ground.day_of)}" for week in idle)
    return f"由 {'、'.join(slot.keys)} 合成。{reasons}，而{_rule(programme)}。"


def _mondays(period: Period) -> Iterator[date]:
    return (day for day in days_between(period.start, period.end) if day.weekday() == 0)


def _materials(ground: Ground, slot: Slot) -> Iterator[str]:
    wanted = slot.cadence.at_least
    if not slot.materials:
        yield "还没有材料。" if wanted == 1 else f"至少要 {wanted} 篇，还没有材料。"
    for material in slot.materials:
        yield _material(material, ground.days_ahead)
    if slot.materials and wanted > len(slot.materials):
        yield f"至少要 {wanted} 篇，还差 {wanted - len(slot.materials)} 篇。"


def _material(material: Material, days_ahead: int) -> str:
    written = "，还没有正文" if material.blank else ""
    since = day_text(material.published_from(days_ahead))
    return f"材料是《{material.title}》（{material.origin.path}{written}），{since}起进入网站。"


def _days(period: Period, day_of: DayOf) -> str:
    """How much is worked in a week and why: 有 3 个工作日（10月1日至4日国庆节）."""
    days = list(days_between(period.start, period.end))
    count = working_days(period.start, period.end, day_of)
    said = f"有 {count} 个工作日" if count else "没有工作日"
    reasons = [*_stretches(days, day_of), *_assumed(days, day_of)]
    return f"{said}（{'；'.join(reasons)}）" if reasons else said


def _stretches(days: Sequence[date], day_of: DayOf) -> Iterator[str]:
    """Consecutive days of one name, such as 2月16日至22日春节 and 2月14日春节调休上班."""
    named = [(day, day_of(day)) for day in days if day_of(day).name or is_weekend(day) is day_of(day).working]
    runs = groupby(enumerate(named), lambda item: (item[1][0].toordinal() - item[0], item[1][1]))
    for (_, what), items in runs:
        run = [day for _, (day, _) in items]
        text = days_text(run[0], run[-1] + timedelta(days=1))
        yield f"{text}{what.name or ''}{'上班' if what.working else '' if what.name else '休息'}"


def _assumed(days: Sequence[date], day_of: DayOf) -> Iterator[str]:
    years = sorted({day.year for day in days if day_of(day).source is DaySource.ASSUMED})
    if years:
        named = "、".join(f"{year}年" for year in years)
        yield f"{named}的放假安排还没有，按星期一到星期五算"


def _day_sentence(day: date, day_of: DayOf) -> str:
    what = day_of(day)
    kind = "上班" if what.working else "休息"
    name = f"，{what.name}" if what.name else ""
    source = {
        DaySource.OFFICIAL: "",
        DaySource.LOCAL: "（本单位的 programme/holidays.yml）",
        DaySource.ASSUMED: "（这一年的放假安排还没有，按星期一到星期五算）",
    }[what.source]
    return f"{day_text(day)}，{weekday(day)}{name}，{kind}{source}。"
