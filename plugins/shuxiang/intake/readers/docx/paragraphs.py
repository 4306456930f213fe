"""What a paragraph says of itself, over what its style says: where it is set, and what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from shuxiang.intake.readers.docx.names import Element, value, w
from shuxiang.intake.readers.docx.styles import Styles

_HEADING = re.compile("(?:heading|标题)([1-9])")
_TITLES = {"title", "标题"}
_NO_TITLES = {"subtitle", "副标题"}
_CAPTIONS = {"caption", "题注"}
_CONTENTS = re.compile(r"(?:toc|目录|contents)[1-9]|(?:toc|contents)heading|目录标题")
_NUMBER = r"[\d\uff10-\uff19]{1,3}"
_CAPTION_TEXT = re.compile(
    rf"[图圖表]\s?(?:{_NUMBER}(?:[-.\uff0d\uff0e\u2014]{_NUMBER})?|[一二三四五六七八九十]{{1,3}})"
    "(?:[\\s:\uff1a.\uff0e\u3001][^\u3002]{1,50})?"
)
_NO_HEADING = 9
_LINE_WIDTH = 28
"""Chinese characters on a line of an official paper; the exact number does not matter."""
_FAR_IN = 6
_TWIPS = 300
"""Of a Chinese character of 15 points, when an indent is given in lengths."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is set; ``indent`` is in Chinese characters, and ``level`` that of a heading, from 1."""

    centred: bool = False
    right: bool = False
    level: int = 0
    is_caption: bool = False
    in_contents: bool = False
    indent: float = 0

    def leaning(self, lead: float, letters: int) -> tuple[bool, bool]:
        """Whether a line is centred or at the right, also where only blanks or an indent brought it there."""
        begins = lead + self.indent
        if self.centred or self.right or begins < _FAR_IN or begins + letters > _LINE_WIDTH + _FAR_IN:
            return self.centred, self.right
        at_right = begins + letters / 2 > _LINE_WIDTH * 0.6
        return lead >= _FAR_IN and not at_right, at_right


class Settings:
    """Finds how paragraphs are set; what styles say is found once."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._known: dict[str, Setting] = {}

    def of(self, properties: Element | None, style_id: str) -> Setting:
        """How a paragraph of a style is set, with properties of its own or none."""
        if style_id not in self._known:
            self._known[style_id] = self._by_style(style_id)
        setting = self._known[style_id]
        return setting if properties is None else _over(setting, properties)

    def _by_style(self, style_id: str) -> Setting:
        names = tuple(self._styles.names(style_id))
        setting = Setting(
            is_caption=not _CAPTIONS.isdisjoint(names),
            in_contents=any(_CONTENTS.fullmatch(name) for name in names),
        )
        for properties in reversed(tuple(self._styles.properties(style_id, "pPr"))):
            setting = _over(setting, properties)
        return replace(setting, level=self._level(style_id))

    def _level(self, style_id: str) -> int:
        """By the nearest style that has an outline level, or the name of a heading."""
        for style in self._styles.chain(style_id):
            outline = _outline(style.find(w("pPr")))
            name = "".join((value(style, w("name")) or "").lower().split())
            if outline is not None or name in _NO_TITLES:
                return outline or 0
            if name in _TITLES:
                return 1
            if match := _HEADING.fullmatch(name):
                return int(match[1])
        return 0


def is_caption(text: str) -> bool:
    """Whether a line reads as the caption of a figure or table: its number, and a few words."""
    return _CAPTION_TEXT.fullmatch(text) is not None


def _over(setting: Setting, properties: Element) -> Setting:
    """A setting with what nearer properties say."""
    alignment, outline = value(properties, w("jc")), _outline(properties)
    if alignment is not None:
        setting = replace(setting, centred=alignment == "center", right=alignment in {"right", "end"})
    if outline is not None:
        setting = replace(setting, level=outline)
    if (indents := properties.find(w("ind"))) is not None:
        setting = replace(setting, indent=_indent(indents))
    return setting


def _outline(properties: Element | None) -> int | None:
    """The level of a heading by its outline level; 0 for body text, None where nothing is said."""
    found = value(properties, w("outlineLvl"))
    if found is None or not (found.isascii() and found.isdigit()):
        return None
    return int(found[:2]) + 1 if int(found[:2]) < _NO_HEADING else 0


def _indent(indents: Element) -> float:
    first = _length(indents, "firstLineChars", "firstLine") - _length(indents, "hangingChars", "hanging")
    return first + (_length(indents, "leftChars", "left") or _length(indents, "startChars", "start"))


def _length(indents: Element, characters: str, twips: str) -> float:
    return _number(indents.get(w(characters))) / 100 or _number(indents.get(w(twips))) / _TWIPS


def _number(text: str | None) -> int:
    digits = (text or "").removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 7):
        return 0
    return -int(digits) if text != digits else int(digits)
