"""What intake saw in a document: where, what, and what to do; values that travel with the text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shuxiang.core.diagnostics import Severity


class IntakeError(ValueError):
    """A document that cannot be taken in. ``str()`` is a Chinese sentence: what is wrong, and what to do."""


class Unit(StrEnum):
    """What a place counts: lines of a text, paragraphs of a document, its footnotes."""

    LINE = "行"
    PARAGRAPH = "段"
    NOTE = "条脚注"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the document as it was received, counted from 1; ``page`` for formats that have pages.

    A ``number`` of 0 means the whole document, or the whole page.
    """

    page: int = 0
    number: int = 0
    unit: Unit = Unit.LINE

    def __str__(self) -> str:
        page = f"第{self.page}页" if self.page else ""
        return f"{page}第{self.number}{self.unit}" if self.number else page


WHOLE = Place()


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to know about a document. ``what`` and ``fix`` are Chinese sentences, ``code`` is stable.

    ``excerpt`` is a piece of the text at the place, word for word, to be searched for in the original.
    ``set_aside`` is text that was taken out of the article, whole and word for word: what came in equals what went
    out and all that was set aside (``accounts`` holds this). ``proposed`` are mends or candidates, best first, none
    of which has been made. A mend that was made says so in ``before`` and ``after``. ``mend`` is the class of safe
    mends (``marks.mending.CLASSES``) that would make the first of ``proposed``; empty when none would.
    """

    place: Place
    code: str
    what: str
    fix: str = ""
    severity: Severity = Severity.WARNING
    excerpt: str = ""
    set_aside: str = ""
    proposed: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    mend: str = ""
