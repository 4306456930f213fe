"""Writing a release's id into its pages, so that a probe can tell which release a server shows."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from shuxiang.release.manifest import NAME, Manifest, as_json, manifest_of, release_id

_PAGES = frozenset({".html", ".htm", ".xhtml"})
_COMMENT = rb"<!--.*?-->"
_HEAD = re.compile(
    _COMMENT + rb"|(?P<head><head(?:\s[^>]*)?>(?:\s*<meta charset=[^>]*>)?)", re.IGNORECASE | re.DOTALL
)
_ROOT = re.compile(_COMMENT + rb"|(?P<head><html(?:\s[^>]*)?>|<!doctype[^>]*>)", re.IGNORECASE | re.DOTALL)
_HEAD_BEGINS_WITHIN = 4096
_META = re.compile(rb'<meta name="shuxiang:release" content="([^"]*)">')


def stamp(folder: Path, day: date, policy: str = "") -> Manifest:
    """Make a release of the built site in ``folder``: stamp every page, write ``release.json``.

    ``policy`` is a Content-Security-Policy for the pages themselves to carry, for a server that cannot send it.
    """
    id_ = release_id(folder, day)
    for page in sorted(path for path in folder.rglob("*") if path.suffix.lower() in _PAGES):
        page.write_bytes(stamped(page.read_bytes(), id_, policy))
    manifest = manifest_of(folder, id_, day)
    (folder / NAME).write_bytes(as_json(manifest))
    return manifest


def stamped(page: bytes, id_: str, policy: str = "") -> bytes:
    """The page with the id in its head.

    One without a head is left as it is, unless it is to carry a policy, which then stands as early as can be.
    """
    heads, roots = _ends(page, _HEAD), _ends(page, _ROOT)
    at = heads[0] if heads else None
    if at is None and policy:
        at = roots[-1] if roots else 0
    if at is None:
        return page
    lines = [f'<meta name="shuxiang:release" content="{id_}">']
    if policy:
        lines.append(f'<meta http-equiv="Content-Security-Policy" content="{policy}">')
    return page[:at] + "".join(f"\n      {line}" for line in lines).encode() + page[at:]


def _ends(page: bytes, pattern: re.Pattern[bytes]) -> list[int]:
    """Where the opening tags of that kind end, near the beginning of the page and not in a comment."""
    return [match.end() for match in pattern.finditer(page, 0, _HEAD_BEGINS_WITHIN) if match["head"]]


def id_in(page: bytes) -> str:
    """The release that a page belongs to; empty for a page that carries no id."""
    found = _META.search(page)
    return found[1].decode("ascii", "replace") if found else ""
