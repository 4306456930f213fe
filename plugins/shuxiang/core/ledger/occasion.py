"""What members come together for: events of the programme, lectures of materials; and for which slots each counts.

An event counts for the slots of its materials, a lecture for that of its own. A lecture of which an event tells is
that event.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from shuxiang.core.engagements import EVERYONE_NAMES, told_by
from shuxiang.core.labels import event_label
from shuxiang.core.model import Event, Slot
from shuxiang.core.moments import UNSAID_LASTS, last_day, parse_moment, span
from shuxiang.core.schedule import Schedule

LECTURE = "讲座"


@dataclass(frozen=True, slots=True)
class Occasion:
    """One thing that people attend, ``[starts, ends)`` in China.

    ``id`` is what the ledger's events hold: an event's own, a lecture's as the site has it, and for a meeting that
    is not planned the day and a digest of the title. No ``groups``: everyone is invited. ``slots`` are ids.
    ``hosts`` prepare it; of a lecture, whoever is in charge of its material.
    """

    id: str
    kind: str
    title: str
    starts: datetime
    ends: datetime
    timed: bool = True
    open_end: bool = False
    venue: str = ""
    groups: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()

    @property
    def on(self) -> date:
        """Its day; of several the first."""
        return self.starts.date()

    def covers(self, day: date) -> bool:
        """Whether it takes place on that day too."""
        return self.on <= day <= last_day(self.ends)


def occasions(schedule: Schedule) -> tuple[Occasion, ...]:
    """All events and dated lectures of all programmes, by start.

    Where a later programme uses an id again, its year is added: who was at the one was not at the other.
    """
    found: dict[str, Occasion] = {}
    placed = _slots_by_path(schedule.slots)
    told = told_by(event for programme in schedule.programmes for event in programme.events)
    for programme in schedule.programmes:
        events = [_of_event(event, placed) for event in programme.events]
        own = (slot for slot in schedule.slots if slot.programme_year == programme.year)
        lectures = [lecture for slot in own for lecture in _lectures(slot, told)]
        for occasion in (*events, *lectures):
            id_ = occasion.id if occasion.id not in found else f"{occasion.id}@{programme.year}"
            found[id_] = replace(occasion, id=id_)
    return tuple(sorted(found.values(), key=lambda occasion: occasion.starts))


def unplanned(title: str, on: date) -> Occasion:
    """A meeting that is in no programme: it counts for no slot."""
    name = " ".join(unicodedata.normalize("NFKC", title).split())
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    start = datetime.combine(on, time())
    return Occasion(f"{on}-{digest}", "", name, start, start + timedelta(days=1), timed=False)


def on_day(found: Iterable[Occasion], day: date) -> tuple[Occasion, ...]:
    """Those that take place that day."""
    return tuple(occasion for occasion in found if occasion.covers(day))


def nearest(found: Iterable[Occasion], day: date, most: int) -> tuple[Occasion, ...]:
    """Those next to the day, before and after, by start."""
    near = sorted(found, key=lambda occasion: abs(occasion.on - day))[:most]
    return tuple(sorted(near, key=lambda occasion: occasion.starts))


def _slots_by_path(slots: Iterable[Slot]) -> dict[str, list[str]]:
    placed: dict[str, list[str]] = {}
    for slot in slots:
        for material in slot.materials:
            placed.setdefault(material.path, []).append(slot.id)
    return placed


def _of_event(event: Event, placed: Mapping[str, list[str]]) -> Occasion:
    slots = (slot for path in event.materials for slot in placed.get(path, ()))
    return Occasion(
        id=event.id,
        kind=event.kind,
        title=event_label(event),
        starts=event.starts,
        ends=event.ends,
        timed=not event.all_day,
        open_end=event.open_end,
        venue=event.venue,
        groups=() if set(event.groups) & set(EVERYONE_NAMES) else event.groups,
        slots=tuple(dict.fromkeys(slots)),
        hosts=event.hosts,
    )


def _lectures(slot: Slot, told: Container[tuple[str, date]]) -> Iterator[Occasion]:
    for number, material in enumerate(slot.materials, start=1):
        lecture = material.lecture
        moment = parse_moment(lecture.at) if lecture else None
        if lecture is None or moment is None or (material.path, moment.day) in told:
            continue
        starts, ends = span(moment, UNSAID_LASTS)
        yield Occasion(
            id="-".join(["lecture", *slot.id.split("/"), *([str(number)] if number > 1 else [])]),
            kind=LECTURE,
            title=material.title if material.title.startswith(LECTURE) else f"{LECTURE}\uff1a{material.title}",
            starts=starts,
            ends=ends,
            timed=moment.at is not None,
            open_end=moment.at is not None,
            venue=lecture.venue,
            slots=(slot.id,),
            hosts=(material.group,) if material.group else (),
        )
