"""Which lines are headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from shuxiang.intake.document import Block, Paragraph, Role, Table
from shuxiang.intake.findings import Finding
from shuxiang.intake.structure.asides import aside_role
from shuxiang.intake.structure.awards import is_rank
from shuxiang.intake.structure.credits import credits_of
from shuxiang.intake.structure.dates import is_date_note
from shuxiang.intake.structure.levels import Heading, levels
from shuxiang.intake.structure.lines import Line, elided, is_item, line, set_out, stands_alone, title_like
from shuxiang.intake.structure.names import likely_names
from shuxiang.intake.structure.numbers import Kind, Number
from shuxiang.intake.structure.ordering import out_of_order
from shuxiang.intake.structure.salutations import is_salutation
from shuxiang.intake.structure.sentences import closed, ended

_LONGEST_BY_STYLE = 80
_LONGEST_PLAIN = 30
_LONGEST_SET_OUT = 40
_TEXT = 40
"""Letters: below a heading without a number is a paragraph of this length, or a whole sentence of half of it."""
_SURE_KINDS = (Kind.PART, Kind.CHAPTER, Kind.SECTION, Kind.CHINESE, Kind.CHINESE_BRACKETED)
_MARKED = re.compile(r"[\u3001.,:)\]]")
_SHORTEST = 6
_QUOTED = re.compile("\u201c[^\u201d]*\u201d")
_SECTION_NAME = re.compile(
    "(?:前言|引言|导语|导言|绪论|摘要|背景|结语|结束语|后记|附记|小结|总结|编后|编后语|尾声|序言?|自序|代序|目录|目次|总则|分则|附则|导读|编者按|致谢|开场白)"
)
_OWN_END = (Role.SIGNATURE, Role.DATE, Role.ATTACHMENT, Role.NOTE)


@dataclass(frozen=True, slots=True)
class _Numbered:
    at: int
    number: Number
    followed: bool
    one: Line


def headed(blocks: Sequence[Block]) -> tuple[list[Block], tuple[Finding, ...]]:
    """The blocks with their headings told, and what is wrong with the headings' numbers."""
    lines = [line(block) for block in blocks]
    numbered = _numbered_headings(blocks, lines)
    found = [Heading(one.at, one.number, one.one.look.level) for one in numbered]
    taken = {one.at for one in numbered}
    for at, one in enumerate(lines):
        if at not in taken and (_by_style(one) or _plain(blocks, at)):
            found.append(Heading(at, None, one.look.level, is_section_name(one.text)))
    by_place = levels(sorted(found, key=lambda heading: heading.at))
    return [_with_level(block, by_place.get(at, 0)) for at, block in enumerate(blocks)], out_of_order(
        blocks, by_place
    )


def _with_level(block: Block, level: int) -> Block:
    return replace(block, role=Role.HEADING, level=level) if level and isinstance(block, Paragraph) else block


def is_section_name(text: str) -> bool:
    """Whether a line names a part that many writings have: 前言, 结语."""
    return bool(_SECTION_NAME.fullmatch("".join(text.split())))


def has_plain_headings(blocks: Sequence[Block]) -> bool:
    """Whether any short line between paragraphs reads as a heading without a number."""
    return any(_plain(blocks, at) for at in range(1, len(blocks)))


def _by_style(one: Line) -> bool:
    return one.look.level > 0 and one.body and 0 < one.length <= _LONGEST_BY_STYLE and not is_salutation(one.text)


def _numbered_headings(blocks: Sequence[Block], lines: Sequence[Line]) -> list[_Numbered]:
    """The numbered lines that head something: most of those in their series have text below them."""
    kinds: dict[Kind, list[_Numbered]] = {}
    for at, one in enumerate(lines):
        if one.number and stands_alone(one) and not elided(one):
            followed = at + 1 < len(blocks) and _heads(one.number, blocks[at + 1], lines[at + 1])
            kinds.setdefault(one.number.kind, []).append(_Numbered(at, one.number, followed, one))
    found: list[_Numbered] = []
    for same in kinds.values():
        found += _of_kind([*_series(same)])
    return sorted(found, key=lambda one: one.at)


def _heads(number: Number, block: Block, one: Line) -> bool:
    """Whether what follows a numbered line can be what it heads, rather than the list's next point."""
    if isinstance(block, Table) or not one.length:
        return True
    if isinstance(block, Paragraph) and block.role in _OWN_END:
        return False
    return not one.number or one.number.kind > number.kind


def _series(same: Sequence[_Numbered]) -> Iterator[list[_Numbered]]:
    """Stretches that count up."""
    series: list[_Numbered] = []
    for one in same:
        if series and one.number.value <= series[-1].number.value:
            yield series
            series = []
        series.append(one)
    if series:
        yield series


def _of_kind(stretches: Sequence[Sequence[_Numbered]]) -> Iterator[_Numbered]:
    sure = [_is_heading_series(series) for series in stretches]
    any_sure = any(sure)
    for series, is_sure in zip(stretches, sure, strict=True):
        alone = len(series) == 1 and _alone(series[0], any_sure)
        if is_sure or alone:
            yield from (one for one in series if one.followed or not ended(one.one.rest))


def _is_heading_series(series: Sequence[_Numbered]) -> bool:
    if len(series) == 1:
        one = series[0]
        return one.followed and one.number.kind in _SURE_KINDS and _has_mark(one)
    followed = sum(one.followed for one in series[:-1])
    return followed * 2 >= len(series) - 1


def _alone(one: _Numbered, known: bool) -> bool:  # noqa: FBT001  # one question
    """Whether a number without others is a heading: such numbers are elsewhere, or it is set in bold."""
    return known or (one.followed and (one.one.look.bold or one.one.look.level > 0))


def _has_mark(one: _Numbered) -> bool:
    """Whether a mark parts number and words; 一 alone may be a word."""
    return bool(_MARKED.search(one.one.text[: one.number.end])) or one.number.kind is not Kind.CHINESE


def _plain(blocks: Sequence[Block], at: int) -> bool:
    """Whether a short line without a number heads the text below it."""
    one = line(blocks[at])
    if one.length > _LONGEST_SET_OUT or one.number or at + 1 >= len(blocks):
        return False
    if is_rank(one.text):
        return one.body and not is_rank(line(blocks[at + 1]).text)
    if not title_like(one) or _has_own_role(one):
        return False
    below = blocks[at + 1]
    if is_section_name(one.text):
        return isinstance(below, Paragraph) and ended(below.text)
    if isinstance(below, Paragraph) and set_out(one, line(below)):
        return bool(line(below).length)
    return _between_paragraphs(blocks, at, one)


def _has_own_role(one: Line) -> bool:
    """Whether a line's words make it a name, a caption, a date, a salutation or a byline."""
    if likely_names(one.text) or aside_role(one) or is_date_note(one.text):
        return True
    return is_salutation(one.text) or credits_of(one.text) is not None


def _between_paragraphs(blocks: Sequence[Block], at: int, one: Line) -> bool:
    """Whether a line that is set like all others stands between finished text and a paragraph of its own length."""
    below = blocks[at + 1]
    if one.length > _LONGEST_PLAIN or one.text.endswith("!") or _QUOTED.fullmatch(one.text):
        return False
    return isinstance(below, Paragraph) and _is_paragraph(below, one) and (at == 0 or _is_whole(blocks[at - 1]))


def _is_paragraph(below: Paragraph, one: Line) -> bool:
    after = line(below)
    if not after.body or after.look.bullet or after.length <= one.length:
        return False
    return after.length >= _TEXT or (after.length >= _TEXT // 2 and ended(below.text))


def _is_whole(block: Block) -> bool:
    """Whether a block before a heading is finished text, or a line of the head."""
    if not isinstance(block, Paragraph):
        return True
    if block.role in (Role.SUBTITLE, Role.DATE, Role.SALUTATION, Role.CAPTION, Role.QUOTE):
        return True
    if is_item(line(block)) or block.text.rstrip().endswith(("\uff1a", ":")):
        return is_item(line(block))
    return line(block).length > _SHORTEST and closed(block.text)
