"""Addresses of links: which may arrive on a page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_SAFE = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@|tel:[+\d]|#\S)\S*", re.IGNORECASE)
_LONGEST = 2000


def safe(address: str) -> str:
    """The address when it is one of the web, of mail, of a telephone or within the document; otherwise nothing."""
    found = address.strip()
    if len(found) > _LONGEST or not _SAFE.fullmatch(found) or not found.isprintable():
        return ""
    return found if _is_well_formed(found) else ""


def _is_well_formed(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme not in {"http", "https"} or bool(parts.hostname)
