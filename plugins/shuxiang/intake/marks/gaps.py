"""Gaps: wide spaces in a sentence, where a number or a name was to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuxiang.intake.marks.characters import HAN, NUMERALS
from shuxiang.intake.marks.line import Line, Ranges, touched

_WIDE = re.compile("  +")
_WIDEST = 3
"""So many spaces before a mark are no slip."""
_LETTER = re.compile(f"[{HAN}\u3001\u201d\u300b\uff09]")
_GOES_ON = re.compile(f"[{HAN}\u201c\u300a\uff08%\u2030\u2103]")
_STOPS = re.compile("[\u3001\uff0c\uff1b\u3002]")
_PARTED = {"\u300b\u300a", "\u201d\u201c", "\uff09\uff08"}
"""Between two titles or two quotations a space parts them."""

_NUMBER = f"[{NUMERALS}十百千零0-9]"
_HEAD = re.compile(
    f" {{0,9}}(?:第{_NUMBER}{{1,7}}[编章节条款项部篇讲课回届次卷期](?:之{_NUMBER}{{1,2}})?"
    f"|\uff08?{_NUMBER}{{1,3}}[\uff09\u3001]|[^\uff0c\u3002\uff1b\uff1a]{{1,30}}[讯电\uff09])"
)
"""What a paragraph may begin with before it says anything: 第三条, （一）, 本报讯."""
_LABEL = re.compile(f" {{0,9}}[{HAN}\u00b7]{{1,8}}")
_LABEL_BEHIND = re.compile(f"[{HAN}]{{1,6}} ?\uff1a")

_WAITS = re.compile("(?:(?<![案理])由|(?<!依)据|[在于至从约达共以对向将请与及到占率第为]|[0-9 ][年月])$")
_UNIT = re.compile(
    "[%\u2030\u2103万亿元]|个百分点|主持|同志|人次|公里|平方"
    "|[个人名位册件项次家户亩吨年月日时分条篇届岁天米里例场批份]"
    "(?=[\uff0c\u3002\uff1b\u3001\uff1a\uff09 ]|以[上下内]|左右)"
)
"""What nothing stands before, such as “由” or “达到”, and what stands for nothing by itself, such as “万元”."""

_POST = "(?:主席|书记|委员|主任|[部局县市区省镇乡院校会]长|秘书长|教授|记者|通讯员|编辑|作者|校对|审核|摄影|同志)"
_NAME = f"[{HAN}](?:[{HAN}]{{1,3}}| +[{HAN}])?"
_POST_BEFORE = re.compile(f"{_POST}$")
_PERSON_BEFORE = re.compile(f"{_POST} +{_NAME}$")
_NAME_BEHIND = re.compile(f"{_NAME}(?![{HAN}])")
_SPACED_NAME = re.compile(f"(?<![{HAN}0-9])[{HAN}] +(?![年月日时])[{HAN}](?![{HAN}])")
_FAR = 20
_SHORT = 4
_RUN_BEFORE = re.compile(f"[{HAN}]+$")
_RUN_BEHIND = re.compile(f"[{HAN}]+")


def gaps(line: Line) -> Ranges:
    """The wide spaces that leave something out; not those about heads, labels, names and halves of a line."""
    flat = line.flat
    if "  " not in flat or not line.running:
        return ()
    return tuple(_holes(flat))


def _holes(flat: str) -> Iterator[tuple[int, int]]:
    names = [match.span() for match in _SPACED_NAME.finditer(flat)]
    for match in _WIDE.finditer(flat):
        start, end = match.span()
        if start == 0 or not _LETTER.match(flat, start - 1):
            continue
        if _STOPS.match(flat, end):
            if end - start >= _WIDEST:
                yield start, end
        elif _GOES_ON.match(flat, end) and not _is_layout(flat, start, end, names):
            yield start, end


def _is_layout(flat: str, start: int, end: int, names: Ranges) -> bool:
    if flat[start - 1] + flat[end] in _PARTED or _HEAD.fullmatch(flat, 0, start) or touched(names, start - 1, end):
        return True
    before = flat[max(start - _FAR, 0) : start]
    if _WAITS.search(before) or _UNIT.match(flat, end):
        return False
    if _LABEL.fullmatch(flat, 0, start) or _LABEL_BEHIND.match(flat, end) or _PERSON_BEFORE.search(before):
        return True
    if _POST_BEFORE.search(before):
        return bool(_NAME_BEHIND.match(flat, end))
    return _are_halves(before, flat[end : end + _FAR])


def _are_halves(before: str, behind: str) -> bool:
    """Whether two names stand beside each other, or two halves of the same length."""
    left, right = _RUN_BEFORE.search(before), _RUN_BEHIND.match(behind)
    if not left or not right:
        return False
    sizes = len(left[0]), len(right[0])
    return max(sizes) <= _SHORT or (sizes[0] == sizes[1] < _FAR)
