"""Numbers of headings that do not count up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shuxiang.intake.document import Block, Paragraph
from shuxiang.intake.findings import Finding
from shuxiang.intake.structure.lines import Line, line
from shuxiang.intake.structure.numbers import Kind

_COUNTED = (Kind.PART, Kind.CHAPTER, Kind.SECTION, Kind.ARTICLE, Kind.CHINESE, Kind.CHINESE_BRACKETED)
"""Kinds that are looked at in running text too; Arabic numbers only where they are headings."""


def out_of_order(blocks: Sequence[Block], headings: Mapping[int, int]) -> tuple[Finding, ...]:
    """A finding for each number that is repeated or leaves one out; below a higher number counts begin anew."""
    last: dict[Kind, int] = {}
    ever: dict[Kind, int] = {}
    found: list[Finding] = []
    for at, block in enumerate(blocks):
        one = line(block)
        if (
            not isinstance(block, Paragraph)
            or not one.number
            or not (one.number.kind in _COUNTED or at in headings)
        ):
            continue
        kind, value = one.number.kind, one.number.value
        if not _in_order(value, last.get(kind, 0), ever.get(kind, 0)):
            found.append(_finding(block, one, last.get(kind, 0)))
        last = {other: number for other, number in last.items() if other <= kind or other is Kind.ARTICLE}
        last[kind] = ever[kind] = value
    return tuple(found)


def _in_order(value: int, last: int, ever: int) -> bool:
    if last:
        return value == last + 1 or (value == 1 and last > 1)
    return value in (1, ever + 1)


def _finding(block: Paragraph, one: Line, last: int) -> Finding:
    mark = one.text[: one.number.end].strip() if one.number else ""
    what = (
        f"“{mark}”和前面的序号重复。"
        if one.number and last == one.number.value
        else f"“{mark}”和前面的序号接不上。"
    )
    return Finding(
        block.place,
        "heading-order",
        what,
        "请对照原件，看是漏了一段，还是序号写错。",
        excerpt=block.text.strip()[:20],
    )
