"""A programme year as tables, and a cadence's materials year by year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from shuxiang.core.labels import day_text
from shuxiang.core.model import Cadence, Programme
from shuxiang.core.schedule import Schedule
from shuxiang.pages.slot_view import SlotView, with_materials


@dataclass(frozen=True, slots=True)
class Month:
    """The slots that begin in one calendar month: ``long`` those of a month and more, ``weeks`` the weekly ones."""

    label: str
    long: tuple[SlotView, ...]
    weeks: tuple[SlotView, ...]


@dataclass(frozen=True, slots=True)
class YearPage:
    """One programme by month and by cadence; ``years`` are all programmes' years, newest first.

    ``later`` are the programmes that follow, for a page that is opened after they have begun.
    """

    programme: Programme
    range_text: str
    months: tuple[Month, ...]
    cadences: tuple[tuple[Cadence, tuple[SlotView, ...]], ...]
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


def year_page(programme: Programme, schedule: Schedule, slots: Iterable[SlotView]) -> YearPage:
    """The schedule page of one programme."""
    own = [slot for slot in slots if slot.year == programme.year]
    by_cadence = ((c, tuple(s for s in own if s.cadence_id == c.id)) for c in programme.cadences)
    last_day = date.fromordinal(programme.ends.toordinal() - 1)
    return YearPage(
        programme=programme,
        range_text=f"{day_text(programme.starts)}至{day_text(last_day)}",
        months=tuple(_month(label, list(group)) for label, group in groupby(own, key=_month_label)),
        cadences=tuple(by_cadence),
        years=_years(schedule),
        later=tuple(p for p in schedule.programmes if p.starts >= programme.ends),
    )


def _years(schedule: Schedule) -> tuple[int, ...]:
    return tuple(sorted((p.year for p in schedule.programmes), reverse=True))


def _month_label(slot: SlotView) -> str:
    start = date.fromisoformat(slot.start)
    return f"{start.year}年{start.month}月"


def _month(label: str, slots: list[SlotView]) -> Month:
    weekly = tuple(slot for slot in slots if slot.every == "week")
    return Month(label, tuple(slot for slot in slots if slot not in weekly), weekly)


def cadence_pages(cadence: Cadence, schedule: Schedule, slots: Iterable[SlotView]) -> tuple[CadencePage, ...]:
    """A cadence's pages, newest year first: one for each year that has materials, else one for the newest."""
    own = [slot for slot in slots if slot.cadence_id == cadence.id]
    years = sorted({s.year for s in own if s.material} or {p.year for p in schedule.programmes[-1:]}, reverse=True)
    return tuple(_cadence_page(cadence, year, own, tuple(years)) for year in years)


def _cadence_page(cadence: Cadence, year: int, own: list[SlotView], years: tuple[int, ...]) -> CadencePage:
    shown = [slot for slot in reversed(list(with_materials(own))) if slot.year == year]
    groups = tuple((label, tuple(group)) for label, group in groupby(shown, key=_month_label))
    if cadence.every != "week":
        groups = (("", tuple(shown)),) if shown else ()
    return CadencePage(cadence, year, groups, years, len(shown))


def all_cadences(schedule: Schedule) -> tuple[Cadence, ...]:
    """Every cadence of any programme, each id once, as the newest programme that has it names it."""
    found: dict[str, Cadence] = {}
    for programme in reversed(schedule.programmes):
        for cadence in programme.cadences:
            found.setdefault(cadence.id, cadence)
    return tuple(found.values())
