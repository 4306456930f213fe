"""Holes: places where marks meet, or a clause begins, as they do only when words have dropped out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from shuxiang.intake.marks.blanks import FIX
from shuxiang.intake.marks.characters import HAN, OPENING, STOPS
from shuxiang.intake.marks.gaps import gaps
from shuxiang.intake.marks.line import Line
from shuxiang.intake.marks.mark import Kind, Mark

LIST_MARK = Kind("hole-in-list", "顿号前后缺了字", FIX, every=True)
NO_BEGINNING = Kind("hole-before-de", "“的”字前面缺了字", FIX, every=True)
MARK_FIRST = Kind(
    "mark-at-line-start",
    "一段的开头是标点",
    "前面缺了字的，请补上；和上一段是一句话的，请接起来。",
)
WIDE_GAP = Kind("hole-wide-gap", "句子中间空着，可能缺了字", "请对照原件补上；不缺字的，请删去空格。", every=True)

_MARKS = f"\uff0c\uff1b\uff1a{STOPS}"
_LIST_MARK = re.compile(
    f"[{_MARKS}] *\u3001(?: *[{_MARKS}\u3001\u201d\u2019\uff09\u300b\u3011])*"
    f"|\u3001(?: *[{_MARKS}\u3001\u201d\u2019\uff09\u300b\u3011])+"
    f"|[{OPENING}\u201c\u2018] *\u3001"
)
_DE = f"的(?=[{HAN}])(?![的确士话卢])"
_FIRST_DE = re.compile(f" *{_DE}")
_DE_BEHIND_MARK = re.compile(f"[{STOPS}\uff0c\uff1b\u3001\uff08] *{_DE}")
_MARK_FIRST = re.compile(f" *[\uff0c\u3001\uff1b{STOPS}]")


def find(line: Line) -> Iterator[Mark]:
    """Where a word is missing although nothing stands in its place."""
    flat = line.flat
    if "\u3001" in flat:
        yield from (Mark(*match.span(), LIST_MARK) for match in _LIST_MARK.finditer(flat))
    if "的" in flat:
        found = chain(filter(None, [_FIRST_DE.match(flat)]), _DE_BEHIND_MARK.finditer(flat))
        yield from (Mark(*match.span(), NO_BEGINNING) for match in found)
    if first := _MARK_FIRST.match(flat):
        yield Mark(*first.span(), MARK_FIRST)
    yield from (Mark(*span, WIDE_GAP) for span in gaps(line))
