"""The document between readers and writer: paragraphs, tables and pictures, as they look and with their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shuxiang.intake.findings import WHOLE, Finding, Place


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that looks the same.

    ``script`` is ``sup``, ``sub`` or nothing; ``href`` an address that was found safe (http, https, mailto, tel, or
    a place in the document); ``note`` the id of a footnote called here and ``picture`` the name of a picture that
    stands here, both without text; ``generated`` text is not written in the document, such as the number that Word
    counts by itself.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    script: str = ""
    href: str = ""
    note: str = ""
    picture: str = ""
    generated: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph is set. ``size`` is in points and ``face`` the Chinese typeface; 0 and empty: not known.

    ``level`` is that of a heading by style, from 1; ``bullet`` the depth of an unnumbered item, from 1; 0: neither.
    ``bold`` says that every letter is; ``after_gap`` that a blank line stands before it; ``indented`` that its line
    of a text begins with the blanks of a new paragraph.
    """

    centred: bool = False
    right: bool = False
    bold: bool = False
    size: float = 0
    face: str = ""
    level: int = 0
    bullet: int = 0
    after_gap: bool = False
    indented: bool = False


class Role(StrEnum):
    """What a paragraph is in its article. Readers give everything as BODY, or CAPTION where the format says so."""

    BODY = "body"
    TITLE = "title"
    SUBTITLE = "subtitle"
    SALUTATION = "salutation"
    HEADING = "heading"
    SIGNATURE = "signature"
    DATE = "date"
    ATTACHMENT = "attachment"
    NOTE = "note"
    CAPTION = "caption"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the document. ``level`` is 2 to 5 for a HEADING and 0 for all else."""

    spans: tuple[Span, ...]
    place: Place = WHOLE
    look: Look = Look()
    role: Role = Role.BODY
    level: int = 0

    @property
    def text(self) -> str:
        """All of its letters, generated numbers too."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; it may reach over columns to the right and rows below."""

    paragraphs: tuple[Paragraph, ...] = ()
    across: int = 1
    down: int = 1


WIDEST = 64
"""Columns that a cell may reach over; one that says it reaches further has been made up."""

_MOST_PLACES = 20_000


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a cell that another one reaches over is not in its row."""

    rows: tuple[tuple[Cell, ...], ...]
    place: Place = WHOLE

    @property
    def is_overgrown(self) -> bool:
        """Whether it has more places than any reader could take in; such a table is written as lines."""
        return max(self._widths(), default=0) * len(self.rows) > _MOST_PLACES

    def _widths(self) -> Iterator[int]:
        """The places of each row, those counted that cells above reach over."""
        ending = [0] * (len(self.rows) + 1)
        reached = 0
        for number, row in enumerate(self.rows):
            reached -= ending[number]
            width = sum(min(cell.across, WIDEST) for cell in row)
            yield reached + width
            for cell in row:
                ending[min(number + max(cell.down, 1), len(self.rows))] += min(cell.across, WIDEST)
            reached += width


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that was in the document: ``name`` is a safe file name with the right ending."""

    name: str
    data: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as a reader found it.

    ``received`` is all text of the file, counted on another way than ``blocks`` were: what is in it must be found
    again in the blocks, the notes or the findings' ``set_aside``. ``header`` is front matter that a Markdown file
    already had. ``hints`` are what a web page says of itself beside its text (title, author, source, date); they
    count only where the text says nothing.
    """

    blocks: tuple[Block, ...]
    received: str
    notes: Mapping[str, tuple[Paragraph, ...]] = field(default_factory=dict)
    pictures: tuple[Picture, ...] = ()
    findings: tuple[Finding, ...] = ()
    header: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a document. ``title`` is empty when the document has none.

    ``fields`` are further values for the header (author, post, source, date), in Chinese as they were found.
    """

    title: str
    blocks: tuple[Block, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, tuple[Paragraph, ...]] = field(default_factory=dict)
    pictures: tuple[Picture, ...] = ()
    findings: tuple[Finding, ...] = ()


def plain(text: str, place: Place = WHOLE, look: Look | None = None) -> Paragraph:
    """A paragraph of one span."""
    return Paragraph((Span(text),), place, look or Look())


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Every paragraph in reading order, those in tables too."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (paragraph for row in block.rows for cell in row for paragraph in cell.paragraphs)
