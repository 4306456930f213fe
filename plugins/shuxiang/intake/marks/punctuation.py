"""Half-width marks in Chinese text, and the full-width ones that belong there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuxiang.intake.marks.blanks import GARBLED_TEXT
from shuxiang.intake.marks.characters import CLOSING, HALF_TO_FULL, HAN, SHARED, WIDE
from shuxiang.intake.marks.line import Line
from shuxiang.intake.marks.mark import Kind, Mark

HALF = Kind("half-width-mark", "汉字之间用了半角标点", "请改成全角标点。", mend="punctuation")
DOT = Kind("dot-for-stop", "汉字之间用了小圆点", "是句号的请改成“。”，是人名中间的间隔号请改成“·”。")
ANGLES = Kind("angle-brackets", "用大于号、小于号当书名号", "请改成书名号《》。")

_BRACKETS = re.compile("[()\uff08\uff09]")
_HALF_MARKS = ",;:!?"
_FULL = {half: (full,) for half, full in HALF_TO_FULL.items()}
_RUN = re.compile(f"[{_HALF_MARKS}]+")
_WIDE = re.compile(f"[{WIDE}]")
_WIDE_OR_SHARED = re.compile(f"[{WIDE}{SHARED}]")
_LAST_DOT = re.compile(f"[.](?<=[{HAN}\u201d\uff09\u300b][.])(?=[\u201d\uff09]?[ \u3000]*$|[ \u3000]+[{HAN}])")
_DOT = re.compile(f"[.](?<=[{HAN}][.])(?=[{HAN}])")
_REFERENCE = re.compile(r"\s*\[[0-9]{1,3}\].*\[[A-Z/]{1,5}\]")
"""An entry of a list of books, in which dots part the author, the title and the rest (GB/T 7714)."""
_NUMBER_DOT = re.compile("^[\\s(\uff08第]*[一二三四五六七八九十]+[)\uff09]?[.]")
_ANGLES = re.compile(f"<<(?=[{HAN}])([^<>]{{1,40}})>>")
_WORD = re.compile(r"[A-Za-z0-9_\]]")
_HAN = re.compile(f"[{HAN}]")
_CLOSED = re.compile(f"[{HAN}{CLOSING}]")


def find(line: Line) -> Iterator[Mark]:
    """Marks whose width is wrong. A dot between two characters may stop a sentence or part a name: no mend."""
    text = line.text
    if line.has("()"):
        brackets = dict(_brackets(text))
        yield from (Mark(at, at + 1, HALF, (full,)) for at, full in brackets.items())
        text = _replaced(text, brackets)
    if line.has(_HALF_MARKS):
        yield from _marks(text, _WIDE_OR_SHARED if line.chinese else _WIDE)
    if "." in text:
        yield from _dots(text)
    if "<<" in text:
        yield from (Mark(*match.span(), ANGLES, (f"\u300a{match[1]}\u300b",)) for match in _ANGLES.finditer(text))


def _brackets(text: str) -> Iterator[tuple[int, str]]:
    """The half-width brackets that belong to a pair in Chinese text, with the full-width ones."""
    opened: list[int] = []
    last_han, before = -1, 0
    for match in _BRACKETS.finditer(text):
        at = match.start()
        if _HAN.search(text, before, at):
            last_han = before
        before = at + 1
        if match[0] in "(\uff08":
            opened.append(at)
        elif opened:
            start = opened.pop()
            if _is_chinese_pair(text, start, at, holds_han=last_han > start):
                yield from ((each, HALF_TO_FULL[text[each]]) for each in (start, at) if text[each] in HALF_TO_FULL)


def _is_chinese_pair(text: str, start: int, end: int, *, holds_han: bool) -> bool:
    """Whether a pair of brackets has Chinese in it or about it; ``f(x)`` and ``[…](…)`` are none."""
    if text[start] != "(" or text[end] != ")" or holds_han:
        return True
    before, after = text[max(start - 1, 0) : start], text[end + 1 : end + 2]
    return bool(_CLOSED.match(before) or _HAN.match(after)) and not _WORD.match(before)


def _replaced(text: str, brackets: dict[int, str]) -> str:
    letters = list(text)
    for at, full in brackets.items():
        letters[at] = full
    return "".join(letters)


def _marks(text: str, beside: re.Pattern[str]) -> Iterator[Mark]:
    for match in _RUN.finditer(text):
        start, end = match.span()
        is_beside = (start and beside.match(text, start - 1)) or beside.match(text, end)
        if is_beside and not GARBLED_TEXT.match(text, start):
            for at in range(start, end):
                yield Mark(at, at + 1, HALF, _FULL[text[at]])


def _dots(text: str) -> Iterator[Mark]:
    if _REFERENCE.match(text):
        return
    number = _NUMBER_DOT.match(text)
    start = number.end() if number else 0
    yield from (Mark(*match.span(), HALF, ("\u3002",)) for match in _LAST_DOT.finditer(text, start))
    yield from (Mark(*match.span(), DOT, ("\u3002", "\u00b7")) for match in _DOT.finditer(text, start))
