"""Where sentences end, and whether one goes on behind a line's end."""

from __future__ import annotations

import re

CLOSING_QUOTES = "\u201d\u2019\"'\u300d\u300f\uff09)\u300b\u3009\u3011]"
_FULL_STOPS = "\u3002\uff01\uff1f!?\u2026\uff61"
_HALF_STOPS = "\uff1a:\uff1b;\u2014~"
_GOES_ON_WITH = "\u3001\uff0c\u3002\uff1b\uff1a\uff01\uff1f\u201d\u2019\u300d\u300f\uff09\u300b\u3009\u3011,;:!?)]"
_PAIRS = (
    ("\u300a\u3008", "\u300b\u3009"),
    ("(\uff08", ")\uff09"),
    ("\u201c\u300c", "\u201d\u300d"),
)
_TAIL = 40
_NOTE_SIGNS = "".join(map(chr, range(0x2460, 0x2474)))
_NOTE_CALL = re.compile(r"\[\d{1,3}\]$")
_NEAR = 400
"""A bracket that was left open is closed within this many characters, or it was never meant to be."""
_INSIDE = re.compile("[\u3002\uff1b;]|[!?\uff01\uff1f](?!$)")


def ended(text: str) -> bool:
    """Whether a whole sentence ends here: 。！？…… with the quotes and brackets that close behind it."""
    bare = _bare(text)
    return bare.endswith(tuple(_FULL_STOPS)) or bool(re.search(r"[A-Za-z0-9%\u4e00-\u9fff]\.$", bare[-2:]))


def _bare(text: str) -> str:
    """A text's end without the call of a note, and without the quotes and brackets that close it."""
    tail = text[-_TAIL:].rstrip().rstrip(_NOTE_SIGNS)
    return _NOTE_CALL.sub("", tail).rstrip(CLOSING_QUOTES + " ")


def closed(text: str) -> bool:
    """Whether a paragraph may end here: a sentence ends, or a colon, a semicolon or a dash stands."""
    bare = _bare(text)
    return ended(text) or bare.endswith(tuple(_HALF_STOPS))


def rounded_off(text: str) -> bool:
    """Whether a line may end here without a full stop, as those of lists do: behind a bracket or a 《title》."""
    return ended(text) or text.rstrip().endswith((")", "\uff09", "\u300b"))


def several(text: str) -> bool:
    """Whether a sentence ends inside of the text, so that it is prose and no line of its own."""
    return bool(_INSIDE.search(text.rstrip()[:-1]))


def begins_inside(text: str) -> bool:
    """Whether a line can only be the rest of a sentence, since it begins with a mark that follows a word."""
    return text.lstrip().startswith(tuple(_GOES_ON_WITH))


def left_open(text: str) -> str:
    """The closing marks of which one is awaited, since its bracket or quote is open at the end of the text."""
    tail = text[-_NEAR:]
    return "".join(closing for opening, closing in _PAIRS if _last(tail, opening) > _last(tail, closing))


def closes(text: str, awaited: str) -> bool:
    """Whether one of these closing marks comes before an opening one of its kind."""
    head = text[:_NEAR]
    for opening, closing in _PAIRS:
        at, opened = _first(head, closing), _first(head, opening)
        if closing in awaited and at >= 0 and not 0 <= opened < at:
            return True
    return False


def _last(text: str, marks: str) -> int:
    return max(text.rfind(mark) for mark in marks)


def _first(text: str, marks: str) -> int:
    """Where the first of the marks stands; -1 when none does."""
    found = [at for mark in marks if (at := text.find(mark)) >= 0]
    return min(found, default=-1)
