"""Signs that what is one article here are several, or a list of works by several hands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shuxiang.intake.document import Block, Paragraph
from shuxiang.intake.findings import Finding
from shuxiang.intake.structure.splitting import bylines_in, posts_in

_PROPOSED = 6


def several_articles(blocks: Sequence[Block], *, signed: bool) -> Iterator[Finding]:
    """A warning for two or more signatures in the text; for one where the head is ``signed`` already."""
    posts, bylines = posts_in(blocks), bylines_in(blocks)
    if max(len(posts), len(bylines) + signed) < 2:
        return
    found = [block for at in sorted({*posts, *bylines}) if isinstance(block := blocks[at], Paragraph)]
    if found:
        what = f"正文里还有 {len(found)} 行像是作者的署名，可能是几篇文章连在一起，都没有移动。"
        fix = "如果是几篇文章，请分成几份文件，再分别体检。"
        texts = dict.fromkeys(block.text.strip() for block in found)
        proposed = tuple(text[:40] for text in texts)[:_PROPOSED]
        yield Finding(
            found[0].place, "several-articles", what, fix, excerpt=found[0].text.strip()[:20], proposed=proposed
        )
