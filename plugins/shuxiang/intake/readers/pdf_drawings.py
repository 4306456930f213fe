"""What a page of a PDF shows beside letters: pictures, and the rules of tables."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import islice

import pypdfium2
import pypdfium2.raw as pdfium

_MOST = 20_000
"""Objects looked at on one page."""
_COVERED = 0.5
_LEAST = 0.01
"""Of the page's area: a smaller picture is an ornament."""
_THIN = 2.5
_TALL = 8
"""Points: an upright rule beside a cell."""
_RULES = 6


@dataclass(frozen=True, slots=True)
class Drawings:
    """``pictures`` counts those larger than an ornament; covered: they take most of the page."""

    pictures: int
    is_covered: bool
    is_ruled: bool


def drawings(page: pypdfium2.PdfPage) -> Drawings:
    """What is drawn on a page."""
    width, height = page.get_size()
    area = max(width * height, 1)
    shares: list[float] = []
    rules = 0
    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH]
    for drawn in islice(page.get_objects(filter=kinds), _MOST):
        across, up = _extent(drawn)
        if drawn.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            shares.append(min(across, width) * min(up, height) / area)
        else:
            rules += across < _THIN and up > _TALL
    pictures = sum(share >= _LEAST for share in shares)
    return Drawings(pictures, is_covered=sum(shares) > _COVERED, is_ruled=rules >= _RULES)


def _extent(drawn: pypdfium2.PdfObject) -> tuple[float, float]:
    """Width and height in points; nothing where the library does not know."""
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(drawn.raw, *edges):
        return 0, 0
    left, bottom, right, top = (edge.value for edge in edges)
    return max(0, right - left), max(0, top - bottom)
