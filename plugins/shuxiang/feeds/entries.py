"""Slots, events and lectures as entries of a calendar.

An entry's uid is made from ids and keys, never from a title, so that a calendar which knows the entry sees it
changed and not a second one. (An event that is given no id has its first day for one.) Cadences' and events' ids
hold no dot, so the uids of events and lectures, which do, are no slot's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from shuxiang.core.calendar import Every
from shuxiang.core.days import first_working_day
from shuxiang.core.engagements import EVERYONE, told_by
from shuxiang.core.labels import dates_text, event_label, slot_label
from shuxiang.core.model import Event, Material, Programme, Slot
from shuxiang.core.moments import UNSAID_LASTS, parse_moment, span
from shuxiang.feeds.publication import Publication, covered

LIGHT = "这一周是假期，读多读少随意。"
LENGTH_UNKNOWN = "结束时间没有写明，日历上暂按两小时。"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a calendar, ``[starts, ends)``: two days, or two moments of China's clock.

    ``strand`` is the id of a slot's cadence, empty for what has a date of its own; ``lines`` describe; ``free``
    says that it takes up no time.
    """

    uid: str
    strand: str
    title: str
    starts: date
    ends: date
    lines: tuple[str, ...] = ()
    venue: str = ""
    url: str = ""
    free: bool = False


def entries(publication: Publication) -> tuple[Entry, ...]:
    """Everything that the calendars hold, by start (a day before its hours), then uid.

    A lecture is left out where an event of the same day names its material: that event is the lecture.
    """
    programmes = {p.year: p for p in covered(publication.schedule, publication.today)}
    slots = [slot for slot in publication.schedule.slots if slot.programme_year in programmes]
    events = [(event, programme.year) for programme in programmes.values() for event in programme.events]
    told = told_by(event for event, _ in events)
    found = [
        *(_of_slot(slot, programmes[slot.programme_year], publication) for slot in slots),
        *(_of_event(event, year, publication) for event, year in events),
        *(entry for slot in slots for entry in _of_lectures(slot, told, publication)),
    ]
    return tuple(sorted(found, key=lambda entry: (entry.starts.isoformat(), entry.uid)))


def _of_slot(slot: Slot, programme: Programme, publication: Publication) -> Entry:
    starts, ends = _days(slot, programme, publication)
    titles = "；".join(material.title for material in slot.materials)
    light = "（轻阅读）" if slot.light else ""
    return Entry(
        uid=f"{_name(slot)}@{publication.calendar_id}",
        strand=slot.cadence.id,
        title=f"{slot.cadence.name} {slot_label(slot)}{light}" + (f"：{titles}" if titles else ""),
        starts=starts,
        ends=ends,
        lines=tuple(_said_of(slot, publication)),
        url=publication.whole_address(slot.materials[0]) if len(slot.materials) == 1 else "",
        free=True,
    )


def _name(slot: Slot) -> str:
    return f"{slot.cadence.id}-{slot.period.key}"


def _days(slot: Slot, programme: Programme, publication: Publication) -> tuple[date, date]:
    """A week from its first day to its last; of anything longer only the first day worked in the programme.

    Bars that run for a month, a quarter and a year beside each other would leave a calendar no room.
    """
    if slot.cadence.every is Every.WEEK:
        return slot.period.start, slot.period.end
    first = max(slot.period.start, min(programme.starts, slot.period.last_day))
    day = first_working_day(first, slot.period.end, publication.day_of)
    return day, date.fromordinal(day.toordinal() + 1)


def _said_of(slot: Slot, publication: Publication) -> Iterator[str]:
    yield dates_text(slot.period)
    if slot.light:
        yield LIGHT
    for material in slot.materials:
        yield f"材料：{material.title}" if len(slot.materials) > 1 else ""
        yield material.summary
        yield _link(material, publication)


def _link(material: Material, publication: Publication) -> str:
    """Where to read it; as long as only its header is written, where to read of it."""
    address = publication.whole_address(material)
    return f"{'介绍' if material.blank else '全文'}：{address}" if address else ""


def _of_event(event: Event, year: int, publication: Publication) -> Entry:
    return Entry(
        uid=f"event.{event.id}.{year}@{publication.calendar_id}",
        strand="",
        title=event_label(event),
        starts=event.starts.date() if event.all_day else event.starts,
        ends=event.ends.date() if event.all_day else event.ends,
        lines=tuple(_said_of_event(event, publication)),
        venue=event.venue,
    )


def _said_of_event(event: Event, publication: Publication) -> Iterator[str]:
    yield f"主办：{'、'.join(event.hosts)}" if event.hosts else ""
    yield f"参加：{'、'.join(event.groups) or EVERYONE}"
    yield event.note
    yield LENGTH_UNKNOWN if event.open_end else ""
    for material in filter(None, map(publication.materials.get, event.materials)):
        yield f"材料：{material.title}"
        yield _link(material, publication)


def _of_lectures(slot: Slot, told: Container[tuple[str, date]], publication: Publication) -> Iterator[Entry]:
    for material in slot.materials:
        lecture = material.lecture
        moment = parse_moment(lecture.at) if lecture else None
        if lecture and moment and (material.path, moment.day) not in told:
            times: Iterable[datetime] = span(moment, UNSAID_LASTS)
            starts, ends = times if moment.at else (time.date() for time in times)
            yield Entry(
                uid=f"lecture.{_name(slot)}{_which(material, slot)}@{publication.calendar_id}",
                strand="",
                title=f"讲座：{material.title}",
                starts=starts,
                ends=ends,
                lines=(
                    f"{slot.cadence.name} {slot_label(slot)}",
                    material.summary,
                    LENGTH_UNKNOWN if moment.at else "",
                    _link(material, publication),
                ),
                venue=lecture.venue,
                url=publication.whole_address(material),
            )


def _which(material: Material, slot: Slot) -> str:
    """What tells the lectures of one slot apart, where a slot may hold several materials: their files."""
    if slot.cadence.at_least == 1:
        return ""
    return f".{hashlib.sha256(material.path.encode()).hexdigest()[:8]}"
