"""Headings and titles that were glued to the text around them when line ends got lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Block, Paragraph, Role
from shuxiang.intake.findings import Finding, Place
from shuxiang.intake.structure.cuts import halves, parted, stripped
from shuxiang.intake.structure.draft import Draft
from shuxiang.intake.structure.fold import folded
from shuxiang.intake.structure.lines import LONGEST_HEADING
from shuxiang.intake.structure.numbers import NUMERAL, Kind, number
from shuxiang.intake.structure.sentences import closed, ended

_LONG = 200
"""Letters: a shorter paragraph may hold a list in its sentences, and its headings have lines of their own."""
_SECTION = 60
"""Letters: points that follow one another faster are a list inside of a sentence."""
_NUMBER = re.compile(rf"(?<=[\u3002!?\u2026:\u201d)]) ?(?={NUMERAL} ?\u3001|\( ?{NUMERAL} ?\))")
_AT_HEAD = re.compile(rf"{NUMERAL} ?\u3001|\( ?{NUMERAL} ?\)")
_FIRST_POINT = re.compile("一(?:是|要)|首先,")
_SECOND_POINT = {"一是": "二是", "一要": "二要", "首先,": "其次,"}
_KEY = 6
_SHORT_SENTENCE = 25
_SENTENCE = re.compile("[\u3002;:!?\u2026]")


@dataclass(frozen=True, slots=True)
class _Heading:
    """A number of the sequence: in which block, where in it (0: at its head), how far from the text's head."""

    block: int
    at: int
    kind: Kind
    value: int
    letters: int


def parted_headings(draft: Draft) -> Draft:
    """The draft with a paragraph begun before each glued number that continues 一、二、三、 or （一）（二）."""
    places: dict[int, list[int]] = {}
    for one in sorted(_in_sequence(_headings(draft.blocks)), key=lambda heading: heading.letters):
        if one.at:
            places.setdefault(one.block, []).append(one.at)
    if not places:
        return draft
    blocks: list[Block] = []
    glued: set[tuple[Place, str]] = set()
    for at, block in enumerate(draft.blocks):
        if at in places and isinstance(block, Paragraph):
            first, *sections = map(stripped, parted(block, places[at]))
            blocks += [first, *sections]
            glued.update(_key(section) for section in sections)
        else:
            blocks.append(block)
    return replace(draft.after(blocks, ()), glued=frozenset(glued))


def heading_ends(draft: Draft) -> Draft:
    """The draft with the headings of parted paragraphs on lines of their own, where their ends are certain.

    To be asked when broken sentences are joined: a heading may be torn by a page's end.
    """
    if not draft.glued:
        return draft
    blocks: list[Block] = []
    findings: list[Finding] = []
    for block in draft.blocks:
        if isinstance(block, Paragraph) and _key(block) in draft.glued:
            heading, rest = _by_first_point(block)
            blocks += [heading, rest] if rest.spans else [heading]
            findings += _told(heading, rest)
        else:
            blocks.append(block)
    return draft.after(blocks, findings)


def _key(paragraph: Paragraph) -> tuple[Place, str]:
    return paragraph.place, paragraph.text[:_KEY]


def _headings(blocks: Sequence[Block]) -> Iterator[_Heading]:
    letters = 0
    for at, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        text = folded(block.text)
        if block.role is Role.BODY:
            yield from _in_block(at, text, letters)
        letters += len(text)


def _in_block(at: int, text: str, letters: int) -> Iterator[_Heading]:
    found = _NUMBER.finditer(text) if len(text) >= _LONG else ()
    places = [match.end() for match in found if _after_sentence(text, match.start())]
    lead = len(text) - len(text.lstrip())
    for place in [0, *places]:
        here = place or lead
        found_number = number(text[here : here + 20])
        if found_number and found_number.kind in (Kind.CHINESE, Kind.CHINESE_BRACKETED):
            yield _Heading(at, place, found_number.kind, found_number.value, letters + place)


def _after_sentence(text: str, at: int) -> bool:
    return text[at - 1] == ":" or ended(text[max(at - 4, 0) : at])


def _in_sequence(headings: Iterable[_Heading]) -> Iterator[_Heading]:
    """Those that count up from one, at least to two, with a section's text between them."""
    sections: list[_Heading] = []
    below: list[_Heading] = []
    for one in headings:
        if one.kind is Kind.CHINESE:
            if one.value == (sections[-1].value + 1 if sections else 1):
                yield from _sections(below)
                below = []
                sections.append(one)
        elif one.value == (below[-1].value + 1 if below else 1):
            below.append(one)
        elif one.value == 1:
            yield from _sections(below)
            below = [one]
    yield from _sections(below)
    yield from _sections(sections)


def _sections(found: Sequence[_Heading]) -> Sequence[_Heading]:
    lengths = [after.letters - before.letters for before, after in pairwise(found)]
    return found if lengths and median(lengths) >= _SECTION else ()


def _by_first_point(section: Paragraph) -> tuple[Paragraph, Paragraph]:
    """A section as heading and text, where 一是 or 一要 begins the text at once, and 二是 or 二要 follows."""
    text = folded(section.text)
    head = _AT_HEAD.match(text)
    start = head.end() if head else 0
    point = _FIRST_POINT.search(text, start + 4, start + LONGEST_HEADING)
    if not point or _SENTENCE.search(text, start, point.start()) or not text[point.start() - 1].isalnum():
        return section, replace(section, spans=())
    if _SECOND_POINT[point[0]] not in text[point.end() :]:
        return section, replace(section, spans=())
    return halves(section, point.start())


def _told(heading: Paragraph, rest: Paragraph) -> Iterator[Finding]:
    """What to look at; nothing where the heading is a short sentence by itself."""
    text = heading.text
    first = _SENTENCE.search(folded(text[: _SHORT_SENTENCE + 1]))
    if rest.spans:
        what, fix, severity = "这个小标题原来和前后文字连在一起，已分开。", "请对照原件看一遍。", Severity.NOTE
    elif first:
        return
    else:
        what = "这个小标题和后面的正文连在一起，看不出标题到哪里为止，现在整段按正文处理。"
        fix, severity = "请在小标题末尾另起一段。", Severity.WARNING
    yield Finding(heading.place, "heading-glued", what, fix, severity, excerpt=text[:20])


def title_parted(draft: Draft, names: Iterable[str]) -> Draft:
    """The draft with a title on a line of its own, where the text begins with one of these names word for word."""
    at = next(
        (at for at, block in enumerate(draft.blocks) if isinstance(block, Paragraph) and block.text.strip()), -1
    )
    block = draft.blocks[at] if at >= 0 else None
    if not isinstance(block, Paragraph) or block.role is not Role.BODY:
        return draft
    for name in names:
        end = _named_head(block.text, name)
        if end and _is_text(block.text[end:]):
            title, rest = halves(block, end)
            what = f"标题“{name}”和正文连在一起，已分开。"
            finding = Finding(block.place, "title-glued", what, "", Severity.NOTE, excerpt=block.text.strip()[:20])
            return draft.after([*draft.blocks[:at], title, rest, *draft.blocks[at + 1 :]], (finding,))
    return draft


def _is_text(rest: str) -> bool:
    """Whether what stands behind a title is text, rather than the rest of a longer title."""
    return closed(rest) or len(rest.strip()) > LONGEST_HEADING


def _named_head(text: str, name: str) -> int:
    """Where the name ends that a text begins with, blanks and half-width marks set aside; 0 when it does not."""
    wanted = "".join(folded(name).split())
    at = 0
    for end, character in enumerate(folded(text[: 4 * _SECTION]), start=1):
        if character.isspace():
            continue
        if not wanted.startswith(character, at):
            return 0
        at += 1
        if at == len(wanted):
            return end
    return 0
