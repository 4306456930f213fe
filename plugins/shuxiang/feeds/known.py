"""Which materials a feed has held, and since which day: told from the feed before this one.

A feed shows the newest materials only, so from what it shows nobody can tell a text that is new, perhaps written
late for a slot long past, from one that has made room for newer ones. It therefore carries one element of our own
(RFC 4287, 6.4.1) with a line for each day: the day, and the marks of the materials that came out on it. Marks are
digests and tell no path. A mark stays when its material goes, so that one that comes back is not new again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

NAMESPACE = "urn:x-shuxiang:known"
MARK_LENGTH = 8
"""Hexadecimal digits: of 2,000 marks, one in two million is taken for another."""

_ELEMENT = re.compile(rf'<sx:known xmlns:sx="{NAMESPACE}">\n([^<]*)</sx:known>')
_LINE = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})((?: [0-9a-f]{{{MARK_LENGTH}}})+)")


def known_text(days: Mapping[str, date]) -> str:
    """The element's text for days by mark."""
    marks: dict[date, list[str]] = {}
    for mark, day in sorted(days.items()):
        marks.setdefault(day, []).append(mark)
    return "\n" + "".join(f"{day} {' '.join(marks[day])}\n" for day in sorted(marks))


def read_known(data: bytes, feed_id: str, today: date) -> dict[str, date] | None:
    """Days by mark out of a feed that we wrote before; None for another's feed and for what cannot be read.

    Only what we write ourselves is looked for, and no XML is parsed, so there is nothing an entity or a DOCTYPE
    could do; a file that has one is none of ours. Days after ``today`` come from somebody's look ahead and are
    left out.
    """
    try:
        text = data.decode()
        found = _ELEMENT.search(text)
        if not found or f"<id>{feed_id}</id>" not in text or "<!" in text:
            return None
        pairs = (pair for line in found[1].splitlines() for pair in _read_line(line))
        return {mark: day for mark, day in pairs if day <= today}
    except ValueError:
        return None


def _read_line(line: str) -> Iterator[tuple[str, date]]:
    """``(mark, day)`` of every mark. ValueError for what is no line of ours."""
    found = _LINE.fullmatch(line)
    if not found:
        raise ValueError(line)
    day = date.fromisoformat(found[1])
    yield from ((mark, day) for mark in found[2].split())
