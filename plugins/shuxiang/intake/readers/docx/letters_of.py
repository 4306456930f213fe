"""All letters below an element, by a plain search that knows nothing of paragraphs, fields or styles."""

from __future__ import annotations

from collections.abc import Iterator

from shuxiang.intake.readers.docx.names import PROPERTIES, Element, a, m, mc, v, w
from shuxiang.intake.readers.docx.symbols import symbol
from shuxiang.intake.readers.docx.wrappings import once

LETTERS = frozenset((w("t"), w("delText"), m("t"), a("t"), w("sym"), w("noBreakHyphen"), v("textpath")))
"""The elements that stand for letters."""

_PARAGRAPHS = (w("p"), a("p"))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def letters_of(element: Element) -> str:
    """All text below an element, deleted text too, in one line.

    What is there twice, for newer programs and for older ones, counts once.
    """
    return "".join(map(own_letters, _found(element)))


def lines_of(element: Element) -> tuple[str, ...]:
    """The same text, a line a paragraph."""
    lines: dict[Element | None, list[str]] = {}
    for found in _found(element):
        lines.setdefault(next(found.iterancestors(*_PARAGRAPHS), None), []).append(own_letters(found))
    return tuple(text for line in lines.values() if (text := "".join(line).strip()))


def text_of(element: Element) -> str:
    """The letters of one text element. Blanks at its ends count only where it says so."""
    text = element.text or ""
    kept = element.get(_SPACE) == "preserve"
    return " ".join(text.splitlines()) if kept else text.strip(" \t\r\n")


def own_letters(element: Element) -> str:
    """The letters that an element stands for, without what is in it."""
    if element.tag == w("sym"):
        return symbol(element.get(w("font"), ""), element.get(w("char"), ""))
    if element.tag == w("noBreakHyphen"):
        return "-"
    if element.tag == v("textpath"):
        return str(element.get("string", ""))
    return str(element.text or "")


def _found(element: Element) -> Iterator[Element]:
    left_out = {letter for hidden in _left_out(element) for letter in hidden.iter(*LETTERS)}
    return (letter for letter in element.iter(*LETTERS) if letter not in left_out)


def _left_out(element: Element) -> Iterator[Element]:
    """Properties, in which there is no text, and what is there again for older programs."""
    yield from element.iter(*PROPERTIES)
    for alternatives in element.iter(mc("AlternateContent")):
        chosen = once(alternatives)
        yield from (child for child in alternatives if child not in chosen)
