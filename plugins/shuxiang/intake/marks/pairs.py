"""Brackets and quotation marks that have no partner.

A quotation may run over paragraphs; each of them may then begin with an opening mark again, and only the last one
is closed (GB/T 15834-2011, 4.8).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shuxiang.intake.document import Role
from shuxiang.intake.marks import quotes
from shuxiang.intake.marks.characters import CLOSING, HALF_TO_FULL, STOPS
from shuxiang.intake.marks.line import Line, touched
from shuxiang.intake.marks.mark import Kind, Mark

OPENED = Kind(
    "unpaired-opening",
    "引号、括号或书名号只有左边，没有右边",
    "请对照原件补上右边的，或者删去左边的。",
    every=True,
)
CLOSED = Kind(
    "unpaired-closing",
    "引号、括号或书名号只有右边，没有左边",
    "请对照原件补上左边的，或者删去右边的。",
    every=True,
)
REVERSED = Kind("reversed-quotes", "引号的左右用反了", "请改过来。", every=True)

_PARTNERS = {
    "\u201c": "\u201d",
    "\u2018": "\u2019",
    "\uff08": "\uff09",
    "\u300a": "\u300b",
    "\u3008": "\u3009",
    "\u3010": "\u3011",
    "\u3014": "\u3015",
    "\u300c": "\u300d",
    "\u300e": "\u300f",
}
_OPENERS = {closing: opening for opening, closing in _PARTNERS.items()}
_BRACKETS = re.compile("[()" + "".join([*_PARTNERS, *_OPENERS]) + "]")
_HALF_MARKS = ",;:?!"
_WIDTH = {"(": "\uff08", ")": "\uff09"}
_LIST_NUMBER = re.compile("(?:^|[^0-9A-Za-z\u4e00-\u9fff])(?:[0-9]{1,3}|[A-Za-z]|[一二三四五六七八九十]{1,3})$")
_APOSTROPHE = re.compile("[A-Za-z0-9]\u2019|\u2019[A-Za-z0-9]")
_SHORT = re.compile(f"[^{CLOSING}\u201c\u201d\n]{{1,20}}")
_CURLY = re.compile("[\u201c\u201d]")
_TAIL = re.compile("[\u3002\uff01\uff1f\uff1b ]*$")
_QUOTING = {Role.BODY, Role.QUOTE}
_MOST_PARAGRAPHS_UNMARKED = 3


@dataclass(slots=True)
class _Open:
    """A quotation that a paragraph left open, and how many paragraphs have not said that it goes on."""

    line: int
    at: int
    silent: int = 0


def find(lines: Sequence[Line]) -> Iterator[tuple[int, Mark]]:
    """What has no partner in its line, or for a quotation in the paragraphs that follow; with the line's number."""
    running: _Open | None = None
    for number, line in enumerate(lines):
        text = _in_full_width(quotes.curled(line))
        single = _singles(text, line) if _BRACKETS.search(text) else []
        yield from ((number, mark) for mark in _reversed(text, single))
        if line.role in _QUOTING and not line.where:
            if running and _goes_on(running, text, single):
                running = None if _ends(text, single) else running
            elif running:
                yield running.line, _mark(running.at, OPENED)
                running = None
            if running is None:
                running = _left_open(number, single, text)
        yield from (
            (number, _mark(at, OPENED if text[at] in _PARTNERS or text[at] == "(" else CLOSED)) for at in single
        )
    if running:
        yield running.line, _mark(running.at, OPENED)


def _in_full_width(text: str) -> str:
    for half in _HALF_MARKS:
        text = text.replace(half, HALF_TO_FULL[half])
    return text


def _mark(at: int, kind: Kind) -> Mark:
    return Mark(at, at + 1, kind)


def _singles(text: str, line: Line) -> list[int]:
    """Where marks without a partner stand, in order. Each mark is put on the pile and taken off it once."""
    pile: list[tuple[int, str]] = []
    waiting: dict[str, int] = dict.fromkeys(_PARTNERS, 0)
    single: list[int] = []
    for match in _BRACKETS.finditer(text):
        at, mark = match.start(), _WIDTH.get(match[0], match[0])
        if mark in _PARTNERS:
            pile.append((at, mark))
            waiting[mark] += 1
        elif waiting[_OPENERS[mark]]:
            while True:
                left, opening = pile.pop()
                waiting[opening] -= 1
                if opening == _OPENERS[mark]:
                    break
                single.append(left)
        elif not _stands_alone(text, at):
            single.append(at)
    single.extend(at for at, _ in pile)
    return sorted(at for at in single if not touched(line.addresses, at, at + 1))


def _stands_alone(text: str, at: int) -> bool:
    """Whether a closing mark needs no partner: an apostrophe, or the bracket of ``1)``."""
    if text[at] == "\u2019":
        return bool(_APOSTROPHE.search(text[max(at - 1, 0) : at + 2]))
    return text[at] in ")\uff09" and bool(_LIST_NUMBER.search(text[max(at - 4, 0) : at]))


def _reversed(text: str, single: list[int]) -> Iterator[Mark]:
    """Takes the pairs of one same quotation mark about a few words out of the single ones."""
    index = 0
    while index + 1 < len(single):
        left, right = single[index : index + 2]
        between = text[left + 1 : right]
        if text[left] == text[right] and text[left] in "\u201c\u201d" and _SHORT.fullmatch(between):
            del single[index : index + 2]
            yield Mark(left, right + 1, REVERSED, (f"\u201c{between}\u201d",))
        else:
            index += 1


def _left_open(number: int, single: list[int], text: str) -> _Open | None:
    """The last opening quotation mark, taken out of the single ones: its partner may be in a later paragraph."""
    for at in reversed(single):
        if text[at] == "\u201c":
            single.remove(at)
            return _Open(number, at)
    return None


def _goes_on(running: _Open, text: str, single: list[int]) -> bool:
    """Whether an open quotation goes on in this paragraph; what says so is taken out of the single marks."""
    if text.startswith("\u201c") and (0 in single or _closes_at_end(text)):
        running.silent = 0
        if 0 in single:
            single.remove(0)
        return True
    running.silent += 1
    return running.silent <= _MOST_PARAGRAPHS_UNMARKED


def _closes_at_end(text: str) -> bool:
    """Whether the mark that a paragraph begins with is closed at its very end, or behind a whole sentence."""
    depth = 0
    for match in _CURLY.finditer(text):
        depth += 1 if match[0] == "\u201c" else -1
        if depth == 0:
            return text[match.start() - 1] in STOPS or bool(_TAIL.match(text, match.end()))
    return False


def _ends(text: str, single: list[int]) -> bool:
    """Whether an open quotation ends in this paragraph; its closing mark is taken out of the single ones."""
    for at in single:
        if text[at] == "\u201d" and (text[0] == "\u201c" or _TAIL.match(text, at + 1)):
            single.remove(at)
            return True
    return text.startswith("\u201c") and _closes_at_end(text)
