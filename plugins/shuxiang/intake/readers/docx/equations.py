"""Equations as a line of text: what is written in them stays in its order, what shows their shape is added."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from shuxiang.intake.readers.docx.letters import PLAIN, LetterLook
from shuxiang.intake.readers.docx.letters_of import LETTERS, letters_of
from shuxiang.intake.readers.docx.matters import Matter, Told
from shuxiang.intake.readers.docx.names import PROPERTIES, Element, m, name_of, w
from shuxiang.intake.readers.docx.tokens import Text, Token
from shuxiang.intake.readers.docx.wrappings import once

_Part = tuple[str, str]
"""The child that a piece of the shape belongs to, and the sign that stands before it."""
_SIGNS: Mapping[str, tuple[_Part, ...]] = {
    m("f"): (("num", ""), ("den", "/")),
    m("rad"): (("deg", ""), ("e", "\u221a")),
    m("func"): (("fName", ""), ("e", " ")),
}
_SCRIPTS = {m("sup"): "sup", m("sub"): "sub"}
_VALUE = m("val")


def equation(element: Element) -> Iterator[Token]:
    """An equation, and that it is one. Fractions become a/b, roots √a, limits and powers small letters."""
    yield Told(Matter.EQUATION, excerpt=letters_of(element))
    yield from _pieces(element, PLAIN)


def _pieces(element: Element, look: LetterLook) -> Iterator[Token]:
    if element.tag in LETTERS:
        yield Text(letters_of(element), look)
    elif element.tag in {w("del"), w("moveFrom")}:
        yield from deleted(element)
    elif element.tag not in PROPERTIES:
        yield from _SHAPES.get(name_of(element), _in_order)(element, look)


def deleted(element: Element) -> Iterator[Told]:
    """What a tracked deletion took away, if that was text."""
    if letters := letters_of(element):
        yield Told(Matter.DELETED, aside=letters)


def _in_order(element: Element, look: LetterLook) -> Iterator[Token]:
    inner = replace(look, script=_SCRIPTS.get(name_of(element), look.script))
    for child in once(element):
        yield from _pieces(child, inner)


def _signed(element: Element, look: LetterLook) -> Iterator[Token]:
    """Parts with a sign before them; what is longer than a letter or a number gets brackets."""
    signs = dict(_SIGNS[name_of(element)])
    for child in element:
        sign = signs.get(name_of(child).rpartition("}")[2], "")
        written = letters_of(child)
        bracketed = len(written) > 1 and not written.isdecimal() and element.tag != m("func")
        yield from _generated(sign + "(" * bracketed, look)
        yield from _pieces(child, look)
        yield from _generated(")" * bracketed, look)


def _delimited(element: Element, look: LetterLook) -> Iterator[Token]:
    properties = element.find(m("dPr"))
    yield from _generated(_character(properties, "begChr", "("), look)
    for index, child in enumerate(element.iterchildren(m("e"))):
        yield from _generated(_character(properties, "sepChr", "|") if index else "", look)
        yield from _pieces(child, look)
    yield from _generated(_character(properties, "endChr", ")"), look)
    for child in element:
        if child.tag != m("e"):
            yield from _pieces(child, look)


def _summed(element: Element, look: LetterLook) -> Iterator[Token]:
    yield from _generated(_character(element.find(m("naryPr")), "chr", "\u222b"), look)
    yield from _in_order(element, look)


def _generated(text: str, look: LetterLook) -> Iterator[Text]:
    if text:
        yield Text(text, look, generated=True)


def _character(properties: Element | None, name: str, otherwise: str) -> str:
    found = None if properties is None else properties.find(m(name))
    return otherwise if found is None else str(found.get(_VALUE, ""))[:2]


_SHAPES: Mapping[str, Callable[[Element, LetterLook], Iterator[Token]]] = {
    **dict.fromkeys(_SIGNS, _signed),
    m("d"): _delimited,
    m("nary"): _summed,
}
