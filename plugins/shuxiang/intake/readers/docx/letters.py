"""How letters look: their own properties over those of their style, their paragraph's style, and the defaults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from shuxiang.intake.readers.docx.names import Element, flag, value, w
from shuxiang.intake.readers.docx.styles import Styles
from shuxiang.intake.readers.docx.symbols import is_symbol_font

_SCRIPTS = {"superscript": "sup", "subscript": "sub"}
_SIZE = re.compile(r"(\d{1,5}(?:\.\d+)?)(pt)?")
_SMALL = 0.85
_CHINESE = re.compile("[\u3400-\u9fff]")
_LATIN_NAMES = {
    "simsun": "宋体",
    "nsimsun": "新宋体",
    "simhei": "黑体",
    "kaiti": "楷体",
    "kaiti_gb2312": "楷体_GB2312",
    "fangsong": "仿宋",
    "fangsong_gb2312": "仿宋_GB2312",
    "microsoftyahei": "微软雅黑",
    "dengxian": "等线",
    "stsong": "华文宋体",
    "stzhongsong": "华文中宋",
    "stheiti": "华文黑体",
    "stkaiti": "华文楷体",
    "stfangsong": "华文仿宋",
    "mingliu": "細明體",
    "pmingliu": "新細明體",
}
"""Chinese typefaces that Word also knows by Latin names."""


@dataclass(frozen=True, slots=True)
class LetterLook:
    """How a run is set. ``size`` is in points, ``face`` a Chinese typeface, ``symbols`` a symbol font."""

    strong: bool = False
    emphasis: bool = False
    script: str = ""
    size: float = 0
    face: str = ""
    hidden: bool = False
    underlined: bool = False
    struck: bool = False
    symbols: str = ""


PLAIN = LetterLook()


class Letters:
    """Finds the look of runs; what styles say is found once."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._known: dict[tuple[str, str, bytes], LetterLook] = {}

    def look(self, paragraph_style: str, own: Element | None) -> LetterLook:
        """The look of letters in a paragraph of this style, with properties of their own or none."""
        attributes = b"" if own is None else _fingerprint(own)
        key = (paragraph_style, value(own, w("rStyle")) or "", attributes)
        if key not in self._known:
            self._known[key] = self._found(paragraph_style, key[1], own)
        return self._known[key]

    def _found(self, paragraph_style: str, run_style: str, own: Element | None) -> LetterLook:
        levels = _Levels(
            own,
            tuple(self._styles.properties(run_style, "rPr")),
            tuple(self._styles.properties(paragraph_style, "rPr")),
            self._styles.default_letters,
        )
        return LetterLook(
            strong=levels.toggle("b"),
            emphasis=levels.toggle("i") or levels.first("em") not in {None, "", "none"},
            script=_SCRIPTS.get(levels.first("vertAlign") or "", "") or _raised(levels),
            size=_points(levels.first("sz")),
            face=_face(levels),
            hidden=levels.toggle("vanish"),
            underlined=levels.first("u") not in {None, "", "none"},
            struck=levels.toggle("strike") or levels.toggle("dstrike"),
            symbols=_symbol_font(levels),
        )


@dataclass(frozen=True, slots=True)
class _Levels:
    own: Element | None
    run_style: tuple[Element, ...]
    paragraph_style: tuple[Element, ...]
    defaults: Element | None

    def __iter__(self) -> Iterator[Element]:
        """All of them, the nearest first."""
        if self.own is not None:
            yield self.own
        yield from self.run_style
        yield from self.paragraph_style
        if self.defaults is not None:
            yield self.defaults

    def first(self, name: str) -> str | None:
        """The value that the nearest level gives."""
        return next((found for level in self if (found := value(level, w(name))) is not None), None)

    def toggle(self, name: str) -> bool:
        """A switch that a character style turns over when the paragraph's has it too (ISO/IEC 29500-1, 17.7.3)."""
        own = flag(self.own, w(name))
        if own is not None:
            return own
        in_run, in_paragraph = _switched(self.run_style, name), _switched(self.paragraph_style, name)
        return (in_run != in_paragraph) or bool(flag(self.defaults, w(name)))


def _fingerprint(own: Element) -> bytes:
    """All that a run says of itself, to tell the few kinds of runs apart that a document has."""
    return repr([(child.tag, child.items()) for child in own]).encode()


def _switched(levels: tuple[Element, ...], name: str) -> bool:
    return next((found for level in levels if (found := flag(level, w(name))) is not None), False)


def _raised(levels: _Levels) -> str:
    """Small letters above or below the line, as LibreOffice writes powers and indices from a web page."""
    position, size = value(levels.own, w("position")) or "0", _points(value(levels.own, w("sz")))
    usual = _points(replace(levels, own=None).first("sz"))
    if not 0 < size < usual * _SMALL or position.strip("-0") == "":
        return ""
    return "sub" if position.startswith("-") else "sup"


def _points(half: str | None) -> float:
    """Half-points, or points in the strict form of the standard; 0 where it is no such number."""
    match = _SIZE.fullmatch(half or "")
    if match is None:
        return 0
    return float(match[1]) if match[2] else float(match[1]) / 2


def _face(levels: _Levels) -> str:
    """The Chinese typeface of the nearest level that names one; nothing where a theme says which."""
    for level in levels:
        fonts = level.find(w("rFonts"))
        if fonts is None:
            continue
        for attribute in ("eastAsia", "ascii", "hAnsi"):
            face = str(fonts.get(w(attribute), "")).strip()
            if _CHINESE.search(face) or "".join(face.lower().split()) in _LATIN_NAMES:
                return _LATIN_NAMES.get("".join(face.lower().split()), face)
        if fonts.get(w("eastAsiaTheme")):
            return ""
    return ""


def _symbol_font(levels: _Levels) -> str:
    """The symbol font of the letters' own properties; styles have none that matter."""
    fonts = None if levels.own is None else levels.own.find(w("rFonts"))
    name = "" if fonts is None else str(fonts.get(w("ascii"), fonts.get(w("hAnsi"), "")))
    return name if is_symbol_font(name) else ""
