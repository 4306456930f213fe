"""Which files of a site are named after their content: caches may keep those, and old pages still ask for them."""

from __future__ import annotations

import re

PATTERN = (
    r"assets/[a-z]+-[0-9a-f]{10}/.+"
    r"|assets/(javascripts|stylesheets)/.+\.[0-9a-f]{8}\.min\.(js|css)(\.map)?"
    r"|search-index/.+_[0-9a-f]{7,}\.pf_(meta|index|fragment|filter)"
    r"|search-index/text/[0-9a-f]{7,}-[0-9]+\.txt"
)
"""Paths below the site's root, as a regular expression that Python, nginx and Apache (PCRE) read alike."""

_FINGERPRINTED = re.compile(PATTERN)


def is_fingerprinted(path: str) -> bool:
    """Whether another content would have another path (``path`` is relative to the site's root)."""
    return _FINGERPRINTED.fullmatch(path) is not None
