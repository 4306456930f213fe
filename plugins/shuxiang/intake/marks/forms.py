"""Characters in another form than the one that everybody types: radicals and compatibility forms out of a PDF."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from shuxiang.intake.marks.characters import HALF_TO_FULL, NUMERALS
from shuxiang.intake.marks.line import Line
from shuxiang.intake.marks.mark import Kind, Mark

FORM = Kind("other-form", "有的字样子对，编码不对（多半来自 PDF），查找时找不到", "请换成通常的字。", mend="forms")
ZERO = Kind("zero-of-other-form", "数字里的“〇”写成了别的圆圈", "请改成“〇”。", mend="forms")

_RADICALS = (
    "\u2e81厂\u2e85亻\u2e8b㔾\u2e97心\u2e9f母\u2ea0民\u2ebc月\u2ec1虎\u2ec4西\u2ec5见\u2ec6角\u2ec9贝\u2ecb车"
    "\u2ed1長\u2ed3长\u2ed4门\u2ed8青\u2ed9韦\u2eda页\u2edb风\u2edc飞\u2edd食\u2ee0饣\u2ee2马\u2ee3骨\u2ee4鬼"
    "\u2ee5鱼\u2ee6鸟\u2ee8麦\u2ee9黄\u2eea黾\u2eeb斉\u2eec齐\u2eed歯\u2eee齿\u2eef竜\u2ef0龙\u2ef2亀\u2ef3龟"
)
_RANGES = (
    (0x2F00, 0x2FD6),
    (0xF900, 0xFB00),
    (0xFE10, 0xFE19),
    (0xFE35, 0xFE45),
    (0xFE47, 0xFE49),
    (0xFE50, 0xFE6C),
)
_KANA_MARKS = {"\uff61": "\u3002", "\uff62": "\u300c", "\uff63": "\u300d", "\uff64": "\u3001"}


def _usual(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    return HALF_TO_FULL.get(plain, plain)


_USUAL = {chr(code): _usual(chr(code)) for first, last in _RANGES for code in range(first, last)}
_USUAL |= dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True)) | _KANA_MARKS
_USUAL = {form: usual for form, usual in _USUAL.items() if form != usual and len(usual) == 1 and usual != "_"}
_FORM = re.compile(f"[{re.escape(''.join(_USUAL))}]+")
_DIGITS = NUMERALS[:1] + NUMERALS[2:]
_ZERO = re.compile(f"(?<=[{_DIGITS}])[\u25cb\u25ef\u3007]+(?=[{_DIGITS}年])")
_ROUND = re.compile("[\u25cb\u25ef]")


def find(line: Line) -> Iterator[Mark]:
    """Characters that have a usual form; the circle that stands for a zero between Chinese numerals."""
    text = line.text
    if not line.odd:
        return
    for match in _FORM.finditer(text):
        yield Mark(*match.span(), FORM, ("".join(_USUAL[character] for character in match[0]),))
    for match in _ZERO.finditer(text):
        if _ROUND.search(match[0]):
            yield Mark(*match.span(), ZERO, ("\u3007" * len(match[0]),))
