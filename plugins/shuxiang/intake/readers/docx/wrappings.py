"""Elements that are only wrapped around paragraphs, tables, rows and cells, taken off."""

from __future__ import annotations

from collections.abc import Iterator

from shuxiang.intake.readers.docx.names import PROPERTIES, Element, mc, value, w

_WRAPPINGS = {
    *(w(name) for name in ("body", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "dir", "bdo")),
    mc("AlternateContent"),
    mc("Choice"),
    mc("Fallback"),
}
_CONTENTS_GALLERY = "table of contents"


def once(element: Element) -> tuple[Element, ...]:
    """The children; of alternatives for newer and older programs only the first."""
    if element.tag != mc("AlternateContent"):
        return tuple(element)
    chosen = element.find(mc("Choice"))
    return tuple(element)[:1] if chosen is None else (chosen,)


def unwrapped(container: Element) -> Iterator[Element]:
    """What is in a container, in its order; a content control around a table of contents is kept whole."""
    for child in once(container):
        if child.tag in _WRAPPINGS or (child.tag == w("sdt") and not is_contents(child)):
            yield from unwrapped(child)
        elif child.tag not in PROPERTIES:
            yield child


def is_contents(control: Element) -> bool:
    """Whether a content control holds the table of contents that Word makes."""
    gallery = control.find(f"{w('sdtPr')}/{w('docPartObj')}")
    return (value(gallery, w("docPartGallery")) or "").lower() == _CONTENTS_GALLERY
