"""Characters that nobody sees, some of which make a text look other than it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuxiang.intake.marks.line import Line
from shuxiang.intake.marks.mark import Kind, Mark

DIRECTION = Kind(
    "direction-control",
    "有看不见的方向控制符，看到的顺序可能是假的",
    "请删去，并当心有人用它掩盖真实的内容。",
    mend="invisible",
)
HIDDEN = Kind("invisible-character", "有看不见的字符，查找和复制会出错", "请删去。", mend="invisible")

_NAMES = {
    "\u00ad": "软连字符",
    "\u200b": "零宽空格",
    "\u200c": "零宽不连字符",
    "\u200d": "零宽连字符",
    "\u2060": "零宽不换行符",
    "\ufeff": "字节顺序标记",
}
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ANY = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0001-\U000e007f]"
)
_PLAIN = "\u0020-\u007e\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2010-\u2027"
_HIDDEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0001-\U000e007f]"
    f"|(?<=[{_PLAIN}])[\u200c\u200d\ufe00-\ufe0d]+|[\u200c\u200d]+(?=[{_PLAIN}])|^[\u200c\u200d\ufe00-\ufe0f]+"
)


def find(line: Line) -> Iterator[Mark]:
    """Every one of them; joiners stay in emoji and in the scripts that need them."""
    text = line.text
    if not line.odd or not _ANY.search(text):
        return
    yield from (Mark(*match.span(), DIRECTION, ("",), _name(match[0])) for match in _DIRECTION.finditer(text))
    yield from (Mark(*match.span(), HIDDEN, ("",), _name(match[0])) for match in _HIDDEN.finditer(text))


def hidden(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where between ``start`` and ``end`` nobody sees anything."""
    for pattern in (_DIRECTION, _HIDDEN):
        yield from (match.span() for match in pattern.finditer(text, start, end))


def shown(text: str) -> str:
    """The text without what nobody sees, so that it can be printed and searched for."""
    return text if not _ANY.search(text) else _HIDDEN.sub("", _DIRECTION.sub("", text))


def _name(characters: str) -> str:
    return _NAMES.get(characters[0], f"U+{ord(characters[0]):04X}")
