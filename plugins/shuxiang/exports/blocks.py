"""A document as blocks, before it is Word or a web page: headings, paragraphs, tables, a chart.

The writers (``exports.word_document``, ``exports.web_document``) decide how each looks; texts come as they are to
be read, and hold no markup.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Align(StrEnum):
    """How a column stands: words at the left, numbers at the right."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1 for a part of the document, 2 for a part of that. The document's title is no block."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``note`` for what is small beside it, such as where a figure comes from."""

    text: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list, a line each."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column; ``width`` is its share of the table's width, any unit."""

    name: str
    width: float = 1
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` have a text for each column; ``total`` says that the last row sums up the others.

    ``row_height`` in millimetres, 0 for as high as the text; ``caption`` stands above, ``note`` small below, never
    on another page than the table's end.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    total: bool = False
    row_height: float = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart: a value for each category, 0 to 100 for shares; None where there is none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars by category, the series side by side; ``percent`` when the values are shares of a hundred."""

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    percent: bool = True


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Items | Table | BarChart | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """``subtitle`` stands small below the title; ``footer`` on every page; ``wide`` turns the paper."""

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    footer: str = ""
    wide: bool = field(default=False)
