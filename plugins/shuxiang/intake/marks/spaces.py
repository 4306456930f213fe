"""Spaces between Chinese characters, beside full-width marks, and at the ends of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuxiang.intake.marks.characters import BRACKETS, HAN, PAUSES, STOPS
from shuxiang.intake.marks.gaps import gaps
from shuxiang.intake.marks.line import Line, touched
from shuxiang.intake.marks.mark import Kind, Mark

SPACES = Kind("needless-space", "汉字之间或标点旁边有多余的空格", "请删去空格。", mend="spaces")

_MARKS = f"{PAUSES}{STOPS}{BRACKETS}"
_BESIDE_MARK = re.compile(
    f"(?<=[{PAUSES}{STOPS}\uff09\u300b\u3011\u201d]) +(?=[{HAN}{_MARKS}\u201c])"
    f"|(?<=[{PAUSES}{STOPS}]) +(?=[A-Za-z0-9])"
    f"|(?<=[{HAN}A-Za-z0-9%\u201d]) +(?=[{PAUSES}{STOPS}\uff09\u300b\u3011])"
    f"|(?<=[\uff08\u300a\u3010\u201c]) +(?=\\S)|(?<=[{HAN}]) +(?=\u201d)"
)
_BETWEEN = re.compile(f"(?<=[{HAN}]) (?=[{HAN}])")
_SPREAD = re.compile(f"(?<![{HAN}])(?:[{HAN}] ){{3,}}[{HAN}]")
_SPACE = re.compile(" +")
_FAR = 20
_HAN_BEFORE = re.compile(f"[{HAN}]+$")
_HAN_BEHIND = re.compile(f"[{HAN}]+")
_LONGEST_NAME = 4
_BLANK = " \t\u00a0\u3000"
_PLAIN = str.maketrans(dict.fromkeys(_BLANK, " "))


def find(line: Line) -> Iterator[Mark]:
    """Spaces that say nothing. What may part two halves, two names or be a missing word stays."""
    text = line.text
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if start < end:
        yield from (Mark(*span, SPACES, ("",)) for span in ((0, start), (end, len(text))) if span[0] < span[1])
    if line.has(_BLANK) and line.running:
        yield from (Mark(*span, SPACES, ("",)) for span in _inside(line, start, end))


def _inside(line: Line, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spaces beside full-width marks and between characters, but for those at the ends."""
    text, plain = line.text, line.text.translate(_PLAIN)
    holes = gaps(line)
    beside = (match.span() for match in _BESIDE_MARK.finditer(plain, start, end))
    yield from (span for span in beside if not touched(holes, *span))
    spread = [match.span() for match in _SPREAD.finditer(plain, start, end)]
    for left, right in spread:
        yield from (match.span() for match in _SPACE.finditer(plain, left, right))
    for match in _BETWEEN.finditer(plain, start, end):
        at = match.start()
        if text[at] != "\u3000" and not touched(spread, at, at + 1) and _is_needless(plain, at):
            yield match.span()


def _is_needless(plain: str, at: int) -> bool:
    """Whether a space is inside a sentence, not between two short words or two halves of the same length."""
    before = _HAN_BEFORE.search(plain, max(at - _FAR, 0), at)
    behind = _HAN_BEHIND.match(plain, at + 1, at + 1 + _FAR)
    left, right = (len(found[0]) if found else 0 for found in (before, behind))
    return (left != right or left == _FAR) and max(left, right) > _LONGEST_NAME
