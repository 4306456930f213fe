"""The elements of pages and drawings, read by the rules of HTML or by those of XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from lxml import etree

_HTML, _SVG, _XLINK = (
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NOSCRIPT = re.compile(r"(</?)noscript\b", re.IGNORECASE)
_WITHOUT_SCRIPTS = re.compile(r"<noscript\b[^>]*>(.*?)(?:</noscript\b|\Z)", re.IGNORECASE | re.DOTALL)
_PLAIN = re.compile(
    r"""(?:[^<]|</?(?:a|b|br|div|em|i|img|li|ol|p|span|strong|ul)(?:\s+[\w-]+(?:="[^"<]*")?)*\s*/?>)*+""",
    re.IGNORECASE,
)
"""Markup that ends where it seems to end."""

_BODY = re.compile(r"""<body\b(?:[^>"']|"[^"]*"|'[^']*'){0,999}+>""", re.IGNORECASE)
_OF_TEXT_ONLY = frozenset(["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"])
"""Elements whose markup is mere text in a page, but markup in a drawing or a formula that stands in the page."""

_WITH_TEXT = frozenset(["script", "style"])


@dataclass(frozen=True, slots=True)
class Element:
    """An element by its name in small letters, without a prefix; ``text`` only of scripts and styles."""

    tag: str
    attributes: dict[str, str]
    line: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class XmlDocument:
    """The elements that a browser shows, the stylesheets that are applied, and whether all could be read."""

    elements: tuple[Element, ...] = ()
    stylesheets: tuple[tuple[int, str], ...] = ()
    whole: bool = True


def html_elements(root: etree._Element) -> Iterator[Element]:
    """The elements of a page that was read by the rules of HTML, where a prefix is but a part of a name."""
    for element in root.iter(etree.Element):
        tag = str(element.tag).lower()
        attributes = {str(name).lower(): str(value) for name, value in element.attrib.items()}
        yield Element(tag, attributes, element.sourceline or 1, element.text or "" if tag in _WITH_TEXT else "")


def hidden_pages(text: str, root: etree._Element) -> Iterator[tuple[int, str]]:
    """``(line, text)`` of what browsers read as parts of the page, and the parser of ``root`` passes over.

    https://html.spec.whatwg.org/multipage/parsing.html: texts in drawings, further ``<body>`` tags, and what
    follows ``<noscript>``, which to a browser with scripts is mere text up to its end tag, wherever that stands.
    """
    for element in root.xpath("//svg//* | //math//*"):
        if str(element.tag).lower() in _OF_TEXT_ONLY and "<" in (element.text or ""):
            yield element.sourceline or 1, element.text
    for match in [*_BODY.finditer(text)][1:]:
        yield text.count("\n", 0, match.start()) + 1, match[0]
    if not all(_PLAIN.fullmatch(match[1]) for match in _WITHOUT_SCRIPTS.finditer(text)):
        yield 1, _NOSCRIPT.sub(r"\1noembed", text)


def xml_document(text: str, *, unnamed: bool) -> XmlDocument:
    """The text read as XML: entities within limits, nothing else opened, what is wrong passed over.

    ``unnamed``: elements without a namespace are those of HTML and SVG, and not mere data.
    """
    parser = _parser(text)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    whole = not any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    if root is None:
        return XmlDocument(whole=whole)
    shown = {_HTML, _SVG, ""} if unnamed else {_HTML, _SVG}
    return XmlDocument(tuple(_xml_elements(root, shown)), tuple(_stylesheets(root)), whole)


class _Nothing(etree.Resolver):  # type: ignore[misc]  # lxml has no types
    """An empty text for all that a document names outside itself."""

    def resolve(self, system_url: str, public_id: str, context: object) -> object:
        """Answer the parser."""
        del system_url, public_id
        return self.resolve_string(" ", context)


def _parser(text: str) -> etree.XMLParser:
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        no_network=True,
        resolve_entities=True,
        attribute_defaults=True,
        huge_tree="<!ENTITY" not in text,  # large drawings are harmless, large entities are not
    )
    parser.resolvers.add(_Nothing())
    return parser


def _xml_elements(root: etree._Element, shown: set[str]) -> Iterator[Element]:
    for element in root.iter(etree.Element):
        space, tag = _named(element.tag)
        if space in shown:
            text = str(element.xpath("string()")) if tag in _WITH_TEXT else ""
            yield Element(tag, dict(_xml_attributes(element)), element.sourceline or 1, text)


def _xml_attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        space, local = _named(name)
        if space in {"", _XLINK}:
            yield f"xlink:{local}" if space else local, str(value)


def _named(name: str) -> tuple[str, str]:
    """The namespace of a name, empty for none, and the rest of it in small letters."""
    space, _, local = name.rpartition("}")
    return space.removeprefix("{"), local.lower()


def _stylesheets(root: etree._Element) -> Iterator[tuple[int, str]]:
    for instruction in root.xpath("//processing-instruction('xml-stylesheet')"):
        for match in _HREF.finditer(instruction.text or ""):
            yield instruction.sourceline or 1, unescape(match[1] or match[2] or "")
