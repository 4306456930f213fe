"""Writing a release's id into its pages, so that a probe can tell which release a server shows."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from shuxiang.release.manifest import NAME, Manifest, as_json, manifest_of, release_id

_HEAD = re.compile(rb"<head(?:\s[^>]*)?>(\s*<meta charset=[^>]*>)?", re.IGNORECASE)
_HEAD_BEGINS_WITHIN = 4096
_META = re.compile(rb'<meta name="shuxiang:release" content="([^"]*)">')


def stamp(folder: Path, day: date, policy: str = "") -> Manifest:
    """Make a release of the built site in ``folder``: stamp every page, write ``release.json``.

    ``policy`` is a Content-Security-Policy for the pages themselves to carry, for a server that cannot send it.
    """
    id_ = release_id(folder, day)
    for page in sorted(folder.rglob("*.html")):
        page.write_bytes(stamped(page.read_bytes(), id_, policy))
    manifest = manifest_of(folder, id_, day)
    (folder / NAME).write_bytes(as_json(manifest))
    return manifest


def stamped(page: bytes, id_: str, policy: str = "") -> bytes:
    """The page with the id in its head; one without a head is left as it is."""
    head = _HEAD.search(page, 0, _HEAD_BEGINS_WITHIN)
    if not head:
        return page
    lines = [f'<meta name="shuxiang:release" content="{id_}">']
    if policy:
        lines.append(f'<meta http-equiv="Content-Security-Policy" content="{policy}">')
    return page[: head.end()] + "".join(f"\n      {line}" for line in lines).encode() + page[head.end() :]


def id_in(page: bytes) -> str:
    """The release that a page belongs to; empty for a page that carries no id."""
    found = _META.search(page)
    return found[1].decode("ascii", "replace") if found else ""
