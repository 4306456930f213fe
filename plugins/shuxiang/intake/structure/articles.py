"""A document -> its articles, each with its title, its byline and its headings found."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Article, Block, Document, Paragraph, Picture, Role, paragraphs
from shuxiang.intake.findings import WHOLE, Finding, IntakeError, Place
from shuxiang.intake.structure.bylines import moved, news_candidates, parted_bylines
from shuxiang.intake.structure.closings import closing_date, with_roles
from shuxiang.intake.structure.contents import without_contents
from shuxiang.intake.structure.cuts import empty
from shuxiang.intake.structure.dates import day
from shuxiang.intake.structure.draft import Draft
from shuxiang.intake.structure.endings import incomplete
from shuxiang.intake.structure.fold import folded
from shuxiang.intake.structure.form_answers import answers, better_titles, form_authors
from shuxiang.intake.structure.furniture import cleared
from shuxiang.intake.structure.glued import heading_ends, parted_headings, title_parted
from shuxiang.intake.structure.headings import headed
from shuxiang.intake.structure.joins import rejoined
from shuxiang.intake.structure.lines import line
from shuxiang.intake.structure.openings import opening
from shuxiang.intake.structure.page_lines import without_page_lines
from shuxiang.intake.structure.page_numbers import without_page_numbers
from shuxiang.intake.structure.ready import is_ready, ready
from shuxiang.intake.structure.several import several_articles
from shuxiang.intake.structure.splitting import starts
from shuxiang.intake.structure.title_labels import unlabelled
from shuxiang.intake.structure.title_words import names, phrases
from shuxiang.intake.structure.wraps import unwrapped

_CANDIDATES = 5
_MOST_LINES = 30_000
"""Lines or paragraphs of one document: a thick book of wrapped lines; looking for titles in more takes too long."""
_HINTED = ("author", "source", "date")


def articles(document: Document, name: str = "") -> tuple[Article, ...]:
    """The articles in reading order; at least one. What belongs to none is in the first one's findings.

    IntakeError for more lines than any manuscript has. ``name`` is the name of the document's file; like the hints
    of a web page it is a candidate for a title at most.
    """
    if is_ready(document):
        return (ready(document),)
    if len(document.blocks) > _MOST_LINES:
        what = f"这份文稿有 {len(document.blocks)} 行（段），不像一篇文章，没有处理。"
        raise IntakeError(f"{what}请只留要用的部分，或分成几份，每份不超过 {_MOST_LINES} 行（段）。")
    draft = _mended(Draft(tuple(block for block in document.blocks if not empty(block))))
    called = names(name, draft.findings, document.hints)
    draft = title_parted(unlabelled(draft), called)
    for stage in (parted_headings, rejoined, heading_ends, parted_bylines):
        draft = stage(draft)
    begun = starts(draft.blocks)
    parts = [draft.blocks[a:b] for a, b in zip(begun, (*begun[1:], len(draft.blocks)), strict=True)]
    findings = _shared_out(draft.findings, parts)
    alone = document if len(parts) == 1 else replace(document, hints={})
    found = [
        _article(alone, called, replace(draft, blocks=part, findings=tuple(own)), signed=len(parts) > 1)
        for part, own in zip(parts, findings, strict=True)
    ]
    return tuple(_with_notes_and_pictures(document, found))


def _mended(draft: Draft) -> Draft:
    """The draft without furniture and page numbers, its lines as paragraphs."""
    for stage in (cleared, without_contents, without_page_lines, unwrapped, without_page_numbers):
        draft = stage(draft)
    return draft


def _shared_out(findings: Sequence[Finding], parts: Sequence[Sequence[Block]]) -> list[list[Finding]]:
    """The findings by the article in which their places lie."""
    places = [_place(part) for part in parts]
    shared: list[list[Finding]] = [[] for _ in parts]
    for finding in findings:
        shared[max(bisect_right(places, finding.place) - 1, 0)].append(finding)
    return shared


def _place(blocks: Sequence[Block]) -> Place:
    return blocks[0].place if blocks else WHOLE


def _article(document: Document, called: Sequence[str], draft: Draft, *, signed: bool) -> Article:
    """One article: its head read, its bylines moved, its roles and headings told, its gaps found.

    Of the document only what it says of itself beside its text is asked. ``signed`` is one on a page of several.
    """
    head = opening(draft.blocks, signed=signed)
    body, fields, moves = moved(draft.blocks[head.length :], head.fields)
    whole, order = headed([*head.blocks, *with_roles(body)])
    asked = answers(whole)
    candidates = (
        *news_candidates(body, fields),
        *several_articles(body, signed=head.signed),
        *better_titles(head.title, asked),
        *(() if "author" in fields else form_authors(asked)),
    )
    seen = (*draft.findings, *head.findings, *moves, *candidates, *order)
    titles = (*(answer.text for answer in asked if answer.asked == "title"), *called)
    told = (*seen, *_missing(head.title, titles, whole), *incomplete(whole, seen, draft.ends))
    return Article(
        head.title,
        tuple(whole),
        _filled(fields, whole, document.hints),
        findings=tuple(sorted(told, key=_in_order)),
    )


def _in_order(finding: Finding) -> Place:
    return finding.place


def _filled(fields: Mapping[str, str], blocks: Sequence[Block], hints: Mapping[str, str]) -> dict[str, str]:
    """The fields that the text gives, then what stands below it, then what the web page says of itself."""
    dated = {"date": date} if (date := closing_date(blocks)) else {}
    hinted = {name: hints[name] for name in _HINTED if hints.get(name)}
    if "date" in hinted:
        hinted["date"] = day(folded(hinted["date"])) or hinted["date"]
    return hinted | dated | dict(fields)


def _missing(title: str, called: Sequence[str], blocks: Sequence[Block]) -> Iterator[Finding]:
    """Errors where there is no title, or no text below it."""
    first = next((block for block in paragraphs(blocks) if block.text.strip()), None)
    if first is None:
        yield Finding(WHOLE, "text-missing", "没有正文。", "请找到完整的原文再用。", Severity.ERROR)
    if title:
        return
    headings = [block.text.strip() for block in blocks if isinstance(block, Paragraph) and _is_only_heading(block)]
    given = (*called, *(headings if len(headings) == 1 else ()), *phrases(blocks))
    candidates = tuple(dict.fromkeys(given))[:_CANDIDATES]
    fix = "请在 title 里补上标题。" + (
        f"可以参考：{'、'.join(f'“{name}”' for name in candidates)}。" if candidates else ""
    )
    place, excerpt = (first.place, first.text.strip()[:20]) if first else (WHOLE, "")
    yield Finding(
        place, "title-missing", "没有找到标题。", fix, Severity.ERROR, excerpt=excerpt, proposed=candidates
    )


def _is_only_heading(block: Paragraph) -> bool:
    """Whether a heading without number could be the title of a letter, if there is no other."""
    return block.role is Role.HEADING and line(block).number is None


def _with_notes_and_pictures(document: Document, found: Sequence[Article]) -> Iterator[Article]:
    """The articles, each with the notes and pictures that it calls; what none calls is the first one's."""
    notes, pictures = dict(document.notes), {picture.name: picture for picture in document.pictures}
    shares = [(_called(article, "note"), _called(article, "picture")) for article in found]
    own: list[tuple[dict[str, tuple[Paragraph, ...]], list[Picture]]] = []
    for called_notes, called_pictures in shares:
        own.append(
            (
                {name: notes.pop(name) for name in called_notes if name in notes},
                [pictures.pop(name) for name in called_pictures if name in pictures],
            )
        )
    own[0][0].update(notes)
    own[0][1].extend(pictures.values())
    for article, (its_notes, its_pictures) in zip(found, own, strict=True):
        yield replace(article, notes=its_notes, pictures=tuple(its_pictures))


def _called(article: Article, kind: str) -> list[str]:
    return [
        name for block in paragraphs(article.blocks) for span in block.spans if (name := str(getattr(span, kind)))
    ]
