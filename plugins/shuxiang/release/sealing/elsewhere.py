"""Whether an address leads to another host, read the way browsers read addresses."""

from __future__ import annotations

import re

_IGNORED = re.compile(r"[\t\n\r]|\A[\x00-\x20]+|[\x00-\x20]+\Z")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WITHIN = frozenset(["data", "blob", "about", "javascript", "mailto", "tel"])
"""Schemes of addresses that bring their content along, or load nothing."""


def leads_elsewhere(address: str, site_url: str = "") -> bool:
    """Whether loading the address asks another place than the site; ``site_url`` is the site's own address."""
    seen = _IGNORED.sub("", address)
    scheme = _SCHEME.match(seen)
    if scheme:
        return scheme[1].lower() not in _WITHIN and not _is_own(seen, site_url)
    return seen.replace("\\", "/").startswith("//")


def _is_own(address: str, site_url: str) -> bool:
    own = site_url.rstrip("/") + "/"
    return own != "/" and (address.replace("\\", "/") + "/").startswith(own)
