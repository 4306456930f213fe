"""Blanks: places where a sign stands for a name, a number or a word that was taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuxiang.intake.document import Role
from shuxiang.intake.marks.characters import CLOSING, HAN, NUMERALS, OPENING
from shuxiang.intake.marks.line import Line, touched
from shuxiang.intake.marks.mark import Kind, Mark

FIX = "请对照原件补上；补不上的，请删去。"

CROSSES = Kind("blank-crosses", "用叉号代替了字", FIX, every=True)
ASTERISKS = Kind("blank-asterisks", "用星号代替了字", FIX, every=True)
RULE = Kind("blank-rule", "有空线没有填", FIX, every=True)
BOXES = Kind("blank-boxes", "用方框或圆圈代替了字", FIX, every=True)
GARBLED = Kind("blank-garbled", "有的字没有显示出来，成了问号或乱码", "请对照原件补上。", every=True)
PRIVATE = Kind(
    "private-use",
    "有的字换一台电脑就看不见了",
    "请对照原件换成通用的字或符号。",
    every=True,
)

_X = "Xx\uff38\uff58\u00d7\u2715\u2573"
_CROSSES = re.compile(
    f"[0-9]{{0,2}}[{_X}]{{1,4}}年(?:[{_X}0-9]{{1,2}}月(?:[{_X}0-9]{{1,2}}日)?)?"
    f"|(?<![A-Za-z{_X}])[{_X}]{{2,}}(?![A-Za-z])"
    f"|(?<![A-Za-z0-9])[{_X}](?=[县市区省州镇乡村街局委办年月日同书主])"
)

_STARS = "*\uff0a"
_BESIDE_STARS = f"{HAN}{CLOSING}{OPENING}\u201c\u201d "
_ASTERISKS = re.compile(
    f"(?<=[{_BESIDE_STARS}])[{_STARS}]+(?=[{HAN}])"
    f"|(?<=[{HAN}])[{_STARS}]+(?=[{_BESIDE_STARS}]|$)"
    f"|^[{_STARS}]{{2,}}(?=[{HAN}])"
)
_ROLES_WITH_FOOTNOTE_STARS = {Role.TITLE, Role.SUBTITLE, Role.HEADING}

_LOW = "_\uff3f\ufe4d\ufe4e\ufe4f"
_RULE = re.compile(f"(?<![A-Za-z0-9{_LOW}])[{_LOW}]+(?![A-Za-z])|(?<=[0-9])[{_LOW}]+(?![A-Za-z0-9])")
_FILE_NAME = re.compile(f"(?<![0-9A-Za-z_])[0-9A-Za-z]+(?:_[{HAN}0-9A-Za-z-]{{2,}}){{2,}}(?!_)")

_ROUND = "\u25cb\u25ef"
_BOX = f"\u25a1\u25a0\u25cf\u25b2\u25b3\u25c6\u25c7\u2610{_ROUND}"
_BOX_OR_ZERO = f"{_BOX}\u3007"
_BOXES = re.compile(
    f"(?<![{_BOX}{NUMERALS}0-9])[{_BOX}]{{2,}}(?![{NUMERALS}0-9])"
    f"|(?<=[{HAN}])(?<![{NUMERALS}])[\u25a1\u25a0{_ROUND}](?=[{HAN}])(?![{NUMERALS}])"
    f"|(?<![{NUMERALS}{_ROUND}0-9])\u3007{{2,}}(?![{NUMERALS}{_ROUND}0-9])"
)

_GARBLED_SIGNS = ("\ufffd", "??")
GARBLED_TEXT = re.compile(f"\ufffd+|[?]{{3,}}|(?<=[{HAN}])[?]{{2,}}(?=[{HAN}])")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_HAN = re.compile(f"[{HAN}]")


def find(line: Line) -> Iterator[Mark]:
    """Every sign that stands for something; rules and rows of stars that only part the text are none."""
    text = line.text
    if _HAN.search(text):
        if line.has(_X):
            yield from (Mark(*match.span(), CROSSES) for match in _CROSSES.finditer(text) if _has_cross(match[0]))
        if line.has(_STARS):
            yield from _asterisks(line)
        if line.has(_LOW):
            yield from _rules(text)
        if line.has(_BOX_OR_ZERO):
            yield from (Mark(*match.span(), BOXES) for match in _BOXES.finditer(text))
    if line.has(_GARBLED_SIGNS):
        yield from (Mark(*match.span(), GARBLED) for match in GARBLED_TEXT.finditer(text))
    if line.odd:
        for match in _PRIVATE.finditer(text):
            yield Mark(*match.span(), PRIVATE, detail=f"U+{ord(match[0]):04X}")


def _has_cross(text: str) -> bool:
    return not set(text).isdisjoint(_X)


def _asterisks(line: Line) -> Iterator[Mark]:
    for match in _ASTERISKS.finditer(line.flat):
        is_footnote = match.end() == len(line.flat) and line.role in _ROLES_WITH_FOOTNOTE_STARS
        if not (is_footnote and len(match[0]) == 1):
            yield Mark(*match.span(), ASTERISKS)


def _rules(text: str) -> Iterator[Mark]:
    """Low lines; not those that hold the parts of a file's name together."""
    names = [match.span() for match in _FILE_NAME.finditer(text)]
    for match in _RULE.finditer(text):
        if not touched(names, *match.span()):
            yield Mark(*match.span(), RULE)
