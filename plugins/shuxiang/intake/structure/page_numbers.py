"""Page numbers that were glued into sentences, told from genuine numbers by how they count up through the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Block, Paragraph, Role
from shuxiang.intake.findings import Finding
from shuxiang.intake.structure.cuts import stripped, without, written
from shuxiang.intake.structure.draft import Draft
from shuxiang.intake.structure.fold import folded
from shuxiang.intake.structure.furniture import VIEWER
from shuxiang.intake.structure.sentences import closed, ended

_LAST_PAGE = 10
_SHORTEST_PAGE = 60
"""Letters between two page numbers; shorter points are a list."""
_LOOKED_BACK = 8
"""Earlier candidates that may come before one; more would make hostile texts slow."""
_LEAST = 3
_MISSING = 2
"""A page whose number is lost does not end the count."""
_UNEVEN = 2.6
"""A page may be this many times as long as the middle one, or as short."""
_EVEN = 1.5
_PLACES_TOLD = 10
_HAN = r"[^\W\d_a-zA-Z]"
_BEFORE = rf"(?<={_HAN}|[,\u3001\u201d)%])(?<![第前])"
_HEAD = re.compile(rf" *(?:[-\u2014] ?)?(\d{{1,3}})(?: ?[\u3001.](?!\d)| ?[-\u2014]| +(?=\S)|(?={_HAN}))")
_INSIDE = re.compile(
    rf"{_BEFORE}(?: ?(\d{{1,3}}) ?\u3001(?!\d)| +(\d{{1,3}}) +(?={_HAN})"
    rf"| ?[-\u2014] ?(\d{{1,3}}) ?[-\u2014] ?(?={_HAN}))"
)
_TAIL = re.compile(r"(?: +(\d{1,3})|(?<=[^\W\d_a-zA-Z])(?<![第前])(\d{1,3})| ?[-\u2014] ?(\d{1,3}) ?[-\u2014])$")
_DRESS = ("\u3001", ".", "-", "\u2014")
_COUNTED = (
    "个名项次件篇本位年月日时分天家户条类种点期届元万亿号楼组级层台辆张岁%度米里公斤吨亩人处所座只头倍册场段章节"
)
"""What stands behind a number that counts something."""
_TAIL_LENGTH = 12


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A number that could be a page's.

    ``at`` counts letters from the head of the text, ``torn`` says that a sentence is torn by it, ``tail`` that it
    ends its paragraph and so belongs to the page before it.
    """

    block: int
    start: int
    end: int
    value: int
    at: int
    torn: bool
    tail: bool = False


@dataclass(slots=True)
class _Count:
    """The best count that ends in a candidate."""

    score: int
    before: _Count | None
    last: _Candidate


def without_page_numbers(draft: Draft) -> Draft:
    """The draft without page numbers in its sentences; a count that is not certain is told and left."""
    count = _best(_candidates(draft.blocks))
    amount = sum(one.torn for one in count)
    if len(count) < 2 or not amount:
        return draft
    if not _certain(count, viewer=any(finding.code == VIEWER for finding in draft.findings)):
        doubted = [one for one in count if one.torn] if amount * 2 >= len(count) else []
        return draft.after(draft.blocks, _doubts(draft.blocks, doubted))
    steps = _in_step(count)
    sure = [one for one, in_step in zip(count, steps, strict=True) if in_step or one.torn]
    doubted = [one for one, in_step in zip(count, steps, strict=True) if not in_step and not one.torn]
    findings = (_told(draft.blocks, sure), *_doubts(draft.blocks, doubted))
    torn = {
        _paragraph(draft.blocks, one).place for one in sure if not one.start and not _after_sentence(draft, one)
    }
    return replace(draft.after(_removed(draft.blocks, sure), findings), torn=frozenset(torn))


def _after_sentence(draft: Draft, one: _Candidate) -> bool:
    """Whether the paragraph before a number at the head of one is ended, or is a title, or there is none."""
    before = draft.blocks[one.block - 1] if one.block else None
    return not isinstance(before, Paragraph) or ended(before.text) or len(before.text) <= _SHORTEST_PAGE // 2


def _candidates(blocks: Sequence[Block]) -> Iterator[_Candidate]:
    at = 0
    before = ""
    for number, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        text = block.text
        if block.role is Role.BODY and not (block.spans and block.spans[0].generated):
            yield from _in_paragraph(number, folded(text), at, before)
        at += len(text)
        before = text


def _in_paragraph(number: int, text: str, at: int, before: str) -> Iterator[_Candidate]:
    """The candidates at the head, in the middle and at the end of one paragraph."""
    head = _HEAD.match(text)
    if head and head.end() < len(text) and (one := _at_head(number, text, head, before)):
        yield replace(one, at=at)
    for match in _INSIDE.finditer(text, head.end() if head else 0):
        torn = not ended(text[max(match.start() - 4, 0) : match.start()]) and not _counts(text, match)
        yield _Candidate(number, match.start(), match.end(), _value(match), at + match.start(), torn)
    tail = _TAIL.search(text, max(len(text) - _TAIL_LENGTH, 1))
    if tail and len(text) > _SHORTEST_PAGE // 2:
        torn = not closed(text[max(tail.start() - 4, 0) : tail.start()])
        yield _Candidate(number, tail.start(), tail.end(), _value(tail), at + tail.start(), torn, tail=True)


def _at_head(number: int, text: str, head: re.Match[str], before: str) -> _Candidate | None:
    """A candidate at a paragraph's head; one without a mark only in a torn sentence, or as the first of all."""
    torn = len(before) > _SHORTEST_PAGE // 2 and not closed(before) and not _counts(text, head)
    dressed = head[0].rstrip().endswith(_DRESS)
    if not torn and not dressed and (head[1] != "1" or len(before) > _SHORTEST_PAGE):
        return None
    return _Candidate(number, 0, head.end(), int(head[1]), 0, torn)


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether a number without a mark counts what stands behind it: 有 2 个."""
    return not match[0].strip().endswith(_DRESS) and text[match.end() : match.end() + 1] in _COUNTED


def _value(match: re.Match[str]) -> int:
    return int(next(group for group in match.groups() if group))


def _best(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """The longest count 1, 2, 3 … (or from another number) with a page's text between each two."""
    by_value: dict[int, list[_Count]] = {}
    best: _Count | None = None
    for one in candidates:
        if one.value == 0:
            continue
        earlier = [
            count
            for step in range(1, _MISSING + 1)
            for count in by_value.get(one.value - step, [])[-_LOOKED_BACK:]
            if one.at - count.last.at >= (_LAST_PAGE if one.tail else _SHORTEST_PAGE * step)
        ]
        before = max(earlier, key=lambda count: count.score, default=None)
        found = _Count((before.score if before else 0) + 1 + 2 * one.torn, before, one)
        by_value.setdefault(one.value, []).append(found)
        best = found if best is None or found.score > best.score else best
    return _unrolled(best)


def _unrolled(count: _Count | None) -> list[_Candidate]:
    found: list[_Candidate] = []
    while count:
        found.append(count.last)
        count = count.before
    return found[::-1]


def _certain(count: Sequence[_Candidate], *, viewer: bool) -> bool:
    """Whether a count is of pages: long enough, begun at the first, tearing most sentences, at even distances."""
    first, *others = count
    torn = sum(one.torn for one in others)
    if first.value > _MISSING or torn * 10 < len(others) * 6:
        return False
    if len(count) < _LEAST:
        return viewer and first.block == first.start == 0
    pages = _pages(count)
    whole = pages[:-1] if count[-1].tail else pages
    middle = median(pages)
    uneven = sum(not _near(page, middle, _UNEVEN) for page in whole)
    return uneven * 8 <= len(whole)


def _in_step(count: Sequence[_Candidate]) -> list[bool]:
    """Of each number whether it stands where the next page must begin, rather than where a list goes on.

    The first has no page before it and always does.
    """
    pages = _pages(count)
    middle = median(pages)
    even = [_near(page, middle, _EVEN) for page in pages]
    return [True, *(all(even[at - 1 : at + 1]) for at in range(1, len(count)))]


def _pages(count: Sequence[_Candidate]) -> list[float]:
    """How long the pages are that lie between the numbers."""
    return [(b.at - a.at) / (b.value - a.value) for a, b in pairwise(count)]


def _near(page: float, middle: float, factor: float) -> bool:
    return middle / factor <= page <= middle * factor


def _removed(blocks: Sequence[Block], count: Sequence[_Candidate]) -> tuple[Block, ...]:
    stretches: dict[int, list[tuple[int, int]]] = {}
    for one in count:
        stretches.setdefault(one.block, []).append((one.start, one.end))
    return tuple(
        stripped(without(block, stretches[at])) if at in stretches and isinstance(block, Paragraph) else block
        for at, block in enumerate(blocks)
    )


def _told(blocks: Sequence[Block], count: Sequence[_Candidate]) -> Finding:
    first = _paragraph(blocks, count[0])
    places = "、".join(dict.fromkeys(str(_paragraph(blocks, one).place) for one in count[:_PLACES_TOLD]))
    more = "等处" if len(count) > _PLACES_TOLD else ""
    return Finding(
        first.place,
        "page-numbers",
        f"句子里夹着页码 {count[0].value} 至 {count[-1].value}，在{places}{more}，共 {len(count)} 个，已逐个移出。",
        "请对照原件看一遍接缝。",
        Severity.NOTE,
        excerpt=first.text[count[0].start :][:20],
        set_aside="\n".join(written(_paragraph(blocks, one), one.start, one.end).strip() for one in count),
    )


def _doubts(blocks: Sequence[Block], count: Iterable[_Candidate]) -> Iterator[Finding]:
    """One finding a paragraph: what may be a page number and may be a word of the text is left."""
    for _, same in groupby(count, key=lambda one: one.block):
        block = _paragraph(blocks, first := next(same))
        yield Finding(
            block.place,
            "page-number-doubt",
            f"“{block.text[first.start : first.end].strip()}”像是夹在句子里的页码，没有把握，未改动。",
            "请对照原件，如是页码请删去。",
            excerpt=block.text[max(first.start - 8, 0) : first.end + 8],
        )


def _paragraph(blocks: Sequence[Block], one: _Candidate) -> Paragraph:
    block = blocks[one.block]
    return block if isinstance(block, Paragraph) else Paragraph(())
