"""All marks on an article, in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

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
    punctuation,
    quotes,
    spaces,
    widths,
)
from shuxiang.intake.marks.line import Line, lines, touched
from shuxiang.intake.marks.listing import Found, findings
from shuxiang.intake.marks.mark import Mark

_IN_A_LINE: tuple[Callable[[Line], Iterator[Mark]], ...] = tuple(
    module.find
    for module in (
        blanks,
        elisions,
        holes,
        punctuation,
        doubled_marks,
        quotes,
        ellipsis,
        dashes,
        latin,
        doubles,
        spaces,
        widths,
        invisible,
        forms,
        dates,
    )
)
_IN_ALL_LINES: tuple[Callable[[Sequence[Line]], Iterator[Found]], ...] = (
    pairs.find,
    quotes.mixed_corners,
    doubles.paragraphs,
)


def marks(article: Article) -> tuple[Finding, ...]:
    """What is blank, cut off or misprinted, in reading order. Changes nothing."""
    return marks_in(lines(article))


def marks_in(read: Sequence[Line]) -> tuple[Finding, ...]:
    """The same about an article's lines."""
    return findings(read, _found(read))


def _found(read: Sequence[Line]) -> Iterator[Found]:
    for number, line in enumerate(read):
        for find in _IN_A_LINE:
            yield from ((number, mark) for mark in find(line) if counts(line, mark))
    for find_all in _IN_ALL_LINES:
        yield from ((number, mark) for number, mark in find_all(read) if counts(read[number], mark))


def counts(line: Line, mark: Mark) -> bool:
    """Whether a mark is about the text: not in an address, and for a mend not in what the document generates."""
    if not line.addresses and not line.generated:
        return True
    if touched(line.addresses, mark.start, mark.end):
        return False
    return not (mark.kind.mend and touched(line.generated, mark.start, mark.end))
