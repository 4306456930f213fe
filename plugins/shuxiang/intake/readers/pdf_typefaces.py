"""The typeface of a text in a PDF, under the name that people know."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

_SUBSET = re.compile("^[A-Z]{6}\\+")
_BOLD = re.compile(
    "bold|black|heavy|semibold|demi(?!light)|\u7c97|\u6807\u5b8b|xiaobiaosong|fzxbs|stzhongs", re.IGNORECASE
)
_FACES = (
    (re.compile("fzxbs|xiaobiaosong|\u5c0f\u6807\u5b8b", re.IGNORECASE), "方正小标宋"),
    (re.compile("fangsong|fzfs|stfangso|\u4eff\u5b8b", re.IGNORECASE), "仿宋"),
    (re.compile("kaiti|simkai|stkaiti|fzkt|\u6977", re.IGNORECASE), "楷体"),
    (re.compile("simhei|heiti|stheiti|fzht|msyh|yahei|dengxian|sans ?cjk|sanscjk|\u9ed1", re.IGNORECASE), "黑体"),
    (re.compile("simsun|nsimsun|stsong|fzss|song|serif ?cjk|serifcjk|\u5b8b", re.IGNORECASE), "宋体"),
)
_BOLD_WEIGHT = 600


@dataclass(frozen=True, slots=True)
class Typeface:
    """``face`` is Chinese where the font is one of the usual ones, or else its own name."""

    face: str
    bold: bool


def typeface(font: Any) -> Typeface:
    """The typeface of one of the library's font handles."""
    name = _name(font)
    face = next((chinese for pattern, chinese in _FACES if pattern.search(name)), name)
    bold = bool(_BOLD.search(name)) or pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
    return Typeface(face, bold)


def _name(font: Any) -> str:
    """Its name without the tag of a subset; older programs wrote Chinese names in GBK."""
    length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(min(length, 200) + 1)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    for codec in ("utf-8", "gb18030", "latin-1"):
        try:
            return _SUBSET.sub("", buffer.value.decode(codec))
        except UnicodeDecodeError:
            continue
    return ""
