"""One document, from its bytes to articles ready for the writer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.accounts import missing_and_extra
from shuxiang.intake.document import Article, Document, Table
from shuxiang.intake.findings import WHOLE, Finding
from shuxiang.intake.marks.marking import marks
from shuxiang.intake.marks.mending import mended
from shuxiang.intake.marks.traditional import script_findings, simplified
from shuxiang.intake.readers.reading import read
from shuxiang.intake.source import Source
from shuxiang.intake.structure.articles import articles


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the organizer asked for: classes of mends to make, and whether to put the text into Simplified."""

    fixes: frozenset[str] = frozenset()
    simplified: bool = False


@dataclass(frozen=True, slots=True)
class Examined:
    """A document's articles. ``findings`` are about the document as a whole, the articles' own are with them.

    ``originals`` are the articles before they were put into Simplified; empty when they were not.
    """

    articles: tuple[Article, ...]
    findings: tuple[Finding, ...] = ()
    header: tuple[tuple[str, str], ...] = ()
    originals: tuple[Article, ...] = ()


def examine(source: Source, wishes: Wishes) -> Examined:
    """Read a document and find what is in it. IntakeError when it cannot be read."""
    document = read(source)
    found = articles(document, source.name)
    findings = (*document.findings, *_open_accounts(document, found))
    marked = tuple(_marked(article) for article in found)
    mended_ = tuple(mended(article, wishes.fixes) for article in marked)
    ready = tuple(map(simplified, mended_, marked)) if wishes.simplified else mended_
    originals = mended_ if ready != mended_ else ()
    return Examined(ready, findings, tuple(document.header.items()), originals)


def _marked(article: Article) -> Article:
    return replace(
        article, findings=(*article.findings, *_overgrown(article), *script_findings(article), *marks(article))
    )


def _overgrown(article: Article) -> Iterator[Finding]:
    for block in article.blocks:
        if isinstance(block, Table) and block.is_overgrown:
            what = "表格太大，网页上放不下，已按行写成一段一段的文字。"
            yield Finding(block.place, "table-overgrown", what, "需要表格的话，请在原件里拆成几个小表。")


def _open_accounts(document: Document, found: tuple[Article, ...]) -> tuple[Finding, ...]:
    """An error when characters have been lost or have come from nowhere: a defect of ours, and said as such."""
    missing, extra = missing_and_extra(document, found)
    if not missing and not extra:
        return ()
    what = f"清点字数时发现{_amount('少', missing)}{_amount('多', extra)}，这是程序的缺陷。"
    fix = "请对照原件逐段核对，并把原件交给维护人员。"
    return (Finding(WHOLE, "account-open", what, fix, Severity.ERROR),)


def _amount(word: str, characters: Counter[str]) -> str:
    if not characters:
        return ""
    sample = "".join(list(characters)[:20])
    return f"{word}了 {characters.total()} 个字符（如“{sample}”）"
