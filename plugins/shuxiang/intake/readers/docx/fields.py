"""Fields: what they show stays, what they are told does not. A table of contents and page numbers are set aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from shuxiang.intake import addresses
from shuxiang.intake.readers.docx.matters import Matter, Told
from shuxiang.intake.readers.docx.names import Element, w
from shuxiang.intake.readers.docx.numerals import numeral
from shuxiang.intake.readers.docx.symbols import symbol
from shuxiang.intake.readers.docx.tokens import FieldMark, Instruction, Step, Text, Token, set_aside

_CONTENTS = {"TOC", "TOA", "INDEX"}
_PAGES = {"PAGE", "NUMPAGES", "SECTIONPAGES"}
_LINK = re.compile(r"""HYPERLINK\s+(?:"(?P<address>[^"]*)"|(?P<bare>[^\s"\\]\S*))?""", re.IGNORECASE)
_ANCHOR = re.compile(r'\\l\s+"(?P<anchor>[^"]*)"')
_SYMBOL = re.compile(r'SYMBOL\s+(?P<code>\d{1,5})\b.*?\\f\s+"?(?P<font>[^"\\]+)', re.IGNORECASE | re.DOTALL)
_OVERLAY = re.compile(r"\\o[^(]{0,40}\((?P<below>.*)[,;](?P<letters>[^,;]+)\)\s*$", re.IGNORECASE | re.DOTALL)
_FRACTION = re.compile(r"\\f\s?\((?P<upper>[^(),]+)[,;](?P<lower>[^(),]+)\)\s*$", re.IGNORECASE)
_RINGS = {"\u25cb", "\u25ef", "\u3007", "O"}
_LONGEST = 1000
_DEEPEST = 20
"""Fields in fields; what is deeper is read as if it were no field."""


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction as far as it was read, and whether it has begun to show something."""

    instruction: str = ""
    shows: str = ""
    open: bool = False

    @property
    def kind(self) -> str:
        words = self.instruction.split(None, 1)
        return words[0].upper() if words else ""


class Fields:
    """The fields that are open at a point of a text; a table of contents stays open over many paragraphs.

    Where the marks of a text do not match, no field reaches beyond its paragraph.
    """

    def __init__(self, text: Element) -> None:
        steps = [mark.get(w("fldCharType")) for mark in text.iter(w("fldChar"))]
        self._sound = steps.count("begin") == steps.count("end")
        self._open: list[_Field] = []
        self._beyond = 0

    def resolved(self, tokens: Iterable[Token]) -> Iterator[Token]:
        """The tokens of a paragraph without fields, as a reader sees them."""
        for token in tokens:
            if isinstance(token, FieldMark):
                yield from self._marked(token)
            elif isinstance(token, Instruction):
                self._told(token.text)
            else:
                yield from self._shown(token)
        if not self._sound:
            self._open, self._beyond = [], 0
        self._open = [field for field in self._open if field.open]

    def _marked(self, mark: FieldMark) -> Iterator[Token]:
        if self._beyond or (mark.step is Step.BEGIN and len(self._open) >= _DEEPEST):
            self._beyond += {Step.BEGIN: 1, Step.SEPARATE: 0, Step.END: -1}[mark.step]
        elif mark.step is Step.BEGIN:
            self._open.append(_Field(shows=mark.shows))
        elif self._open and mark.step is Step.SEPARATE:
            self._open[-1].open = True
            yield from _link_told(self._open[-1])
        elif self._open:
            for token in _closed(self._open.pop()):
                yield from self._shown(token)

    def _told(self, instruction: str) -> None:
        if self._open and not self._open[-1].open:
            field = self._open[-1]
            field.instruction = (field.instruction + instruction)[:_LONGEST]

    def _shown(self, token: Token) -> Iterator[Token]:
        matter = next((matter for field in self._open if (matter := _withheld(field))), None)
        if any(not field.open for field in self._open[:-1]):
            matter = Matter.FIELD_TEXT
        if matter:
            yield from set_aside(token, matter)
        elif isinstance(token, Text) and not token.href and (href := self._href()):
            yield replace(token, href=href)
        else:
            yield token

    def _href(self) -> str:
        """The address that the innermost link among the open fields leads to."""
        return next((href for field in reversed(self._open) if (href := _href(field))), "")


def _withheld(field: _Field) -> Matter | None:
    if not field.open:
        return None
    return Matter.TOC if field.kind in _CONTENTS else Matter.PAGE_FIELD if field.kind in _PAGES else None


def _address(field: _Field) -> str:
    match = _LINK.match(field.instruction.strip())
    if match is None:
        return ""
    anchor = _ANCHOR.search(field.instruction)
    return (match["address"] or match["bare"] or "") + (f"#{anchor['anchor']}" if anchor else "")


def _href(field: _Field) -> str:
    return addresses.safe(_address(field))


def _link_told(field: _Field) -> Iterator[Told]:
    if (address := _address(field)) and not addresses.safe(address):
        yield Told(Matter.LINK, detail=address)


def _closed(field: _Field) -> Iterator[Token]:
    """What a field shows that has no text of its own: a check box, a symbol, letters set upon each other."""
    if field.shows:
        yield Text(field.shows, generated=True)
    elif not field.open and (match := _SYMBOL.match(field.instruction.strip())):
        yield Text(symbol(match["font"].strip(), f"{int(match['code']):X}"), generated=True)
    elif not field.open and field.kind == "EQ":
        written = _overlaid(field.instruction)
        yield Told(Matter.FORMULA_FIELD, detail=written)
        yield Text(written, generated=True)


def _overlaid(instruction: str) -> str:
    r"""The letters of an ``EQ`` field: ``\o\ac(○,1)`` is 1 in a ring; of others that overlay, the last."""
    overlay, fraction = _OVERLAY.search(instruction), _FRACTION.search(instruction)
    if overlay:
        below, letters = overlay["below"].strip(), overlay["letters"].strip()
        ringed = below in _RINGS and letters.isascii() and letters.isdigit()
        return numeral(int(letters[:3]), "decimalEnclosedCircle") if ringed else letters
    if fraction:
        return f"{fraction['upper'].strip()}/{fraction['lower'].strip()}"
    return instruction.strip().partition(" ")[2].strip()
