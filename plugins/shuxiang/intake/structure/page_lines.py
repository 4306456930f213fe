"""Page numbers that stand on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Block, Paragraph
from shuxiang.intake.findings import Finding
from shuxiang.intake.structure.cuts import emptied, written
from shuxiang.intake.structure.draft import Draft
from shuxiang.intake.structure.lines import line
from shuxiang.intake.structure.patterns import any_of

_DASH = r"[-\u2014_.\xb7~*<>\u2039\u203a|]+"
_COUNT = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,5})"
_DRESSED = any_of(
    rf"(?:{_DASH} ?){{1,3}}\d{{1,4}}(?: ?{_DASH}){{1,3}}",
    rf"第 ?{_COUNT} ?页(?: ?[,/|]? ?[共总]? ?\(?[共总]? ?\d{{1,4}} ?页\)?)?",
    r"(?:[Pp]age|PAGE|[Pp]\.?) ?\d{1,4}(?: ?(?:of|/|OF) ?\d{1,4})?",
    r"[共总]计? ?\d{1,4} ?页(?: ?[,/|]? ?第 ?\d{1,4} ?页)?",
)
_LAST_PAGE = 10
_A_PAGE = 60
"""Letters: less text than this between two numbers is a list or a table that fell apart."""
_BARE = re.compile(r"(\d{1,4})(?: ?/ ?(\d{1,4}))?")


def without_page_lines(draft: Draft) -> Draft:
    """The draft without page numbers on lines of their own. Figures alone are such only when they count up."""
    dressed = {at for at, block in enumerate(draft.blocks) if _dressed(block)}
    gone = dressed | _counting(draft.blocks, dressed)
    lines = [(block.place, written(block)) for at, block in _paragraphs(draft.blocks) if at in gone]
    if not lines:
        return draft
    kept: list[Block] = []
    cuts = set(draft.cuts)
    for at, block in enumerate(draft.blocks):
        if at not in gone:
            kept.append(block)
        elif isinstance(block, Paragraph):
            kept += emptied(block)
        if at - 1 in gone and at not in gone and isinstance(block, Paragraph):
            cuts.add(block.place)
    finding = Finding(
        lines[0][0],
        "page-number-lines",
        f"单独成行的页码共 {len(lines)} 处，已移出。",
        severity=Severity.NOTE,
        excerpt=lines[0][1].strip(),
        set_aside="\n".join(text.strip() for _, text in lines),
    )
    return Draft(tuple(kept), (*draft.findings, finding), frozenset(cuts))


def _paragraphs(blocks: Sequence[Block]) -> Iterator[tuple[int, Paragraph]]:
    return ((at, block) for at, block in enumerate(blocks) if isinstance(block, Paragraph))


def _dressed(block: Block) -> bool:
    one = line(block)
    return isinstance(block, Paragraph) and 0 < one.length <= 30 and one.body and bool(_DRESSED.fullmatch(one.text))


def _counting(blocks: Sequence[Block], others: set[int]) -> set[int]:
    """The lines of figures alone that count up by one, with text between each two of them."""
    figures: Mapping[int, int] = {at: int(found) for at, block in enumerate(blocks) if (found := _bare(block))}
    gone: set[int] = set()
    before = -2
    for at, figure in figures.items():
        page = _LAST_PAGE if before in gone else _A_PAGE
        if before >= 0 and figure == figures[before] + 1 and _text_between(blocks, before, at, others) > page:
            gone |= {before, at}
        before = at
    return gone


def _bare(block: Block) -> str:
    one = line(block)
    match = _BARE.fullmatch(one.text) if isinstance(block, Paragraph) and one.length <= 12 and one.body else None
    return match[1] if match and (not match[2] or int(match[1]) <= int(match[2])) else ""


def _text_between(blocks: Sequence[Block], start: int, end: int, others: set[int]) -> int:
    """How many letters stand between two lines."""
    return sum(line(blocks[at]).length for at in range(start + 1, end) if at not in others)
