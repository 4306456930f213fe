"""Marks that stand twice, or two that cannot stand together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuxiang.intake.marks.characters import HAN
from shuxiang.intake.marks.line import Line
from shuxiang.intake.marks.mark import Kind, Mark

DOUBLED = Kind("doubled-mark", "同一个标点连用了两次", "多打的请删去；中间缺了字的，请补上。", mend="doubled")
MIXED = Kind("mixed-marks", "两个不同的标点连在了一起", "请留下对的一个；中间缺了字的，请补上。")

_RUN = re.compile("[\uff0c\u3002\uff1b\uff1a\uff01\uff1f\u3001](?: *[\uff0c\u3002\uff1b\uff1a\uff01\uff1f\u3001])+")
_LOUD = {"\uff01", "\uff1f"}
_CHINESE = re.compile(f"[{HAN}\u201c\u201d\uff08\uff09\u300a\u300b\u3010\u3011%\uff05]")


def find(line: Line) -> Iterator[Mark]:
    """Runs of marks; not “？！”, nor those with a pause for lists, before or behind which a word is missing."""
    flat = line.flat
    for match in _RUN.finditer(flat):
        start, end = match.span()
        marks = dict.fromkeys(match[0].replace(" ", ""))
        if "\u3001" in marks or marks.keys() <= _LOUD or not _is_chinese(flat, start, end):
            continue
        if len(marks) > 1:
            yield Mark(start, end, MIXED, tuple(marks))
        elif not match[0].startswith("\u3002\u3002\u3002"):
            yield Mark(start, end, DOUBLED, (match[0][0],))


def _is_chinese(flat: str, start: int, end: int) -> bool:
    return bool(_CHINESE.match(flat, end)) or (start > 0 and bool(_CHINESE.match(flat, start - 1)))
