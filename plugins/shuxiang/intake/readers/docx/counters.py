"""Counting through the lists of a text: the number that Word would show at the head of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuxiang.intake.readers.docx.numbering import LEVELS, Item, Level
from shuxiang.intake.readers.docx.numerals import is_known, numeral

_PLACEHOLDER = re.compile("%([1-9])")
_ENDS_ITSELF = re.compile(
    "[\u2460-\u249b\u3251-\u325f\u3280-\u3289\u32b1-\u32bf\u3001\u3002\uff08\uff09\uff0c\uff0e\uff1a\uff1b\u3011\u3015\u2014]$"
)
"""After these marks, and numbers in rings and brackets of their own, no blank is set."""


class Counters:
    """The counters of one text, from its beginning to where it has been read."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def number(self, item: Item) -> str:
        """Count this paragraph and give its number, with a blank behind it where one is due."""
        counts = self._counts.setdefault(item.list.counter, {})
        self._step(item, counts)
        written = _written(item, counts).strip()
        if not written or item.level.suffix == "nothing" or _ENDS_ITSELF.search(written):
            return written
        return f"{written} "

    def _step(self, item: Item, counts: dict[int, int]) -> None:
        depth = item.depth
        for upper in range(depth + 1):
            if self._begins_anew(item, upper):
                counts.pop(upper, None)
        counts[depth] = counts[depth] + 1 if depth in counts else _start(item, depth)
        for deeper in range(depth + 1, LEVELS):
            if _restarts(item.list.levels.get(deeper, Level()), deeper, after=depth):
                counts.pop(deeper, None)

    def _begins_anew(self, item: Item, depth: int) -> bool:
        """Whether this list has a start of its own here and is met at this level for the first time."""
        key = (item.number_id, depth)
        if depth not in item.list.starts or key in self._begun:
            return False
        self._begun.add(key)
        return True


def unknown_form(item: Item) -> str:
    """The name of a format whose numbers can only be given in digits; empty when all is well."""
    forms = (item.list.levels.get(depth, Level()).form for depth in _shown(item))
    return next((form for form in forms if not is_known(form)), "")


def _start(item: Item, depth: int) -> int:
    return item.list.starts.get(depth, item.list.levels.get(depth, Level()).start)


def _restarts(level: Level, depth: int, after: int) -> bool:
    """Whether a level begins again after one above it: after any, unless it says which, or never."""
    limit = depth if level.restart is None else level.restart
    return after < limit


def _shown(item: Item) -> Iterator[int]:
    return (int(place) - 1 for place in _PLACEHOLDER.findall(item.level.text))


def _written(item: Item, counts: dict[int, int]) -> str:
    def one(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        level = item.list.levels.get(depth, Level())
        count = counts.get(depth, _start(item, depth))
        form = "decimal" if item.level.digits_only and level.form != "none" else level.form
        return "" if form == "none" else numeral(count, form).rjust(level.width, "0")

    return _PLACEHOLDER.sub(one, item.level.text)
