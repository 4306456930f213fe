"""A document on its way through the stages: its blocks as they are now, and what has been seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from shuxiang.intake.document import Block
from shuxiang.intake.findings import Finding, Place


@dataclass(frozen=True, slots=True)
class Draft:
    """``cuts`` are the places of paragraphs right behind a page's end.

    ``torn`` are those that certainly go on with the sentence before.

    ``glued`` are the paragraphs that were parted from others at a heading's number: place and first letters.
    ``ends`` are the places of the last parts of joined paragraphs, by the places of their first.
    """

    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()
    cuts: frozenset[Place] = frozenset()
    torn: frozenset[Place] = frozenset()
    glued: frozenset[tuple[Place, str]] = frozenset()
    ends: Mapping[Place, Place] = field(default_factory=dict)

    def after(self, blocks: Iterable[Block], findings: Iterable[Finding]) -> Draft:
        """The draft after a stage that left these blocks and saw these things."""
        return replace(self, blocks=tuple(blocks), findings=(*self.findings, *findings))
