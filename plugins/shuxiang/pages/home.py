"""The home page: what is current in each cadence, what comes next, and the whole year at a glance.

The page holds every slot from build day on, so that the browser only has to choose: a site built on Friday
shows Monday's week on Monday.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shuxiang.core.calendar import Every
from shuxiang.core.model import Cadence, Programme
from shuxiang.pages.events import EventView
from shuxiang.pages.recess_view import RecessView
from shuxiang.pages.rows import Row, rows
from shuxiang.pages.slot_view import Site, SlotView, at_least

NOW_WORDS = {
    Every.WEEK: "本周",
    Every.MONTH: "本月",
    Every.QUARTER: "本季度",
    Every.HALF_YEAR: "本半年",
    Every.YEAR: "今年",
}
COMING_SHOWN = 4
EVENTS_SHOWN = 3
MANY_PANELS = 6
"""So many small panels no longer fit beside the large one."""


@dataclass(frozen=True, slots=True)
class Current:
    """One cadence's panel: its slots that are not over on build day, the current one shown.

    ``recesses`` are the weeks off that are not over, for a weekly cadence; ``wanted`` is 本月至少2篇, or nothing.
    ``since`` is the first day of the cadence, as ISO text: before it there is nothing to say of it.
    """

    cadence: Cadence
    now_word: str
    wanted: str
    since: str
    begun: bool
    slots: tuple[SlotView, ...]
    recesses: tuple[RecessView, ...]

    @property
    def idle(self) -> bool:
        """Whether on build day nothing is current, not even a week off."""
        return "now" not in [slot.when for slot in self.slots] + [recess.when for recess in self.recesses]


@dataclass(frozen=True, slots=True)
class Strip:
    """One programme year, cadence by cadence, every slot a cell, and every stretch of weeks off a gap."""

    programme: Programme
    start: str
    end: str
    rows: tuple[tuple[Cadence, tuple[Row, ...]], ...]
    shown: bool


@dataclass(frozen=True, slots=True)
class Home:
    """``lead`` is the most frequent cadence's panel, ``others`` the rest in the programme's order.

    ``coming`` are the slots that have not begun on build day, ``coming_first`` the ids of those shown on that day:
    next week's, whatever else begins before it, and others up to ``coming_shown``. ``events`` are those not over on
    build day, of which the browser shows the next ``events_shown``.
    """

    lead: Current | None
    others: tuple[Current, ...]
    coming: tuple[SlotView, ...]
    coming_shown: int
    coming_first: tuple[str, ...]
    events: tuple[EventView, ...]
    events_shown: int
    strips: tuple[Strip, ...]

    @property
    def crowded(self) -> bool:
        """Whether there are too many small panels to stand beside the large one."""
        return sum(panel.begun for panel in self.others) >= MANY_PANELS


def home(
    site: Site, slots: tuple[SlotView, ...], recesses: tuple[RecessView, ...], events: tuple[EventView, ...]
) -> Home:
    """The home page of the build day, from all slots', weeks' off and events' views in order."""
    running = [slot for slot in slots if slot.when != "past"]
    panels = [_panel(cadence, slots, recesses) for cadence in _cadences(site)]
    lead = min(panels, key=lambda panel: list(Every).index(panel.cadence.every), default=None)
    coming = tuple(slot for slot in running if slot.when == "next")
    return Home(
        lead=lead,
        others=tuple(panel for panel in panels if panel is not lead and panel.since),
        coming=coming,
        coming_shown=COMING_SHOWN,
        coming_first=tuple(slot.id for slot in _first(coming, COMING_SHOWN)),
        events=tuple(event for event in events if event.when != "past"),
        events_shown=EVENTS_SHOWN,
        strips=_strips(site, slots, recesses),
    )


def _first(coming: Sequence[SlotView], number: int) -> list[SlotView]:
    """The first so many, in which the next week's always are (now.js chooses the same on a later day)."""
    weekly = [slot for slot in coming if slot.every == Every.WEEK]
    near = [slot for slot in weekly if slot.start == weekly[0].start]
    others = [slot for slot in coming if slot not in near]
    return near + others[: max(0, number - len(near))]


def _cadences(site: Site) -> list[Cadence]:
    """The cadences that still run on build day, or the last programme's when all is over; each id once."""
    programmes = site.schedule.programmes
    alive = [p for p in programmes if p.ends > site.today] or list(programmes[-1:])
    return list({c.id: c for programme in reversed(alive) for c in programme.cadences}.values())


def _panel(cadence: Cadence, slots: tuple[SlotView, ...], recesses: tuple[RecessView, ...]) -> Current:
    own = [slot for slot in slots if slot.cadence_id == cadence.id]
    word = NOW_WORDS[cadence.every]
    idle = recesses if cadence.every is Every.WEEK else ()
    return Current(
        cadence=cadence,
        now_word=word,
        wanted=at_least(cadence, word),
        since=own[0].start if own else "",
        begun=bool(own) and own[0].when != "next",
        slots=tuple(slot for slot in own if slot.when != "past"),
        recesses=tuple(recess for recess in idle if recess.when != "past"),
    )


def _strips(site: Site, slots: tuple[SlotView, ...], recesses: tuple[RecessView, ...]) -> tuple[Strip, ...]:
    """The year of build day and the one after it, which the browser shows once it has begun."""
    current = site.schedule.programme_on(site.today)
    if current is None:
        return ()
    following = [p for p in site.schedule.programmes if p.starts >= current.ends][:1]
    years = [current, *following]
    return tuple(
        Strip(
            programme=programme,
            start=programme.starts.isoformat(),
            end=programme.ends.isoformat(),
            rows=tuple((c, rows(c, programme.year, slots, recesses)) for c in programme.cadences),
            shown=programme is current,
        )
        for programme in years
    )
