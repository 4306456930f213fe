"""A Markdown file: rendered, and read as the web page that it is; raw HTML in it is as hostile as any."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from markdown import Markdown

from shuxiang.intake.document import Block, Cell, Document, Paragraph, Table, paragraphs
from shuxiang.intake.findings import Finding, IntakeError, Place, Unit
from shuxiang.intake.readers.encoding import decoded, encoding_findings
from shuxiang.intake.readers.html import aside_findings, embedded_findings, unlinked_findings, unread_findings
from shuxiang.intake.readers.html_blocks import Blocks, read_blocks
from shuxiang.intake.readers.html_pictures import Pictures, picture_findings
from shuxiang.intake.readers.html_tree import Element, drop_unread, letters, parsed
from shuxiang.intake.readers.markdown_header import headed
from shuxiang.intake.source import Source

_EXTENSIONS = ("tables", "footnotes", "fenced_code", "attr_list", "nl2br", "sane_lists")
_MOST = 2 * 1024 * 1024
_MOST_MARKS = 3000
"""Opening brackets, of links or tags: looking for the closing ones takes the square of their number."""
_NO_LETTERS = re.compile(r"[\W_]+")
_KEYS = {12: 20_000, 6: 5_000, 3: 400, 1: 100}
"""By how many of its first letters a paragraph is looked for, and how far."""


def read_markdown(source: Source) -> Document:
    """The text of a Markdown file, its header apart. Every line end ends a paragraph; lines are joined later.

    IntakeError when it is too long or too deep to be rendered.
    """
    text = decoded(source.data)
    file = headed(text.text.replace("\r\n", "\n").replace("\r", "\n"))
    html = _rendered(file.body)
    root = parsed(f"<body>{html}</body>")
    unread = drop_unread(root) + html.count("<!--")
    calls, noted = _notes(root)
    received = letters(root)
    for note in noted.values():
        _detach(note)
    pictures = Pictures(source.folder)
    found = read_blocks(root, calls=calls, picture=pictures.take)
    notes = {id_: read_blocks(note, picture=pictures.take) for id_, note in noted.items()}
    if not found.blocks:
        raise IntakeError("文件里没有正文。请核对是不是交错了文件。")
    places = _Places(file.body, file.first_line)
    return Document(
        tuple(places.placed(block) for block in found.blocks),
        received,
        notes={id_: _numbered(note, number) for number, (id_, note) in enumerate(notes.items(), start=1)},
        pictures=tuple(pictures.taken),
        findings=(
            *encoding_findings(text),
            *file.findings,
            *_findings([found, *notes.values()], places),
            *unread_findings(unread),
            *picture_findings(pictures.taken, ()),
        ),
        header=file.header,
    )


def _rendered(body: str) -> str:
    if len(body) > _MOST or max(body.count("["), body.count("<")) > _MOST_MARKS:
        raise IntakeError(
            "Markdown 文件太长，或括号、标签太多，不像一篇文章。请分成几个文件，或另存为 .txt 再交来。"
        )
    try:
        return Markdown(extensions=_EXTENSIONS).convert(body)
    except RecursionError as error:
        raise IntakeError("Markdown 的列表或引用一层套一层，超过了能读的层数。请另存为 .txt 再交来。") from error


def _notes(root: Element) -> tuple[dict[Element, str], dict[str, Element]]:
    """The elements that call a note, with its id, and the notes by id; numbers and links back are taken out."""
    noted = {str(item.get("id"))[3:]: item for item in root.iter("li") if item.get("id", "").startswith("fn:")}
    calls: dict[Element, str] = {}
    for link in list(root.iter("a")):
        kind, id_ = link.get("class"), link.get("href", "")[4:]
        if kind == "footnote-ref" and id_ in noted:
            calls[link] = id_
        if link in calls or kind == "footnote-backref":
            _empty(link)
    return calls, noted


def _detach(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _empty(link: Element) -> None:
    """Take out the number or sign that the renderer put in."""
    link.text = None
    for inner in list(link):
        link.remove(inner)


def _numbered(note: Blocks, number: int) -> tuple[Paragraph, ...]:
    place = Place(number=number, unit=Unit.NOTE)
    return tuple(replace(paragraph, place=place) for paragraph in paragraphs(note.blocks))


def _findings(read: Sequence[Blocks], places: _Places) -> Iterator[Finding]:
    asides: dict[str, list[str]] = {}
    for blocks in read:
        for region, parts in blocks.asides.items():
            asides.setdefault(region, []).extend(parts)
    yield from aside_findings(asides)
    yield from unlinked_findings(address for blocks in read for address in blocks.unlinked)
    yield from embedded_findings(sum(blocks.embedded for blocks in read))
    left = [(places.found(place), element) for blocks in read for place, element in blocks.pictures]
    yield from picture_findings((), left)


class _Places:
    """The lines of the file on which its paragraphs stand, looked for in reading order."""

    def __init__(self, body: str, first_line: int) -> None:
        self._first = first_line
        lines = [_NO_LETTERS.sub("", line) for line in body.split("\n")]
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        self._text = "\n".join(lines)
        self._at = 0
        self._lines: dict[Place, Place] = {}

    def placed(self, block: Block) -> Block:
        """The block with lines as places, those of the paragraphs in it too."""
        if isinstance(block, Paragraph):
            return self._paragraph(block)
        rows = tuple(tuple(self._cell(cell) for cell in row) for row in block.rows)
        return Table(rows, self.found(block.place))

    def found(self, place: Place) -> Place:
        """The line of what stood at a place among the paragraphs."""
        return self._lines.get(place, self._line())

    def _cell(self, cell: Cell) -> Cell:
        return replace(cell, paragraphs=tuple(self._paragraph(paragraph) for paragraph in cell.paragraphs))

    def _paragraph(self, paragraph: Paragraph) -> Paragraph:
        written = "".join(span.text for span in paragraph.spans if not span.generated)
        first = _NO_LETTERS.sub("", written[: 4 * max(_KEYS)])
        at, length = next(self._matches(first), (self._at, 0))
        self._at = at
        line = self._line()
        self._lines.setdefault(paragraph.place, line)
        self._at += length
        return replace(paragraph, place=line)

    def _matches(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the text stands, and how many letters of it tell so; markup may stand between any two of them."""
        for length, reach in _KEYS.items():
            key = text[:length]
            at = self._text.find(key, self._at, self._at + reach) if key else -1
            if at >= 0:
                yield at, len(key)

    def _line(self) -> Place:
        return Place(number=bisect_right(self._starts, self._at) + self._first - 1)
