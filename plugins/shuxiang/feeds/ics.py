"""Entries -> iCalendar files (RFC 5545, with the names and the refresh interval of RFC 7986)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

import icalendar
from icalendar import vDuration, vInt, vText

from shuxiang.feeds.calendars import ALL, Calendar, calendars
from shuxiang.feeds.entries import Entry, entries
from shuxiang.feeds.plain import plain
from shuxiang.feeds.publication import Publication
from shuxiang.feeds.revisions import HIGHEST, Before, content_lines, revision

PRODUCT = "-//shuxiang//shuxiang calendar//ZH"
ZONE = "Asia/Shanghai"
REFRESH = timedelta(days=1)
_END = b"END:VCALENDAR\r\n"


def calendar_files(publication: Publication, before: Before) -> Iterator[tuple[str, bytes]]:
    """``(path below the site's root, content)`` of every calendar; ``before`` is the calendar of all that was.

    An entry that stands in several calendars is the same in all of them.
    """
    found = [(entry, _event(entry, before, publication.today)) for entry in entries(publication)]
    highest = max([before.highest, *(event.sequence for _, event in found)])
    written = [(entry.strand, event.to_ical()) for entry, event in found]
    for calendar in calendars(publication.schedule, publication.today):
        own = [event for strand, event in written if calendar.strand in {None, strand}]
        yield calendar.path, _file(calendar, own, publication.name, highest)


def _file(calendar: Calendar, events: Iterable[bytes], site: str, highest: int) -> bytes:
    """The calendar's own lines, and before its last one the events as they are written."""
    name = vText(f"{plain(site)} {plain(calendar.title)}")
    result = icalendar.Calendar()
    result.add("version", "2.0")
    result.add("prodid", PRODUCT)
    result.add("name", name)
    result.add("x-wr-calname", name)
    result.add("x-wr-timezone", vText(ZONE))
    result.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    result.add("x-published-ttl", vDuration(REFRESH))
    if calendar.path == ALL:  # the one that the next build reads
        result.add(HIGHEST, vInt(highest))
    result.add_component(_zone())
    return b"".join([result.to_ical().removesuffix(_END), *events, _END])


def _zone() -> icalendar.Timezone:
    """China's time: UTC+8 in all the years that a programme can be in."""
    standard = icalendar.TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001  # a zone begins by its own clock
    standard.add("tzname", "CST")
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    zone = icalendar.Timezone()
    zone.add("tzid", ZONE)
    zone.add_component(standard)
    return zone


def _event(entry: Entry, before: Before, today: date) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("summary", plain(entry.title))
    for name, moment in (("dtstart", entry.starts), ("dtend", entry.ends)):
        event.add(name, moment, parameters={"TZID": ZONE} if isinstance(moment, datetime) else {})
    said = {"description": _described(entry), "location": plain(entry.venue), "url": entry.url}
    for name, text in said.items():
        if text:
            event.add(name, text)
    event.add("transp", "TRANSPARENT" if entry.free else "OPAQUE")
    now = revision(entry.uid, content_lines(event.to_ical().decode()), before, today)
    event.add("sequence", now.sequence)
    event.add("dtstamp", now.stamp)
    return event


def _described(entry: Entry) -> str:
    return "\n".join(filter(None, map(plain, entry.lines)))
