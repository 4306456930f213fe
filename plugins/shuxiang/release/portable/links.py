"""Links of a page made to lead to files: nobody answers for a folder, or for the root, when there is no server.

What has the site's own full address leads into the copy too, where the copy has it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import quote, unquote, urlsplit

from shuxiang.release.sealing.attribute_addresses import in_refresh, in_srcset
from shuxiang.release.sealing.own_address import own_path

_LINKS = frozenset(["href", "src", "action", "poster", "data"])
_SETS = frozenset(["srcset", "imagesrcset"])
_OF_THE_WEBSITE = frozenset(["canonical", "external"])
"""Relations of a link whose full address means the website, not the copy."""

_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)""")
_PARTS = re.compile(r"([^?#]*)(.*)", re.DOTALL)
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[\\/]{2}")
_NAME = re.compile(r"<[^\s/>]+")
_INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page lies: its path, all ``files`` of the site by path, and the site's own address, if it has one."""

    path: str
    files: frozenset[str]
    site_url: str = ""

    @property
    def root(self) -> str:
        """The path of the site's address, ending in ``/``."""
        return urlsplit(self.site_url).path.rstrip("/") + "/"


def whole_links(html: str, place: Place) -> str:
    """The page with each link to a folder of the site leading to the folder's page; not a byte else is changed."""
    reader = _Reader(place)
    reader.feed(html)
    reader.close()
    pieces, at = [], 0
    starts = _line_starts(html)
    for line, column, old, new in reader.changes:
        begin = starts[line - 1] + column
        pieces += [html[at:begin], new]
        at = begin + len(old)
    return "".join([*pieces, html[at:]])


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


class _Reader(HTMLParser):
    """Collects the start tags that change: line, column, as it is, as it shall be."""

    def __init__(self, place: Place) -> None:
        super().__init__(convert_charrefs=False)
        self.place = place
        self.changes: list[tuple[int, int, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        values = {name: value for name, value in attrs if value is not None}
        changing = _changing(values)
        if not changing & values.keys():
            return
        old = self.get_starttag_text() or ""
        name = _NAME.match(old)
        start = name.end() if name else 0
        place = _for_link(self.place, values.get("rel", ""))
        new = old[:start] + _ATTRIBUTE.sub(partial(_attribute, changing, place), old[start:])
        if new != old:
            self.changes.append((*self.getpos(), old, new))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)


def _changing(values: dict[str, str]) -> frozenset[str]:
    """The names of attributes that hold addresses, on an element with these attributes."""
    refreshes = values.get("http-equiv", "").strip().lower() == "refresh"
    return _LINKS | _SETS | ({"content"} if refreshes else set())


def _for_link(place: Place, relations: str) -> Place:
    """The place for a link of these relations: some links mean the website by its full address."""
    if _OF_THE_WEBSITE & set(relations.lower().split()):
        return replace(place, site_url=place.root)
    return place


def _attribute(changing: frozenset[str], place: Place, match: re.Match[str]) -> str:
    name, equals, given = match.groups()
    if name.lower() not in changing:
        return match[0]
    value = unescape(given[1:-1] if given[0] in "\"'" else given)
    whole = _whole_value(name.lower(), value, place)
    return match[0] if whole == value else f'{name}{equals}"{escape(whole)}"'


def _whole_value(name: str, value: str, place: Place) -> str:
    change = partial(whole_address, place=place)
    if name in _SETS:
        return _with_changed(value, in_srcset(value), change)
    if name == "content":
        return _with_changed(value, in_refresh(value), change)
    return change(value)


def _with_changed(text: str, spans: Iterable[tuple[int, int]], change: Callable[[str], str]) -> str:
    """The text with each span's part changed, and the rest as it is."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], change(text[start:end])]
        at = end
    return "".join([*pieces, text[at:]])


def whole_address(address: str, place: Place) -> str:
    """The address as it must be without a server: of a folder's page, and relative. Others stay as they are."""
    bare = address.strip()
    own = own_path(bare, place.site_url)
    match = _PARTS.match(bare if own is None else own)
    if not bare or not match or not match[1] or (own is None and _ELSEWHERE.match(bare)):
        return address
    target = _target(match[1], place)
    folder = posixpath.dirname(place.path)
    if target is None:
        return address
    if match[1].startswith("/"):
        return quote(posixpath.relpath(target, folder or "."), safe="/~!$&'()*+,;=@") + match[2]
    if posixpath.basename(target) == _INDEX and not match[1].endswith(_INDEX):
        return _joined(match[1]) + match[2]
    return address


def _target(path: str, place: Place) -> str | None:
    """The file of the site that the path leads to, the page of a folder included; None when there is none."""
    base = posixpath.dirname(place.path)
    if path.startswith("/"):
        if not f"{path}/".startswith(place.root):
            return None
        base, path = "", path[len(place.root) :].lstrip("/")
    found = posixpath.normpath(posixpath.join(base, unquote(path)))
    if found in place.files:
        return found
    index = posixpath.normpath(posixpath.join(found, _INDEX))
    return index if index in place.files else None


def _joined(path: str) -> str:
    if path == ".":
        return _INDEX
    return f"{path}{_INDEX}" if path.endswith("/") else f"{path}/{_INDEX}"
