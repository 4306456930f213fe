"""A title behind a label, as forms for contributions have it: 标题：某某."""

from __future__ import annotations

import re

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Block, Paragraph, Role
from shuxiang.intake.findings import Finding
from shuxiang.intake.structure.credits import credits_of
from shuxiang.intake.structure.cuts import halves, written
from shuxiang.intake.structure.draft import Draft
from shuxiang.intake.structure.fold import folded

_LABEL = re.compile(r"\s*[\[(]?(?:文章|信息|稿件|发言|正)? ?(?:标 ?题|题 ?目|篇 ?名)[\])]? ?: ?(?=\S)")
_LONGEST = 80
_HEAD = 4


def unlabelled(draft: Draft) -> Draft:
    """The draft with the label of its title set aside; below more than credits it is a question of a form."""
    at = next((at for at, block in enumerate(draft.blocks[:_HEAD]) if not _is_credits(block)), len(draft.blocks))
    block = draft.blocks[at] if at < len(draft.blocks) else None
    if not isinstance(block, Paragraph) or block.role is not Role.BODY or len(block.text) > _LONGEST:
        return draft
    match = _LABEL.match(folded(block.text))
    label, title = halves(block, match.end() if match else 0)
    text = written(label).strip()
    if not text or any(span.note or span.picture for span in label.spans):
        return draft
    what = f"标题前面的“{text}”不是标题，已移出。"
    finding = Finding(block.place, "title-label", what, "", Severity.NOTE, excerpt=text, set_aside=text)
    return draft.after([*draft.blocks[:at], title, *draft.blocks[at + 1 :]], (finding,))


def _is_credits(block: Block) -> bool:
    return isinstance(block, Paragraph) and credits_of(block.text) is not None
