"""Paragraphs cut and joined without losing a letter, a note's call or a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from shuxiang.intake.document import Block, Paragraph, Span


def written(paragraph: Paragraph, start: int = 0, end: int | None = None) -> str:
    """The letters ``[start, end)`` that are written in the document: what may be set aside."""
    pieces: list[str] = []
    seen = 0
    for span in paragraph.spans:
        last = len(span.text) if end is None else end - seen
        if not span.generated and last > 0:
            pieces.append(span.text[max(start - seen, 0) : last])
        seen += len(span.text)
    return "".join(pieces)


def parted(paragraph: Paragraph, places: Iterable[int]) -> list[Paragraph]:
    """The paragraph cut before the letters at these places, given in order: one part more than places.

    What has no letters goes with the letter before it.
    """
    parts: list[list[Span]] = [[]]
    waiting = list(reversed([*places]))
    seen = 0
    for span in paragraph.spans:
        start = 0
        while waiting and waiting[-1] < seen + len(span.text):
            at = max(waiting.pop() - seen, start)
            parts[-1] += [replace(span, text=span.text[start:at])] if start < at else []
            parts.append([])
            start = at
        parts[-1] += [replace(span, text=span.text[start:])] if start < len(span.text) or not span.text else []
        seen += len(span.text)
    parts += [[] for _ in waiting]
    later = replace(paragraph.look, after_gap=False)
    return [
        replace(paragraph, spans=tuple(spans), look=later if number else paragraph.look)
        for number, spans in enumerate(parts)
    ]


def halves(paragraph: Paragraph, at: int) -> tuple[Paragraph, Paragraph]:
    """The paragraph in two, without blanks at their ends."""
    first, second = parted(paragraph, (at,))
    return stripped(first), stripped(second)


def without(paragraph: Paragraph, stretches: Sequence[tuple[int, int]]) -> Paragraph:
    """The paragraph without the letters of these stretches, given in order; calls of notes and pictures stay."""
    spans: list[Span] = []
    seen = 0
    waiting = list(reversed(stretches))
    for span in paragraph.spans:
        text = _kept(span.text, seen, waiting)
        spans += [replace(span, text=text)] if text or _stays(span) else []
        seen += len(span.text)
    return replace(paragraph, spans=tuple(spans))


def emptied(paragraph: Paragraph) -> tuple[Block, ...]:
    """What must stay of a paragraph whose letters are moved elsewhere: its pictures and the calls of its notes."""
    left = tuple(replace(span, text="") for span in paragraph.spans if _stays(span))
    if not left:
        return ()
    name = (Span("题注", generated=True),) if any(span.note for span in left) else ()
    return (replace(paragraph, spans=(*name, *left)),)


def stripped(paragraph: Paragraph) -> Paragraph:
    """The paragraph without blanks at its ends."""
    text = paragraph.text
    lead, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if lead == 0 and end == len(text):
        return paragraph
    return without(paragraph, ((0, lead), (max(end, lead), len(text))))


def joined(parts: Sequence[Paragraph]) -> Paragraph:
    """Parts of a broken sentence as one paragraph, set as the first was."""
    spans: list[Span] = []
    for look, group in groupby(_with_spaces(parts), key=lambda span: replace(span, text="")):
        same = list(group)
        spans += same if _stays(look) else [replace(look, text="".join(span.text for span in same))]
    return replace(parts[0], spans=tuple(spans))


def empty(block: Block) -> bool:
    """Whether a block has neither letters nor pictures nor calls of notes."""
    return isinstance(block, Paragraph) and not any(span.text.strip() or _stays(span) for span in block.spans)


def _stays(span: Span) -> bool:
    return bool(span.note or span.picture)


def _kept(text: str, seen: int, waiting: list[tuple[int, int]]) -> str:
    """A span's letters outside of the stretches; those that end in it are taken off the waiting ones."""
    pieces: list[str] = []
    at = 0
    while waiting and waiting[-1][0] < seen + len(text):
        start, end = waiting[-1]
        pieces.append(text[at : max(start - seen, at)])
        at = max(at, end - seen)
        if end > seen + len(text):
            break
        waiting.pop()
    return "".join([*pieces, text[at:]])


def _with_spaces(parts: Sequence[Paragraph]) -> Iterator[Span]:
    """The parts' spans, with a space where a line ended between two words of a language that has spaces."""
    before = ""
    for part in parts:
        for number, span in enumerate(part.spans):
            apart = number == 0 and _between_words(before, span.text[:1])
            yield replace(span, text=" " + span.text) if apart else span
            before = span.text[-1:] or before


def _between_words(before: str, after: str) -> bool:
    return before.isascii() and (before.isalpha() or before in (",", ";")) and after.isascii() and after.isalpha()
