"""A typed table of contents, set aside: the headings themselves follow in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Block, Paragraph
from shuxiang.intake.findings import Finding
from shuxiang.intake.structure.cuts import emptied, written
from shuxiang.intake.structure.draft import Draft
from shuxiang.intake.structure.lines import Line, line

_NAME = re.compile(r"[\[(]?(?:目[录次]|内容目录|CONTENTS|Contents)[\])]?")
_LEADER = re.compile(r"[.\xb7\u2026\u2014_-]{2,} ?\(?\d{1,4}\)?$|[\u4e00-\u9fff)\u201d\u300b!?] +\(?\d{1,4}\)?$")
_LONGEST = 80
_HEAD = 60
"""Blocks: a table of contents stands in the first of them."""
_LEAST = 2


def without_contents(draft: Draft) -> Draft:
    """The draft without its table of contents: 目录, and lines that end in pages or come again below."""
    start = next((at for at, block in enumerate(draft.blocks[:_HEAD]) if _NAME.fullmatch(_key(line(block)))), -1)
    end = _end(draft.blocks, start + 1) if start >= 0 else 0
    lines = [block for block in draft.blocks[start:end] if isinstance(block, Paragraph)]
    if end - start - 1 < _LEAST:
        return draft
    kept = [*draft.blocks[:start], *(left for block in lines for left in emptied(block)), *draft.blocks[end:]]
    what = f"手打的目录共 {len(lines)} 行，不是正文，已移出。"
    texts = [written(block).strip() for block in lines]
    aside = "\n".join(texts)
    finding = Finding(
        lines[0].place, "contents-list", what, "", Severity.NOTE, excerpt=texts[0][:20], set_aside=aside
    )
    return draft.after(kept, (finding,))


def _end(blocks: Sequence[Block], start: int) -> int:
    """The block behind the last line of the table."""
    last: dict[str, int] = {}
    for at, block in enumerate(blocks):
        last[_key(line(block))] = at
    end = start
    while end < len(blocks) and _is_entry(line(blocks[end]), last, end):
        end += 1
    return end


def _is_entry(one: Line, last: dict[str, int], at: int) -> bool:
    if not one.body or not 0 < one.length <= _LONGEST:
        return False
    return bool(_LEADER.search(one.text)) or last[_key(one)] > at


def _key(one: Line) -> str:
    return "".join(one.text.split())
