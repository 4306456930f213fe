"""Links of a page made to lead to files: nobody answers for a folder, or for the root, when there is no server."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import quote, unquote

_LINKS = frozenset(["href", "src", "action", "poster", "data"])
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)""")
_PARTS = re.compile(r"([^?#]*)(.*)", re.DOTALL)
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[\\/]{2}")
_NAME = re.compile(r"<[^\s/>]+")
_INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page lies: its path, all ``files`` of the site by path, and the path part of the site's address."""

    path: str
    files: frozenset[str]
    root: str = "/"


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
        if not any(name in _LINKS and value is not None for name, value in attrs):
            return
        old = self.get_starttag_text() or ""
        name = _NAME.match(old)
        start = name.end() if name else 0
        new = old[:start] + _ATTRIBUTE.sub(self._attribute, old[start:])
        if new != old:
            self.changes.append((*self.getpos(), old, new))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def _attribute(self, match: re.Match[str]) -> str:
        name, equals, given = match.groups()
        if name.lower() not in _LINKS:
            return match[0]
        address = unescape(given[1:-1] if given[0] in "\"'" else given)
        whole = whole_address(address, self.place)
        return match[0] if whole == address else f'{name}{equals}"{escape(whole)}"'


def whole_address(address: str, place: Place) -> str:
    """The address as it must be without a server: of a folder's page, and relative. Others stay as they are."""
    bare = address.strip()
    match = _PARTS.match(bare)
    if not bare or not match or not match[1] or _ELSEWHERE.match(bare):
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
        if not path.startswith(place.root):
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
