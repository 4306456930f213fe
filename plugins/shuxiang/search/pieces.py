"""Pieces: a page's text cut small, so that an excerpt costs a few kilobytes and not the whole text.

Piece k serves matches that begin in `[k * STEP, (k + 1) * STEP)`, counted in folded characters, and reaches a
little further on both sides, so that a match and its surroundings always lie within one piece.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from shuxiang.search.fold import Fold

STEP = 1200
BEFORE = 40
AFTER = 90


def cut(text: str, fold: Fold) -> list[str]:
    """The pieces, in original characters; none for an empty text."""
    originals, starts = _places(text, fold)
    return ["".join(originals[_reach(starts, at)]) for at in range(0, starts[-1], STEP)]


def _places(text: str, fold: Fold) -> tuple[Sequence[str], Sequence[int]]:
    """What folds as a whole, and the folded place where each begins; one more place, for the end."""
    if fold.keeps_places(text):
        return text, range(len(text) + 1)
    clusters = fold.clusters(text)
    starts = [0, *accumulate(len(folded) for _, folded in clusters)]
    return [original for original, _ in clusters], starts


def _reach(starts: Sequence[int], at: int) -> slice:
    """Which clusters belong to the piece whose matches begin at `at` or later."""
    return slice(bisect_left(starts, at - BEFORE), bisect_left(starts, at + STEP + AFTER))
