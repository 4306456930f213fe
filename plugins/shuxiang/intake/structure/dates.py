"""Days as official writing gives them: 2026年11月5日, 二〇二六年十一月五日, 2026-11-05 10:00."""

from __future__ import annotations

import re
from datetime import date

from shuxiang.intake.structure.numerals import digits, value

_YEAR = r"(?:[12]\d{3}|[一二三四五六七八九零\u3007\u25cbO]{4})"
_SMALL = "[0-9一二三四五六七八九十]{1,3}"
_BLANK = r"[Xx\xd7*_\u25cb]"
_WRITTEN = rf"({_YEAR}) ?年 ?({_SMALL}) ?月 ?({_SMALL}) ?日"
_NUMERIC = r"((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"
_NUMERIC_DAY = re.compile(_NUMERIC)
_DAY = re.compile(f"{_WRITTEN}|{_NUMERIC}")
_BEHIND = r"(?: ?\(?(?:星期|周)[一二三四五六日天]\)?)? ?(?:T?\d{1,2}:\d{2}(?::\d{2})?)?"
_OPEN_SMALL = rf"(?:{_BLANK}{{1,3}}|{_SMALL})?"
_OPEN_YEAR = rf"(?:\d{{2,4}}|{_BLANK}{{1,4}}|{_YEAR}|20{_BLANK}{{1,2}})"
_UNFINISHED = rf"{_OPEN_YEAR} ?年 ?{_OPEN_SMALL} ?月 ?(?:{_OPEN_SMALL} ?日)?"
_ONLY = re.compile(rf"\(? ?(?:{_WRITTEN}|{_NUMERIC}|{_UNFINISHED}){_BEHIND} ?\)?")
_BRACKETED = re.compile(rf"\([^()]{{0,40}}?(?:{_WRITTEN}|{_NUMERIC}|{_UNFINISHED})[^()]{{0,60}}\)")


def day(text: str) -> str:
    """The first full date in a folded text, as YYYY-MM-DD; empty when there is none, or no such day."""
    match = _DAY.search(text)
    if not match:
        return ""
    year, month, number = match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)
    try:
        return date(int(year if year.isdecimal() else digits(year)), value(month), value(number)).isoformat()
    except ValueError:
        return ""


def has_numeric_day(line: str) -> bool:
    """Whether a folded line holds a day in figures, as web pages give those of publication."""
    return bool(_NUMERIC_DAY.search(line))


def is_date(line: str) -> bool:
    """Whether a folded line is nothing but a date, blanks (XX年XX月XX日) counted as such."""
    return len(line) <= 40 and bool(_ONLY.fullmatch(line))


def is_date_note(line: str) -> bool:
    """Whether a folded line is a date or a bracket with one: （2026年11月5日某次会议通过）."""
    return is_date(line) or (len(line) <= 110 and bool(_BRACKETED.fullmatch(line)))


def ends_in_date(line: str) -> int:
    """Where the date begins that a folded line ends in; -1 when it does not end in one."""
    last = -1
    for match in _DAY.finditer(line):
        if match.end() == len(line.rstrip()):
            last = match.start()
    return last
