"""Cells that a spreadsheet would take for a formula, made harmless; and back again."""

from __future__ import annotations

import re

_MARK = "'"
_LIVE = re.compile("[\\s\u200b-\u200f\u2060\ufeff]*[=+@\uff1d\uff0b\uff0d\uff20-]|[\t\r]")
"""What begins a formula, full width too, whatever invisible stands before it (OWASP, CSV injection)."""


def neutral(text: str) -> str:
    """The text with an apostrophe before it, if a spreadsheet could compute it. Numbers are written as numbers."""
    return _MARK + text if _LIVE.match(text) else text


def restored(text: str) -> str:
    """The text as it was before :func:`neutral`."""
    rest = text.removeprefix(_MARK)
    return rest if rest != text and _LIVE.match(rest) else text
