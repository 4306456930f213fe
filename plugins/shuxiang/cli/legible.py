"""What a ledger has of people's own words, as a terminal may show it."""

from __future__ import annotations

import re

_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What steers a terminal, or lets letters stand in another order than they are written in."""


def legible(text: str) -> str:
    """The text without what is not seen itself and lets other letters be seen otherwise; its lines stay lines."""
    return _UNSEEN.sub("", text)
