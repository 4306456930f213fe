"""Marks -> findings: one for each kind in each line, so that a list stays readable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from shuxiang.intake.findings import WHOLE, Finding, Place
from shuxiang.intake.marks.invisible import shown
from shuxiang.intake.marks.line import Edit, Line
from shuxiang.intake.marks.mark import Kind, Mark

_AROUND = 8
_LONGEST = 16
_EXAMPLES = 3
_ALL = 40
_LINES_APART = 3
"""What a mend would put right in more lines than these is one finding for the whole article."""

Found = tuple[int, Mark]
"""A mark with the number of its line."""


def findings(lines: Sequence[Line], found: Iterable[Found]) -> tuple[Finding, ...]:
    """The findings in reading order."""
    groups: dict[tuple[str, int], list[Mark]] = {}
    for number, mark in sorted(found, key=lambda each: (each[0], each[1].start, each[1].kind.code)):
        groups.setdefault((mark.kind.code, number), []).append(mark)
    spread = {code: [key for key in groups if key[0] == code] for code in {code for code, _ in groups}}
    listed: list[Finding] = []
    for (code, number), marks in groups.items():
        same = spread[code]
        if not marks[0].kind.mend or len(same) <= _LINES_APART:
            listed.append(_finding(lines[number], marks))
        elif (code, number) == same[0]:
            listed.append(_folded([(lines[key[1]], groups[key]) for key in same]))
    return tuple(listed)


def excerpt(text: str, start: int, end: int) -> str:
    """The letters with some on both sides; what nobody sees is left out."""
    end = min(end, start + _LONGEST)
    return shown(text[max(start - _AROUND, 0) : end + _AROUND]).strip()


def with_edits(text: str, edits: Sequence[Edit], index: int) -> str:
    """What ``excerpt`` shows about one of these edits, with all of them made that lie in it."""
    start, end, _ = edits[index]
    left, right = max(start - _AROUND, 0), min(end, start + _LONGEST) + _AROUND
    first, last = index, index + 1
    while first and edits[first - 1][0] >= left:
        first -= 1
    while last < len(edits) and edits[last][1] <= right:
        last += 1
    pieces, at = [], left
    for begins, ends, new in edits[first:last]:
        pieces += [text[at:begins], new[: _LONGEST + _AROUND]]
        at = ends
    return shown("".join([*pieces, text[at:right]])).strip()


def quoted(pieces: Sequence[str], most: int = _EXAMPLES) -> str:
    """Pieces of text, each in quotation marks, not more than so many."""
    said = "、".join(f"“{piece}”" for piece in dict.fromkeys(pieces[:most]))
    return f"{said}等" if len(pieces) > most else said


def places(all_places: Iterable[Place]) -> str:
    """Places in a few words: “第1、3至5行”."""
    groups: dict[tuple[int, str], list[int]] = {}
    for place in all_places:
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
    what = f"{line.where}{kind.what}{_details(marks)}{_count(line.text, kind, marks)}。"
    return Finding(
        line.place,
        kind.code,
        what,
        kind.fix,
        kind.severity,
        excerpt(line.text, first.start, first.end),
        proposed=_proposed(line.text, marks),
        mend=kind.mend,
    )


def _folded(parts: Sequence[tuple[Line, Sequence[Mark]]]) -> Finding:
    line, marks = parts[0]
    kind = marks[0].kind
    count = sum(len(each) for _, each in parts)
    unnumbered = (each.where.removesuffix("里") for each, _ in parts if not each.place.number)
    where = "，".join(filter(None, [*dict.fromkeys(unnumbered), places(each.place for each, _ in parts)]))
    what = f"{kind.what}，全文共 {count} 处{f'（{where}）' if where else ''}。"
    shown_at = excerpt(line.text, marks[0].start, marks[0].end)
    proposed = _proposed(line.text, marks)[:1]
    return Finding(WHOLE, kind.code, what, kind.fix, kind.severity, shown_at, proposed=proposed, mend=kind.mend)


def _details(marks: Sequence[Mark]) -> str:
    details = [detail for detail in dict.fromkeys(mark.detail for mark in marks) if detail]
    return f"（{'、'.join(details[:_EXAMPLES])}{'等' if len(details) > _EXAMPLES else ''}）" if details else ""


def _count(text: str, kind: Kind, marks: Sequence[Mark]) -> str:
    if len(marks) == 1:
        return ""
    most = _ALL if kind.every else _EXAMPLES
    pieces = [excerpt(text, mark.start, mark.end) for mark in marks[: most + 1]]
    return f"，共 {len(marks)} 处：{quoted(pieces, most)}"


def _proposed(text: str, marks: Sequence[Mark]) -> tuple[str, ...]:
    """What a single mark could be, best first; of several, the best for each, in reading order."""
    if len(marks) == 1:
        edits = [[(marks[0].start, marks[0].end, each)] for each in marks[0].proposed]
        return tuple(with_edits(text, each, 0) for each in edits)
    most = _ALL if marks[0].kind.every else _EXAMPLES
    made = [(mark.start, mark.end, mark.proposed[0]) for mark in marks if mark.proposed]
    return tuple(dict.fromkeys(with_edits(text, made, index) for index in range(min(len(made), most))))
