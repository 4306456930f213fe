"""Set phrases of official language with a word less than they have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shuxiang.intake.marks.blanks import FIX
from shuxiang.intake.marks.characters import CLOSING, STOPS
from shuxiang.intake.marks.line import Line
from shuxiang.intake.marks.mark import Kind, Mark

DROPPED = Kind("hole-in-phrase", "常用的话不完整，可能缺了字", FIX, every=True)
NAMELESS = Kind("hole-no-name", "没有写明是谁说的", FIX, every=True)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """``sign`` stands wherever ``pattern`` is found, which begins with it to be fast; ``whole`` is it in full.

    Where one cannot tell what is missing ``whole`` is empty.
    """

    sign: str
    pattern: re.Pattern[str]
    whole: str = ""


_BEFORE_GROUP = "政协|机关|代表|推动|确保|动员|聚焦|作为|召开"
_PHRASES = (
    _Phrase("从高度", re.compile("从高度(?=认清|认识|把握|看待|来看|上)"), "从政治高度"),
    _Phrase("政分管", re.compile("政分管(?<![党行财市县区]政分管)(?=领导|负责)"), "党政分管"),
    _Phrase("从严治", re.compile(f"从严治(?=[{CLOSING}向的和\u201d])"), "从严治党"),
    _Phrase("学贯彻", re.compile("学贯彻(?<![向好教文博大同数中小科自互所苦勤]学贯彻)"), "学习贯彻"),
    _Phrase("组班子", re.compile("组班子(?<![小党课班项专工检考编剧题导调队支摄督巡察联领委]组班子)"), "党组班子"),
    _Phrase("组会议", re.compile(f"组会议(?:(?<=(?:{_BEFORE_GROUP})组会议)|(?<=[是由]组会议))"), "党组会议"),
    _Phrase(
        "组",
        re.compile(
            f"组(?<=(?:{_BEFORE_GROUP})组)(?<!我作为组)(?=成员会|讲|[\uff0c\u3001\u3002]|将|的[\u201c\u2018])"
            "|组(?<=[是由]组)(?=的\u201c)|组(?<=政协组)(?=践行|书记|成员|牵头|研究|决定|要求|认为)"
        ),
        "党组",
    ),
    _Phrase("我作为组", re.compile("我作为组(?=[\uff0c\u3001\u3002])")),
    _Phrase("作为组织", re.compile("作为组织(?<=(?:政协|党委|机关|支部)作为组织)(?=[\uff0c\u3001])")),
    _Phrase("严实", re.compile("严实(?<=[用以靠凭]严实)(?=确保|保[证障]|推[动进]|促进|[抓做]好)"), "严实作风"),
    _Phrase("炼\u3001", re.compile("[锤淬]炼\u3001(?:提升|提高|增强)")),
    _Phrase("深化建设", re.compile("深化建设(?=的(?:决策|部署|要求|意见)|[\uff0c\u3002\uff1b\u3001])")),
    _Phrase(
        "监委",
        re.compile("监委(?<=巡[察视][组办]\u3001[省市县区州旗]监委)(?=[\uff0c\u3002\uff1b的]|监督|等)"),
        "纪委监委",
    ),
)

_CLAUSE = "[^\uff0c\u3002\uff1b\uff1a]"
_LED = re.compile(f"(?:坚持|加强|改善|落实|维护)(对){_CLAUSE}{{2,20}}的(?:全面|绝对|集中统一)领导")
_LEADER = re.compile("党|中央|委(?!员)")
_SENTENCE = 200
"""Longer than a sentence on either side."""
_STOP = re.compile(f"[{STOPS}]")

_MIGHTY = "重要(?:思想|论述|指示|讲话|批示|回信|要求)"
_ABOUT = (
    re.compile(
        "关于(?:(?<=(?:贯彻|落实|学习|领会|践行)关于)|(?<=(?:形成|提出)了关于)|(?<=把关于))"
        f"{_CLAUSE}{{2,40}}({_MIGHTY})"
    ),
    re.compile(f"对(?<=(?:贯彻|落实|学习|领会|结合)对){_CLAUSE}{{2,30}}({_MIGHTY})"),
    re.compile(
        f"(?:^|[{STOPS}\uff0c\uff1b])(?:多次|先后|专门)?[就对]{_CLAUSE}{{2,25}}"
        f"(?:发表|作出|提出){_CLAUSE}{{0,8}}({_MIGHTY})"
    ),
)
_NAMED = re.compile("总书记|同志|主席|中央|省委|市委|县委|区委|党组")
_FIRST = "关多先专就对"
"""What may stand first, but for the mark before it."""
_SHOWN = 8


def find(line: Line) -> Iterator[Mark]:
    """Where a phrase has lost a word, and where mighty words are nobody's."""
    flat = line.flat
    for phrase in _PHRASES:
        if phrase.sign in flat:
            proposed = (phrase.whole,) if phrase.whole else ()
            yield from (Mark(*match.span(), DROPPED, proposed) for match in phrase.pattern.finditer(flat))
    if "领导" in flat:
        yield from (
            Mark(*match.span(1), DROPPED, ("党对",))
            for match in _LED.finditer(flat)
            if not _has_leader(flat, match)
        )
    if "重要" in flat:
        yield from _nameless(flat)


def _has_leader(flat: str, led: re.Match[str]) -> bool:
    """Whether the sentence says who leads."""
    first, last = max(led.start() - _SENTENCE, 0), led.end() + _SENTENCE
    start = max(first, *(flat.rfind(stop, first, led.start()) for stop in STOPS))
    end = _STOP.search(flat, led.end(), last)
    return bool(_LEADER.search(flat, start, end.start() if end else last))


def _nameless(flat: str) -> Iterator[Mark]:
    for pattern in _ABOUT:
        for match in pattern.finditer(flat):
            if not _NAMED.search(match[0]):
                start = match.start() + (match[0][0] not in _FIRST)
                yield Mark(start, min(start + _SHOWN, match.end()), NAMELESS, detail=match[1])
