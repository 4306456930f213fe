"""The tokens of a paragraph -> its lines: spans without blanks at the ends, and how most letters look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from shuxiang.intake.document import Span
from shuxiang.intake.readers.docx.tokens import Break, NoteCall, Shown, Text, Token

BLANK = "____"
"""What stands for a stretch of underlined blanks, where something is to be filled in."""

_WIDE = {"\u3000": 1.0, "\t": 2.0}
_Piece = Text | NoteCall | Shown


@dataclass(frozen=True, slots=True)
class Line:
    """A line. ``lead`` is the width of the blanks it began with, in Chinese characters; ``size`` is in points."""

    spans: tuple[Span, ...]
    bold: bool = False
    size: float = 0
    face: str = ""
    lead: float = 0

    @property
    def letters(self) -> str:
        """All its text."""
        return "".join(span.text for span in self.spans)


def lines(tokens: Iterable[Token]) -> tuple[Line, ...]:
    """The lines that have something in them; what was told of a text and what hangs there is no part of them."""
    pieces: list[list[_Piece]] = [[]]
    for token in tokens:
        if isinstance(token, Break):
            pieces.append([])
        elif isinstance(token, Text | NoteCall | Shown):
            pieces[-1].append(token)
    return tuple(line for piece in pieces if (line := _line(piece)).spans)


def _line(piece: Iterable[_Piece]) -> Line:
    lead, rest = _without_lead(_with_blanks(piece))
    texts = [token for token in rest if isinstance(token, Text) and _weight(token)]
    sizes, faces = Counter[float](), Counter[str]()
    for text in texts:
        sizes[text.look.size] += _weight(text)
        faces[text.look.face] += _weight(text)
    return Line(
        _merged(_span(token) for token in _without_tail(rest)),
        bold=bool(texts) and all(text.look.strong for text in texts),
        size=sizes.most_common(1)[0][0] if sizes else 0,
        face=faces.most_common(1)[0][0] if faces else "",
        lead=lead,
    )


def _weight(text: Text) -> int:
    return 0 if text.generated else len("".join(text.text.split()))


def _with_blanks(piece: Iterable[_Piece]) -> Iterator[_Piece]:
    """White space that is underlined becomes a blank to fill in, unless letters stand on the same line."""
    for underlined, group in groupby(piece, _is_underlined):
        tokens = tuple(group)
        white = "".join(token.text for token in tokens if isinstance(token, Text))
        if underlined and white.isspace() and (len(white) > 1 or white in _WIDE):
            yield Text(BLANK, generated=True)
        else:
            yield from tokens


def _is_underlined(token: _Piece) -> bool:
    return isinstance(token, Text) and token.look.underlined


def _without_lead(piece: Iterable[_Piece]) -> tuple[float, list[_Piece]]:
    """How far in a line begins, and the line without its first blanks."""
    lead, rest = 0.0, list[_Piece]()
    for token in piece:
        if rest or not isinstance(token, Text):
            rest.append(token)
            continue
        letters = token.text.lstrip()
        lead += _width(token.text[: len(token.text) - len(letters)])
        if letters:
            rest.append(token if letters == token.text else replace(token, text=letters))
    return lead, rest


def _width(blanks: str) -> float:
    return sum(_WIDE.get(blank, 0.5) for blank in blanks)


def _without_tail(piece: list[_Piece]) -> list[_Piece]:
    kept = list(piece)
    while kept and isinstance(last := kept[-1], Text) and not last.text.strip():
        kept.pop()
    if kept and isinstance(last := kept[-1], Text) and last.text[-1].isspace():
        kept[-1] = replace(last, text=last.text.rstrip())
    return kept


def _span(token: _Piece) -> Span:
    if isinstance(token, NoteCall):
        return Span("", note=token.note)
    if isinstance(token, Shown):
        return Span("", picture=token.picture)
    look = token.look
    text = token.text.replace("\t", " ")
    return Span(text, look.strong, look.emphasis, look.script, token.href, generated=token.generated)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans that look the same in one: Word cuts a sentence into runs wherever somebody has typed."""
    merged: list[Span] = []
    for _, group in groupby(spans, _kind):
        alike = list(group)
        if len(alike) > 1 and alike[0].text:
            alike = [replace(alike[0], text="".join(span.text for span in alike))]
        merged.extend(span for span in alike if span.text or span.note or span.picture)
    return tuple(merged)


def _kind(span: Span) -> tuple[object, ...]:
    return span.strong, span.emphasis, span.script, span.href, span.generated, span.note, span.picture
