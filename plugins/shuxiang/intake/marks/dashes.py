"""Strokes that stand for a dash."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuxiang.intake.marks.characters import HAN, SHARED, WIDE
from shuxiang.intake.marks.line import Line
from shuxiang.intake.marks.mark import Kind, Mark

STROKES = Kind("strokes-for-dash", "破折号写得不规范", "请改成“——”。", mend="dashes")
ONES = Kind("ones-for-dash", "“一一”可能是破折号", "是破折号的，请改成“——”；是“逐一”的意思，不用改。")

_DASH = "\u2014\u2014"
_STROKE = "-\u2010-\u2015\u2500\uff0d\u2e3a"
_STROKES = re.compile(f"[{_STROKE}]{{2,}}|\u2e3a")
_SIGNS = "-\u2010\u2011\u2012\u2013\u2015\u2500\uff0d\u2e3a"
"""A dash of two good strokes alone is right."""
_LONGEST = 4
_CHINESE_BEFORE = re.compile(f"[{WIDE}{SHARED}][ \u3000]*$|^[ \u3000]*$")
_CHINESE_BEHIND = re.compile(f"[ \u3000]*[{WIDE}{SHARED}]")
_ONE_BY_ONE = (
    "列举列出列明对应对照对接对账落实解答回答回应作答应答介绍说明核实核对核查登记记录记下梳理排查走访道来细数点名询问"
    "解释整改销号分析反馈答复拜访检查比较过目交代呈现展示展现阐述兑现化解解决破解研究讨论审议审核审阅审查查看查验查找"
    "点评评议评估汇报通报报告记载标明标注注明指出提出写明写出写下认领认定认真确认慰问看望握手问候告别道别道谢致谢告诉告知"
    "照办办理处理归还退还清点清理排除克服实现映射罗列陈述赘述叙述列入纳入填写填报签字签名签收参观浏览阅读翻看翻阅念出"
    "读出讲解讲述讲清说清说出说到谈到提到做好做到作出作了给出给予予以加以进行开展推进打通打开打磨订正改正纠正更正回复"
    "回访回忆回顾再现浮现出现出场亮相登场细看细读细说辨认辨别鉴别分辨区分分发发放感谢致敬发给递给交给送到送给送上"
)
_VERBS = frozenset(_ONE_BY_ONE[at : at + 2] for at in range(0, len(_ONE_BY_ONE), 2))
_SINGLE_VERBS = "一二三四五六七八九十地为对向把将给被与和做作是有不也都在列查问答记读看说讲谈听拜过数校"
_ONES = re.compile(f"(?<=[{HAN}\u201d])(?<![一唯第统单万专同划归十百千])一一(?=[{HAN}\u201c])(?![{_SINGLE_VERBS}])")


def find(line: Line) -> Iterator[Mark]:
    """Strokes in Chinese text; a single one joins words, and long rows of them are rules."""
    text = line.text
    for match in _STROKES.finditer(text) if line.has(_SIGNS) else ():
        start, end = match.span()
        before = _CHINESE_BEFORE.search(text, max(start - 8, 0), start)
        if end - start <= _LONGEST and set(match[0]) != {"\u2014"} and before and _CHINESE_BEHIND.match(text, end):
            yield Mark(start, end, STROKES, (_DASH,))
    if "一一" not in text:
        return
    for match in _ONES.finditer(text):
        if text[match.end() : match.end() + 2] not in _VERBS:
            yield Mark(*match.span(), ONES, (_DASH,))
