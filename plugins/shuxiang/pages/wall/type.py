"""How much type a sheet of paper takes: wide characters, broken lines, boxes that share a height.

Paper cannot scroll, so what goes onto a sheet is measured before it is printed. Lengths are in em of the sheet's
type unless they say mm; ``LINE`` and ``GAP`` are also what ``wall.css`` sets. Estimates lean to the wide side.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Sequence, Sized
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import TypeVar

MM_A_POINT = 25.4 / 72
LINE = 1.3
"""The height of one line."""
GAP = 0.3
"""What stands between two entries; where room is very short, ``TIGHT``."""
TIGHT = 0.12

_LETTER, _BROAD, _POINT = 0.6, 0.9, 0.4
_SAFETY = 0.97
_ROUNDING = 0.01
_STEPS = ((10.5, (3, 2, 1)), (12, (2, 1)), (math.inf, (1,)))
"""By the largest size: lines that an entry may take, falling; type above 12 points is for entries of one line."""
_DROPPED = 2
"""How much worse it is to lose an entry than its lines."""
_OPENING, _CLOSING = "（《〈“‘「『【〔", "，。、；：？！）》〉”’」』】〕…"
_UNIT = re.compile(rf"\s+|[{_OPENING}]*(?:[!-~]+|\S)[{_CLOSING}]*")


def text_width(text: str) -> float:
    """The width of a text on one line; a Chinese character is one."""
    return sum(map(_width, text))


@cache
def _width(character: str) -> float:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if character.isupper() or character in "mw%":
        return _BROAD
    return _LETTER if character.isalnum() else _POINT


def text_lines(text: str, width: float) -> int:
    """The lines a text breaks into at ``width``: between characters, not inside a word or before a full stop."""
    return _lines(_UNIT.findall(text), width)


def head_lines(label: str, when: str, width: float) -> int:
    """The lines of what stands before a text, of which the second part is not broken."""
    units = _UNIT.findall(label)
    return _lines([*units, " ", when] if units and when else [*units, when], width)


def _lines(units: Iterable[str], width: float) -> int:
    room = width * _SAFETY
    lines, used = 1, 0.0
    for unit in units:
        size = text_width(unit)
        if used and used + size > room and not unit.isspace():
            lines, used = lines + 1, 0.0
        while size > room:
            lines, size = lines + 1, size - room
        used += size
    return lines


@dataclass(frozen=True, slots=True)
class Type:
    """A size in points, and what stands between two entries, in em."""

    size: float
    gap: float = GAP

    @property
    def em(self) -> float:
        """One em in mm."""
        return self.size * MM_A_POINT

    @property
    def steps(self) -> tuple[int, ...]:
        """How many lines an entry may take, and what it comes down to: the larger the type, the fewer."""
        return next(steps for size, steps in _STEPS if self.size <= size)


def types(*sizes: float) -> tuple[Type, ...]:
    """Type of these sizes, falling; the last one once more with less between the entries."""
    return (*map(Type, sizes), Type(sizes[-1], TIGHT))


@dataclass(frozen=True, slots=True)
class Box:
    """``fixed`` is the height that is always needed; ``entries`` the lines that each entry would like.

    ``spare`` are the places of those that give way before any other is left out.
    """

    fixed: float
    entries: tuple[int, ...]
    gap: float = GAP
    spare: tuple[int, ...] = ()

    def without(self, places: Container[int]) -> Box:
        """The box without the entries at these places."""
        entries = tuple(lines for place, lines in enumerate(self.entries) if place not in places)
        return replace(self, entries=entries, spare=())

    def height(self, most: int, shown: int | None = None) -> float:
        """The height with at most so many lines an entry, and so many entries with a line that counts the rest."""
        entries = self.entries if shown is None else self.entries[:shown]
        own = sum(min(lines, most) * LINE + self.gap for lines in entries)
        return self.fixed + own + (LINE + self.gap if len(entries) < len(self.entries) else 0.0)


@dataclass(frozen=True, slots=True)
class Cut:
    """What a box shows of its entries: the first ``shown`` that are not ``spared``, in at most ``most`` lines each.

    ``spared`` are the places of spare entries for which there is no room.
    """

    most: int
    shown: int
    spared: tuple[int, ...] = ()

    def rest(self, entries: Sized) -> int:
        """How many of the entries are left out and missed."""
        return len(entries) - len(self.spared) - self.shown


def cut(box: Box, room: float, steps: Sequence[int]) -> Cut:
    """The most that fits: lines are given up first, step by step, then spare entries, then others from the end."""
    for most in steps:
        if box.height(most) <= room:
            return Cut(most, len(box.entries))
    least = steps[-1]
    choices = (box.spare[-number:] for number in range(1, len(box.spare) + 1))
    spared = next((places for places in choices if box.without(places).height(least) <= room), box.spare)
    left = box.without(spared)
    fitting = (number for number in range(len(left.entries), 0, -1) if left.height(least, number) <= room)
    return Cut(least, next(fitting, 0), spared)


def kept(heights: Sequence[float], room: float) -> int:
    """How many of the first fit; where not all do, a line is kept for saying how many more there are."""
    if sum(heights) <= room:
        return len(heights)
    return sum(height <= room - LINE - GAP for height in accumulate(heights))


def rest_height(number: int) -> float:
    """The height of the line that says how many more there are; nothing where there are none."""
    return LINE + GAP if number else 0.0


def level(needs: Iterable[float], room: float) -> float:
    """The height to which the tallest must come down so that all fit; endless where they do."""
    left = room
    waiting = sorted(needs)
    while waiting and waiting[0] * len(waiting) <= left:
        left -= waiting.pop(0)
    return left / len(waiting) if waiting else math.inf


def spread(needs: Sequence[float], room: float) -> tuple[float, ...]:
    """Heights that fill the room, as even as the needs allow."""
    tall = sorted(needs, reverse=True)
    while tall and tall[0] * len(tall) > room - (sum(needs) - sum(tall)):
        tall.pop(0)
    low = (room - (sum(needs) - sum(tall))) / len(tall) if tall else 0.0
    return tuple(max(need, low) for need in needs)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Rows of boxes in a given height: ``heights`` fill it, ``cuts`` are by row and box.

    ``lost`` counts the lines that gave way, and is beyond counting where not even the boxes' fixed parts fit.
    """

    heights: tuple[float, ...]
    cuts: tuple[tuple[Cut, ...], ...]
    lost: float


def fit(rows: Sequence[Sequence[Box]], room: float, steps: Sequence[int]) -> Fitted:
    """The rows one below the other, each as tall as its tallest box, and as even as can be."""
    top = level((max(box.height(steps[0]) for box in row) for row in rows), room)
    cuts = [tuple(cut(box, top, steps) for box in row) for row in rows]
    pairs = [list(zip(row, chosen, strict=True)) for row, chosen in zip(rows, cuts, strict=True)]
    needs = [max(box.without(c.spared).height(c.most, c.shown) for box, c in row) for row in pairs]
    lost = sum(_lost(box, c) for row in pairs for box, c in row)
    return Fitted(spread(needs, room), tuple(cuts), lost if sum(needs) <= room + _ROUNDING else math.inf)


def _lost(box: Box, chosen: Cut) -> float:
    entries = box.without(chosen.spared).entries
    clipped = sum(max(0, lines - chosen.most) for lines in entries[: chosen.shown])
    dropped = sum(lines + _DROPPED for lines in entries[chosen.shown :])
    return clipped + dropped + sum(box.entries[place] for place in chosen.spared)


Laid = TypeVar("Laid")


def largest(choice: Sequence[Type], lay: Callable[[Type], Laid], lost: Callable[[Laid], float]) -> Laid:
    """What ``lay`` makes of the largest type, of those that fall in size, at which the least is lost."""
    best = lay(choice[0])
    for smaller in choice[1:]:
        if not lost(best):
            break
        best = min(best, lay(smaller), key=lost)
    return best
