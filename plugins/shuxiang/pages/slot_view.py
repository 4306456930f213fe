"""One slot as every page shows it: labels, dates, addresses, and how far its time has come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from shuxiang.core.calendar import NAMES, Every
from shuxiang.core.labels import dated_label, dates_text, slot_label
from shuxiang.core.length import reading_minutes, rounded
from shuxiang.core.model import Cadence, Material, Slot
from shuxiang.core.schedule import Schedule

SHORT_LABELS = {
    Every.WEEK: "{0.number}",
    Every.MONTH: "{0.period.start.month}月",
    Every.QUARTER: "{0.period.key[6]}季",
}
TITLES_SHOWN = 2
"""How many titles of one slot a single line of text names."""


@dataclass(frozen=True, slots=True)
class Site:
    """What every page is made from: the edition's schedule, addresses, and the day of the build.

    ``address`` turns a material's path into its address below the site's root (``readings/2026/w47/``).
    """

    schedule: Schedule
    address: Callable[[str], str]
    today: date


@dataclass(frozen=True, slots=True)
class SlotView:
    """A slot, ready to show. Dates are ISO texts, ``end`` exclusive; ``when`` is past, now or next on build day.

    It shows the slot's first material; ``more`` are views of the same slot with each of its other materials.
    ``titles`` are those of all the slot's materials, in each of these views. ``length`` and ``minutes`` are 0 for
    a material that has no text yet.
    """

    id: str
    cadence_id: str
    cadence_name: str
    every: str
    year: int
    label: str
    short: str
    dated_label: str
    dates: str
    start: str
    end: str
    when: str
    checkin_url: str
    material: Material | None = None
    url: str = ""
    length: int = 0
    minutes: int = 0
    light: bool = False
    more: tuple[SlotView, ...] = ()
    titles: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The material's title, or 待定."""
        return self.material.title if self.material else "待定"

    @property
    def each(self) -> tuple[SlotView, ...]:
        """The view of each of the slot's materials; this one alone when there is at most one."""
        return (self, *self.more)

    @property
    def all_titles(self) -> str:
        """The titles of all the slot's materials, or 待定."""
        return "、".join(self.titles) or "待定"

    @property
    def named(self) -> str:
        """All the slot's titles in one short line, 《甲》《乙》; of many the first and how many there are."""
        shown = "".join(f"《{title}》" for title in self.titles[:TITLES_SHOWN])
        return shown + (f"等{len(self.titles)}篇" if len(self.titles) > TITLES_SHOWN else "")


def each_at_least(cadence: Cadence) -> str:
    """每月至少2篇, for a cadence that wants more than one material a period; else nothing."""
    return at_least(cadence, f"每{NAMES[cadence.every]}")


def at_least(cadence: Cadence, time: str) -> str:
    """``time`` (本月, 每月) with how many materials are wanted in it, when that is more than one."""
    return f"{time}至少{cadence.at_least}篇" if cadence.at_least > 1 else ""


def checkin_address(slot: Slot) -> str:
    """``checkin/article/2026-W47/``."""
    return f"checkin/{slot.id}/"


def slot_view(slot: Slot, site: Site) -> SlotView:
    """The view of one slot on the site's build day."""
    bare = SlotView(
        id=slot.id,
        cadence_id=slot.cadence.id,
        cadence_name=slot.cadence.name,
        every=slot.cadence.every,
        year=slot.programme_year,
        label=slot_label(slot),
        short=SHORT_LABELS.get(slot.cadence.every, "{1}").format(slot, slot_label(slot)),
        dated_label=dated_label(slot),
        dates=dates_text(slot.period),
        start=slot.period.start.isoformat(),
        end=slot.period.end.isoformat(),
        when=when(slot.period.start, slot.period.end, site.today),
        checkin_url=checkin_address(slot),
        light=slot.light,
        titles=tuple(material.title for material in slot.materials),
    )
    first, *more = [_with(bare, material, site) for material in slot.materials] or [bare]
    return replace(first, more=tuple(more))


def _with(view: SlotView, material: Material, site: Site) -> SlotView:
    return replace(
        view,
        material=material,
        url=site.address(material.path),
        length=length_of(material),
        minutes=minutes_of(material),
    )


def length_of(material: Material) -> int:
    """Its characters as people say them; 0 while there is no text."""
    return 0 if material.blank else rounded(material.characters)


def minutes_of(material: Material) -> int:
    """The minutes that reading takes; 0 while there is no text."""
    return 0 if material.blank else reading_minutes(material.characters)


def with_materials(slots: Iterable[SlotView]) -> Iterator[SlotView]:
    """One view for each material, in the slots' order."""
    return (view for slot in slots for view in slot.each if view.material)


def when(start: date, end: date, today: date) -> str:
    """Whether ``[start, end)`` is past, now or next on ``today``."""
    if end <= today:
        return "past"
    return "now" if start <= today else "next"


def views(site: Site) -> tuple[SlotView, ...]:
    """All slots of all programmes, in the schedule's order."""
    return tuple(slot_view(slot, site) for slot in site.schedule.slots)
