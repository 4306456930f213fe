"""网站的情况: when the site was built, and, from a small file that updates rewrite, how they have gone."""

from __future__ import annotations

from dataclasses import dataclass

from shuxiang.core.update import REASON_WORDS, Words

DATA_PATH = "status/status.json"
"""Rewritten at every update, also at one that fails, while the pages stay as they are."""

NO_RUNS = '{\n "version": 1,\n "runs": []\n}\n'
"""What the file says of a site that was only built."""


@dataclass(frozen=True, slots=True)
class StatusPage:
    """``reasons`` are the words for each reason's code; the page's script knows none of its own."""

    reasons: tuple[tuple[str, Words], ...]


def status_page() -> StatusPage:
    """The page at ``status/``."""
    return StatusPage(tuple((code.value, words) for code, words in REASON_WORDS.items()))
