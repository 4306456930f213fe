"""Texts as an organizer sees them, read line by line, and the listing of what was found in them.

Every document that passes through here is counted: what came in equals what went out and what was set aside.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import pytest

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.accounts import missing_and_extra
from shuxiang.intake.document import Article, Block, Document, Look, Paragraph, Table, paragraphs, plain
from shuxiang.intake.findings import Finding, Place
from shuxiang.intake.structure.articles import articles

_SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTE: "提示"}

Found = Callable[..., tuple[Article, ...]]


@pytest.fixture(scope="session", name="document_of")
def _document_of() -> Callable[[str], Document]:
    """Every line of a text as a paragraph, as the reader of text files gives them."""

    def read(text: str) -> Document:
        lines = text.splitlines()
        blocks = tuple(
            plain(
                line.strip(),
                Place(number=number),
                Look(
                    after_gap=number > 1 and not lines[number - 2].strip(),
                    indented=line.startswith("\u3000\u3000"),
                ),
            )
            for number, line in enumerate(lines, start=1)
            if line.strip()
        )
        return Document(blocks, text)

    return read


@pytest.fixture(scope="session", name="found_in")
def _found_in() -> Callable[..., tuple[Article, ...]]:
    """The articles of a document, its characters counted and their order looked at."""

    def find(document: Document, name: str = "") -> tuple[Article, ...]:
        found = articles(document, name)
        assert missing_and_extra(document, found) == (Counter(), Counter())
        assert _in_order(document.blocks, [block for article in found for block in article.blocks])
        return found

    return find


@pytest.fixture(scope="session", name="found")
def _found(document_of: Callable[[str], Document], found_in: Found) -> Found:
    """The articles of a text."""

    def find(text: str, name: str = "") -> tuple[Article, ...]:
        return found_in(document_of(text), name)

    return find


@pytest.fixture(scope="session", name="only")
def _only(found: Found) -> Callable[..., Article]:
    """The one article of a text."""

    def find(text: str, name: str = "") -> Article:
        (article,) = found(text, name)
        return article

    return find


@pytest.fixture(scope="session", name="only_in")
def _only_in(found_in: Found) -> Callable[..., Article]:
    """The one article of paragraphs, which get their places by their order."""

    def find(blocks: Sequence[Block], name: str = "") -> Article:
        placed = tuple(replace(block, place=Place(number=number)) for number, block in enumerate(blocks, start=1))
        spans = (span for paragraph in paragraphs(placed) for span in paragraph.spans)
        received = "\n".join(span.text for span in spans if not span.generated)
        (article,) = found_in(Document(placed, received), name)
        return article

    return find


@pytest.fixture(scope="session", name="listing")
def _listing() -> Callable[[Iterable[Article]], str]:
    """What was found, for the eye: title, fields, the text with its roles, the findings."""
    return lambda found: "\n\n".join(_listed(article) for article in found) + "\n"


def _listed(article: Article) -> str:
    fields = [f"{name}: {value}" for name, value in sorted(article.fields.items())]
    findings = [line for finding in article.findings for line in _told(finding)]
    body = [_line(block) for block in article.blocks]
    return "\n".join([f"# {article.title or '（没有标题）'}", *fields, "", *body, "", *findings])


def _told(finding: Finding) -> Iterator[str]:
    yield f"{finding.place} {_SEVERITIES[finding.severity]} {finding.code} {finding.what}{finding.fix}"
    yield from (f"    移出：{line}" for line in finding.set_aside.splitlines())


def _line(block: Block) -> str:
    if isinstance(block, Table):
        return "[table]"
    if block.level:
        return f"{'#' * block.level} {block.text}"
    return block.text if block.role == "body" else f"[{block.role}] {block.text}"


def _in_order(before: Iterable[Block], after: Iterable[Block]) -> bool:
    """Whether the letters that are left stand in the order in which they came."""
    came = iter("".join(_letters(paragraph) for paragraph in paragraphs(before)))
    return all(letter in came for paragraph in paragraphs(after) for letter in _letters(paragraph))


def _letters(paragraph: Paragraph) -> str:
    return "".join("".join(span.text.split()) for span in paragraph.spans if not span.generated)
