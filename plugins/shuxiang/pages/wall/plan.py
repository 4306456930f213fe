"""What the walls of a programme are made of, which sheets there are, and at which addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from shuxiang.core.calendar import Every, Period, periods
from shuxiang.core.days import DayOf, DaySource
from shuxiang.core.home_period import THURSDAY
from shuxiang.core.labels import period_label
from shuxiang.core.model import Programme
from shuxiang.pages.events import EventView
from shuxiang.pages.recess_view import RecessView, recess_views
from shuxiang.pages.slot_view import Site, SlotView

YEAR_SHEETS = ("a3", "a4")
GENERATOR = "shuxiang-wall"
"""What each document says of itself, so that an older one is known for one."""
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the walls are made of; ``slots``, ``events`` and ``recesses`` are those of all programmes."""

    site_name: str
    today: date
    programmes: tuple[Programme, ...]
    slots: tuple[SlotView, ...]
    events: tuple[EventView, ...]
    recesses: tuple[RecessView, ...]
    day_of: DayOf

    @property
    def running(self) -> tuple[Programme, ...]:
        """The programmes that are not over, and so never many."""
        return tuple(programme for programme in self.programmes if programme.ends > self.today)


def plan_of(
    site: Site, slots: tuple[SlotView, ...], events: tuple[EventView, ...], day_of: DayOf, site_name: str
) -> Plan:
    """The plan that a schedule tells; ``slots`` and ``events`` are its views."""
    return Plan(site_name, site.today, site.schedule.programmes, slots, events, recess_views(site), day_of)


def months_of(programme: Programme) -> tuple[Period, ...]:
    """The months a programme is shown in: a week belongs to the month of its Thursday, so a year has twelve."""
    last_day = programme.ends - timedelta(days=1)
    first = programme.starts + (THURSDAY - timedelta(days=programme.starts.weekday())) % _WEEK
    last = last_day - (timedelta(days=last_day.weekday()) - THURSDAY) % _WEEK
    if first > last:  # a few days without a Thursday
        first = last = programme.starts
    return tuple(periods(Every.MONTH, first, last + timedelta(days=1)))


def unannounced(months: Iterable[Period], day_of: DayOf) -> str:
    """A sentence on the years of which no holidays are known yet."""
    years = {month.year for month in months if day_of(month.start).source is DaySource.ASSUMED}
    named = "、".join(f"{year}年" for year in sorted(years))
    return f"{named}放假安排尚未公布，暂按星期一至星期五上班排期" if named else ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the toolbar; ``current`` is the sheet that is shown."""

    text: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds the sheets on a screen. ``style`` and ``script`` are addresses, or the texts if ``inline``.

    ``back`` is the way to the schedule; ``note`` is for the person who prints.
    """

    style: str
    script: str
    inline: bool = False
    back: str = ""
    links: tuple[Link, ...] = ()
    note: str = ""


def sheet_names(programme: Programme) -> tuple[str, ...]:
    """a3, a4 and each month: the sheets a programme has."""
    return (*YEAR_SHEETS, *(month.key for month in months_of(programme)))


def sheet_address(programme: Programme, sheet: str) -> str:
    """The address below the site's root: ``wall/2026/``, ``wall/2026/a4/``, ``wall/2026/2026-11/``."""
    return f"wall/{programme.year}/" + ("" if sheet == "a3" else f"{sheet}/")


def sheet_links(programme: Programme, base: str, current: str) -> tuple[Link, ...]:
    """A link to each sheet, from a page that is ``base`` away from the root and shows ``current``."""
    months = months_of(programme)
    texts = {
        "a3": "全年 A3",
        "a4": "全年 A4",
        **{m.key: f"{m.start.month}月" if m.year == months[0].year else period_label(m) for m in months},
    }
    return tuple(
        Link(text, f"{base}/{sheet_address(programme, sheet)}", sheet == current) for sheet, text in texts.items()
    )
