"""A programme year as tables, and a cadence's materials year by year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from shuxiang.core.calendar import Every
from shuxiang.core.labels import day_text
from shuxiang.core.model import Cadence, Programme
from shuxiang.core.schedule import Schedule
from shuxiang.pages.events import EventView
from shuxiang.pages.recess_view import RecessView
from shuxiang.pages.rows import Row, in_order, rows
from shuxiang.pages.slot_view import SlotView, each_at_least, with_materials


@dataclass(frozen=True, slots=True)
class Month:
    """What begins in one calendar month: ``long`` slots of a month and more, ``weeks`` worked and off, events."""

    label: str
    long: tuple[SlotView, ...]
    weeks: tuple[Row, ...]
    events: tuple[EventView, ...]


@dataclass(frozen=True, slots=True)
class CadenceTable:
    """One cadence's year as rows; ``wanted`` is 每月至少2篇, or nothing."""

    cadence: Cadence
    wanted: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class YearPage:
    """One programme by month and by cadence; ``years`` are all programmes' years, newest first.

    ``later`` are the programmes that follow, for a page that is opened after they have begun.
    """

    programme: Programme
    range_text: str
    months: tuple[Month, ...]
    cadences: tuple[CadenceTable, ...]
    years: tuple[int, ...]
    later: tuple[Programme, ...]


@dataclass(frozen=True, slots=True)
class CadencePage:
    """One cadence in one year: its materials newest first, in groups that have a heading each."""

    cadence: Cadence
    year: int
    groups: tuple[tuple[str, tuple[SlotView, ...]], ...]
    years: tuple[int, ...]
    count: int
    wanted: str


def year_page(
    programme: Programme,
    schedule: Schedule,
    slots: Iterable[SlotView],
    recesses: Iterable[RecessView],
    events: Iterable[EventView],
) -> YearPage:
    """The schedule page of one programme."""
    own = [slot for slot in slots if slot.year == programme.year]
    weekly = any(cadence.every is Every.WEEK for cadence in programme.cadences)
    idle = [recess for recess in recesses if weekly and recess.year == programme.year]
    last_day = date.fromordinal(programme.ends.toordinal() - 1)
    return YearPage(
        programme=programme,
        range_text=f"{day_text(programme.starts)}至{day_text(last_day)}",
        months=_months(own, idle, [event for event in events if event.year == programme.year]),
        cadences=tuple(
            CadenceTable(c, each_at_least(c), rows(c, programme.year, own, idle)) for c in programme.cadences
        ),
        years=_years(schedule),
        later=tuple(p for p in schedule.programmes if p.starts >= programme.ends),
    )


def _years(schedule: Schedule) -> tuple[int, ...]:
    return tuple(sorted((p.year for p in schedule.programmes), reverse=True))


def _months(slots: list[SlotView], recesses: list[RecessView], events: list[EventView]) -> tuple[Month, ...]:
    """The months in which anything begins, in order."""
    starts = [s.start for s in slots] + [r.start for r in recesses] + [e.span.start for e in events]
    return tuple(
        Month(
            label=_month_label(month),
            long=tuple(s for s in slots if s.every != Every.WEEK and s.start.startswith(month)),
            weeks=in_order(
                (s for s in slots if s.every == Every.WEEK and s.start.startswith(month)),
                (recess for recess in recesses if recess.start.startswith(month)),
            ),
            events=tuple(event for event in events if event.span.start.startswith(month)),
        )
        for month in sorted({start[:7] for start in starts})
    )


def _month_label(day: str) -> str:
    """2026年11月, of an ISO month or day."""
    return f"{int(day[:4])}年{int(day[5:7])}月"


def cadence_pages(cadence: Cadence, schedule: Schedule, slots: Iterable[SlotView]) -> tuple[CadencePage, ...]:
    """A cadence's pages, newest year first: one for each year that has materials, else one for the newest."""
    own = [slot for slot in slots if slot.cadence_id == cadence.id]
    years = sorted({s.year for s in own if s.material} or {p.year for p in schedule.programmes[-1:]}, reverse=True)
    return tuple(_cadence_page(cadence, year, own, tuple(years)) for year in years)


def _cadence_page(cadence: Cadence, year: int, own: list[SlotView], years: tuple[int, ...]) -> CadencePage:
    shown = [view for view in with_materials(reversed(own)) if view.year == year]
    groups = tuple((label, tuple(group)) for label, group in groupby(shown, key=lambda s: _month_label(s.start)))
    if cadence.every != "week":
        groups = (("", tuple(shown)),) if shown else ()
    return CadencePage(cadence, year, groups, years, len(shown), each_at_least(cadence))


def listed_cadences(schedule: Schedule, today: date) -> tuple[Cadence, ...]:
    """The cadences worth a link: not those that have neither begun nor anything to show, unless all are such."""
    filled = {slot.cadence.id for slot in schedule.slots if slot.materials or slot.period.start <= today}
    cadences = all_cadences(schedule)
    return tuple(c for c in cadences if c.id in filled) or cadences


def all_cadences(schedule: Schedule) -> tuple[Cadence, ...]:
    """Every cadence of any programme, each id once, as the newest programme that has it names it."""
    found: dict[str, Cadence] = {}
    for programme in reversed(schedule.programmes):
        for cadence in programme.cadences:
            found.setdefault(cadence.id, cadence)
    return tuple(found.values())
