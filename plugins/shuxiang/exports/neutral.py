"""Cells that a spreadsheet would take for a formula, made harmless; and back again.

What begins one is listed by OWASP (https://owasp.org/www-community/attacks/CSV_Injection): ``= + - @``, their
full-width twins, tab and line end. What stands before it and cannot be seen, programs pass over, and so is it here;
twins are all signs that NFKC makes one of the four.
"""

from __future__ import annotations

import unicodedata

_MARK = "'"
_SIGNS = frozenset("=+-@")
_BREAKS = ("\t", "\r", "\n")
_UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}


def neutral(text: str) -> str:
    """The text with an apostrophe before it, if a spreadsheet could compute it. Numbers are written as numbers."""
    return _MARK + text if _is_live(text) else text


def restored(text: str) -> str:
    """The text as it was before :func:`neutral`."""
    rest = text.removeprefix(_MARK)
    return rest if rest != text and _is_live(rest) else text


def _is_live(text: str) -> bool:
    """Apostrophes of the text's own are passed over too, so that the one put before them can be told apart."""
    if text[:1].isalnum():
        return False
    bare = text.lstrip(_MARK)
    return bare.startswith(_BREAKS) or _first_seen(bare) in _SIGNS


def _first_seen(text: str) -> str:
    """The first character that is not passed over, as one of plain width; empty for none."""
    seen = next((char for char in text if unicodedata.category(char) not in _UNSEEN), "")
    return unicodedata.normalize("NFKC", seen)[:1]
