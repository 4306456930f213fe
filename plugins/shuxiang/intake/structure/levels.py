"""The levels of headings, from how a text really uses its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from shuxiang.intake.structure.numbers import Kind, Number

_FIRST = 2
_LAST = 5


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in block ``at``: ``style`` is its level by style, 0 for none; ``named`` is one such as 前言."""

    at: int
    number: Number | None
    style: int
    named: bool = False


def levels(headings: Sequence[Heading]) -> dict[int, int]:
    """Levels 2 to 5 by the block. Numbers decide, then styles; one with neither is below the numbers around it."""
    ranks = _ranks(headings)
    styles = _styles(headings, ranks)
    before = _nearest(headings)
    after = _nearest(headings[::-1])[::-1]
    found: dict[int, int] = {}
    for heading, above, below in zip(headings, before, after, strict=True):
        if heading.number:
            level = ranks[heading.number.kind]
        elif heading.style:
            level = styles[heading.style]
        else:
            level = _inside(above, below, ranks) if not heading.named else 0
        found[heading.at] = min(_FIRST + level, _LAST)
    return found


def _nearest(headings: Sequence[Heading]) -> list[Number | None]:
    """For each heading the last number up to it."""
    numbers: list[Number | None] = []
    for heading in headings:
        numbers.append(heading.number or (numbers[-1] if numbers else None))
    return numbers


def _ranks(headings: Sequence[Heading]) -> dict[Kind, int]:
    """The kinds of numbers that are used, the highest as 0."""
    numbers = [heading.number for heading in headings if heading.number]
    order: list[Kind] = []
    for kind in sorted({number.kind for number in numbers}):
        above = next((at for at, other in enumerate(order) if _encloses(numbers, kind, other)), len(order))
        order.insert(above, kind)
    return {kind: rank for rank, kind in enumerate(order)}


def _encloses(numbers: Sequence[Number], outer: Kind, inner: Kind) -> bool:
    """Whether a kind that is commonly below another is above it here: it counts on while the other begins anew."""
    kinds = [number for number in numbers if number.kind in (outer, inner)]
    begun = [at for at, number in enumerate(kinds) if number.kind is inner and number.value == 1]
    outers = [number.value for number in kinds if number.kind is outer]
    if len(begun) < 2 or kinds[0].kind is not outer or outers != sorted(set(outers)):
        return False
    return all(any(number.kind is outer for number in kinds[a:b]) for a, b in pairwise(begun))


def _styles(headings: Sequence[Heading], ranks: dict[Kind, int]) -> dict[int, int]:
    """What the styles mean: the same as the numbers that stand in them, or their own order."""
    used = sorted({heading.style for heading in headings if heading.style})
    meant = {style: rank for rank, style in enumerate(used)}
    for heading in reversed(headings):
        if heading.number and heading.style:
            meant[heading.style] = ranks[heading.number.kind]
    return meant


def _inside(above: Number | None, below: Number | None, ranks: dict[Kind, int]) -> int:
    """The level of a heading without number or style: below the numbers between which it stands, else the first."""
    if above and below and above.kind is below.kind and below.value == above.value + 1:
        return ranks[above.kind] + 1
    return 0
