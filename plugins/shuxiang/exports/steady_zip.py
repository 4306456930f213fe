"""A workbook as bytes that depend on nothing but what is in it."""

from __future__ import annotations

import io
import re
from collections.abc import Container

from openpyxl import Workbook

from shuxiang.exports.steady_package import steady_package

_SHEET = re.compile(r"xl/worksheets/sheet([0-9]+)\.xml")
_FIXED_HEIGHT = re.compile(rb'(<row [^>]*) customHeight="1"')
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def steady_zip(book: Workbook, fixed: Container[int] = ()) -> bytes:
    """Save the workbook; openpyxl writes the time of day into the zip's directory and the document's properties.

    It also fixes the height of every row that has one; here rows still grow with what is typed into them, but on
    the sheets whose numbers, from 1 on, are in ``fixed``.
    """
    saved = io.BytesIO()
    book.save(saved)
    return steady_package(saved.getvalue(), lambda name, part: _amended(part, _number(name) in fixed))


def _number(name: str) -> int:
    sheet = _SHEET.fullmatch(name)
    return int(sheet[1]) if sheet else 0


def _amended(part: bytes, fixed: bool) -> bytes:  # noqa: FBT001  # said once, just above
    timeless = _MOMENT.sub(rb"\g<1>2000-01-01T00:00:00Z", part)
    return timeless if fixed else _FIXED_HEIGHT.sub(rb"\1", timeless)
