"""Text as every feed can carry it: one line, without what neither a calendar nor XML may hold."""

from __future__ import annotations

import unicodedata

_DROPPED = {"Cc", "Cs"}


def plain(text: str) -> str:
    """The text as one line, white space folded; control characters and what is no character are dropped.

    Lone surrogates and U+FFFE, U+FFFF are no characters of XML (XML 1.0, 2.2); control characters are none of
    iCalendar's (RFC 5545, 3.1), and a line break in a title must not begin a line of the file.
    """
    return "".join(filter(_allowed, " ".join(text.split())))


def _allowed(character: str) -> bool:
    return unicodedata.category(character) not in _DROPPED and ord(character) & 0xFFFE != 0xFFFE
