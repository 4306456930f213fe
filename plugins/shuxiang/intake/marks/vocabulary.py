"""Words for which Taiwan and the mainland have different ones. They are told, never changed."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher

from shuxiang.intake.marks.conversion import converter

_CLAUSE = re.compile("[\u3400-\u9fff]{2,60}")
_NEAR = 1


def other_words(text: str) -> Counter[tuple[str, str]]:
    """Words of a Traditional text, in Simplified characters, each with the mainland's, and how often."""
    found: Counter[tuple[str, str]] = Counter()
    clauses = "\n".join(_CLAUSE.findall(text))
    same, other = (converter(config).convert(clauses).split("\n") for config in ("tw2s", "tw2sp"))
    for here, there in zip(same, other, strict=True):
        if here != there:
            found.update(_differences(here, there))
    return found


def _differences(here: str, there: str) -> list[tuple[str, str]]:
    """The pieces that differ; one character takes its neighbour along.

    What is only put in or only left out belongs to the piece a character before it: 品質 and 質量.
    """
    pieces: list[tuple[slice, slice]] = []
    for tag, start, end, first, last in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if pieces and start - pieces[-1][0].stop <= _NEAR and (start == end or _is_empty(pieces[-1][1])):
            before = pieces.pop()
            pieces.append((slice(before[0].start, end), slice(before[1].start, last)))
        else:
            alone = int(end - start == last - first == 1 and start > 0 and first > 0)
            pieces.append((slice(start - alone, end), slice(first - alone, last)))
    return [(here[old], there[new]) for old, new in pieces]


def _is_empty(piece: slice) -> bool:
    return bool(piece.stop <= piece.start)
