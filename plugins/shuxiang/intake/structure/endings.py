"""Signs that a text is not all there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Block, Paragraph, Role
from shuxiang.intake.findings import Finding, Place
from shuxiang.intake.structure.fold import folded
from shuxiang.intake.structure.furniture import PREVIEW
from shuxiang.intake.structure.last_lines import needs_no_stop
from shuxiang.intake.structure.lines import elided, line
from shuxiang.intake.structure.patterns import any_of
from shuxiang.intake.structure.sentences import closed, left_open, rounded_off

_OMITTED = any_of(
    r"[\u2026.\xb7\u3002]{2,} ?[(\[]?略[)\]]? ?[\u2026.\xb7]{2,}",
    r"[(\[](?:此处|以下|下文|中间|后面|其余)?(?:内容)?(?:从略|下略|后略|中略|省略|此处略|以下略)[^()\[\]]{0,10}[)\]]",
    r"[(\[]?(?:未完待续|待续)[)\]]?",
)
_DOTS = re.compile(r"[\u2026.\xb7\u3002\s]{2,200}")
_SHORTEST = 20
_TAIL = 10
_TOLD = 6
_CLOSING = (Role.SIGNATURE, Role.DATE, Role.ATTACHMENT, Role.NOTE, Role.CAPTION)

_Reason = tuple[Place, str, str]
"""Where, the words of the original, and what is said of them."""


def incomplete(
    blocks: Sequence[Block], findings: Iterable[Finding], ends: Mapping[Place, Place]
) -> tuple[Finding, ...]:
    """One error that names every sign; nothing for a text that seems whole. ``ends`` are those of the draft."""
    reasons = [*_previews(findings), *_omissions(blocks), *_end(blocks, ends)]
    if not reasons:
        return ()
    first = min(reasons)
    said = "；".join(dict.fromkeys(reason for _, _, reason in reasons[:_TOLD]))
    more = f"；共 {len(reasons)} 处" if len(reasons) > _TOLD else ""
    what = f"这篇文稿不完整：{said}{more}。"
    fix = "请找到完整的原文再用，不要照这样发布。"
    return (Finding(first[0], "text-incomplete", what, fix, Severity.ERROR, excerpt=first[1]),)


def _previews(findings: Iterable[Finding]) -> Iterator[_Reason]:
    for finding in findings:
        if finding.code == PREVIEW:
            words = finding.set_aside.split("\n")[0][: 2 * _TAIL]
            yield finding.place, finding.excerpt, f"原文里有“{words}”"


def _omissions(blocks: Sequence[Block]) -> Iterator[_Reason]:
    for block in blocks:
        if not isinstance(block, Paragraph) or block.role in _CLOSING:
            continue
        if _DOTS.fullmatch(block.text.strip()):
            yield block.place, block.text.strip()[:_TAIL], f"{block.place}只有“{block.text.strip()[:_TAIL]}”"
            continue
        if elided(line(block)):
            yield (
                block.place,
                block.text.strip()[: 2 * _TAIL],
                f"{block.place}“{block.text.strip()}”只有序号，没有内容",
            )
            continue
        text = block.text
        match = _OMITTED.search(folded(text)) if "略" in text or "续" in text or "續" in text else None
        if match:
            words = text[match.start() : match.end()].strip()
            yield block.place, words[: 2 * _TAIL], f"{block.place}写着“{words}”"


def _end(blocks: Sequence[Block], ends: Mapping[Place, Place]) -> Iterator[_Reason]:
    """That the last sentence breaks off, or the last heading has no text."""
    last = next((block for block in reversed(blocks) if isinstance(block, Paragraph) and block.text.strip()), None)
    if last is None or last is not blocks[-1] or elided(line(last)):
        return
    text = last.text.rstrip()
    place = ends.get(last.place, last.place)
    if last.role is Role.HEADING:
        yield place, text[-2 * _TAIL :], f"最后的小标题“{text[: 2 * _TAIL]}”下面没有正文"
    elif last.role is Role.BODY and _breaks_off(last, text):
        yield place, text[-2 * _TAIL :], f"{str(place) or '文末'}的最后一句“……{text[-_TAIL:]}”没有写完"


def _breaks_off(last: Paragraph, text: str) -> bool:
    one = line(last)
    if one.look.bullet or needs_no_stop(one) or (one.number and one.length <= 3 * _SHORTEST):
        return False
    if closed(text) or (rounded_off(text) and not left_open(text)):
        return bool(left_open(text)) and len(text) >= _SHORTEST and not text.endswith(("\u201d", "\u300d"))
    return len(text) >= _SHORTEST or text.endswith(("\uff0c", ",", "\u3001"))
