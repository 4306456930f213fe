"""A year on the wall: a block for each month, the quarters and the year in a band above, on one or more sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from shuxiang.core.calendar import Period
from shuxiang.core.labels import period_label, programme_dates
from shuxiang.core.model import Programme
from shuxiang.pages.wall.entries import (
    DaysOff,
    Entry,
    clipped,
    days_off,
    lasting,
    lean,
    month_entries,
    own_slots,
    shown,
    slot_entries,
    spare_places,
    weekly,
)
from shuxiang.pages.wall.paper import A3, A4, SPACE, Paper, title_size
from shuxiang.pages.wall.plan import Plan, months_of, unannounced
from shuxiang.pages.wall.type import (
    GAP,
    LINE,
    Box,
    Type,
    fit,
    head_lines,
    kept,
    largest,
    rest_height,
    text_lines,
    text_width,
)

PAPERS = {"a3": A3, "a4": A4}
MOST_MONTHS = {"a3": 15, "a4": 8}
"""How many months a sheet takes before there is another one."""
_COLUMNS = (1, 1, 2, 3, 2, 3, 3, 4, 4, 3, 4, 4, 4, 5, 5, 5)
"""By the number of a sheet's months."""

# In em, as wall.css has them: before an entry's text, beside a block, a month's name, its head, what is left over.
_LABEL, _PADDING, _NAME, _HEAD, _EDGE = 9.4, 0.7, 1.5, 2.4, 0.5
_BAND_SHARE = 0.4
"""What of a sheet the band may take."""
_BAND_ENTRIES, _BAND_LINES, _MOST_HEAD_LINES = 3, 3, 2


@dataclass(frozen=True, slots=True)
class Block:
    """A month; ``rest`` counts the entries for which there is no room."""

    label: str
    days_off: tuple[DaysOff, ...]
    entries: tuple[Entry, ...]
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A quarter, half year or year in the band."""

    label: str
    entries: tuple[Entry, ...]
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Strip:
    """A cadence that comes round less than once a month."""

    name: str
    cells: tuple[Cell, ...]

    @property
    def lost(self) -> int:
        """The lines and entries for which there is no room."""
        return sum(clipped(cell.entries) + cell.rest for cell in self.cells)

    @property
    def height(self) -> float:
        """In em."""
        tallest = max(sum(entry.lines for entry in cell.entries) + bool(cell.rest) for cell in self.cells)
        return max(tallest, text_lines(self.name, _LABEL - GAP)) * LINE + GAP


@dataclass(frozen=True, slots=True)
class SheetHead:
    """What stands above and below: ``aside`` beside the title, ``count`` only where there are several sheets."""

    title: str
    aside: str
    note: str
    count: str


@dataclass(frozen=True, slots=True)
class YearSheet:
    """One sheet. ``heights`` are the rows' shares of what title and band leave; ``lost`` is what gave way."""

    head: SheetHead
    title_size: float
    strips: tuple[Strip, ...]
    more_strips: int
    columns: int
    heights: tuple[float, ...]
    blocks: tuple[Block, ...]
    lost: float


@dataclass(frozen=True, slots=True)
class YearWall:
    """A document: its sheets, all in one type."""

    title: str
    paper: Paper
    type: Type
    sheets: tuple[YearSheet, ...]

    @property
    def lost(self) -> float:
        """What gave way on all of them."""
        return sum(sheet.lost for sheet in self.sheets)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one sheet has to show, before it is known how."""

    head: SheetHead
    blocks: tuple[Block, ...]
    strips: tuple[Strip, ...]


def year_wall(plan: Plan, programme: Programme, name: str) -> YearWall:
    """The year on sheets of a3 or a4, in the largest type in which the least is lost."""
    paper = PAPERS[name]
    parts = _parts(plan, programme, MOST_MONTHS[name])
    return largest(paper.types, partial(_wall, programme, parts, paper), lambda wall: wall.lost)


def _wall(programme: Programme, parts: Sequence[_Part], paper: Paper, type_: Type) -> YearWall:
    return YearWall(programme.title, paper, type_, tuple(_sheet(part, paper, type_) for part in parts))


def _parts(plan: Plan, programme: Programme, most: int) -> list[_Part]:
    """The programme's months on as few sheets as will do, shared out evenly."""
    months = months_of(programme)
    entries = month_entries(plan, programme, months)
    count = -(-len(months) // most)
    ends = [len(months) * number // count for number in range(count + 1)]
    return [
        _Part(
            head=_head(plan, programme, months[first:last], f"第{number}张，共{count}张" if count > 1 else ""),
            blocks=tuple(Block(_label(m), days_off(m, plan.day_of), entries[m]) for m in months[first:last]),
            strips=tuple(_strips(plan, programme, months[first:last])),
        )
        for number, (first, last) in enumerate(pairwise(ends), start=1)
    ]


def _head(plan: Plan, programme: Programme, months: tuple[Period, ...], count: str) -> SheetHead:
    first, last = period_label(months[0]), period_label(months[-1]).removeprefix(f"{months[0].year}年")
    aside = f"{first}至{last}" if count else programme_dates(programme)
    names = "、".join(cadence.name for cadence in weekly(programme))
    weeks = f"各周：{names}" if names else ""
    return SheetHead(
        programme.title, aside, "　".join(filter(None, [weeks, unannounced(months, plan.day_of)])), count
    )


def _label(month: Period) -> str:
    """11月; with the year where a year begins, since a programme may hold parts of two."""
    return period_label(month) if month.start.month == 1 else f"{month.start.month}月"


def _strips(plan: Plan, programme: Programme, months: tuple[Period, ...]) -> Iterator[Strip]:
    """Each longer cadence with those of its slots that share a day with the months."""
    first, end = months[0].start.isoformat(), months[-1].end.isoformat()
    slots = [slot for slot in own_slots(plan, programme) if slot.start < end and slot.end > first]
    for cadence in lasting(programme):
        own = [slot for slot in slots if slot.cadence_id == cadence.id]
        if own:
            cells = (Cell(slot.label, tuple(slot_entries(slot, Entry("long"), programme))) for slot in own)
            yield Strip(cadence.name, tuple(cells))


def _sheet(part: _Part, paper: Paper, type_: Type) -> YearSheet:
    """The part in that type."""
    em = type_.em
    gap = SPACE / em
    strips = [_fitting(strip, paper.inner_width / em) for strip in part.strips]
    room = (paper.inner_height - paper.title) / em - LINE - 2 * gap
    heights = [strip.height for strip in strips]
    fitting = kept(heights, room * _BAND_SHARE)
    room -= sum(heights[:fitting]) + rest_height(len(strips) - fitting)
    columns = _COLUMNS[len(part.blocks)]
    width = (paper.inner_width / em - (columns - 1) * gap) / columns - 2 * _PADDING
    blocks = [_measured(block, width) for block in part.blocks]
    rows = [blocks[n : n + columns] for n in range(0, len(blocks), columns)]
    fitted = fit(
        [[_box(block, width, type_) for block in row] for row in rows], room - len(rows) * gap, type_.steps
    )
    cuts = [one for row in fitted.cuts for one in row]
    return YearSheet(
        head=part.head,
        title_size=title_size(part.head.title, part.head.aside, paper, type_.size),
        strips=tuple(strips[:fitting]),
        more_strips=len(strips) - fitting,
        columns=columns,
        heights=tuple(round(height, 2) for height in fitted.heights),
        blocks=tuple(
            replace(block, entries=shown(block.entries, cut), rest=cut.rest(block.entries))
            for block, cut in zip(blocks, cuts, strict=True)
        ),
        lost=fitted.lost + len(strips) - fitting + sum(strip.lost for strip in strips),
    )


def _fitting(strip: Strip, width: float) -> Strip:
    """The strip with the first entries of each cell, at the lines they take."""
    beside = (width - _LABEL) / len(strip.cells) - 2 * _PADDING
    return replace(strip, cells=tuple(_cell(cell, beside - text_width(cell.label) - 0.5) for cell in strip.cells))


def _cell(cell: Cell, width: float) -> Cell:
    entries = cell.entries if len(cell.entries) <= _BAND_ENTRIES else lean(cell.entries)
    first = (e.given(text_lines(e.text, width), _BAND_LINES) for e in entries[:_BAND_ENTRIES])
    return Cell(cell.label, tuple(first), max(0, len(entries) - _BAND_ENTRIES))


def _measured(block: Block, width: float) -> Block:
    """The block with the lines that its entries would like."""
    beside = width - _LABEL
    entries = (
        replace(e, lines=max(head_lines(e.label, e.when, _LABEL - GAP), text_lines(e.text, beside)))
        for e in block.entries
    )
    return replace(block, entries=tuple(entries))


def _box(block: Block, width: float, type_: Type) -> Box:
    beside = width - text_width(block.label) * _NAME - 1
    off = text_lines(" ".join(off.mark + off.text for off in block.days_off), beside)
    head = max(_HEAD, min(_MOST_HEAD_LINES, off) * LINE + GAP)
    lines = tuple(entry.lines for entry in block.entries)
    return Box(head + _EDGE, lines, type_.gap, spare_places(block.entries))
