"""Holes: places where marks meet, or a clause begins, as they do only when words have dropped out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuxiang.intake.marks.blanks import FIX
from shuxiang.intake.marks.characters import CLOSING, HAN, OPENING, STOPS
from shuxiang.intake.marks.line import Line
from shuxiang.intake.marks.mark import Kind, Mark

LIST_MARK = Kind("hole-in-list", "顿号前后缺了字", FIX, every=True)
NO_BEGINNING = Kind("hole-before-de", "分句以“的”字开头，前面缺了字", FIX, every=True)
MARK_FIRST = Kind(
    "mark-at-line-start",
    "一段的开头是标点，前面缺了字，或者句子从这里被断开了",
    "请对照原件补上，或者与上一段接起来。",
)
WIDE_GAP = Kind(
    "hole-wide-gap", "句子中间空出了一块，可能缺了字", "请对照原件补上；不缺字的，请删去空格。", every=True
)
DROPPED = Kind("hole-in-phrase", "常用的说法在这里不完整，可能缺了字", FIX, every=True)

_MARKS = f"\uff0c\uff1b\uff1a{STOPS}"
_LIST_MARK = re.compile(
    f"(?:[{_MARKS}] *)?\u3001(?: *[{_MARKS}\u3001\u201d\u2019\uff09\u300b\u3011])+"
    f"|[{_MARKS}{OPENING}\u201c\u2018] *\u3001"
)
_NO_BEGINNING = re.compile(f"(?:[{STOPS}\uff0c\uff1b\u3001\uff08]|^) *(的)(?=[{HAN}])(?![的确士话卢])")
_MARK_FIRST = re.compile(f" *[\uff0c\u3001\uff1b{STOPS}]")
_WIDE_GAP = re.compile(f"[{HAN}\u3001\uff0c\u201d\u300b\uff09](  +)(?=[{HAN}\u201c\u300a\uff08])")

_PHRASES = (
    ("从高度", re.compile("从高度(?=认清|认识|把握|看待|来看|上)"), "从政治高度"),
    ("政分管", re.compile("(?<![党行财市县区])政分管(?=领导|负责)"), "党政分管"),
    ("从严治", re.compile(f"从严治(?=[{CLOSING}向的和\u201d])"), "从严治党"),
    ("学贯彻", re.compile("(?<![向好教文博大同数中小科自互所苦勤])学贯彻"), "学习贯彻"),
    (
        "组",
        re.compile(
            "(?<=政协|机关|代表|推动|确保|动员|聚焦|作为|召开)组(?=班子|会议|成员会|讲|[\uff0c\u3001\u3002]|将|的[\u201c\u2018])"
            "|(?<![小党课班项专工检考编剧题导调队支摄督巡察联领委])组(?=班子)"
            "|(?<=[是由])组(?=会议|的\u201c)|(?<=政协)组(?=践行|书记|成员|牵头|研究|决定|要求|认为)"
        ),
        "党组",
    ),
)
"""What to look for, the phrase with its hole, and how it is in full."""

_MIGHTY = "重要(?:思想|论述|指示|讲话|批示|回信|要求)"
_CLAUSE = "[^\uff0c\u3002\uff1b\uff1a]"
_NO_NAME = re.compile(
    f"(?:贯彻|落实|学习|领会|践行|形成了|提出了|把)关于{_CLAUSE}{{2,40}}{_MIGHTY}"
    f"|(?:贯彻|落实|学习|领会|结合)对{_CLAUSE}{{2,30}}{_MIGHTY}"
    f"|(?:(?<=[{STOPS}\uff0c\uff1b])|^)(?:多次|先后|专门)?[就对]{_CLAUSE}{{2,25}}"
    f"(?:发表|作出|提出){_CLAUSE}{{0,8}}{_MIGHTY}"
)
_NAMED = re.compile("总书记|同志|主席|中央|省委|市委|县委|区委|党组")
_SHOWN = 8


def find(line: Line) -> Iterator[Mark]:
    """Where a word is missing although nothing stands in its place."""
    flat = line.flat
    if "\u3001" in flat:
        yield from (Mark(*match.span(), LIST_MARK) for match in _LIST_MARK.finditer(flat))
    if "的" in flat:
        yield from (Mark(*match.span(1), NO_BEGINNING) for match in _NO_BEGINNING.finditer(flat))
    if first := _MARK_FIRST.match(flat):
        yield Mark(*first.span(), MARK_FIRST)
    if "  " in flat and line.running:
        yield from (Mark(*match.span(1), WIDE_GAP) for match in _WIDE_GAP.finditer(flat))
    yield from _dropped(flat)


def _dropped(flat: str) -> Iterator[Mark]:
    """Set phrases of official language with a word less than they have."""
    for sign, pattern, whole in _PHRASES:
        if sign in flat:
            yield from (Mark(*match.span(), DROPPED, (whole,)) for match in pattern.finditer(flat))
    if "重要" not in flat:
        return
    for match in _NO_NAME.finditer(flat):
        if not _NAMED.search(match[0]):
            yield Mark(match.start(), min(match.start() + _SHOWN, match.end()), DROPPED, detail="没有说是谁的")
