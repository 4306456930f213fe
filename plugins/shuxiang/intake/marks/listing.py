"""Marks -> findings: one for each kind in each line, and one for the article when many lines have the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from shuxiang.intake.findings import WHOLE, Finding, Place
from shuxiang.intake.marks.excerpts import about, brief, excerpt, near, with_edits
from shuxiang.intake.marks.line import Line
from shuxiang.intake.marks.mark import Kind, Mark

EXAMPLES = 3
LINES_APART = 3
"""What more lines than these have is one finding for the whole article."""
_ALL = 40

Found = tuple[int, Mark]
"""A mark with the number of its line."""

_Part = tuple[Line, Sequence[Mark]]


def findings(lines: Sequence[Line], found: Iterable[Found]) -> tuple[Finding, ...]:
    """The findings in reading order."""
    groups: dict[tuple[str, int], list[Mark]] = {}
    for number, mark in sorted(found, key=lambda each: (each[0], each[1].start, each[1].kind.code)):
        groups.setdefault((mark.kind.code, number), []).append(mark)
    spread: dict[str, list[_Part]] = {}
    for (code, number), marks in groups.items():
        spread.setdefault(code, []).append((lines[number], marks))
    listed: list[Finding] = []
    for (code, number), marks in groups.items():
        parts = spread[code]
        if len(parts) <= LINES_APART:
            listed.append(_finding(lines[number], marks))
        elif parts[0][1] is marks:
            listed.append(_folded(parts))
    return tuple(listed)


def quoted(pieces: Sequence[str], most: int = EXAMPLES) -> str:
    """Pieces of text, each in quotation marks, not more than so many."""
    said = "、".join(f"“{piece}”" for piece in dict.fromkeys(pieces[:most]))
    return f"{said}等" if len(pieces) > most else said


def whereabouts(lines: Iterable[Line]) -> str:
    """Where lines are, in a few words: “标题，第1、3至5行”; empty when they have no places."""
    read = list(lines)
    unnumbered = (line.where.removesuffix("里") for line in read if not line.place.number)
    return "，".join(filter(None, [*dict.fromkeys(unnumbered), _places(line.place for line in read)]))


def _places(places: Iterable[Place]) -> str:
    groups: dict[tuple[int, str], list[int]] = {}
    for place in places:
        if place.number:
            groups.setdefault((place.page, place.unit), []).append(place.number)
    return "，".join(
        f"{f'第{page}页' if page else ''}第{'、'.join(_runs(numbers))}{unit}"
        for (page, unit), numbers in groups.items()
    )


def _runs(numbers: Iterable[int]) -> Iterator[str]:
    for _, group in groupby(enumerate(sorted(set(numbers))), key=lambda each: each[1] - each[0]):
        run = [number for _, number in group]
        yield str(run[0]) if len(run) == 1 else f"{run[0]}至{run[-1]}"


def _finding(line: Line, marks: Sequence[Mark]) -> Finding:
    kind, first = marks[0].kind, marks[0]
    shown = excerpt if len(marks) == 1 else brief
    return Finding(
        line.place,
        kind.code,
        f"{line.where}{kind.what}{_details(marks)}{_count(line, kind, marks)}。",
        kind.fix,
        kind.severity,
        shown(line, first.start, first.end),
        proposed=_proposed(line.text, marks),
        mend=kind.mend,
    )


def _folded(parts: Sequence[_Part]) -> Finding:
    """One finding about marks in many lines. What a mend would put right needs no more than its places."""
    line, marks = parts[0]
    kind, first = marks[0].kind, marks[0]
    if kind.mend:
        said, proposed = _bracketed(whereabouts(line for line, _ in parts)), _briefly(line.text, marks, 1)
    else:
        spots, proposed = _spots(parts)
        said = f"：{spots}"
    details = _details(mark for _, each in parts for mark in each)
    return Finding(
        WHOLE,
        kind.code,
        f"{kind.what}{details}，全文共 {sum(len(each) for _, each in parts)} 处{said}。",
        kind.fix,
        kind.severity,
        brief(line, first.start, first.end),
        proposed=proposed,
        mend=kind.mend,
    )


def _spots(parts: Sequence[_Part]) -> tuple[str, tuple[str, ...]]:
    """Every place, those that look the same together, and what could stand there instead."""
    spots: dict[str, list[Line]] = {}
    proposed: list[str] = []
    for line, marks in parts:
        for mark in marks:
            spots.setdefault(brief(line, mark.start, mark.end), []).append(line)
        if len(proposed) < _ALL:
            proposed += _briefly(line.text, marks, _ALL)
    said = [f"“{here}”{_bracketed(whereabouts(lines))}" for here, lines in list(spots.items())[:_ALL]]
    rest = whereabouts(line for lines in list(spots.values())[_ALL:] for line in lines)
    return "、".join([*said, *([f"其余在{rest}"] if rest else [])]), tuple(dict.fromkeys(proposed))


def _bracketed(where: str) -> str:
    return f"（{where}）" if where else ""


def _details(marks: Iterable[Mark]) -> str:
    details = [detail for detail in dict.fromkeys(mark.detail for mark in marks) if detail]
    return f"（{'、'.join(details[:EXAMPLES])}{'等' if len(details) > EXAMPLES else ''}）" if details else ""


def _count(line: Line, kind: Kind, marks: Sequence[Mark]) -> str:
    if len(marks) == 1:
        return ""
    most = _ALL if kind.every else EXAMPLES
    pieces = [brief(line, mark.start, mark.end) for mark in marks[: most + 1]]
    return f"，共 {len(marks)} 处：{quoted(pieces, most)}"


def _proposed(text: str, marks: Sequence[Mark]) -> tuple[str, ...]:
    """What a single mark could be, best first; of several, what each could be, in reading order."""
    if len(marks) > 1:
        return _briefly(text, marks, _ALL if marks[0].kind.every else EXAMPLES)
    start, end = marks[0].start, marks[0].end
    return tuple(with_edits(text, [(start, end, each)], 0, about(text, start, end)) for each in marks[0].proposed)


def _briefly(text: str, marks: Iterable[Mark], most: int) -> tuple[str, ...]:
    """What marks could be for which there is one proposal only."""
    made = [(mark.start, mark.end, mark.proposed[0]) for mark in marks if len(mark.proposed) == 1]
    shown = (
        with_edits(text, made, index, near(text, start, end)) for index, (start, end, _) in enumerate(made[:most])
    )
    return tuple(dict.fromkeys(shown))
