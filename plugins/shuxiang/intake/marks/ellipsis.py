"""Dots that stand for an ellipsis."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuxiang.intake.marks.characters import SHARED, WIDE
from shuxiang.intake.marks.line import Line
from shuxiang.intake.marks.mark import Kind, Mark

DOTS = Kind("dots-for-ellipsis", "省略号写得不规范", "请改成“……”。", mend="ellipsis")

_ELLIPSIS = "\u2026\u2026"
_DOTS = re.compile("\\.{3,}|\u3002{3,}|[\u00b7\u30fb\u2022]{3,}|\u22ef+|\u2026+")
_SIGNS = ("...", "\u3002\u3002\u3002", "\u00b7\u00b7", "\u30fb\u30fb", "\u2022\u2022", "\u22ef", "\u2026")
_CHINESE = re.compile(f"[{WIDE}{SHARED}]")
_TALKED_OF = ("\u201c\u2026\u201d", "\uff08\u2026\uff09")
_LONGEST = 6
"""More dots lead the eye through a table of contents."""


def find(line: Line) -> Iterator[Mark]:
    """Dots beside Chinese that are neither a good ellipsis nor a leader."""
    text = line.text
    if not any(sign in text for sign in _SIGNS):
        return
    for match in _DOTS.finditer(text):
        start, end = match.span()
        is_good = match[0][0] == "\u2026" and (end - start != 1 or text[start - 1 : end + 1] in _TALKED_OF)
        beside = (start > 0 and _CHINESE.match(text, start - 1)) or _CHINESE.match(text, end)
        if not is_good and end - start <= _LONGEST and beside and line.chinese:
            yield Mark(start, end, DOTS, (_ELLIPSIS,))
