"""Excerpts: the letters about a place, as they stand in the original, so that they can be searched for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice, takewhile

from shuxiang.intake.marks.characters import CLOSING, OPENING
from shuxiang.intake.marks.invisible import hidden, shown
from shuxiang.intake.marks.line import Edit, Line

_AROUND = 8
_LONGEST = 16
_NEAR = 3
_TELLING = re.compile("[\u4e00-\u9fff]{3,}")
"""What can be searched for by itself."""
_WORD = re.compile("[\\w\u00d7]")
_REST = f"[^{CLOSING}{OPENING}\u201c\u201d\\s,;:?!()]"
_BEFORE = re.compile(f"{_REST}*$")
_BEHIND = re.compile(f"{_REST}*")

Stretch = tuple[int, int]
"""Letters ``[left, right)`` of a line."""


def about(text: str, start: int, end: int) -> Stretch:
    """A place with enough on both sides to be understood."""
    return max(start - _AROUND, 0), min(end, start + _LONGEST, len(text)) + _AROUND


def near(text: str, start: int, end: int) -> Stretch:
    """A place with as little on both sides as tells it from others; words end with their clause."""
    end = min(end, start + _LONGEST, len(text))
    if _TELLING.fullmatch(text, start, end):
        return start, end
    left, right = max(start - _NEAR, 0), min(end + _NEAR, len(text))
    if not _WORD.search(text, start, end):
        return left, right
    before, behind = _BEFORE.search(text, left, start), _BEHIND.match(text, end, right)
    return before.start() if before else left, behind.end() if behind else right


def excerpt(line: Line, start: int, end: int) -> str:
    """The letters about a place, word for word."""
    return _seen(line, about(line.text, start, end), start, end)


def brief(line: Line, start: int, end: int) -> str:
    """The letters near a place, word for word, for lists of many."""
    return _seen(line, near(line.text, start, end), start, end)


def _seen(line: Line, stretch: Stretch, start: int, end: int) -> str:
    """What can be found of a stretch: what nobody sees and what the document generates cannot, so it ends there."""
    if line.odd or line.generated:
        pieces = _pieces(line, *stretch)
        stretch = max(pieces, key=lambda piece: (_shared(piece, start, end), piece[1] - piece[0]))
    return line.text[slice(*stretch)].strip()


def _pieces(line: Line, left: int, right: int) -> list[Stretch]:
    """A stretch without what cannot be found."""
    pieces = []
    first = max(bisect_left(line.generated, (left,)) - 1, 0)
    generated = takewhile(lambda each: each[0] < right, islice(line.generated, first, None))
    for start, end in sorted([*hidden(line.text, left, right), *generated]):
        pieces.append((left, min(max(start, left), right)))
        left = min(max(end, left), right)
    return [*pieces, (left, right)]


def _shared(piece: Stretch, start: int, end: int) -> int:
    return max(min(piece[1], end) - max(piece[0], start), 0)


def with_edits(text: str, edits: Sequence[Edit], index: int, stretch: Stretch) -> str:
    """What stands in a stretch about one of these edits, with all of them made that lie in it."""
    left, right = stretch
    first, last = index, index + 1
    while first and edits[first - 1][0] >= left:
        first -= 1
    while last < len(edits) and edits[last][1] <= right:
        last += 1
    pieces, at = [], left
    for begins, ends, new in edits[first:last]:
        pieces += [text[at:begins], new[: _LONGEST + _AROUND]]
        at = ends
    return shown("".join([*pieces, text[at:right]])).strip()
