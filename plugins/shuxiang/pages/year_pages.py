"""A programme year as tables, and a cadence's materials year by year."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypeVar

from shuxiang.core.calendar import Every, Period
from shuxiang.core.labels import period_label, programme_dates
from shuxiang.core.model import Cadence, Programme
from shuxiang.core.schedule import Schedule
from shuxiang.pages.events import EventView
from shuxiang.pages.months import first_month, recess_month, slot_month
from shuxiang.pages.recess_view import RecessView
from shuxiang.pages.rows import Row, in_order, rows
from shuxiang.pages.slot_view import SlotView, each_at_least, with_materials

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Month:
    """What one calendar month is told of: ``long`` slots of a month and more, ``weeks`` worked and off, events."""

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
    """One cadence in one year: its materials newest first, in groups that have a heading each.

    ``count`` is the number of those that can be read, ``waiting`` of those that have only a title yet.
    """

    cadence: Cadence
    year: int
    groups: tuple[tuple[str, tuple[SlotView, ...]], ...]
    years: tuple[int, ...]
    count: int
    waiting: int
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
    return YearPage(
        programme=programme,
        range_text=programme_dates(programme),
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
    """The months of which there is anything to tell, in order."""
    own_slots, own_recesses = _by(slot_month, slots), _by(recess_month, recesses)
    own_events = _by(lambda event: first_month(event.span.start), events)
    return tuple(
        Month(
            label=period_label(month),
            long=tuple(slot for slot in own_slots.get(month, ()) if slot.every != Every.WEEK),
            weeks=in_order(
                (slot for slot in own_slots.get(month, ()) if slot.every == Every.WEEK), own_recesses.get(month, ())
            ),
            events=tuple(own_events.get(month, ())),
        )
        for month in sorted({*own_slots, *own_recesses, *own_events})
    )


def _by(month_of: Callable[[Told], Period], told: Iterable[Told]) -> dict[Period, list[Told]]:
    """What is told, by its month."""
    found: dict[Period, list[Told]] = {}
    for each in told:
        found.setdefault(month_of(each), []).append(each)
    return found


def cadence_pages(cadence: Cadence, schedule: Schedule, slots: Iterable[SlotView]) -> tuple[CadencePage, ...]:
    """A cadence's pages, newest year first: one for each year that has materials, else one for the newest."""
    own = [slot for slot in slots if slot.cadence_id == cadence.id]
    years = sorted({s.year for s in own if s.material} or {p.year for p in schedule.programmes[-1:]}, reverse=True)
    return tuple(_cadence_page(cadence, year, own, tuple(years)) for year in years)


def _cadence_page(cadence: Cadence, year: int, own: list[SlotView], years: tuple[int, ...]) -> CadencePage:
    shown = [view for view in with_materials(reversed(own)) if view.year == year]
    groups = tuple((period_label(month), tuple(group)) for month, group in groupby(shown, key=slot_month))
    if cadence.every != "week":
        groups = (("", tuple(shown)),) if shown else ()
    written = sum(not view.material.blank for view in shown if view.material)
    return CadencePage(cadence, year, groups, years, written, len(shown) - written, each_at_least(cadence))


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
