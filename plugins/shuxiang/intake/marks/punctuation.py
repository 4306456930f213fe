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

_BRACKET_OR_HAN = re.compile(f"(?P<open>[(\uff08])|(?P<close>[)\uff09])|[{HAN}]+")
_HALF_MARKS = ",;:!?"
_FULL = {half: (full,) for half, full in HALF_TO_FULL.items()}
_RUN = f"(?<![{_HALF_MARKS}])[{_HALF_MARKS}]+"
_BESIDE_WIDE = re.compile(f"(?<=[{WIDE}]){_RUN}|{_RUN}(?=[{WIDE}])")
_BESIDE_SHARED = re.compile(f"(?<=[{WIDE}{SHARED}]){_RUN}|{_RUN}(?=[{WIDE}{SHARED}])")
_LAST_DOT = re.compile(f"(?<=[{HAN}\u201d\uff09\u300b])[.](?=[\u201d\uff09]?[ \u3000]*$|[ \u3000]+[{HAN}])")
_DOT = re.compile(f"(?<=[{HAN}])[.](?=[{HAN}])")
_NUMBER_DOT = re.compile("^[\\s(\uff08第]*[一二三四五六七八九十]+[)\uff09]?[.]")
_ANGLES = re.compile(f"<<(?=[{HAN}])([^<>]{{1,40}})>>")
_WORD = re.compile(r"[A-Za-z0-9_\]]")
_HAN = re.compile(f"[{HAN}]")
_CLOSED = re.compile(f"[{HAN}{CLOSING}]")


def find(line: Line) -> Iterator[Mark]:
    """Marks whose width is wrong. A dot between two characters may stop a sentence or part a name: no mend."""
    text, letters = line.text, line.letters
    if not letters.isdisjoint("()"):
        brackets = dict(_brackets(text))
        yield from (Mark(at, at + 1, HALF, (full,)) for at, full in brackets.items())
        text = _replaced(text, brackets)
    if not letters.isdisjoint(_HALF_MARKS):
        yield from _marks(text, _BESIDE_SHARED if line.chinese else _BESIDE_WIDE)
    if "." in letters:
        yield from _dots(text)
    if "<<" in text:
        yield from (Mark(*match.span(), ANGLES, (f"\u300a{match[1]}\u300b",)) for match in _ANGLES.finditer(text))


def _brackets(text: str) -> Iterator[tuple[int, str]]:
    """The half-width brackets that belong to a pair in Chinese text, with the full-width ones."""
    opened: list[int] = []
    last_han = -1
    for match in _BRACKET_OR_HAN.finditer(text):
        if match["open"]:
            opened.append(match.start())
        elif not match["close"]:
            last_han = match.start()
        elif opened:
            start, end = opened.pop(), match.start()
            if _is_chinese_pair(text, start, end, holds_han=last_han > start):
                yield from ((at, HALF_TO_FULL[text[at]]) for at in (start, end) if text[at] in HALF_TO_FULL)


def _is_chinese_pair(text: str, start: int, end: int, *, holds_han: bool) -> bool:
    """Whether a pair of brackets has Chinese in it or about it; ``f(x)`` and ``[…](…)`` are none."""
    if text[start] != "(" or text[end] != ")" or holds_han:
        return True
    before, after = text[max(start - 1, 0) : start], text[end + 1 : end + 2]
    return bool(_CLOSED.match(before) or _HAN.match(after)) and not _WORD.match(before)


def _replaced(text: str, letters: dict[int, str]) -> str:
    return "".join(letters.get(at, letter) for at, letter in enumerate(text)) if letters else text


def _marks(text: str, beside: re.Pattern[str]) -> Iterator[Mark]:
    for match in beside.finditer(text):
        if not GARBLED_TEXT.match(text, match.start()):
            for at in range(*match.span()):
                yield Mark(at, at + 1, HALF, _FULL[text[at]])


def _dots(text: str) -> Iterator[Mark]:
    number = _NUMBER_DOT.match(text)
    start = number.end() if number else 0
    yield from (Mark(*match.span(), HALF, ("\u3002",)) for match in _LAST_DOT.finditer(text, start))
    yield from (Mark(*match.span(), DOT, ("\u3002", "\u00b7")) for match in _DOT.finditer(text, start))
