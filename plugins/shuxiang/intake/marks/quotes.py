"""Straight quotation marks, and corner ones between curly ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shuxiang.intake.marks.characters import SHARED, WIDE
from shuxiang.intake.marks.line import Line, touched
from shuxiang.intake.marks.mark import Kind, Mark

STRAIGHT = Kind("straight-quote", "引号没有分左右", "请改成“”或‘’。", mend="quotes")
UNSURE = Kind("straight-quote-unpaired", "引号没有分左右，也配不成对", "请对照原件改成“”或‘’。")
CORNER = Kind("corner-quote", "同一篇里既用“”又用「」", "请统一用“”，里面一层用‘’。", mend="corner-quotes")

_STRAIGHT = {'"': "\u201c\u201d", "\uff02": "\u201c\u201d", "'": "\u2018\u2019", "\uff07": "\u2018\u2019"}
_SETS = (re.compile('["\uff02\u201c\u201d]'), re.compile("['\uff07\u2018\u2019]"))
_CHINESE = re.compile(f"[{WIDE}{SHARED}]")
_WORD = re.compile("[A-Za-z0-9]")
_CORNERS = re.compile("[\u300c\u300d\u300e\u300f]")
_CURLY = re.compile("[\u201c\u201d]")
_LEVELS = re.compile("[\u300c\u300d\u300e\u300f\u201c\u201d\u2018\u2019]")
_OPEN = "\u201c\u2018\u300c\u300e"


def find(line: Line) -> Iterator[Mark]:
    """Straight marks. Those that pair off one after the other have their curly ones proposed."""
    text = line.text
    if '"' not in text and "'" not in text and "\uff02" not in text and "\uff07" not in text:
        return
    for pattern in _SETS:
        found = [match.start() for match in pattern.finditer(text) if not _is_apostrophe(text, match.start())]
        found = [at for at in found if not touched(line.addresses, at, at + 1)]
        if any(text[at] in _STRAIGHT for at in found):
            yield from _paired(text, found)


def curled(line: Line) -> str:
    """The line's letters, each at its place, with the straight marks that pair off made curly."""
    letters = list(line.text)
    for mark in find(line):
        if mark.kind is STRAIGHT:
            letters[mark.start] = mark.proposed[0]
    return "".join(letters)


def mixed_corners(lines: Sequence[Line]) -> Iterator[tuple[int, Mark]]:
    """Corner marks in a text that has curly ones too, with the number of their line."""
    if any(_CURLY.search(line.text) for line in lines):
        yield from ((number, mark) for number, line in enumerate(lines) for mark in corners(line))


def corners(line: Line) -> Iterator[Mark]:
    """All corner marks of a line: outside becomes double, inside single, and so on inwards."""
    if not _CORNERS.search(line.text):
        return
    depth = 0
    for match in _LEVELS.finditer(line.text):
        opens = match[0] in _OPEN
        depth -= 0 if opens else 1
        if _CORNERS.match(match[0]):
            yield Mark(*match.span(), CORNER, ("\u201c\u201d\u2018\u2019"[2 * (max(depth, 0) % 2) + (not opens)],))
        depth = max(depth, 0) + (1 if opens else 0)


def _paired(text: str, found: list[int]) -> Iterator[Mark]:
    pairs = list(zip(found[::2], found[1::2], strict=False))
    straight = [at for at in found if text[at] in _STRAIGHT]
    is_clear = len(found) % 2 == 0 and all(
        text[left] not in "\u201d\u2019" and text[right] not in "\u201c\u2018" for left, right in pairs
    )
    if not is_clear:
        if any(_is_chinese(text, at) for at in straight):
            yield Mark(straight[0], straight[0] + 1, UNSURE)
        return
    for left, right in pairs:
        if _is_chinese(text, left) or _is_chinese(text, right):
            curly = ((left, 0), (right, 1))
            yield from (
                Mark(at, at + 1, STRAIGHT, (_STRAIGHT[text[at]][side],))
                for at, side in curly
                if text[at] in _STRAIGHT
            )


def _is_apostrophe(text: str, at: int) -> bool:
    """Whether a mark stands in a word, as in ``it's``, or behind a number, as inches and minutes do."""
    if at == 0 or text[at] not in "'\u2019\"":
        return False
    inside = text[at] != '"' and _WORD.match(text, at + 1)
    return bool(_WORD.match(text, at - 1) and inside)


def _is_chinese(text: str, at: int) -> bool:
    return bool(_CHINESE.match(text, at + 1)) or (at > 0 and bool(_CHINESE.match(text, at - 1)))
