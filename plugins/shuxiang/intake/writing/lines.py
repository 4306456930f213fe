"""Spans -> one line of Markdown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import dropwhile, groupby

from shuxiang.intake.document import Span
from shuxiang.intake.writing.addresses import address, picture_address
from shuxiang.intake.writing.escaping import MARKUP, escaped, heading_escaped, opening_escaped

_BREAKS = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]+")


@dataclass(frozen=True, slots=True)
class References:
    """What spans refer to: the numbers of notes by id, the addresses and alternative texts of pictures by name."""

    notes: Mapping[str, int] = field(default_factory=dict)
    pictures: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Letters of the text, or (``markup``) of ours; ``linked`` letters stand between a link's brackets."""

    text: str
    markup: bool = False
    linked: bool = False


_Escape = Callable[[str, list[str]], list[str]]


def line(spans: Iterable[Span], references: References) -> str:
    """A line of its own, whose first letters are no markup either."""
    return _joined(_pieces(spans, references), opening_escaped)


def heading_line(spans: Iterable[Span], references: References) -> str:
    """What stands behind the marks of a heading: without bold, which a heading is by itself."""
    return _joined(_pieces([replace(span, strong=False) for span in spans], references), heading_escaped)


def cell_line(lines: Iterable[Iterable[Span]], references: References) -> str:
    """The lines of a cell in a table, as one; empty ones are left out."""
    pieces: list[_Piece] = []
    for spans in lines:
        found = [piece for piece in _pieces(spans, references) if piece.text]
        if any(piece.text.strip() for piece in found):
            pieces += [*([_Piece("<br>", markup=True)] if pieces else []), *found]
    return _joined(pieces, _cell_escaped)


def _cell_escaped(text: str, letters: list[str]) -> list[str]:
    return [r"\|" if letter == "|" else written for letter, written in zip(text, letters, strict=True)]


def _joined(pieces: Iterable[_Piece], escape: _Escape) -> str:
    found = _trimmed([piece for piece in pieces if piece.text])
    text = "".join(MARKUP if piece.markup else piece.text for piece in found)
    letters = escape(text, escaped(text))
    parts, at = [], 0
    for piece in found:
        length = 1 if piece.markup else len(piece.text)
        written = letters[at : at + length]
        parts.append(piece.text if piece.markup else "".join(_in_link(written) if piece.linked else written))
        at += length
    return "".join(parts)


def _trimmed(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces without white space at either end of the line."""
    if pieces and not pieces[0].markup:
        pieces[0] = replace(pieces[0], text=pieces[0].text.lstrip())
    if pieces and not pieces[-1].markup:
        pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip())
    return pieces


def _in_link(letters: list[str]) -> Iterator[str]:
    return (f"\\{letter}" if letter in ("[", "]") else letter for letter in letters)


def _clean(span: Span) -> Span:
    """The span with its letters in one line, as part of a link only where it is letters."""
    text = _UNWRITABLE.sub("", _BREAKS.sub(" ", span.text))
    return replace(span, text=text, href=address(span.href) if text else "", generated=False)


def _pieces(spans: Iterable[Span], references: References) -> Iterator[_Piece]:
    written = [span for span in map(_clean, spans) if span.text or span.note or span.picture]
    for href, group in groupby(written, lambda span: span.href):
        inner = list(group)
        if not href:
            yield from _bold_and_not(inner, references)
        else:
            pieces = _bold_and_not(inner, references)
            linked = [piece if piece.markup else replace(piece, linked=True) for piece in pieces]
            yield from _marked("[", linked, f"]({href})")


def _bold_and_not(spans: Iterable[Span], references: References) -> Iterator[_Piece]:
    groups = [
        (strong, list(group)) for strong, group in groupby(spans, lambda span: span.strong and bool(span.text))
    ]
    parts = [
        list(_leaning(inner, references, (strong or number > 0, strong or number < len(groups) - 1)))
        for number, (strong, inner) in enumerate(groups)
    ]
    for number, (strong, _) in enumerate(groups):
        yield from _starred("**", "strong", parts, number) if strong else parts[number]


def _leaning(spans: Iterable[Span], references: References, bold: tuple[bool, bool]) -> Iterator[_Piece]:
    """Spans that are all bold or all not; asterisks must not touch those of ``bold`` text before or behind them."""
    groups = [
        (leans, list(group)) for leans, group in groupby(spans, lambda span: span.emphasis and bool(span.text))
    ]
    parts = [[piece for span in group for piece in _piece(span, references)] for _, group in groups]
    for number, (leans, _) in enumerate(groups):
        touches = (number == 0 and bold[0]) or (number == len(groups) - 1 and bold[1])
        if leans and (touches or all(bold)):
            yield from _marked("<em>", parts[number], "</em>")
        else:
            yield from _starred("*", "em", parts, number) if leans else parts[number]


def _starred(stars: str, tag: str, parts: Sequence[Sequence[_Piece]], number: int) -> Iterator[_Piece]:
    """One of the parts between asterisks.

    Asterisks between a letter and a punctuation mark are no markup to CommonMark and PyMdown's ``betterem``: there
    the mark is left outside, and where markup of ours takes the mark's place an element is used.
    """
    inner = [piece for piece in parts[number] if piece.text]
    behind, before = (_end_of(parts[number - 1], -1) if number else ""), _end_of((*parts, ())[number + 1 :][0], 0)
    element = inner and ((_is_letter(behind) and inner[0].markup) or (_is_letter(before) and inner[-1].markup))
    if element:
        yield from _marked(f"<{tag}>", inner, f"</{tag}>")
    else:
        yield from _marked(stars, inner, stars, (_is_letter(behind), _is_letter(before)))


def _end_of(pieces: Sequence[_Piece], at: int) -> str:
    """The first (0) or last (-1) letter of the pieces; nothing when there is none, or markup in its place."""
    found = [piece for piece in pieces if piece.text]
    return found[at].text[at] if found and not found[at].markup else ""


def _is_letter(character: str) -> bool:
    return bool(character) and not character.isspace() and unicodedata.category(character)[0] not in "PS"


def _piece(span: Span, references: References) -> Sequence[_Piece]:
    if span.note:
        number = references.notes.get(span.note)
        return [_Piece(f"[^{number}]", markup=True)] if number else []
    if span.picture:
        return _picture(span.picture, references)
    if span.script in ("sup", "sub"):
        return list(_marked(f"<{span.script}>", [_Piece(span.text)], f"</{span.script}>"))
    return [_Piece(span.text)]


def _picture(name: str, references: References) -> Sequence[_Piece]:
    if name not in references.pictures:
        return []
    path, alt = references.pictures[name]
    words = _Piece(_clean(Span(alt)).text, linked=True)
    return [_Piece("![", markup=True), words, _Piece(f"]({picture_address(path)})", markup=True)]


def _marked(
    first: str, pieces: Sequence[_Piece], last: str, touched: tuple[bool, bool] = (False, False)
) -> Iterator[_Piece]:
    """The pieces between two marks, which are left out around mere white space.

    White space at either end stays outside; so do punctuation marks at an end that is ``touched`` by a letter.
    """
    inner = list(_merged(pieces))
    if not inner:
        return
    before, inner[0] = _without_start(inner[0], marks=touched[0])
    after, inner[-1] = _without_end(inner[-1], marks=touched[1])
    if any(piece.text.strip() for piece in inner):
        inner = [_Piece(first, markup=True), *inner, _Piece(last, markup=True)]
    yield from (_Piece(before), *inner, _Piece(after))


def _merged(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """The pieces with letters that follow each other as one."""
    for (markup, linked), group in groupby(pieces, lambda piece: (piece.markup, piece.linked)):
        texts = [piece.text for piece in group if piece.text]
        yield from (_Piece(text, markup, linked) for text in (texts if markup else ["".join(texts)]) if text)


def _without_start(piece: _Piece, *, marks: bool) -> tuple[str, _Piece]:
    if piece.markup:
        return "", piece
    bare = "".join(dropwhile(partial(_is_loose, marks=marks), piece.text))
    return piece.text[: len(piece.text) - len(bare)], replace(piece, text=bare)


def _without_end(piece: _Piece, *, marks: bool) -> tuple[str, _Piece]:
    before, turned = _without_start(replace(piece, text=piece.text[::-1]), marks=marks)
    return before[::-1], replace(turned, text=turned.text[::-1])


def _is_loose(character: str, *, marks: bool) -> bool:
    return character.isspace() or (marks and not _is_letter(character))
