"""Full-width letters and digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuxiang.intake.marks.line import Line
from shuxiang.intake.marks.mark import Kind, Mark

FULL = Kind("full-width-letters", "用了全角的数字或字母", "请改成半角。", mend="digits")

_SHIFT = 0xFEE0
_FULL = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
_POINT = re.compile("(?<=[0-9\uff10-\uff19])\uff0e(?=[0-9\uff10-\uff19])")


def find(line: Line) -> Iterator[Mark]:
    """Runs of full-width letters and digits, but for crosses that stand for a name; the point inside a number."""
    text = line.text
    if not line.odd:
        return
    for pattern in (_FULL, _POINT):
        for match in pattern.finditer(text):
            half = "".join(chr(ord(character) - _SHIFT) for character in match[0])
            yield Mark(*match.span(), FULL, (half,))
