"""What a built site would load from elsewhere: everything, in every file, before anybody reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from shuxiang.release.sealing.charsets import readings
from shuxiang.release.sealing.elsewhere import leads_elsewhere
from shuxiang.release.sealing.kinds import BY_THEMSELVES, MENTION, Kind
from shuxiang.release.sealing.loads import (
    Load,
    data_loads,
    drawing_loads,
    page_loads,
    script_loads,
    style_loads,
)

_NAMESPACES = re.compile(
    r"http://www\.w3\.org/(?:2000/svg|1999/xlink|1999/xhtml|1998/Math/MathML|2000/xmlns/|XML/1998/namespace)"
)
_KNOWN: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (
        re.compile(r"assets/javascripts/bundle\.[0-9a-f]{8}\.min\.js"),  # the theme's own script
        frozenset(
            [
                "https://unpkg.com/resize-observer-polyfill",  # only for browsers older than Chromium 64
                "https://unpkg.com/mermaid@11/dist/mermaid.min.js",  # only for what DIAGRAM finds
                "https://api.github.com/repos/",  # these three only for what REPOSITORY finds
                "https://api.github.com/users/",
                "https://",
            ]
        ),
    ),
    (
        re.compile(r"search-index/pagefind\.js"),
        frozenset(["https://example.com"]),  # put before a path in order to parse it, and taken off again
    ),
)

_SCANS: dict[str, Callable[[str], Iterator[Load]]] = {
    **dict.fromkeys([".html", ".htm", ".shtml"], page_loads),
    **dict.fromkeys([".svg", ".xhtml", ".xht", ".xsl", ".xslt"], drawing_loads),
    ".xml": data_loads,
    ".css": style_loads,
    **dict.fromkeys([".js", ".mjs"], script_loads),
}
"""By a file's ending; JSON, calendars and other data load nothing."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """What a file of the site (``path`` is below its root) loads from elsewhere, and the line that does."""

    path: str
    line: int
    address: str
    kind: Kind

    @property
    def certain(self) -> bool:
        """False for an address that merely stands in a script, where it may as well be a link or a name."""
        return self.kind is not MENTION


def foreign(folder: Path, site_url: str = "") -> list[Foreign]:
    """All that the site would load from elsewhere; what has the host of ``site_url`` is the site's own."""
    return [
        Foreign(path.relative_to(folder).as_posix(), load.line, load.address.strip(), load.kind)
        for path in sorted(folder.rglob("*"))
        for load in _loads(path)
        if load.kind in BY_THEMSELVES or leads_elsewhere(load.address, site_url)
        if not _is_known(load, path.relative_to(folder).as_posix())
    ]


def _loads(path: Path) -> Iterator[Load]:
    scan = _SCANS.get(path.suffix.lower())
    if scan and path.is_file():
        yield from dict.fromkeys(load for text in readings(path.read_bytes()) for load in scan(text))


def _is_known(load: Load, path: str) -> bool:
    if load.kind is not MENTION:
        return False
    known = any(files.fullmatch(path) and load.address in addresses for files, addresses in _KNOWN)
    return known or bool(_NAMESPACES.fullmatch(load.address))
