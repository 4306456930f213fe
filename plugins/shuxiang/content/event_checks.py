"""What is wrong with dated things and groups once everything has been read: warnings, never errors."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping

from shuxiang.core.days import DayOf
from shuxiang.core.diagnostics import Diagnostic, Origin, Severity
from shuxiang.core.engagements import EVERYONE_NAMES, clashes, of_event, of_lecture, on_days_off, told_by
from shuxiang.core.model import Event, Material, Programme
from shuxiang.core.schedule import Schedule


def event_problems(schedule: Schedule, materials: Mapping[str, Material], day_of: DayOf) -> Iterator[Diagnostic]:
    """Two things at once, things on a day off, names of files and groups that do not exist."""
    events = [event for programme in schedule.programmes for event in programme.events]
    yield from _unkept(events, materials.values(), day_of)
    yield from _unknown_groups(schedule)
    yield from _missing_materials(events, materials)


def _unkept(events: Iterable[Event], materials: Iterable[Material], day_of: DayOf) -> Iterator[Diagnostic]:
    told = told_by(events)
    lectures = ((m.path, of_lecture(m)) for m in materials)
    untold = (each for path, each in lectures if each and (path, each.starts.date()) not in told)
    engagements = [*map(of_event, events), *untold]
    yield from clashes(engagements)
    yield from on_days_off(engagements, day_of)


def _unknown_groups(schedule: Schedule) -> Iterator[Diagnostic]:
    """A warning for each group that a programme with a list of groups does not have: a slip hides a clash."""
    years = {programme.year: programme for programme in schedule.programmes if programme.groups}
    for programme in years.values():
        for event in programme.events:
            yield from _unknown(event.groups, event.origin, programme)
    for slot in schedule.slots:
        for material in slot.materials if slot.programme_year in years else ():
            yield from _unknown(material.group.split("、"), material.origin, years[slot.programme_year])


def _unknown(names: Iterable[str], origin: Origin, programme: Programme) -> Iterator[Diagnostic]:
    for name in filter(None, names):
        if name not in (*programme.groups, *EVERYONE_NAMES):
            close = difflib.get_close_matches(name, programme.groups, n=1)
            fix = f"是否想写“{close[0]}”？" if close else f"现有 {'、'.join(programme.groups)}。"
            what = f"{programme.year}年学习计划的 groups 里没有“{name}”。"
            yield Diagnostic(
                origin, "group-unknown", what, f"{fix}确实要用的，请加到 groups 里。", Severity.WARNING
            )


def _missing_materials(events: Iterable[Event], materials: Mapping[str, Material]) -> Iterator[Diagnostic]:
    """A warning for each file that an event names and the folder does not have."""
    for event in events:
        for path in event.materials:
            if path not in materials:
                what = f"活动“{event.title}”的材料“{path}”不存在，或不是一份材料。"
                fix = "请写从 docs 起的路径，如 readings/2026/w47.md。"
                yield Diagnostic(event.origin, "event-material", what, fix, Severity.WARNING)
