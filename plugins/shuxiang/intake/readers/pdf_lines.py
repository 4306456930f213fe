"""The fragments of a page -> its lines in the order in which they are read, each with the margins of its column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from shuxiang.intake.readers.pdf_fragments import Fragment, Run

ACROSS = -1
"""The column of what stands across all of them, and of every line where there are none."""

_BIN = 2
"""Points; how finely a page is looked through for the gap between its columns."""
_LEAST_GAP = 8
_CROSSED = 0.15
"""A gap between columns may be crossed by the title: by so many of the lines beside it."""
_LEAST_LINES = 4
_FILLED = 0.6
"""Of its column's width, that a middling line of running text takes up; cells of tables take less."""
_WIDEST = 10_000
"""Points; no paper is wider, so something is wrong with such a page."""
_FAR_UP = 200
"""Points; a leap up the page that no cell of a table explains."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page. ``column`` counts from 0, and ``cells`` the parts of the line that stand far apart."""

    page: int
    number: int
    runs: tuple[Run, ...]
    left: float
    right: float
    bottom: float
    top: float
    size: float
    column: int = ACROSS
    cells: int = 1

    @property
    def text(self) -> str:
        """All of its letters."""
        return "".join(run.text for run in self.runs)


def lines(page: int, fragments: Sequence[Fragment]) -> list[Line]:
    """The lines in reading order: column by column where the page has columns."""
    columns = _columns(fragments)
    ordered = _ordered(fragments, [_column(fragment, columns) for fragment in fragments])
    return [
        _line(page, number, [fragment for fragment, _ in level], level[0][1])
        for number, level in enumerate(_levels(ordered), start=1)
    ]


def _line(page: int, number: int, fragments: list[Fragment], column: int) -> Line:
    runs = list(fragments[0].runs)
    for before, fragment in pairwise(fragments):
        blank = " " if fragment.left > before.right else ""
        runs += (fragment.runs[0].saying(blank + fragment.runs[0].text), *fragment.runs[1:])
    return Line(
        page,
        number,
        tuple(runs),
        min(fragment.left for fragment in fragments),
        max(fragment.right for fragment in fragments),
        min(fragment.bottom for fragment in fragments),
        max(fragment.top for fragment in fragments),
        max(fragments, key=lambda fragment: len(fragment.text)).size,
        column,
        len(fragments),
    )


def _levels(ordered: Sequence[tuple[Fragment, int]]) -> Iterator[list[tuple[Fragment, int]]]:
    """Fragments that follow one another on one line of one column."""
    level: list[tuple[Fragment, int]] = []
    for fragment, column in ordered:
        if level and not (level[-1][1] == column and _is_beside(level[-1][0], fragment)):
            yield level
            level = []
        level.append((fragment, column))
    if level:
        yield level


def _is_beside(before: Fragment, fragment: Fragment) -> bool:
    common = min(before.top, fragment.top) - max(before.bottom, fragment.bottom)
    least = min(before.top - before.bottom, fragment.top - fragment.bottom)
    return common > least / 2 and fragment.left >= before.right - fragment.size


def _columns(fragments: Sequence[Fragment]) -> list[tuple[float, float]]:
    """The left and right edges of the page's columns; none where it has only one, or a table."""
    left = min((each.left for each in fragments), default=0)
    right = max((each.right for each in fragments), default=0)
    if len(fragments) < 2 * _LEAST_LINES or right - left > _WIDEST:
        return []
    gaps = [gap for gap in _gaps(fragments, left, right) if left + 60 < gap[0] and gap[1] < right - 60]
    if not gaps:
        return []
    edges = [left, *(edge for gap in gaps for edge in gap), right]
    columns = list(zip(edges[::2], edges[1::2], strict=True))
    return columns if all(_is_column(column, fragments) for column in columns) else []


def _gaps(fragments: Sequence[Fragment], left: float, right: float) -> Iterator[tuple[float, float]]:
    """Upright stripes of the page that hardly any line crosses."""
    covered = [0] * (int((right - left) / _BIN) + 2)
    for each in fragments:
        covered[max(0, int((each.left - left) / _BIN))] += 1
        covered[int((each.right - left) / _BIN) + 1] -= 1
    total = 0
    crossed = [total := total + change for change in covered[:-1]]
    least = max(crossed) * _CROSSED
    for is_gap, stripe in groupby(enumerate(crossed), key=lambda pair: pair[1] <= least):
        places = [place for place, _ in stripe]
        if is_gap and len(places) * _BIN >= _LEAST_GAP:
            yield left + places[0] * _BIN, left + (places[-1] + 1) * _BIN


def _is_column(column: tuple[float, float], fragments: Sequence[Fragment]) -> bool:
    widths = [each.right - each.left for each in fragments if _column(each, [column]) == 0]
    return len(widths) >= _LEAST_LINES and median(widths) > _FILLED * (column[1] - column[0])


def _column(fragment: Fragment, columns: Sequence[tuple[float, float]]) -> int:
    for number, (left, right) in enumerate(columns):
        if left - _BIN <= fragment.left and fragment.right <= right + fragment.size:
            return number
    return ACROSS


def _ordered(fragments: Sequence[Fragment], columns: Sequence[int]) -> list[tuple[Fragment, int]]:
    """As the page draws them, which is mostly as it was written; by place only where that cannot be."""
    drawn = list(zip(fragments, columns, strict=True))
    in_columns = [column for column in columns if column >= 0]
    changes = sum(a != b for a, b in pairwise(in_columns))
    if changes > max(_LEAST_LINES, len(in_columns) / 4):
        return _by_column(drawn)
    leaps = sum(b.bottom > a.top + _FAR_UP for a, b in pairwise(fragments))
    if not in_columns and leaps > max(3, len(fragments) / 10):
        return _downwards(drawn)
    return drawn


def _by_column(drawn: list[tuple[Fragment, int]]) -> list[tuple[Fragment, int]]:
    """Column by column, between the lines that go across all of them."""
    ordered: list[tuple[Fragment, int]] = []
    band: list[tuple[Fragment, int]] = []
    for pair in _downwards(drawn):
        if pair[1] == ACROSS:
            ordered += (*sorted(band, key=lambda each: each[1]), pair)
            band = []
        else:
            band.append(pair)
    return ordered + sorted(band, key=lambda each: each[1])


def _downwards(drawn: list[tuple[Fragment, int]]) -> list[tuple[Fragment, int]]:
    """From top to bottom, from left to right."""
    return sorted(drawn, key=lambda pair: (-round(pair[0].bottom / 3), pair[0].left))


def rows_beside(lines: Sequence[Line]) -> int:
    """How many lines of a page without columns have others beside them, as the cells of a table do."""
    single = sorted((line for line in lines if line.column == ACROSS), key=lambda line: line.bottom)
    beside = sum(b.bottom < (a.bottom + a.top) / 2 for a, b in pairwise(single))
    return beside + sum(line.cells > 1 for line in single)
