"""A page with several signed articles, cut before each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from shuxiang.intake.document import Block, Paragraph
from shuxiang.intake.structure.asides import aside_role
from shuxiang.intake.structure.bare_names import bare_names
from shuxiang.intake.structure.credits import Sort, credits_of
from shuxiang.intake.structure.dates import is_date_note
from shuxiang.intake.structure.forms import is_book_entry, names_a_book
from shuxiang.intake.structure.lines import line, title_like

_HEAD = 8
"""Lines that may stand above an article's byline."""
_TEXT = 15
"""Letters that an article has at least, a poem of three short lines among them."""


def starts(blocks: Sequence[Block]) -> tuple[int, ...]:
    """Where the articles begin: only at 0 unless several bylines, or several posts of authors, say otherwise."""
    signed = bylines_in(blocks)
    texts = (0, *accumulate(0 if at in signed else _letters(block) for at, block in enumerate(blocks)))
    bylines, posts = _apart(texts, sorted(signed)), _apart(texts, posts_in(blocks))
    if len(bylines) < 2 and len(posts) < 2:
        return (0,)
    found = {_above(blocks, at) for at in bylines}
    found |= {_behind(blocks, at) for at in posts if len(posts) > 1}
    return tuple(_with_text(texts, sorted(found - {0, len(blocks)})))


def bylines_in(blocks: Sequence[Block]) -> set[int]:
    """The lines below titles that say who wrote what follows, in words or by a bare name."""
    return {at for at, block in enumerate(blocks) if _is_byline(blocks, at, block)} | set(bare_names(blocks))


def posts_in(blocks: Sequence[Block]) -> list[int]:
    """The lines that say what an author is."""
    return [at for at, block in enumerate(blocks) if _sort(block) is Sort.POST]


def _letters(block: Block) -> int:
    """Letters of the text in a block; none in titles, labels, dates, captions and credits."""
    one = line(block)
    if not isinstance(block, Paragraph) or title_like(one) or is_date_note(one.text) or aside_role(one):
        return 0
    return 0 if _sort(block) else one.length


def _sort(block: Block) -> Sort | None:
    one = line(block)
    found = credits_of(block.text) if isinstance(block, Paragraph) and one.whole and one.body else None
    return found.sort if found else None


def _is_byline(blocks: Sequence[Block], at: int, block: Block) -> bool:
    """Whether a byline stands here below a title; an author's line in a list of books does not count."""
    if at == 0 or _sort(block) is not Sort.BYLINE:
        return False
    if at + 1 < len(blocks) and is_book_entry(line(blocks[at + 1]).text):
        return False
    return _is_head(blocks[at - 1]) and not names_a_book(line(blocks[at - 1]).text)


def _is_head(block: Block) -> bool:
    """Whether a line may stand between an article's beginning and its byline."""
    one = line(block)
    if one.number or aside_role(one) or not (title_like(one) or is_date_note(one.text)):
        return False
    return isinstance(block, Paragraph) and _sort(block) in (None, Sort.BYLINE)


def _apart(texts: Sequence[int], places: Sequence[int]) -> list[int]:
    """The places without those that have no text between them and the one before: co-authors."""
    kept: list[int] = []
    for at in places:
        if not kept or texts[at] - texts[kept[-1]] >= _TEXT:
            kept.append(at)
    return kept


def _above(blocks: Sequence[Block], at: int) -> int:
    """The first of the lines above a byline that are titles and labels, up to the article before."""
    start = at
    titles = 0
    while start > max(at - _HEAD, 0) and _is_head(blocks[start - 1]):
        dated = is_date_note(line(blocks[start - 1]).text)
        if dated and titles:
            break
        titles += not dated
        start -= 1
    return start


def _behind(blocks: Sequence[Block], at: int) -> int:
    """The line behind an author's post, and behind all that belongs to it; the end where no title follows."""
    start = at + 1
    while start < len(blocks) and _sort(blocks[start]):
        start += 1
    return start if start < len(blocks) and title_like(line(blocks[start])) else len(blocks)


def _with_text(texts: Sequence[int], found: Sequence[int]) -> Iterator[int]:
    """The beginnings that have an article's text before them and behind them."""
    yield 0
    before = 0
    for at in found:
        if texts[at] - texts[before] >= _TEXT <= texts[-1] - texts[at]:
            yield at
            before = at
