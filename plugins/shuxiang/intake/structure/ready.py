"""A Markdown file that has its title in a header: a page already, whose structure is not looked for again."""

from __future__ import annotations

from dataclasses import replace

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Article, Block, Document, Paragraph, Role
from shuxiang.intake.findings import Finding
from shuxiang.intake.structure.cuts import emptied, written
from shuxiang.intake.structure.endings import incomplete

_DEEPEST = 5
_MOST_TITLE_LINES = 3


def is_ready(document: Document) -> bool:
    """Whether the document says itself what it is."""
    return bool(document.header.get("title"))


def ready(document: Document) -> Article:
    """The page as it stands: only its headings by their marks, and what is unfinished in it told."""
    repeated = _repeated(document)
    left = (block for line in repeated for block in emptied(line))
    blocks = tuple(map(_headed, (*left, *document.blocks[len(repeated) :])))
    findings = (*map(_set_aside, repeated), *incomplete(blocks, (), {}))
    return Article("", blocks, notes=document.notes, pictures=document.pictures, findings=findings)


def _repeated(document: Document) -> list[Paragraph]:
    """The lines of the title, where it stands at the head of the text once more."""
    title, read = _folded(document.header["title"]), ""
    lines: list[Paragraph] = []
    for block in document.blocks[:_MOST_TITLE_LINES]:
        if not isinstance(block, Paragraph):
            break
        lines.append(block)
        read += _folded(block.text)
        if read == title:
            return lines
    return []


def _set_aside(line: Paragraph) -> Finding:
    what = "正文开头又写了一遍标题，已去掉。"
    return Finding(line.place, "title-repeated", what, severity=Severity.NOTE, set_aside=written(line))


def _folded(text: str) -> str:
    return "".join(text.split())


def _headed(block: Block) -> Block:
    if not isinstance(block, Paragraph) or not block.look.level:
        return block
    return replace(block, role=Role.HEADING, level=min(max(block.look.level, 2), _DEEPEST))
