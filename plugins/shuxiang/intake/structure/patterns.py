"""Patterns with many alternatives, written one to a line."""

from __future__ import annotations

import re


def any_of(*alternatives: str) -> re.Pattern[str]:
    """A pattern that matches what any of these does, the first that fits."""
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives))


def words(text: str) -> str:
    """A group that matches any of these words, which are parted by blanks."""
    return f"(?:{'|'.join(text.split())})"
