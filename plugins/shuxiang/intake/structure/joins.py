"""Sentences that a page's layout cut in two, joined again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Block, Paragraph, Role
from shuxiang.intake.findings import Finding, Place
from shuxiang.intake.structure.cuts import joined
from shuxiang.intake.structure.draft import Draft
from shuxiang.intake.structure.lines import LONGEST_HEADING, line, stands_alone, title_like
from shuxiang.intake.structure.openers import opens_paragraph, stands_for_itself
from shuxiang.intake.structure.sentences import begins_inside, closed, closes, ended, left_open, several

_LONG = 40
"""Letters: a line of running text; what is shorter and ends without a mark may be a heading."""
_VERSE = 17
"""Letters: a verse or a name ends with a comma or nothing before this."""
_EXCERPT = 10
_MARK = re.compile("[,;:\u3001]")
"""Without any of these a line of a heading's length is more likely one than half a sentence."""


@dataclass(slots=True)
class _Run:
    """Parts of one paragraph so far.

    ``awaited`` are closing marks whose opening ones stand in it; ``opening`` says that it is the first of the text.
    """

    parts: list[Paragraph] = field(default_factory=list)
    length: int = 0
    awaited: str = ""
    sentences: bool = False
    opening: bool = False

    def add(self, part: Paragraph) -> None:
        text = part.text
        self.parts.append(part)
        self.length += len(text)
        self.awaited = left_open(text)
        self.sentences = self.sentences or several(text)

    @property
    def last(self) -> Paragraph:
        return self.parts[-1]


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a text is set: without marks at all, and with blanks at the head of paragraphs."""

    unmarked: bool
    indents: bool


def rejoined(draft: Draft) -> Draft:
    """The draft with broken sentences joined; each seam is told, but for those at glued page numbers."""
    manner = _manner(draft.blocks)
    blocks: list[Block] = []
    findings: list[Finding] = []
    ends: dict[Place, Place] = {}
    run = _Run()
    for block in draft.blocks:
        if isinstance(block, Paragraph) and run.parts:
            at_cut = block.place in draft.cuts or block.place.page != run.last.place.page
            torn = block.place in draft.torn and not line(block).number
            if torn or _one_sentence(run, block, manner, at_cut=at_cut):
                findings += [] if torn else [_seam(run, block)]
                run.add(block)
                ends[run.parts[0].place] = block.place
                continue
            findings += _left_open(run, block, manner)
        blocks += _finished(run)
        run = _Run(opening=not blocks)
        if isinstance(block, Paragraph):
            run.add(block)
        else:
            blocks.append(block)
    return replace(draft.after([*blocks, *_finished(run)], findings), ends=ends)


def _finished(run: _Run) -> list[Block]:
    return [joined(run.parts) if len(run.parts) > 1 else run.last] if run.parts else []


def _manner(blocks: Sequence[Block]) -> _Manner:
    long = [block for block in blocks if isinstance(block, Paragraph) and line(block).length >= _LONG]
    torn = sum(not closed(block.text) for block in long)
    indents = any(block.look.indented for block in blocks if isinstance(block, Paragraph))
    return _Manner(unmarked=len(long) > 3 and torn * 5 > len(long) * 4, indents=indents)


def _one_sentence(run: _Run, block: Paragraph, manner: _Manner, *, at_cut: bool) -> bool:
    """Whether a sentence goes on from the run into the block."""
    before = run.last.text
    if run.length < _VERSE and not run.awaited and not begins_inside(block.text):
        return False
    if not _may_go_on(run, block):
        return False
    if _surely(run, block):
        return True
    if opens_paragraph(block) or ended(before) or (manner.indents and block.look.indented):
        return False
    if at_cut:
        return _running(run)
    whole = closed(before) or before.rstrip().endswith((")", "\uff09"))
    return not whole and not manner.unmarked and _running(run) and _is_running(block)


def _may_go_on(run: _Run, block: Paragraph) -> bool:
    """Whether looks and roles let the two be one paragraph at all."""
    first, look = run.parts[0], block.look
    if first.role is not block.role or block.role not in (Role.BODY, Role.QUOTE) or not block.text.strip():
        return False
    if look.level or look.bullet or look.right or first.look.level or first.look.right:
        return False
    return (
        look.centred == first.look.centred and not (first.look.bold and not look.bold) and bool(first.text.strip())
    )


def _surely(run: _Run, block: Paragraph) -> bool:
    """Whether marks prove it: one that cannot begin a line, a bracket to be closed, a comma behind running text."""
    before, after = run.last.text.rstrip(), block.text
    if begins_inside(after) and not ended(before) and run.length > 1:
        return True
    if opens_paragraph(block):
        return False
    if run.awaited and closes(after, run.awaited) and not ended(before):
        return True
    return run.length >= _VERSE and before.endswith(("\uff0c", ",", "\u3001")) and line(block).length > 1


def _running(run: _Run) -> bool:
    """Whether the run is prose: long or of several sentences, and no heading, byline or caption."""
    first = line(run.parts[0])
    if stands_for_itself(run.parts[0]) or (not run.sentences and stands_alone(first)):
        return False
    if not run.sentences and first.length <= LONGEST_HEADING and (run.opening or not _MARK.search(first.text)):
        return False
    return run.length >= _LONG or (run.length >= _VERSE and (run.sentences or not title_like(first)))


def _is_running(block: Paragraph) -> bool:
    return closed(block.text) or line(block).length >= _LONG or not title_like(line(block))


def _seam(run: _Run, block: Paragraph) -> Finding:
    before, after = run.last.text.rstrip()[-_EXCERPT:], block.text.strip()[:_EXCERPT]
    sure = _surely(run, block)
    return Finding(
        block.place,
        "sentence-joined",
        f"上一段的“……{before}”和这一段的“{after}……”是一句话，已接上。",
        "" if sure else "请对照原件看一遍。",
        Severity.NOTE if sure else Severity.WARNING,
        excerpt=after,
    )


def _left_open(run: _Run, block: Paragraph, manner: _Manner) -> Iterator[Finding]:
    """A warning for running text that breaks off before a line that cannot be its rest."""
    before = run.last.text.rstrip()
    if manner.unmarked or closed(before) or not _running(run) or not line(run.last).body:
        return
    if run.parts[0].look.level or run.parts[0].look.centred or run.parts[0].look.right or run.parts[0].look.bullet:
        return
    if line(run.parts[0]).number and line(block).number:
        return
    what = f"这一段到“……{before[-_EXCERPT:]}”就没有了，后面不像是同一句话。"
    yield Finding(run.last.place, "sentence-open", what, "请对照原件，补上缺的字或句号。", excerpt=before[-20:])
