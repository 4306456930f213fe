"""Articles as the tests of marks write them: a line a paragraph, ``# `` before the title."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shuxiang.intake.document import Article, plain
from shuxiang.intake.findings import Finding, Place
from shuxiang.intake.marks.marking import marks


@pytest.fixture(scope="session")
def article() -> Callable[[str], Article]:
    """An article out of lines, each a paragraph whose place is its line."""

    def made(text: str) -> Article:
        lines = text.strip("\n").split("\n")
        title = lines[0].removeprefix("# ") if lines[0].startswith("# ") else ""
        blocks = [
            plain(line, Place(number=number))
            for number, line in enumerate(lines, start=1)
            if line and not line.startswith("# ")
        ]
        return Article(title, tuple(blocks))

    return made


@pytest.fixture(scope="session")
def found(article: Callable[[str], Article]) -> Callable[[str], tuple[Finding, ...]]:
    """The marks on a text."""
    return lambda text: marks(article(text))


@pytest.fixture(scope="session")
def codes(found: Callable[[str], tuple[Finding, ...]]) -> Callable[[str], set[str]]:
    """The kinds of marks on a text."""
    return lambda text: {finding.code for finding in found(text)}
