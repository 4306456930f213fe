"""A workbook as bytes that depend on nothing but what is in it."""

from __future__ import annotations

import io
import re

from openpyxl import Workbook

from shuxiang.exports.steady_package import steady_package

_FIXED_HEIGHT = re.compile(rb'(<row [^>]*) customHeight="1"')
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def steady_zip(book: Workbook) -> bytes:
    """Save the workbook; openpyxl writes the time of day into the zip's directory and the document's properties.

    It also fixes the height of every row that has one; here rows still grow with what is typed into them.
    """
    saved = io.BytesIO()
    book.save(saved)
    return steady_package(saved.getvalue(), _amended)


def _amended(_name: str, part: bytes) -> bytes:
    return _FIXED_HEIGHT.sub(rb"\1", _MOMENT.sub(rb"\g<1>2000-01-01T00:00:00Z", part))
