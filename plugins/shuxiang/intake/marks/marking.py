"""All marks on an article, in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from shuxiang.intake.document import Article
from shuxiang.intake.findings import Finding
from shuxiang.intake.marks import (
    blanks,
    dashes,
    dates,
    doubled_marks,
    doubles,
    elisions,
    ellipsis,
    forms,
    holes,
    invisible,
    latin,
    pairs,
    phrases,
    punctuation,
    quotes,
    spaces,
    widths,
)
from shuxiang.intake.marks.line import Line, lines, touched
from shuxiang.intake.marks.listing import Found, findings
from shuxiang.intake.marks.mark import Mark

_Find = Callable[[Line], Iterator[Mark]]

_BY_NEIGHBOURS: tuple[_Find, ...] = tuple(
    module.find for module in (punctuation, doubled_marks, quotes, ellipsis, dashes, spaces)
)
"""These go by the width of the marks beside."""
_BY_THEMSELVES: tuple[_Find, ...] = tuple(
    module.find for module in (blanks, elisions, holes, phrases, latin, doubles, widths, invisible, forms, dates)
)
_IN_ALL_LINES: tuple[Callable[[Sequence[Line]], Iterator[Found]], ...] = (
    pairs.find,
    quotes.mixed_corners,
    doubles.paragraphs,
)


def marks(article: Article) -> tuple[Finding, ...]:
    """What is blank, cut off or misprinted, in reading order. Changes nothing."""
    read = lines(article)
    found = ((number, mark) for number, line in enumerate(read) for mark in marks_in(line))
    return findings(read, chain(found, marks_across(read)))


def marks_in(line: Line, *, only_by_neighbours: bool = False) -> Iterator[Mark]:
    """The marks on a line, or only those that another mark's width may have brought to light."""
    for find in _BY_NEIGHBOURS if only_by_neighbours else (*_BY_THEMSELVES, *_BY_NEIGHBOURS):
        yield from (mark for mark in find(line) if counts(line, mark))


def marks_across(read: Sequence[Line]) -> Iterator[Found]:
    """The marks that take more than one line to see."""
    for find_all in _IN_ALL_LINES:
        yield from ((number, mark) for number, mark in find_all(read) if counts(read[number], mark))


def counts(line: Line, mark: Mark) -> bool:
    """Whether a mark is about the text: not in an address, and for a mend not in what the document generates."""
    if not line.addresses and not line.generated:
        return True
    if touched(line.addresses, mark.start, mark.end):
        return False
    return not (mark.kind.mend and touched(line.generated, mark.start, mark.end))
