"""Where addresses stand in attributes that hold more than an address: ``srcset``, and a refresh's ``content``."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CANDIDATE = re.compile(r"[\t\n\f\r ,]*+([^\t\n\f\r ]+)")
_DESCRIPTORS = re.compile(r"(?:\([^)]*+\)?|[^,(])*+,?")
_REFRESH = re.compile(r"\s*[\d.]+\s*[;,\s]\s*(?:url\s*=\s*)?[\"']?([^\"']*)", re.IGNORECASE)


def in_srcset(value: str) -> Iterator[tuple[int, int]]:
    """``(start, end)`` of each address.

    https://html.spec.whatwg.org/multipage/images.html#parse-a-srcset-attribute
    """
    at = 0
    while match := _CANDIDATE.match(value, at):
        start, at = match.span(1)
        length = len(match[1].rstrip(","))
        yield start, start + length
        descriptors = _DESCRIPTORS.match(value, at)
        if start + length == at and descriptors:
            at = descriptors.end()


def in_refresh(value: str) -> Iterator[tuple[int, int]]:
    """``(start, end)`` of the address that a ``<meta http-equiv="refresh">`` moves on to, if it has one."""
    match = _REFRESH.match(value)
    if match and match[1]:
        yield match.span(1)
