"""活动安排: events, and the dated lectures of published materials, as every page shows them.

A page tells all that is not over on build day apart from what is, and the browser moves it once it is over.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from shuxiang.core.engagements import EVERYONE, told_by
from shuxiang.core.model import Event, Material
from shuxiang.core.moments import parse_moment
from shuxiang.pages.slot_view import Site, SlotView, when, with_materials
from shuxiang.pages.span import Span

LECTURE = "讲座"


@dataclass(frozen=True, slots=True)
class EventView:
    """One event or lecture; ``when`` is past, now or next on build day, and ``year`` its programme's.

    ``people`` are its hosts, or a lecture's speaker; ``invited`` is empty for a lecture, of which that is not said.
    ``materials`` are the linked ones that are published; ``url`` is where more is told.
    """

    id: str
    year: int
    kind: str
    title: str
    span: Span
    when: str
    url: str
    is_lecture: bool = False
    people: tuple[str, ...] = ()
    venue: str = ""
    groups: tuple[str, ...] = ()
    invited: str = ""
    note: str = ""
    materials: tuple[SlotView, ...] = ()

    @property
    def tag(self) -> str:
        """The kind, where the title does not say it already."""
        return "" if self.kind == self.title else self.kind

    @property
    def people_word(self) -> str:
        """What ``people`` are to it."""
        return "主讲" if self.is_lecture else "主办"

    @property
    def now_word(self) -> str:
        """What is said of it while it takes place."""
        return "今天" if self.span.first == self.span.last else "正在进行"


@dataclass(frozen=True, slots=True)
class EventsPage:
    """``months`` hold what is not over on build day, ``past`` the rest, the latest first.

    ``year`` is None for the page that always has what is coming; ``years`` are those with anything, newest first.
    """

    year: int | None
    months: tuple[tuple[str, tuple[EventView, ...]], ...]
    past: tuple[EventView, ...]
    years: tuple[int, ...]


def event_views(site: Site, slots: Iterable[SlotView]) -> tuple[EventView, ...]:
    """All events and lectures of all programmes, by start. A lecture that is an event's own is not told twice."""
    slots = tuple(slots)
    placed = {view.material.path: view for view in with_materials(slots) if view.material}
    dated = [(event, programme.year) for programme in site.schedule.programmes for event in programme.events]
    told = told_by(event for event, _ in dated)
    events = [_event(event, year, placed, site.today) for event, year in dated]
    lectures = [view for slot in slots for view in _lectures(slot, told, site.today)]
    return tuple(sorted([*events, *lectures], key=lambda view: (view.span.starts, view.span.end, view.id)))


def _event(event: Event, year: int, placed: Mapping[str, SlotView], today: date) -> EventView:
    span = Span(event.starts, None if event.open_end else event.ends, timed=not event.all_day)
    id_ = f"event-{event.id}"
    return EventView(
        id=id_,
        year=year,
        kind=event.kind,
        title=event.title,
        span=span,
        when=_when(span, today),
        url=f"events/{year}/#{id_}",
        people=event.hosts,
        venue=event.venue,
        groups=event.groups,
        invited="、".join(event.groups) or EVERYONE,
        note=event.note,
        materials=tuple(placed[path] for path in event.materials if path in placed),
    )


def _lectures(slot: SlotView, told: Container[tuple[str, date]], today: date) -> Iterator[EventView]:
    """The dated lectures of the slot's materials, but those of which an event tells."""
    for number, view in enumerate(slot.each, start=1):
        span = lecture_span(view.material)
        if span and view.material and view.material.lecture and (view.material.path, span.first) not in told:
            lecture = view.material.lecture
            yield EventView(
                id="-".join(["lecture", *slot.id.split("/"), *([str(number)] if number > 1 else [])]),
                year=slot.year,
                kind=LECTURE,
                title=view.title,
                span=span,
                when=_when(span, today),
                url=view.url,
                is_lecture=True,
                people=(lecture.speaker,) if lecture.speaker else (),
                venue=lecture.venue,
            )


def lecture_span(material: Material | None) -> Span | None:
    """When the material's lecture begins; None without a date that can be read."""
    lecture = material.lecture if material else None
    moment = parse_moment(lecture.at) if lecture else None
    if moment is None:
        return None
    return Span(datetime.combine(moment.day, moment.at or time()), None, timed=moment.at is not None)


def _when(span: Span, today: date) -> str:
    return when(date.fromisoformat(span.start), date.fromisoformat(span.end), today)


def linking_to(path: str, events: Iterable[EventView]) -> tuple[EventView, ...]:
    """The events that name the material of that path."""
    return tuple(e for e in events if any(m.material and m.material.path == path for m in e.materials))


def events_pages(site: Site, events: tuple[EventView, ...]) -> Iterator[EventsPage]:
    """What is coming with what has been in the running year, then one page for each year; none without events."""
    years = tuple(sorted({event.year for event in events}, reverse=True))
    if years:
        running = site.schedule.programme_on(site.today)
        year = running.year if running and running.year in years else years[0]
        yield _page(None, [e for e in events if e.year == year or e.when != "past"], years)
    for year in years:
        yield _page(year, [e for e in events if e.year == year], years)


def _page(year: int | None, events: list[EventView], years: tuple[int, ...]) -> EventsPage:
    coming = [event for event in events if event.when != "past"]
    months = tuple((month, tuple(own)) for month, own in groupby(coming, key=lambda event: event.span.month))
    return EventsPage(year, months, tuple(e for e in reversed(events) if e.when == "past"), years)
