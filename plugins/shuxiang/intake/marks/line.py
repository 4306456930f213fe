"""A line: what is read as one piece of text, whether title, field, paragraph, cell or note."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from shuxiang.intake.document import Article, Block, Cell, Paragraph, Role, Span, Table
from shuxiang.intake.findings import WHOLE, Place
from shuxiang.intake.marks.characters import HALF_TO_FULL, HAN, STOPS, USUAL

_FLAT = (
    *HALF_TO_FULL.items(),
    *((blank, " ") for blank in "\t\u00a0\u3000"),
    *((chr(ord(digit) + 0xFEE0), digit) for digit in "0123456789"),
    ("\uff05", "%"),
)
_SETTING_OFF = ("@", "/", "`", "&", "ww", "WW")
_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]{0,20}://[!-~]+(?<![,;:?!.)'\"])"
    r"|www\.[!-~]+(?<![,;:?!.)'\"])"
    r"|(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,10}/[!-~]*(?<![,;:?!.)'\"])"
    r"|[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,255}[a-z]"
    r"|`[^`]{1,80}`"
    r"|&#?\w{1,10};",
    re.IGNORECASE | re.ASCII,
)
_HAN = re.compile(f"[{HAN}]+")
_LATIN = re.compile("[A-Za-z]+")
_ODD = re.compile(f"[^{USUAL}]")
_SENTENCE = re.compile(f"[{STOPS}\uff0c\uff1b]")
_LAID_OUT = {Role.TITLE, Role.SUBTITLE, Role.HEADING, Role.SIGNATURE, Role.DATE, Role.CAPTION, Role.SALUTATION}
"""Where spaces part the halves of a line or fill up a name."""

Edit = tuple[int, int, str]
"""Letters ``[start, end)`` of a line, and what comes in their place."""

Ranges = Sequence[tuple[int, int]]
"""Letters ``[start, end)``, in order and apart."""


def touched(ranges: Ranges, start: int, end: int) -> bool:
    """Whether one of the ranges has a letter of ``[start, end)``."""
    last = bisect_left(ranges, (end,)) - 1
    return last >= 0 and ranges[last][1] > start


@dataclass(frozen=True)
class Line:
    """One piece of text with its place; ``where`` says what it is when a place alone does not, as in “标题里”."""

    spans: tuple[Span, ...]
    place: Place = WHOLE
    where: str = ""
    role: Role = Role.BODY

    @cached_property
    def text(self) -> str:
        """All of its letters."""
        return "".join(span.text for span in self.spans)

    @cached_property
    def flat(self) -> str:
        """The same letters, each at its place, with full-width marks, half-width digits and plain spaces."""
        flat = self.text
        for letter, plain in _FLAT:
            if letter in flat:
                flat = flat.replace(letter, plain)
        return flat

    @cached_property
    def chinese(self) -> bool:
        """Whether the line is Chinese, so that quotation marks and dashes in it are Chinese ones."""
        if not _LATIN.search(self.text):
            return bool(_HAN.search(self.text))
        return 2 * sum(map(len, _HAN.findall(self.text))) > sum(map(len, _LATIN.findall(self.text)))

    @cached_property
    def odd(self) -> bool:
        """Whether it holds a character that hardly any text has: what is invisible, private, of another form."""
        return bool(_ODD.search(self.text))

    def has(self, signs: Iterable[str]) -> bool:
        """Whether it holds one of these: what needs them need not be looked for when there is none."""
        return any(map(self.text.__contains__, signs))

    @cached_property
    def running(self) -> bool:
        """Whether it is running text, in which a space has no work to do: it holds a sentence, or a part of one."""
        return self.role not in _LAID_OUT and bool(_SENTENCE.search(self.flat))

    @cached_property
    def addresses(self) -> Ranges:
        """Where addresses and code stand, in which no mark means what it means elsewhere."""
        if not self.has(_SETTING_OFF):
            return ()
        return tuple(match.span() for match in _ADDRESS.finditer(self.text))

    @cached_property
    def generated(self) -> Ranges:
        """Where text stands that is not written in the document; there is nothing to mend in it."""
        found, at = [], 0
        for span in self.spans:
            if span.generated:
                found.append((at, at + len(span.text)))
            at += len(span.text)
        return tuple(found)

    def edited(self, edits: Sequence[Edit]) -> Line:
        """The line after these edits, which are in order and do not overlap."""
        return replace(self, spans=tuple(_edited(self.spans, edits)))


def lines(article: Article) -> tuple[Line, ...]:
    """Everything that is read in an article: title, fields, paragraphs with those in tables, notes."""
    return (
        Line((Span(article.title),), where="标题里", role=Role.TITLE),
        *(Line((Span(value),), where=f"“{_FIELDS.get(name, name)}”里") for name, value in article.fields.items()),
        *(line for block in article.blocks for line in _lines(block)),
        *(_line(paragraph) for note in article.notes.values() for paragraph in note),
    )


_FIELDS = {"author": "作者", "post": "职务", "source": "来源", "date": "日期", "summary": "导语"}


def rebuilt(article: Article, changed: Iterable[Line]) -> Article:
    """The article with its ``lines`` as they are now."""
    ahead = iter(changed)
    return replace(
        article,
        title=next(ahead).text,
        fields={name: next(ahead).text for name in article.fields},
        blocks=tuple(_rebuilt(block, ahead) for block in article.blocks),
        notes={name: tuple(_respanned(each, ahead) for each in note) for name, note in article.notes.items()},
    )


def _lines(block: Block) -> Iterator[Line]:
    if isinstance(block, Paragraph):
        yield _line(block)
    else:
        yield from (_line(each, in_table=True) for row in block.rows for cell in row for each in cell.paragraphs)


def _line(paragraph: Paragraph, *, in_table: bool = False) -> Line:
    return Line(paragraph.spans, paragraph.place, "表格里" if in_table else "", paragraph.role)


def _rebuilt(block: Block, ahead: Iterator[Line]) -> Block:
    if isinstance(block, Paragraph):
        return _respanned(block, ahead)
    return Table(tuple(tuple(_cell(cell, ahead) for cell in row) for row in block.rows), block.place)


def _cell(cell: Cell, ahead: Iterator[Line]) -> Cell:
    return replace(cell, paragraphs=tuple(_respanned(paragraph, ahead) for paragraph in cell.paragraphs))


def _respanned(paragraph: Paragraph, ahead: Iterator[Line]) -> Paragraph:
    return replace(paragraph, spans=next(ahead).spans)


def _edited(spans: Iterable[Span], edits: Sequence[Edit]) -> Iterator[Span]:
    """The spans after the edits: letters stay in the span they were in, and what is put in goes where it begins."""
    at = first = 0
    for span in spans:
        end = at + len(span.text)
        while first < len(edits) and edits[first][1] <= at:
            first += 1
        if span.text and first < len(edits) and edits[first][0] < end:
            text = "".join(_pieces(span.text, at, edits, first))
            if text or span.note or span.picture:
                yield replace(span, text=text)
        else:
            yield span
        at = end


def _pieces(text: str, at: int, edits: Sequence[Edit], first: int) -> Iterator[str]:
    end, done = at + len(text), at
    for index in range(first, len(edits)):
        start, stop, new = edits[index]
        if start >= end:
            break
        yield text[done - at : max(start - at, 0)]
        if len(new) == stop - start:
            yield new[max(at - start, 0) : max(end - start, 0)]
        elif start >= at:
            yield new
        done = min(stop, end)
    yield text[done - at :]
