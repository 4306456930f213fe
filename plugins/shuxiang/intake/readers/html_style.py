"""How an element of a web page is set, by its name and attributes and by what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from shuxiang.intake.addresses import safe
from shuxiang.intake.document import Role
from shuxiang.intake.readers.html_tree import Element

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup "
    "option p plaintext pre search section select summary table tbody td textarea tfoot th thead tr ul xmp"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_LITERAL = frozenset(["pre", "listing", "xmp", "plaintext", "textarea"])
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_FONT_SIZES = {"1": 7.5, "2": 10, "3": 12, "4": 13.5, "5": 18, "6": 24, "7": 36}
_ROLES = {
    "sx-subtitle": Role.SUBTITLE,
    "sx-salutation": Role.SALUTATION,
    "sx-caption": Role.CAPTION,
    "sx-closing": Role.SIGNATURE,
}
"""The classes that our own writer gives: a draft that is taken in again keeps them."""

_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]+)")
_LENGTH = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)\s*(px|pt)")
_FAR_LEFT = re.compile(r"-\d{3,}")


@dataclass(frozen=True, slots=True)
class Style:
    """What letters inside of an element look like. ``item`` is how deep in lists of bullets it stands.

    ``role`` is what the element says that its paragraphs are.
    """

    strong: bool = False
    emphasis: bool = False
    script: str = ""
    href: str = ""
    align: str = ""
    size: float = 0
    face: str = ""
    level: int = 0
    item: int = 0
    quote: bool = False
    role: Role | None = None
    literal: bool = False


def is_block(element: Element) -> bool:
    """Whether a paragraph begins and ends with the element."""
    if element.tag in _BLOCKS:
        return True
    return "style" in element.attrib and declared(element).get("display", "") in (
        "block",
        "flex",
        "grid",
        "list-item",
    )


def is_hidden(element: Element) -> bool:
    """Whether a reader does not see it. ``visibility`` says nothing: scripts set it when all is loaded."""
    attributes = element.attrib
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return "style" in attributes and _is_hidden_by_style(attributes["style"])


def declared(element: Element) -> dict[str, str]:
    """The declarations of the element's own style, in small letters."""
    return dict(_declarations(element.get("style", "")))


def inner_style(outer: Style, element: Element) -> Style:
    """The style inside of an element that stands in ``outer``."""
    name, attributes = str(element.tag), element.attrib
    if not attributes and name in ("p", "div", "span", "section", "br", "td", "tr"):
        return outer
    own = tuple(attributes.get(key, "") for key in ("href", "size", "face", "align", "style", "class"))
    return _styled(outer, name, own)


@lru_cache(maxsize=512)
def _styled(outer: Style, name: str, own: tuple[str, ...]) -> Style:
    href, size, face, align, declarations, class_ = own
    style = _by_name(outer, name, href)
    if class_ in _ROLES:
        style = replace(style, role=_ROLES[class_])
    if name == "table":
        return replace(style, align="")  # where a table stands says nothing about its cells
    if name == "font":
        style = replace(style, size=_FONT_SIZES.get(size, style.size), face=_first_face(face) or style.face)
    if align:
        style = replace(style, align=align.strip().lower())
    return _by_declarations(style, declarations) if declarations else style


def _by_name(style: Style, name: str, href: str) -> Style:
    if name in ("b", "strong"):
        return replace(style, strong=True)
    if name in ("i", "em"):
        return replace(style, emphasis=True)
    if name in ("sup", "sub"):
        return replace(style, script=name)
    if name == "a":
        return replace(style, href=safe(href))
    if name in _HEADINGS:
        return replace(style, level=_HEADINGS[name])
    return _by_block(style, name)


def _by_block(style: Style, name: str) -> Style:
    if name in ("ul", "menu", "dir"):
        return replace(style, item=style.item + 1)
    if name == "blockquote":
        return replace(style, quote=True)
    if name in ("figcaption", "caption"):
        return replace(style, role=Role.CAPTION)
    if name == "center":
        return replace(style, align="center")
    return replace(style, literal=True) if name in _LITERAL else style


def _by_declarations(style: Style, text: str) -> Style:
    own = dict(_declarations(text))
    weight, align = own.get("font-weight", ""), own.get("text-align", "")
    if weight:
        bold = weight in ("bold", "bolder") or (weight.isdecimal() and len(weight) < 5 and int(weight) >= 600)
        style = replace(style, strong=bold)
    if align:
        style = replace(
            style, align={"start": "left", "end": "right", "-webkit-center": "center"}.get(align, align)
        )
    if own.get("font-style") == "italic":
        style = replace(style, emphasis=True)
    if own.get("vertical-align") in ("super", "sub"):
        style = replace(style, script="sup" if own["vertical-align"] == "super" else "sub")
    size = _points(own.get("font-size", ""))
    return replace(style, size=size or style.size, face=_first_face(own.get("font-family", "")) or style.face)


@lru_cache(maxsize=512)
def _declarations(style: str) -> tuple[tuple[str, str], ...]:
    found = _DECLARATION.findall(style[:4000].lower())
    return tuple((name, value.replace("!important", "").strip()) for name, value in found)


@lru_cache(maxsize=512)
def _is_hidden_by_style(style: str) -> bool:
    own = dict(_declarations(style))
    far = own.get("position") in ("absolute", "fixed") and any(
        _FAR_LEFT.match(own.get(side, "")) for side in ("left", "top", "text-indent")
    )
    size = _LENGTH.match(own.get("font-size", "")) or re.match(r"(0)(?![.\d])", own.get("font-size", ""))
    nothing = size is not None and float(size[1]) == 0
    return own.get("display") == "none" or nothing or far or bool(_FAR_LEFT.match(own.get("text-indent", "")))


def _points(size: str) -> float:
    match = _LENGTH.match(size)
    return round(float(match[1]) * (0.75 if match[2] == "px" else 1), 1) if match else 0


def _first_face(faces: str) -> str:
    return faces.partition(",")[0].strip(" \"'")[:40]
