"""The lines above an article's text, and what each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from shuxiang.intake.document import Block, Paragraph, Role
from shuxiang.intake.structure.asides import aside_role, is_letterhead, is_subtitle
from shuxiang.intake.structure.awards import is_rank
from shuxiang.intake.structure.bare_names import bare_names
from shuxiang.intake.structure.credits import credits_of
from shuxiang.intake.structure.dates import ends_in_date, has_numeric_day, is_date_note
from shuxiang.intake.structure.forms import is_book_entry, names_a_book
from shuxiang.intake.structure.labels import is_masthead, names_weekday
from shuxiang.intake.structure.lines import Line, line, title_like
from shuxiang.intake.structure.numbers import Kind
from shuxiang.intake.structure.salutations import is_address

_MOST = 24
"""Lines: what has more above its text is a list, and no head."""
_LONGEST_BY_STYLE = 100
_LONGEST_ATTACHMENT = 6
_LONGEST_UNSURE = 40


class Part(Enum):
    """What a line of the head is; TEXT may be a title, a label or a name, UNSURE holds a day and more.

    NAME is a name by itself that is certainly one, since each article on the page has such a line.
    """

    TEXT = auto()
    LETTERHEAD = auto()
    CREDITS = auto()
    NAME = auto()
    MASTHEAD = auto()
    DATE = auto()
    SUBTITLE = auto()
    ADDRESS = auto()
    PICTURE = auto()
    ATTACHMENT = auto()
    UNSURE = auto()


def head(blocks: Sequence[Block], *, signed: bool = False) -> list[Part]:
    """The parts of the head, block by block, up to the first that is text. Those whom it addresses end it.

    ``signed`` says that a bare name below the title is the author's.
    """
    parts: list[Part] = []
    names = bare_names(blocks[:_MOST]) if signed else []
    for at, block in enumerate(blocks[:_MOST]):
        part = Part.NAME if at in names[:1] else _part(block)
        if part is None or (Part.ADDRESS in parts and part not in (Part.ADDRESS, Part.DATE)):
            break
        if part is Part.MASTHEAD and Part.TEXT in parts and names_weekday(line(block).text):
            break
        if part is Part.TEXT and Part.TEXT in parts and (line(block).number or line(block).look.level > 1):
            break
        if part is Part.CREDITS and _of_a_book(blocks, at):
            return _without_book(parts)
        issued = parts[-1:] == [Part.LETTERHEAD] and ends_in_date(line(block).text) > 0
        parts.append(Part.LETTERHEAD if issued else part)
    return parts


def _of_a_book(blocks: Sequence[Block], at: int) -> bool:
    """Whether an author's line belongs to a book in a list below the title, not to this text."""
    above, below = (line(block).text for block in (blocks[max(at - 1, 0)], blocks[min(at + 1, len(blocks) - 1)]))
    return at > 1 and names_a_book(above) and is_book_entry(below)


def _without_book(parts: list[Part]) -> list[Part]:
    return parts[:-1] if parts[-1:] == [Part.TEXT] else parts


def _part(block: Block) -> Part | None:
    one = line(block)
    if not isinstance(block, Paragraph):
        return None
    if not one.length:
        return Part.PICTURE
    if printed := _printed(one, block.text):
        return printed
    if any(span.generated for span in block.spans) or is_rank(one.text):
        return None
    return _by_words(one) or (Part.UNSURE if one.length <= _LONGEST_UNSURE and has_numeric_day(one.text) else None)


def _printed(one: Line, text: str) -> Part | None:
    """What a line is that says where a text comes from."""
    if is_letterhead(one):
        return Part.LETTERHEAD
    if credits_of(text):
        return Part.CREDITS
    return Part.MASTHEAD if one.body and is_masthead(one.text) else None


def _by_words(one: Line) -> Part | None:
    if is_date_note(one.text):
        return Part.DATE
    if is_subtitle(one):
        return Part.SUBTITLE
    if one.whole and is_address(one.text):
        return Part.ADDRESS
    if aside_role(one) is Role.ATTACHMENT and one.length <= _LONGEST_ATTACHMENT:
        return Part.ATTACHMENT
    return Part.TEXT if _may_be_title(one) else None


def _may_be_title(one: Line) -> bool:
    if (one.number and one.number.kind is not Kind.PART) or aside_role(one):
        return False
    by_style = one.look.level == 1 and one.length <= _LONGEST_BY_STYLE and not one.text.endswith("\u3002")
    return title_like(one) or (by_style and one.body)
