"""Lines that were cut at one width, as in mails and old text files, put together into paragraphs again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Block, Paragraph, Role
from shuxiang.intake.findings import Finding, Unit
from shuxiang.intake.structure.cuts import joined
from shuxiang.intake.structure.draft import Draft
from shuxiang.intake.structure.openers import opens_paragraph
from shuxiang.intake.structure.sentences import rounded_off

_NARROWEST = 28
_WIDEST = 120
"""Half-width columns: what is narrower is a verse, what is wider a paragraph."""
_SLACK = 5
"""Columns that a full line may lack, since a mark or a word did not fit any more."""
_LEAST = 4
_INDENT = 4


@dataclass(frozen=True, slots=True)
class _Setting:
    """How lines were wrapped: from ``full`` columns on a line has no room left.

    ``indents`` and ``gaps`` say whether a paragraph is told by blanks at its head, or by an empty line before it.
    """

    full: int
    indents: bool
    gaps: bool


def unwrapped(draft: Draft) -> Draft:
    """The draft with wrapped lines joined, when most of its lines are cut at one width."""
    widths = [_width(block) for block in draft.blocks]
    setting = _setting(draft.blocks, widths)
    if not setting:
        return draft
    groups: list[list[Block]] = []
    for at, block in enumerate(draft.blocks):
        if at and widths[at - 1] >= setting.full and _goes_on(draft.blocks[at - 1], block, setting):
            groups[-1].append(block)
        else:
            groups.append([block])
    blocks = tuple(_one(group) for group in groups)
    return draft.after(blocks, _told(draft.blocks, groups))


def _width(block: Block) -> int:
    """Columns of a line of text; 0 for what is none, and no more than needed for long ones."""
    if not isinstance(block, Paragraph) or block.role is not Role.BODY or block.place.unit is not Unit.LINE:
        return 0
    text = block.text[: _WIDEST + 1]
    wide = sum(east_asian_width(character) in "WFA" for character in text)
    return len(text) + wide + _INDENT * block.look.indented


def _setting(blocks: Sequence[Block], widths: Sequence[int]) -> _Setting | None:
    lines = [
        (width, block)
        for width, block in zip(widths, blocks, strict=True)
        if width and isinstance(block, Paragraph)
    ]
    widest = _widest(Counter(width for width, _ in lines))
    full = [block for width, block in lines if widest - _SLACK < width <= widest]
    beyond = sum(width > widest for width, _ in lines)
    torn = sum(not rounded_off(block.text) for block in full)
    if (
        len(full) < _LEAST
        or len(full) * 5 < len(lines) * 2
        or beyond * 20 > len(lines)
        or torn * 10 < len(full) * 6
    ):
        return None
    paragraphs = [block for _, block in lines[1:]]
    gaps = sum(block.look.after_gap for block in paragraphs)
    indents = any(block.look.indented for block in paragraphs)
    return _Setting(widest - _SLACK + 1, indents, gaps=0 < gaps * 2 < len(paragraphs))


def _widest(widths: Counter[int]) -> int:
    """The width up to which most lines are filled."""
    last = range(_NARROWEST, _WIDEST + 1)
    return max(last, key=lambda width: (sum(widths[width - slack] for slack in range(_SLACK)), widths[width]))


def _goes_on(before: Block, block: Block, setting: _Setting) -> bool:
    if not isinstance(before, Paragraph) or not isinstance(block, Paragraph) or opens_paragraph(block):
        return False
    if before.look.centred or before.look.level:
        return False
    if setting.indents:
        return not block.look.indented
    return not (setting.gaps and block.look.after_gap and rounded_off(before.text))


def _one(group: Sequence[Block]) -> Block:
    return joined([block for block in group if isinstance(block, Paragraph)]) if len(group) > 1 else group[0]


def _told(blocks: Sequence[Block], groups: Sequence[Sequence[Block]]) -> tuple[Finding, ...]:
    first = next((group[0] for group in groups if len(group) > 1), None)
    if not isinstance(first, Paragraph):
        return ()
    what = f"全文按固定的宽度折行，{len(blocks)} 行已接成 {len(groups)} 段。"
    fix = "请看一遍分段是否和原件一致。"
    return (Finding(first.place, "lines-joined", what, fix, Severity.NOTE, excerpt=first.text[:20]),)
