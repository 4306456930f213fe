"""The home page: what is current in each cadence, what comes next, and the whole year at a glance.

The page holds every slot from build day on, so that the browser only has to choose: a site built on Friday
shows Monday's week on Monday.
"""

from __future__ import annotations

from dataclasses import dataclass

from shuxiang.core.calendar import Every
from shuxiang.core.model import Cadence, Programme
from shuxiang.pages.slot_view import Site, SlotView

NOW_WORDS = {
    Every.WEEK: "本周",
    Every.MONTH: "本月",
    Every.QUARTER: "本季度",
    Every.HALF_YEAR: "本半年",
    Every.YEAR: "今年",
}
COMING_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Current:
    """One cadence's panel: its slots that are not over on build day, the current one shown."""

    cadence: Cadence
    now_word: str
    slots: tuple[SlotView, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """One programme year, cadence by cadence, every slot a cell."""

    programme: Programme
    start: str
    end: str
    rows: tuple[tuple[Cadence, tuple[SlotView, ...]], ...]
    shown: bool


@dataclass(frozen=True, slots=True)
class Home:
    """``lead`` is the most frequent cadence's panel, ``others`` the rest in the programme's order."""

    lead: Current | None
    others: tuple[Current, ...]
    coming: tuple[SlotView, ...]
    coming_shown: int
    strips: tuple[Strip, ...]


def home(site: Site, slots: tuple[SlotView, ...]) -> Home:
    """The home page of the build day; ``slots`` are all slots' views in order."""
    running = [slot for slot in slots if slot.when != "past"]
    panels = [_panel(cadence, running) for cadence in _cadences(site)]
    lead = min(panels, key=lambda panel: list(Every).index(panel.cadence.every), default=None)
    return Home(
        lead=lead,
        others=tuple(panel for panel in panels if panel is not lead),
        coming=tuple(slot for slot in running if slot.when == "next"),
        coming_shown=COMING_SHOWN,
        strips=_strips(site, slots),
    )


def _cadences(site: Site) -> list[Cadence]:
    """The cadences that still run on build day, or the last programme's when all is over; each id once."""
    programmes = site.schedule.programmes
    alive = [p for p in programmes if p.ends > site.today] or list(programmes[-1:])
    return list({c.id: c for programme in reversed(alive) for c in programme.cadences}.values())


def _panel(cadence: Cadence, running: list[SlotView]) -> Current:
    own = tuple(slot for slot in running if slot.cadence_id == cadence.id)
    return Current(cadence, NOW_WORDS[cadence.every], own)


def _strips(site: Site, slots: tuple[SlotView, ...]) -> tuple[Strip, ...]:
    """The year of build day and the one after it, which the browser shows once it has begun."""
    current = site.schedule.programme_on(site.today)
    if current is None:
        return ()
    following = [p for p in site.schedule.programmes if p.starts >= current.ends][:1]
    return tuple(_strip(programme, slots, shown=programme is current) for programme in [current, *following])


def _strip(programme: Programme, slots: tuple[SlotView, ...], *, shown: bool) -> Strip:
    rows = (
        (c, tuple(s for s in slots if s.year == programme.year and s.cadence_id == c.id))
        for c in programme.cadences
    )
    return Strip(programme, programme.starts.isoformat(), programme.ends.isoformat(), tuple(rows), shown)
