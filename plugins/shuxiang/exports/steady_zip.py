"""A workbook as bytes that depend on nothing but what is in it."""

from __future__ import annotations

import io
import re
import zipfile

from openpyxl import Workbook

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_FIXED_HEIGHT = re.compile(rb'(<row [^>]*) customHeight="1"')
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def steady_zip(book: Workbook) -> bytes:
    """Save the workbook; openpyxl writes the time of day into the zip's directory and the document's properties.

    It also fixes the height of every row that has one; here rows still grow with what is typed into them.
    """
    saved, steady = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _FIRST_DAY)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 3
            text = _MOMENT.sub(rb"\g<1>2000-01-01T00:00:00Z", old.read(name))
            new.writestr(part, _FIXED_HEIGHT.sub(rb"\1", text))
    return steady.getvalue()
