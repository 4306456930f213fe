"""How often an entry has changed, told from the publication before this one.

A calendar takes over a changed entry when its SEQUENCE has grown (RFC 5545, 3.8.7.4), and a static site has no
other memory than the files it replaces. New entries begin with the number of their day, so that a site whose old
files are lost does not fall behind numbers that it has given before; and with no less than the highest number ever
given, which the calendar keeps in a property of its own, so that an entry which was removed and comes back does not
either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from shuxiang.core.moments import CHINA

FIRST_DAY = date(2026, 1, 1)
"""The day with the number 0."""

HIGHEST = "X-SHUXIANG-HIGHEST"
"""The calendar's property with the highest SEQUENCE that it or one before it has given."""

_STAMP = "%Y%m%dT%H%M%SZ"
_FOLD = re.compile(r"\r\n[ \t]")
_REVISION = re.compile(r"(SEQUENCE|DTSTAMP|LAST-MODIFIED)[:;]")
_SEQUENCE = re.compile(r"SEQUENCE:([0-9]{1,9})")
_HIGHEST = re.compile(rf"^{HIGHEST}:([0-9]{{1,9}})\r$", re.MULTILINE)
_DTSTAMP = re.compile(r"DTSTAMP:(\d{8}T\d{6}Z)")


@dataclass(frozen=True, slots=True)
class Revision:
    """An entry's SEQUENCE, and its DTSTAMP: the moment, in UTC, when it got that number."""

    sequence: int
    stamp: datetime


@dataclass(frozen=True, slots=True)
class Earlier:
    """An entry as the publication before had it; ``content`` are its lines, unfolded, without the revision's."""

    revision: Revision
    content: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """The calendar that is replaced: its entries by uid, and the highest number known to have been given."""

    entries: Mapping[str, Earlier] = field(default_factory=dict)
    highest: int = 0


def revision(uid: str, content: tuple[str, ...], before: Before, today: date) -> Revision:
    """The revision of an entry with this content on China's day ``today``: the earlier one if nothing changed."""
    earlier = before.entries.get(uid)
    if earlier and earlier.content == content:
        return earlier.revision
    least = earlier.revision.sequence + 1 if earlier else before.highest
    stamp = datetime.combine(today, time(), CHINA).astimezone(UTC)
    return Revision(max(least, (today - FIRST_DAY).days), stamp)


def content_lines(event: str) -> tuple[str, ...]:
    """The lines of an entry as written, unfolded, without those that tell its revision."""
    return tuple(line for line in _FOLD.sub("", event).split("\r\n") if line and not _REVISION.match(line))


def read_before(data: bytes) -> Before:
    """A calendar that was published before; entries that cannot be read are left out."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return Before()
    entries = {uid: found for event in _events(text) for uid, found in _read(event)}
    told = [int(number) for number in _HIGHEST.findall(text)]
    return Before(entries, max((*told, *(e.revision.sequence for e in entries.values())), default=0))


def _events(text: str) -> Iterator[str]:
    """Each entry from its first line to its last."""
    for part in f"\r\n{text}".split("\r\nBEGIN:VEVENT\r\n")[1:]:
        body, end, _ = f"{part}\r\n".partition("\r\nEND:VEVENT\r\n")
        if end:
            yield f"BEGIN:VEVENT\r\n{body}{end}"


def _read(event: str) -> Iterator[tuple[str, Earlier]]:
    lines = _FOLD.sub("", event).split("\r\n")
    uids = [line.removeprefix("UID:") for line in lines if line.startswith("UID:")]
    numbers = [int(found[1]) for found in map(_SEQUENCE.fullmatch, lines) if found]
    stamps = [moment for found in map(_DTSTAMP.fullmatch, lines) if found and (moment := _moment(found[1]))]
    if len(uids) == len(numbers) == len(stamps) == 1:
        yield uids[0], Earlier(Revision(numbers[0], stamps[0]), content_lines(event))


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
