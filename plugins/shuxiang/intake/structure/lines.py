"""A paragraph as a line: its words as patterns see them, its number, and whether it stands for itself."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from shuxiang.intake.document import Block, Look, Paragraph, Role
from shuxiang.intake.structure.dates import has_numeric_day
from shuxiang.intake.structure.fold import folded
from shuxiang.intake.structure.forms import is_form_line
from shuxiang.intake.structure.numbers import Kind, Number, number
from shuxiang.intake.structure.sentences import closed, ended, several

LONGEST_HEADING = 60
"""Letters: what is longer is a paragraph, whatever it looks like."""
_LONGEST_WITH_FULL_STOP = 45
_LONGEST_WITH_COLON = 20
_SEEN = 200
"""Letters of a paragraph that are looked at: whoever asks more of it is not asking for a line."""
_UNFINISHED = ("\uff0c", ",", "\u3001", ";", "\uff1b")
_MOST_COMMAS = 2
_LONG_WITH_COMMAS = 30
_LETTER = re.compile(r"[^\W_]")
_ELISION = re.compile(r"[\u2026.\xb7\u3002*_xX\xd7 ()略]*")
_ITEM = re.compile("[-*+|>] |[\xb7\u25cf\u25cb\u25c6\u25c7\u25aa\u25b2\u2022] ?")
_TURN = re.compile("[问答] ?:")


class Line(NamedTuple):
    """A paragraph as every stage asks for it, anew each time: hence a tuple, which is made fastest.

    ``text`` is folded, without blanks at its ends, and only the beginning of what is long; ``length`` is whole.

    A table is a line without letters. ``body`` says that no reader has given the paragraph a role.
    """

    text: str
    length: int
    look: Look
    number: Number | None
    body: bool

    @property
    def rest(self) -> str:
        """What stands behind the number."""
        return self.text[self.number.end :] if self.number else self.text

    @property
    def whole(self) -> bool:
        """Whether ``text`` is all of it."""
        return 0 < self.length <= _SEEN


def line(block: Block) -> Line:
    """A block as a line."""
    if not isinstance(block, Paragraph):
        return _TABLE
    spans = block.spans
    head, length, found = _words(spans[0].text if len(spans) == 1 else block.text)
    return Line(head, length, block.look, found, body=block.role is Role.BODY)


@lru_cache(maxsize=1 << 14)  # every stage asks for the same lines
def _words(text: str) -> tuple[str, int, Number | None]:
    bare = text.strip()
    head = folded(bare[:_SEEN])
    return head, len(bare), number(head)


_TABLE = Line("", 0, Look(), None, body=False)


def stands_alone(one: Line) -> bool:
    """Whether a numbered line may be a heading: one sentence at most, short, and not a point of a sentence."""
    rest = one.rest.rstrip()
    if not one.number or one.number.kind is Kind.ARTICLE or not 0 < len(rest) <= LONGEST_HEADING or not one.body:
        return False
    if several(rest) or rest.endswith(_UNFINISHED) or not _LETTER.search(rest) or one.look.bullet:
        return False
    if rest.endswith(":"):
        return len(rest) <= _LONGEST_WITH_COLON
    return not ended(rest) or len(rest) <= _LONGEST_WITH_FULL_STOP


def elided(one: Line) -> bool:
    """Whether a line has a number and then only dots, such as （一）……."""
    return one.number is not None and one.whole and bool(_ELISION.fullmatch(one.rest)) and len(one.rest) > 1


def title_like(one: Line) -> bool:
    """Whether a line is short and unfinished enough for a title or a heading without a number."""
    text = one.text
    if not 2 <= one.length <= LONGEST_HEADING or one.look.right or not one.body:
        return False
    if is_item(one) or text.endswith((*_UNFINISHED, ":", "\u3002", ".")) or several(text) or _TURN.match(text):
        return False
    if text.count(",") > _MOST_COMMAS or (text.count(",") == _MOST_COMMAS and one.length > _LONG_WITH_COMMAS):
        return False
    return bool(_LETTER.search(text)) and not (text.isdecimal() or is_form_line(text) or has_numeric_day(text))


def is_item(one: Line) -> bool:
    """Whether a line is a point of a list by its sign."""
    return bool(one.look.bullet or _ITEM.match(one.text))


def set_out(one: Line, below: Line) -> bool:
    """Whether a line is set to be seen: bold, centred or bigger than the text below."""
    look, text = one.look, below.look
    if (look.bold and not text.bold) or (look.centred and not text.centred):
        return True
    return look.size > text.size > 0


def prose(one: Line, text: str) -> bool:
    """Whether a block with this text is running text: long, or ended as sentences are."""
    return one.length > LONGEST_HEADING or (one.length > 1 and closed(text) and one.body)
