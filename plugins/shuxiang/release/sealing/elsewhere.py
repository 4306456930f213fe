"""Whether an address leads to another host, or brings a whole document along, as browsers read addresses."""

from __future__ import annotations

import re

from shuxiang.release.sealing.own_address import IGNORED, own_path

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WITHIN = frozenset(["data", "blob", "about", "javascript", "mailto", "tel"])
"""Schemes of addresses that bring their content along, or load nothing."""

_ENCLOSED = re.compile(r"javascript:|data:(?!\s*(?:font/|application/(?:x-)?font|image/(?!svg)))", re.IGNORECASE)


def leads_elsewhere(address: str, site_url: str = "") -> bool:
    """Whether loading the address asks another host than the site's; ``site_url`` is the site's own address."""
    seen = IGNORED.sub("", address)
    scheme = _SCHEME.match(seen)
    foreign = scheme[1].lower() not in _WITHIN if scheme else seen.replace("\\", "/").startswith("//")
    return foreign and own_path(seen, site_url) is None


def encloses(address: str) -> bool:
    """Whether a frame, a script or a stylesheet of this address stands in the address itself."""
    return _ENCLOSED.match(IGNORED.sub("", address)) is not None
