"""The lines of a PDF -> its paragraphs, put together by indents and by how far the lines reach."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from shuxiang.intake.document import Look, Paragraph, Span
from shuxiang.intake.findings import Place
from shuxiang.intake.readers.pdf_fragments import Run
from shuxiang.intake.readers.pdf_lines import ACROSS, Line

_RAGGED = 1.6
"""Ems: a Chinese line may end so much before the margin and go on in the next one."""
_INDENT = (1.2, 3.2)
_AT_MARGIN = 0.6
_SAME_EDGE = 0.3
_HANGING = 4.0
_LEADING = 1.45
"""Of the usual distance between lines; what is farther apart is parted."""
_GAP = 1.6
_LIST_MARK = re.compile(
    r"\s*(?:[\u2022\u25cf\u25a0\u25a1\u25c6\uf000-\uf0ff-]|[\d\u2460-\u2473]+[.\uff0e\u3001)\uff09\s]|[(\uff08]\w{1,3}[)\uff09])"
)
_WORD = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float


class Setting:
    """How the document is set: the size of its text, the distance of its lines, the margins of every column."""

    def __init__(self, lines: Sequence[Line]) -> None:
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[line.size] += len(line.text)
        self.body = sizes.most_common(1)[0][0] if sizes else 0.0
        self.leading = _leading(lines, self.body)
        self._margins = _margins(lines, self.body)

    def margins(self, line: Line) -> _Margins:
        """The edges of the line's column, on its page or in the whole document where too little is on it."""
        own = self._margins.get((line.page, line.column)) or self._margins.get((0, line.column))
        return own or _Margins(line.left, line.right)


def paragraphs(lines: Sequence[Line], setting: Setting) -> list[Paragraph]:
    """The paragraphs, each with the place of its first line."""
    found: list[list[Line]] = []
    for line in lines:
        if found and _continues(found[-1], line, setting):
            found[-1].append(line)
        else:
            found.append([line])
    befores = [None, *(group[-1] for group in found)]
    return [_paragraph(group, before, setting) for group, before in zip(found, befores, strict=False)]


def _leading(lines: Sequence[Line], body: float) -> float:
    steps = [
        a.bottom - b.bottom
        for a, b in pairwise(lines)
        if a.page == b.page and a.column == b.column and a.size == b.size == body and a.bottom > b.bottom
    ]
    return median(steps) if steps else body * 2


def _margins(lines: Sequence[Line], body: float) -> Mapping[tuple[int, int], _Margins]:
    """By page and column; under page 0 those of a column in the whole document."""
    groups: dict[tuple[int, int], list[Line]] = defaultdict(list)
    everywhere: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        everywhere[0, line.column].append(line)
        if abs(line.size - body) <= 0.15 * body:
            groups[line.page, line.column].append(line)
    enough = {key: group for key, group in groups.items() if len(group) > 3}
    edges = {key: _edges(group, body) for key, group in (everywhere | enough).items()}
    return edges | dict(_across(edges))


def _across(edges: Mapping[tuple[int, int], _Margins]) -> Iterator[tuple[tuple[int, int], _Margins]]:
    """On pages with columns, the margins of what stands across them are those of all columns."""
    pages: dict[int, list[_Margins]] = defaultdict(list)
    for (page, column), margins in edges.items():
        if page and column >= 0:
            pages[page].append(margins)
    for page, columns in pages.items():
        left, right = min(each.left for each in columns), max(each.right for each in columns)
        yield (page, ACROSS), _Margins(left, right)


def _edges(lines: Sequence[Line], body: float) -> _Margins:
    """The outermost edges that two lines share."""
    lefts = sorted(line.left for line in lines)
    rights = sorted((line.right for line in lines), reverse=True)
    left = next((a for a, b in pairwise(lefts) if b - a < body * _SAME_EDGE), lefts[0])
    return _Margins(left, next((a for a, b in pairwise(rights) if a - b < body), rights[0]))


def _continues(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Whether a line goes on with the sentence of the paragraph before it."""
    last, em = group[-1], max(line.size, 1)
    if (
        last.cells > 1
        or line.cells > 1
        or abs(last.size - line.size) > 0.1 * em
        or _is_bold(last) != _is_bold(line)
    ):
        return False
    return _is_next(last, line, setting) and _is_full(last, line, setting) and _is_flush(group, line, setting)


def _is_next(last: Line, line: Line, setting: Setting) -> bool:
    if (last.page, last.column) != (line.page, line.column):
        return last.page != line.page or last.column < line.column
    return 0 < last.bottom - line.bottom <= max(setting.leading, line.size * 1.2) * _LEADING


def _is_full(last: Line, line: Line, setting: Setting) -> bool:
    """Whether the line before reaches its right margin, so that the first word of this one found no room there."""
    word = _WORD.match(line.text)
    rest = setting.margins(last).right - last.right
    return rest < line.size * max(_RAGGED, (len(word[0]) + 2) * 0.6 if word else 0)


def _is_flush(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Whether the line begins where a paragraph's further lines do."""
    first, last, em = group[0], group[-1], max(line.size, 1)
    if line.left - setting.margins(line).left < _AT_MARGIN * em:
        return True
    if len(group) > 1 and (last.page, last.column) == (line.page, line.column):
        return abs(line.left - last.left) < _SAME_EDGE * em
    return bool(_LIST_MARK.match(first.text)) and _SAME_EDGE * em < line.left - first.left < _HANGING * em


def _paragraph(group: Sequence[Line], before: Line | None, setting: Setting) -> Paragraph:
    first = group[0]
    look = _look(group, setting, after_gap=before is not None and _is_after_gap(before, first, setting))
    return Paragraph(_spans(group), Place(first.page, first.number), look)


def _look(group: Sequence[Line], setting: Setting, *, after_gap: bool) -> Look:
    first, margins = group[0], setting.margins(group[0])
    em, width = max(first.size, 1), margins.right - margins.left
    before, behind = first.left - margins.left, margins.right - first.right
    outstanding = first.size > setting.body * 1.1 or _is_bold(first)
    alone = len(group) == 1 and first.cells == 1
    centred = abs(before - behind) <= max(1.2 * em, 0.05 * width) and before > em * (1 if outstanding else 2.6)
    right = before > 0.45 * width and behind < min(before / 2, 6 * em)
    runs = [run for line in group for run in line.runs]
    return Look(
        centred=alone and centred and not right,
        right=alone and right,
        bold=all(run.typeface.bold for run in runs),
        size=round(first.size * 2) / 2,
        face=max(runs, key=lambda run: len(run.text)).typeface.face,
        after_gap=after_gap,
        indented=_INDENT[0] * em < before < _INDENT[1] * em and not (alone and centred),
    )


def _is_bold(line: Line) -> bool:
    return all(run.typeface.bold for run in line.runs)


def _is_after_gap(before: Line, line: Line, setting: Setting) -> bool:
    same = (before.page, before.column) == (line.page, line.column)
    return same and before.bottom - line.bottom > max(setting.leading, line.size) * _GAP


def _spans(group: Sequence[Line]) -> tuple[Span, ...]:
    """The letters, alike ones together, without blanks at either end."""
    spans = [
        Span("".join(run.text for run in runs), bold, script="sup" if raised else "", note=note)
        for (bold, raised, note), runs in groupby(
            _joined(group), key=lambda run: (run.typeface.bold, run.raised and not run.note, run.note)
        )
    ]
    if spans:
        spans[0] = replace(spans[0], text=spans[0].text.lstrip())
        spans[-1] = replace(spans[-1], text=spans[-1].text.rstrip())
    return tuple(span for span in spans if span.text or span.note)


def _joined(group: Sequence[Line]) -> Iterator[Run]:
    """The runs of all lines; Latin words of two lines are kept apart."""
    end = ""
    for line in group:
        first, *rest = line.runs
        latin = end.isascii() and end.isalnum() and first.text[:1].isascii()
        yield first.saying(f" {first.text}") if latin and not first.note else first
        yield from rest
        end = line.text[-1:]
