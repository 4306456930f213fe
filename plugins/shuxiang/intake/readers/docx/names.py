"""The names of elements and attributes in Office Open XML, as lxml writes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001  # lxml has no other name for the type of its elements

_SCHEMAS = "http://schemas.openxmlformats.org/"
NAMESPACES = {
    "w": f"{_SCHEMAS}wordprocessingml/2006/main",
    "r": f"{_SCHEMAS}officeDocument/2006/relationships",
    "a": f"{_SCHEMAS}drawingml/2006/main",
    "wp": f"{_SCHEMAS}drawingml/2006/wordprocessingDrawing",
    "mc": f"{_SCHEMAS}markup-compatibility/2006",
    "m": f"{_SCHEMAS}officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
_OFF = {"0", "false", "off"}


def _names_of(prefix: str) -> Callable[[str], str]:
    start = f"{{{NAMESPACES[prefix]}}}"
    return lambda name: start + name


w, r, a, wp, m, mc, v, o = map(_names_of, ("w", "r", "a", "wp", "m", "mc", "v", "o"))
"""The full name of what is ``w:name``, ``r:name`` … in the standard."""

_VALUE = w("val")
PROPERTIES = tuple(
    map(w, ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "rubyPr", "ffData"))
)
"""Elements that say how something looks; no text is in them."""


def name_of(element: Element) -> str:
    """An element's name; comments and processing instructions, which have none, are not read at all."""
    return str(element.tag)


def value(parent: Element | None, name: str) -> str | None:
    """The ``w:val`` of a child; None where there is no such child, empty where it says nothing."""
    child = None if parent is None else parent.find(name)
    return None if child is None else str(child.get(_VALUE, ""))


def flag(parent: Element | None, name: str) -> bool | None:
    """Whether a switch is on; None where it is not mentioned."""
    found = value(parent, name)
    return None if found is None else found.lower() not in _OFF
