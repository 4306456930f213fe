"""Numbers at the head of a line: 一、 （一） 1. （1） ① 第一章, in every way they are typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from shuxiang.intake.structure.numerals import value


class Kind(IntEnum):
    """The kinds, in the order in which official writing puts them one under another."""

    PART = 1
    CHAPTER = 2
    SECTION = 3
    ARTICLE = 4
    CHINESE = 5
    CHINESE_BRACKETED = 6
    ARABIC = 7
    DECIMAL = 8
    TRIPLE = 9
    HALF_BRACKETED = 10
    BRACKETED = 11
    CIRCLED = 12


@dataclass(frozen=True, slots=True)
class Number:
    """A line's number: its text is behind ``end``."""

    kind: Kind
    value: int
    end: int


NUMERAL = "[一二三四五六七八九十百零\u3007]{1,5}"
_ORDINAL = rf"第 ?({NUMERAL}|\d{{1,3}}) ?"
_COUNTED = "(?:季度|月|等|类|级|期|线|轮|产业|组|年|号|批|中全会|届|次|日|周|楼|区|是|个|名|位)"
"""What 一、二 counts together instead of being a number with its heading: 一、二季度."""
_ORDINALS = (
    (Kind.PART, rf"{_ORDINAL}(?:编|部分|篇|讲|课|单元|卷|板块)(?![的是要为着将把在和与])[ :\u3001]?"),
    (Kind.CHAPTER, rf"{_ORDINAL}章(?![的是程]) ?"),
    (Kind.SECTION, rf"{_ORDINAL}节(?![的是课日]) ?"),
    (Kind.ARTICLE, rf"{_ORDINAL}条(?:之[一二三四五六七八九十])?(?: +|$)"),
)
_CHINESE = ((Kind.CHINESE, rf"({NUMERAL})(?: ?[\u3001.,:] ?(?!(?!\1){NUMERAL} ?{_COUNTED})| +(?=\S))"),)
_BRACKETED = (
    (Kind.CHINESE_BRACKETED, rf"[(\[] ?({NUMERAL}) ?[)\]] ?[\u3001.]? ?"),
    (Kind.BRACKETED, r"\( ?(\d{1,2}) ?\) ?[\u3001.]? ?"),
)
_ARABIC = (
    (Kind.TRIPLE, r"\d{1,2}\.\d{1,2}\.(\d{1,2})(?!\d|\.\d)[\u3001.]? ?"),
    (Kind.DECIMAL, r"\d{1,2}\.(\d{1,2})(?!\d|\.\d)[\u3001.]? +"),
    (Kind.ARABIC, r"(\d{1,2})(?: ?\u3001|\.)(?!\d) ?"),
    (Kind.HALF_BRACKETED, r"(\d{1,2}) ?\) ?"),
)
_BY_FIRST = {
    first: [(kind, re.compile(pattern)) for kind, pattern in patterns]
    for firsts, patterns in (
        ("第", _ORDINALS),
        ("一二三四五六七八九十百", _CHINESE),
        ("([", _BRACKETED),
        ("0123456789", _ARABIC),
    )
    for first in firsts
}
_SIGNS = (
    (0x2460, 20, Kind.CIRCLED),
    (0x2776, 10, Kind.CIRCLED),
    (0x2474, 20, Kind.BRACKETED),
    (0x2488, 20, Kind.ARABIC),
    (0x3220, 10, Kind.CHINESE_BRACKETED),
)
"""Numbers of one character: the first of them, how many there are."""
_ITEM = re.compile(
    r"[一二三四五六七八九十](?:是|要|则)|[首其再]先[,\u3001]|其[一二三四五六次][,\u3001]"
    r"|第[一二三四五六七八九十][,\u3001]|[问答] ?:"
)


def number(line: str) -> Number | None:
    """The number at the head of a folded line, if it has one."""
    patterns = _BY_FIRST.get(line[:1], ())
    found = (_match(kind, pattern, line) for kind, pattern in patterns)
    return next(filter(None, found), None) if patterns else _sign(line)


def item(line: str) -> bool:
    """Whether a folded line begins a point of its own in running text: 一是, 首先, 第一, or a question's turn."""
    return bool(_ITEM.match(line))


def _match(kind: Kind, pattern: re.Pattern[str], line: str) -> Number | None:
    match = pattern.match(line)
    return Number(kind, value(match[1]), match.end()) if match and value(match[1]) else None


def _sign(line: str) -> Number | None:
    code = ord(line[0]) if line else 0
    for first, amount, kind in _SIGNS:
        if first <= code < first + amount:
            rest = line[1:].lstrip("\u3001. ")
            return Number(kind, code - first + 1, len(line) - len(rest))
    return None
