"""Elisions: places where a text says itself that something was left out or is still to come."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuxiang.intake.marks.blanks import FIX
from shuxiang.intake.marks.characters import HAN
from shuxiang.intake.marks.line import Line
from shuxiang.intake.marks.mark import Kind, Mark

LEFT_OUT = Kind("elision", "有一段内容被略去了", "请找到全文补上；本来就是节选的，请写明。", every=True)
ITEM_LEFT_OUT = Kind("elision-of-item", "这一项只有序号，没有内容", "请找到全文补上；补不上的，请删去。")
TO_COME = Kind("to-come", "写着还要补充或核实", "请补上或核实，再删去这个记号。", every=True)
NO_PICTURE = Kind(
    "picture-left-behind",
    "原来有图片或别的材料，只剩下记号",
    "请补上图片或材料，或者删去记号。",
    every=True,
)
EMPTY = Kind("empty-brackets", "括号、引号或书名号里是空的", FIX, every=True)

_OPEN, _SHUT = "[\uff08\\[\u3010\u3014]", "[\uff09\\]\u3011\u3015]"
_INSIDE = "[^\uff08\uff09\\[\\]\u3010\u3011]{0,10}"
_DOTS = r"(?:\u2026{1,6}|\.{3,12}|\u22ef{1,6}|\u3002{3,6})"
_NUMBER = "[一二三四五六七八九十]"
_LEFT_OUT = re.compile(
    f"{_DOTS} ?(?:中略|下略|以下省略|此处省略|省略|略)[^\u2026.\u3002\uff0c]{{0,10}}{_DOTS}?"
    f"|{_OPEN} ?(?:[上中下前后]?略|此处有?略{_INSIDE}"
    f"|(?:以下|内容|此处|部分内容|具体内容)?从?(?:省略|节略|略去|隐藏){_INSIDE}) ?{_SHUT}"
    "|此处已?(?:省略|隐藏|删除|略去)[^\uff0c\u3002\uff08\uff09]{0,12}"
)
_ITEM = re.compile(
    f"(?:\uff08?(?:{_NUMBER}{{1,3}}|[0-9]{{1,2}})[\uff09\u3001.\uff0e]\u3001?"
    f"|[\u2460-\u2473]|第{_NUMBER}{{1,3}}[章节条])? ?{_DOTS}"
)
_TO_COME = re.compile(
    f"{_OPEN}{_INSIDE}"
    "(?:待补|待定|待核|待查|待填|待续|待确认|待完善|待落实|暂缺|暂空|后补|请补|请填|此处填|补充完整)"
    f"{_INSIDE}{_SHUT}"
    "|(?:数字|数据|时间|地点|名单|姓名|人数|金额|日期)(?:待核|待定|待补|待查)实?"
    "|(?<![A-Za-z])(?:TODO|TBD|FIXME)(?![A-Za-z])"
)
_NO_PICTURE = re.compile(
    "[\\[\u3010] ?(?:图片|图像|插图|图表?|照片|表格|表情|视频|音频|公式|附图)"
    f"(?:[0-9]|{_NUMBER}){{0,2}} ?[\\]\u3011]"
    "|\uff08 ?(?:图片|插图) ?\uff09"
)
_PAIRS = "\uff08\uff09\u3010\u3011\u3014\u3015\u201c\u201d\u2018\u2019\u300a\u300b\u300c\u300d\u300e\u300f[]"
_EMPTY = re.compile(f"[{re.escape(_PAIRS[::2])}] *[{re.escape(_PAIRS[1::2])}]")
_EMPTY_PAIRS = {_PAIRS[at : at + 2] for at in range(0, len(_PAIRS), 2)}
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile(r"[A-Za-z0-9_.\]]")


def find(line: Line) -> Iterator[Mark]:
    """What was left out, item by item; dots alone inside a sentence are an author's and no elision."""
    flat = line.flat
    if _ITEM.fullmatch(flat.strip()):
        yield Mark(0, len(flat), ITEM_LEFT_OUT)
    for pattern, kind, sign in (
        (_LEFT_OUT, LEFT_OUT, "略隐删"),
        (_TO_COME, TO_COME, "待暂补填DX"),
        (_NO_PICTURE, NO_PICTURE, "图照表视音公"),
    ):
        if line.has(sign):
            yield from (Mark(*match.span(), kind) for match in pattern.finditer(flat))
    yield from _empty(flat)


def _empty(flat: str) -> Iterator[Mark]:
    """Empty pairs; not those of a call ``f()`` or of a list in code."""
    for match in _EMPTY.finditer(flat):
        before = flat[match.start() - 1 : match.start()]
        is_code = _LATIN.match(before) if match[0][0] != "[" else not _HAN.match(before)
        if match[0][0] + match[0][-1] in _EMPTY_PAIRS and not is_code:
            yield Mark(*match.span(), EMPTY)
