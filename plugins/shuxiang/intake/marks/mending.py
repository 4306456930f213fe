"""The mends that cannot change a meaning, made only where they are asked for."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from shuxiang.intake.document import Article

CLASSES: dict[str, str] = {}
"""The safe classes of mends, by the name that ``--fix`` takes, and what each does, in Chinese."""


def mended(article: Article, classes: AbstractSet[str]) -> Article:
    """The article with these classes of mends made, each listed in a finding with ``before`` and ``after``."""
    return article
