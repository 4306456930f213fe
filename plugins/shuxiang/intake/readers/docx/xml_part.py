"""The XML of one part, parsed with care."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from shuxiang.intake.readers.docx.names import NAMESPACES, Element, name_of

MAX_DEPTH = 128
"""A text box in a table in a text box has about 40."""

_STRICT = "{http://purl.oclc.org/ooxml/"
_FOLDED = {
    f"{_STRICT}wordprocessingml/main}}": f"{{{NAMESPACES['w']}}}",
    f"{_STRICT}officeDocument/relationships}}": f"{{{NAMESPACES['r']}}}",
    f"{_STRICT}officeDocument/math}}": f"{{{NAMESPACES['m']}}}",
    f"{_STRICT}drawingml/main}}": f"{{{NAMESPACES['a']}}}",
    f"{_STRICT}drawingml/wordprocessingDrawing}}": f"{{{NAMESPACES['wp']}}}",
}
_TOO_DEEP = etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")


class PartError(ValueError):
    """A part of the package that cannot be read. ``str()`` is a Chinese clause that says why."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A part's root; ``damaged`` when the XML broke off or was not well-formed, so that text may be missing."""

    root: Element
    damaged: bool = False


def parsed(data: bytes) -> Parsed:
    """The tree of a part, in the transitional names. PartError when it is hostile or beyond repair."""
    try:
        found = Parsed(etree.fromstring(data, _parser(mend=False)))
    except etree.XMLSyntaxError:
        found = Parsed(_salvaged(data), damaged=True)
    _refuse_hostile(found.root)
    if name_of(found.root).startswith(_STRICT):
        _fold(found.root)
    return found


def _parser(*, mend: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, recover=mend
    )


def _salvaged(data: bytes) -> Element:
    """What can be read of XML that is not well-formed."""
    try:
        root = etree.fromstring(data, _parser(mend=True))
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise PartError("已损坏，读不出来")
    return root


def _refuse_hostile(root: Element) -> None:
    """No document type (Word never writes one, entity bombs need one), and no nesting that nobody has typed."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise PartError("含有文档类型声明（DOCTYPE），正常的 Word 文件里没有，为安全起见没有读")
    if _TOO_DEEP(root):
        raise PartError(f"嵌套超过 {MAX_DEPTH} 层，正常的 Word 文件里没有，为安全起见没有读")


def _fold(root: Element) -> None:
    """Give a document in the strict form of the standard (ISO/IEC 29500-1) the usual names."""
    for element in root.iter(etree.Element):
        element.tag = _usual(name_of(element))
        for name, text in element.attrib.items():
            if name.startswith(_STRICT):
                del element.attrib[name]
                element.set(_usual(name), text)


def _usual(name: str) -> str:
    namespace, brace, local = name.partition("}")
    return _FOLDED.get(namespace + brace, namespace + brace) + local
