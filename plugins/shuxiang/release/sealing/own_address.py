"""Whether an address with its host is the site's own, the way browsers compare addresses."""

from __future__ import annotations

import re
from urllib.parse import unquote

IGNORED = re.compile(r"[\t\n\r]|\A[\x00-\x20]+|[\x00-\x20]+\Z")
"""What browsers take out of an address before they read it."""

_WHOLE = re.compile(r"(?:(https?):)?[/\\]{2}([^/\\?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"(\[.*\]|[^:]*)(?::(\d{0,5}))?")
_PORTS = {"http": 80, "https": 443}


def own_path(address: str, site_url: str) -> str | None:
    """What follows the host in an address that has the scheme, host and port of ``site_url``; None for all others.

    An address that begins with ``//`` has the site's scheme.
    """
    own, asked = _WHOLE.match(site_url.strip()), _WHOLE.match(IGNORED.sub("", address))
    if not own or not own[1] or not asked:
        return None
    scheme = own[1].lower()
    if (asked[1] or scheme).lower() != scheme or _place(asked[2], scheme) != _place(own[2], scheme):
        return None
    path = asked[3].replace("\\", "/")
    return path if path.startswith("/") else f"/{path}"


def _place(host: str, scheme: str) -> tuple[str, int]:
    """A host's name in letters that the network knows, and the port; what is odd is equal to itself only."""
    match = _HOST.fullmatch(unquote(host))
    if not match:
        return host, 0
    return _name(match[1]), int(match[2] or _PORTS[scheme])


def _name(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host.lower()
