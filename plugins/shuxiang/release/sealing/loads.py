"""What a page, a drawing, a stylesheet or a script loads, wherever from.

A page "loads" what a browser asks for without the reader's doing: pictures, scripts, styles, frames, and what these
load in turn. A form that sends, and a page that moves its reader on, count too. Links do not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from shuxiang.release.page_scripts import is_executed, parsed
from shuxiang.release.sealing.attribute_addresses import in_refresh, in_srcset
from shuxiang.release.sealing.elements import Element, hidden_pages, html_elements, xml_document
from shuxiang.release.sealing.elsewhere import encloses
from shuxiang.release.sealing.kinds import (
    AHEAD,
    DIAGRAM,
    ENCLOSED,
    FORM,
    FRAME,
    MENTION,
    MOVED,
    PICTURE,
    REPORT,
    REPOSITORY,
    RUNNING,
    SCRIPT,
    STYLE,
    UNREADABLE,
    Kind,
)
from shuxiang.release.sealing.script_addresses import script_addresses
from shuxiang.release.sealing.style_addresses import style_addresses


@dataclass(frozen=True, slots=True)
class Load:
    """One address that is loaded, and on which line of the file it stands."""

    line: int
    address: str
    kind: Kind


_SOURCES = {
    **dict.fromkeys(["audio", "feimage", "image", "img", "input", "source", "track", "video"], PICTURE),
    **dict.fromkeys(["embed", "frame", "iframe", "object", "applet", "portal", "fencedframe", "use"], FRAME),
    "script": SCRIPT,
    "font-face-uri": STYLE,
}
_FETCHED = frozenset(["src", "poster", "background", "lowsrc", "dynsrc"])
_FETCHED_BY_OBJECTS = frozenset(["data", "code", "codebase", "archive"])
_FETCHED_BY_PARAMETERS = frozenset(["src", "movie", "code", "url"])
"""Names of an ``<object>``'s parameters that browsers before Chromium 117 took for its address."""

_PAINTED = re.compile(r"style|fill|stroke|filter|mask|clip-path|cursor|marker(?:-start|-mid|-end)?")
"""Attributes that may hold a ``url()``."""

_DRAWN = frozenset(["image", "feimage", "use", "script", "font-face-uri"])
"""Elements of SVG that load what their ``href`` names."""

_ANIMATIONS = frozenset(["set", "animate"])
_ANIMATED = frozenset(["to", "from", "by", "values"])

_LINKED = {
    **dict.fromkeys(["stylesheet", "preload", "modulepreload"], STYLE),
    **dict.fromkeys(["icon", "apple-touch-icon", "apple-touch-icon-precomposed"], PICTURE),
    **dict.fromkeys(["apple-touch-startup-image", "mask-icon", "manifest"], PICTURE),
    **dict.fromkeys(["prefetch", "prerender", "preconnect", "dns-prefetch", "pingback"], AHEAD),
    **dict.fromkeys(["search", "compression-dictionary"], AHEAD),
}
_INSTRUCTIONS = {"importmap": RUNNING, "speculationrules": AHEAD}
"""Types of scripts that are no code, but name what the browser shall load."""


def page_loads(text: str) -> Iterator[Load]:
    """What an HTML page loads, its inline styles, scripts and drawings included."""
    root = parsed(text)
    for element in html_elements(root):
        yield from _of_element(element)
    yield from _of_theme(root)
    for line, part in hidden_pages(text, root):
        yield from (replace(load, line=load.line + line - 1) for load in page_loads(part))


def drawing_loads(text: str) -> Iterator[Load]:
    """What an SVG drawing, or a page that is XML, loads."""
    return _of_xml(text, unnamed=True)


def data_loads(text: str) -> Iterator[Load]:
    """What an XML file loads when somebody opens it: by the parts of HTML and SVG in it, and by its stylesheets."""
    return _of_xml(text, unnamed=False)


def _of_xml(text: str, *, unnamed: bool) -> Iterator[Load]:
    document = xml_document(text, unnamed=unnamed)
    if not document.whole:
        yield Load(1, "", UNREADABLE)
    for line, address in document.stylesheets:
        yield Load(line, address, _whole(address, STYLE))
    for element in document.elements:
        yield from _of_element(element)


def _of_element(element: Element) -> Iterator[Load]:
    for name, value in element.attributes.items():
        yield from (Load(element.line, address, kind) for address, kind in _of_attribute(element, name, value))
    type_ = element.attributes.get("type", "").strip().lower()
    if element.tag == "style":
        yield from style_loads(element.text, element.line)
    elif element.tag == "script" and type_ in _INSTRUCTIONS:
        yield from _of_instructions(element, _INSTRUCTIONS[type_])
    elif element.tag == "script" and is_executed(type_):
        yield from script_loads(element.text, element.line)


def _of_attribute(element: Element, name: str, value: str) -> Iterator[tuple[str, Kind]]:
    """``(address, kind)`` of what one attribute loads."""
    tag = element.tag
    if _is_source(element, name):
        kind = FRAME if tag == "param" else _SOURCES.get(tag, PICTURE)
        yield value, _whole(value, kind)
    elif name in {"href", "xlink:href"}:
        kind_of_link = _kind_of_link(tag, element.attributes)
        if kind_of_link:
            yield value, _whole(value, kind_of_link)
    elif tag in _ANIMATIONS and name in _ANIMATED:
        yield from _of_animation(element.attributes.get("attributename", ""), value)
    elif name == "content" and element.attributes.get("http-equiv", "").strip().lower() == "refresh":
        yield from ((value[start:end], MOVED) for start, end in in_refresh(value))
    elif name.startswith("on"):
        yield from _alike(script_loads, value)
    elif _PAINTED.fullmatch(name):
        yield from _alike(style_loads, value)
    else:
        yield from _LISTS.get(name, _nothing)(value)


def _is_source(element: Element, name: str) -> bool:
    if element.tag == "param":
        return name == "value" and element.attributes.get("name", "").strip().lower() in _FETCHED_BY_PARAMETERS
    return name in _FETCHED or (element.tag in {"object", "applet"} and name in _FETCHED_BY_OBJECTS)


def _whole(address: str, kind: Kind) -> Kind:
    """The kind of a load that may be a document by itself, as pictures are not."""
    return ENCLOSED if kind in (FRAME, SCRIPT, STYLE) and encloses(address) else kind


def _alike(scan: Callable[[str], Iterator[Load]], value: str) -> Iterator[tuple[str, Kind]]:
    return ((load.address, load.kind) for load in scan(value))


def _of_srcset(value: str) -> Iterator[tuple[str, Kind]]:
    return ((value[start:end], PICTURE) for start, end in in_srcset(value))


def _nothing(value: str) -> Iterator[tuple[str, Kind]]:
    del value
    return iter(())


_LISTS: dict[str, Callable[[str], Iterator[tuple[str, Kind]]]] = {
    **dict.fromkeys(["srcset", "imagesrcset"], _of_srcset),
    **dict.fromkeys(["action", "formaction"], lambda value: iter([(value, FORM)])),
    **dict.fromkeys(["ping", "attributionsrc"], lambda value: ((part, REPORT) for part in value.split())),
    "srcdoc": lambda value: _alike(page_loads, value),
}
"""By the attribute's name, on whatever element."""


def _of_animation(attribute: str, value: str) -> Iterator[tuple[str, Kind]]:
    """What an animation of SVG puts into an attribute of its parent."""
    name = attribute.strip().lower().rpartition(":")[2]
    if name in {"href", "src"}:
        yield from ((part.strip(), _whole(part, FRAME)) for part in value.split(";"))
    elif _PAINTED.fullmatch(name):
        yield from _alike(style_loads, value)


def _kind_of_link(tag: str, attributes: dict[str, str]) -> Kind | None:
    """What an ``href`` of this element loads; None for a mere link."""
    if tag == "base":
        return MOVED
    if tag in _DRAWN:
        return _SOURCES[tag]
    if tag != "link":
        return None
    if attributes.get("rel") == "alternate":
        return AHEAD  # the theme's script takes it for a translation and asks for the sitemap beside it
    return next((kind for word, kind in _LINKED.items() if word in attributes.get("rel", "").lower().split()), None)


def _of_instructions(script: Element, kind: Kind) -> Iterator[Load]:
    try:
        told = json.loads(script.text)
    except (ValueError, RecursionError):
        return  # browsers do not take it either
    yield from (Load(script.line, address, kind) for address in _texts(told))


def _texts(value: object) -> Iterator[str]:
    """All texts that a JSON value holds, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _of_theme(root: etree._Element) -> Iterator[Load]:
    """What only the theme's script loads, when it meets these elements on a page."""
    own_program = root.xpath('//script[contains(@src, "mermaid")]')
    for element in root.xpath(
        '//*[@data-md-component="content"]//pre[contains(concat(" ", @class, " "), " mermaid ")]'
    ):
        if not own_program:
            yield Load(element.sourceline or 1, "https://unpkg.com/mermaid", DIAGRAM)
    for element in root.xpath('//*[@data-md-component="source"]'):
        yield Load(element.sourceline or 1, str(element.get("href", "")), REPOSITORY)


def style_loads(css: str, line: int = 1) -> Iterator[Load]:
    """What a stylesheet loads that begins on the line."""
    for found in style_addresses(css):
        kind = _whole(found.address, STYLE) if found.imported else STYLE
        yield Load(line + css.count("\n", 0, found.place), found.address, kind)


def script_loads(code: str, line: int = 1) -> Iterator[Load]:
    """The addresses of hosts in a script that begins on the line."""
    for mention in script_addresses(code):
        yield Load(
            line + code.count("\n", 0, mention.place), mention.address, RUNNING if mention.loaded else MENTION
        )
