"""Pictures of a web page: taken where the page itself holds them, else named so that they can be looked for."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.beside import file_beside
from shuxiang.intake.document import Picture
from shuxiang.intake.findings import Finding, Place
from shuxiang.intake.images import ending_of
from shuxiang.intake.readers.html_tree import Element

_DATA = re.compile(r"data:image/[a-z+.-]+;base64,", re.IGNORECASE)
_MAX_BYTES = 10 * 1024 * 1024
_MOST = 200
_DOT = 3
"""A picture of so few pixels across is there to count readers."""


class Pictures:
    """The pictures that were found in the page itself, in the order in which they stand there."""

    def __init__(self, folder: str = "") -> None:
        self._folder = folder
        self.taken: list[Picture] = []

    def take(self, element: Element) -> str:
        """The name that an ``img`` gets as a file; nothing when it is not at hand, or no sound image."""
        data = self._data(element.get("src", "").strip()) if len(self.taken) < _MOST else b""
        ending = ending_of(data)
        if not ending or len(data) > _MAX_BYTES or _is_dot(element):
            return ""
        picture = Picture(f"{len(self.taken) + 1}.{ending}", data, _alternative(element))
        self.taken.append(picture)
        return picture.name

    def _data(self, address: str) -> bytes:
        """The bytes that the page itself holds, or that lie beside it."""
        if not _DATA.match(address):
            return file_beside(self._folder, address, _MAX_BYTES)
        return _decoded(address.partition(",")[2]) if len(address) <= _MAX_BYTES * 4 // 3 + 100 else b""


def picture_findings(pictures: Iterable[Picture], left: Iterable[tuple[Place, Element]]) -> Iterator[Finding]:
    """What is to be done about the pictures: words for those taken without, and those that were not in the page."""
    for picture in pictures:
        if not picture.alt:
            what = f"图片 {picture.name} 没有说明文字。"
            yield Finding(Place(), "picture-alt", what, "请在方括号里写一句说明，看不到图的人要靠它。")
    for place, element in left:
        if not _is_dot(element):
            words, name = _alternative(element), _file_name(element)
            said = "，".join(
                filter(None, [f"说明是“{words}”" if words else "", f"文件名是 {name}" if name else ""])
            )
            what = f"这里的图片没有随网页一起交来{'（' + said + '）' if said else ''}。"
            fix = "需要的话，请从原网页另存这张图片，放在文章旁边，再写进正文。"
            yield Finding(place, "picture-not-taken", what, fix, Severity.WARNING, excerpt=words[:20])


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(unquote(text).split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _is_dot(element: Element) -> bool:
    return any(
        side.isdecimal() and int(side[:9]) <= _DOT for side in (element.get("width", ""), element.get("height", ""))
    )


def _alternative(element: Element) -> str:
    return " ".join((element.get("alt") or element.get("title") or "").split())[:100]


def _file_name(element: Element) -> str:
    """The last part of the picture's address, where that says something."""
    for address in (element.get("data-src"), element.get("data-original"), element.get("src")):
        if address and not address.strip().lower().startswith("data:"):
            try:
                path = urlsplit(address.strip()).path
            except ValueError:
                return ""
            return unquote(path.rstrip("/").rpartition("/")[2])[:60]
    return ""
