"""What mends did to the letters of an article, as their findings tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from shuxiang.intake.findings import Finding


def taken_and_put(findings: Iterable[Finding]) -> tuple[Counter[str], Counter[str]]:
    """The letters that mends took out, and those that they put in; white space counts for nothing."""
    made = list(findings)
    return _counted(finding.before for finding in made), _counted(finding.after for finding in made)


def _counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(letter for text in texts for letter in text if not letter.isspace())
