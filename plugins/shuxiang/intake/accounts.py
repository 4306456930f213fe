"""The account of a document's characters: what came in equals what went out plus what was set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from shuxiang.intake.document import Article, Block, Document, Paragraph, paragraphs


def missing_and_extra(document: Document, articles: Iterable[Article]) -> tuple[Counter[str], Counter[str]]:
    """The characters that came in and are nowhere, and those that came from nowhere; both empty when all is well.

    White space counts for nothing, and neither do generated numbers. To be asked before misprints are mended.
    """
    came = _counted([document.received])
    went: Counter[str] = Counter()
    for article in articles:
        went += _counted([article.title, *_letters(article.blocks)])
        went += _counted(text for note in article.notes.values() for text in _letters(note))
        went += _counted(finding.set_aside for finding in article.findings)
    went += _counted(finding.set_aside for finding in document.findings)
    return came - went, went - came


def _counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(character for text in texts for character in text if not character.isspace())


def _letters(blocks: Iterable[Block] | Iterable[Paragraph]) -> Iterable[str]:
    return (span.text for block in paragraphs(blocks) for span in block.spans if not span.generated)
