"""A page of a PDF -> its fragments: stretches of letters that follow one another on a line."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from shuxiang.intake.readers.pdf_typefaces import Typeface, typeface

_NEW_FRAGMENT = 2.5
"""Ems: a wider gap parts columns, or the cells of a table; the letters of a name are set apart by less."""
_BLANK = 0.2
"""Ems: a wider gap between Latin words is a blank."""
_WIDE_BLANK = 0.8
"""The same between Chinese characters; half of it will do where the library sees a blank too."""
_RAISED = 0.8
"""What is so much smaller than its line, and stands higher, is a note's number."""
_TILTED = 0.05
"""Radians."""
_FARTHEST = 100_000.0
"""Points; what a page says beyond it, or is no number, counts as 0."""
_HYPHEN = "\ufffe"
"""What the library makes of a hyphen that ends a line, and U+0002 where it is asked letter by letter."""
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\uffff]")


@dataclass(slots=True)
class Run:
    """Letters of a fragment that look the same."""

    typeface: Typeface
    size: float
    bottom: float
    letters: list[str] = field(default_factory=list)
    raised: bool = False
    note: str = ""
    """The id of the footnote that it calls."""

    @property
    def text(self) -> str:
        """Its letters."""
        return "".join(self.letters)

    def saying(self, text: str) -> Run:
        """One that looks the same, with another text."""
        return replace(self, letters=[text])


@dataclass(slots=True)
class Fragment:
    """Letters side by side; in points from the lower left corner of the page as it is seen."""

    left: float
    right: float
    bottom: float
    top: float
    runs: list[Run] = field(default_factory=list)
    tilted: bool = False
    hidden: bool = False

    @property
    def text(self) -> str:
        """All of its letters."""
        return "".join(run.text for run in self.runs)

    @property
    def size(self) -> float:
        """That of most of its letters."""
        return max(self.runs, key=lambda run: len(run.letters)).size


@dataclass(slots=True)
class _Letter:
    """One UTF-16 unit of the text."""

    index: int
    text: str
    look: Typeface
    size: float
    left: float
    right: float
    bottom: float
    top: float


class _Looks:
    """The typeface and size of every letter; asked of the library only where they may have changed."""

    def __init__(self, textpage: pypdfium2.PdfTextPage) -> None:
        self._raw = textpage.raw
        self._typefaces: dict[int, Typeface] = {}
        self._sizes: dict[tuple[int, int], float] = {}
        self._drawn_by = self._font = 0
        self._matrix = pdfium.FS_MATRIX()

    def of(self, index: int, drawn_by: Any, height: float) -> tuple[Typeface, float]:
        """Of the letter at ``index``, whose box has this height; ``drawn_by`` is its text object."""
        address = ctypes.addressof(drawn_by.contents)
        height = height if 0 <= height < _FARTHEST else 0
        if address != self._drawn_by:
            self._drawn_by, self._font = address, self._font_of(drawn_by)
        size = self._sizes.get(key := (self._font, round(height)))
        if size is None:
            size = self._sizes[key] = self._size(index)
        return self._typefaces[self._font], size

    def _font_of(self, drawn_by: Any) -> int:
        font = pdfium.FPDFTextObj_GetFont(drawn_by)
        address = ctypes.addressof(font.contents) if font else 0
        if address not in self._typefaces:
            self._typefaces[address] = typeface(font) if font else Typeface("", bold=False)
        return address

    def _size(self, index: int) -> float:
        pdfium.FPDFText_GetMatrix(self._raw, index, self._matrix)
        scale = math.hypot(self._matrix.b, self._matrix.d)
        return _sane(round(float(pdfium.FPDFText_GetFontSize(self._raw, index)) * scale, 1))


def fragments(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> list[Fragment]:
    """The fragments in the order in which the page draws them."""
    found: list[Fragment] = []
    blanks, hinted = "", False
    for letter in _letters(page, textpage):
        if letter is None:
            hinted = True
        elif letter.text.isspace():
            blanks += letter.text
        else:
            if not found or not _follows(found[-1], letter):
                found.append(_begun(page, textpage, letter))
                blanks = ""
            _append(found[-1], letter, blanks or _blank(found[-1], letter, hinted=hinted))
            blanks, hinted = "", False
    for fragment in found:
        _finish(fragment)
    return found


def all_letters(textpage: pypdfium2.PdfTextPage) -> str:
    """The text of a page in one call: the account that the fragments are held against."""
    text: str = textpage.get_text_range(errors="replace")
    return _NOT_TEXT.sub("", text.replace(_HYPHEN, "-"))


def _letters(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> Iterator[_Letter | None]:
    """Every letter with its look and box; None for a blank that the library has put between two."""
    raw, box, looks, placed = textpage.raw, pdfium.FS_RECTF(), _Looks(textpage), _placing(page)
    for index in range(textpage.count_chars()):
        drawn_by = pdfium.FPDFText_GetTextObject(raw, index)
        if not drawn_by:
            yield None
            continue
        text = chr(pdfium.FPDFText_GetUnicode(raw, index))
        if text == _HYPHEN or (text == "\x02" and pdfium.FPDFText_IsHyphen(raw, index) == 1):
            text = "-"
        elif _NOT_TEXT.match(text):
            continue
        pdfium.FPDFText_GetLooseCharBox(raw, index, box)
        yield _Letter(index, text, *looks.of(index, drawn_by, box.top - box.bottom), *placed(box))


def _placing(page: pypdfium2.PdfPage) -> Callable[[Any], tuple[float, float, float, float]]:
    """A box of the library -> left, right, bottom, top on the page as it is turned."""
    turn = page.get_rotation()
    width, height = page.get_size()
    if turn == 90:
        return lambda box: (box.bottom, box.top, height - box.right, height - box.left)
    if turn == 180:
        return lambda box: (width - box.right, width - box.left, height - box.top, height - box.bottom)
    if turn == 270:
        return lambda box: (width - box.top, width - box.bottom, box.left, box.right)
    return lambda box: (box.left, box.right, box.bottom, box.top)


def _begun(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, letter: _Letter) -> Fragment:
    angle = pdfium.FPDFText_GetCharAngle(textpage.raw, letter.index) + math.radians(page.get_rotation())
    tilted = min(angle % math.tau, -angle % math.tau) > _TILTED
    mode = pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(textpage.raw, letter.index))
    hidden = mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    return Fragment(letter.left, letter.right, letter.bottom, letter.top, tilted=tilted, hidden=hidden)


def _follows(fragment: Fragment, letter: _Letter) -> bool:
    """Whether a letter stands on the line of a fragment, and soon after it."""
    common = min(fragment.top, letter.top) - max(fragment.bottom, letter.bottom)
    em = max(letter.size, 1)
    level = common > 0.4 * min(fragment.top - fragment.bottom, letter.top - letter.bottom)
    return level and -em < letter.left - fragment.right < _NEW_FRAGMENT * em


def _append(fragment: Fragment, letter: _Letter, blanks: str) -> None:
    run = fragment.runs[-1] if fragment.runs else None
    if run:
        run.letters.append(blanks)
    if not run or (run.typeface, run.size) != (letter.look, letter.size):
        fragment.runs.append(run := Run(letter.look, letter.size, letter.bottom))
    run.letters.append(letter.text)
    fragment.right = max(fragment.right, letter.right)
    fragment.bottom, fragment.top = min(fragment.bottom, letter.bottom), max(fragment.top, letter.top)


def _blank(fragment: Fragment, letter: _Letter, *, hinted: bool) -> str:
    """What stands between two letters; ``hinted``: the library takes the gap for a blank."""
    if not fragment.runs:
        return ""
    latin = fragment.runs[-1].letters[-1].isascii() and letter.text.isascii()
    least = _BLANK if latin else _WIDE_BLANK / (1 + hinted)
    return " " if letter.left - fragment.right > letter.size * least else ""


def _finish(fragment: Fragment) -> None:
    """Join the halves of rare characters, and tell the raised numbers."""
    fragment.left, fragment.right = _sane(fragment.left), _sane(fragment.right)
    fragment.bottom, fragment.top = _sane(fragment.bottom), _sane(fragment.top)
    size, bottom = fragment.size, min(run.bottom for run in fragment.runs)
    for run in fragment.runs:
        run.raised = run.size < size * _RAISED and run.bottom > bottom + size * 0.1
        run.letters = [run.text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")]


def _sane(points: float) -> float:
    return points if -_FARTHEST < points < _FARTHEST else 0.0
