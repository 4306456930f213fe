"""Days that no calendar has."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator

from shuxiang.intake.marks.line import Line
from shuxiang.intake.marks.mark import Kind, Mark

IMPOSSIBLE = Kind("impossible-date", "没有这样的日期", "请对照原件改正。", every=True)

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DATE = re.compile(
    "(?:(?<![0-9])([0-9]{4}) ?年 ?)?(?<![0-9A-Za-z.])([0-9]{1,2}) ?月(?! ?[0-9]{3,})(?: ?([0-9]{1,2}) ?[日号])?"
)
_ISO = re.compile("(?<![0-9A-Za-z./-])([12][0-9]{3})([-./])([0-9]{1,2})\\2([0-9]{1,2})(?![0-9A-Za-z./-])")


def find(line: Line) -> Iterator[Mark]:
    """Months above twelve, days that their month has not; figures of any width."""
    flat = line.flat
    if "月" in flat:
        for match in _DATE.finditer(flat):
            yield from _mark(match, match[1], match[2], match[3])
    if line.has("-./"):
        for match in _ISO.finditer(flat):
            yield from _mark(match, match[1], match[3], match[4])


def _mark(match: re.Match[str], year: str | None, month: str, day: str | None) -> Iterator[Mark]:
    if detail := _impossible(int(year) if year else 0, int(month), int(day) if day else 1):
        yield Mark(*match.span(), IMPOSSIBLE, detail=detail)


def _impossible(year: int, month: int, day: int) -> str:
    if not 1 <= month <= len(_DAYS):
        return f"没有{month}月"
    if month == 2 and day == _DAYS[1] and year and not isleap(year):
        return f"{year}年2月没有29日"
    return "" if 1 <= day <= _DAYS[month - 1] else f"{month}月没有{day}日"
