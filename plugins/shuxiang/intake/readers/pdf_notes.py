"""The footnotes of a PDF: small lines at the foot of a page that begin with a number raised in the text above."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.findings import Finding, Place
from shuxiang.intake.readers.pdf_fragments import Run
from shuxiang.intake.readers.pdf_lines import Line

_SMALL = 0.87
"""Of the size of the text."""
_MARK = re.compile(r"\s*([\u2460-\u2473]|\*{1,3}|[\[\u3014(\uff08]\s*\d{1,3}\s*[\])\uff09\u3015]|\d{1,3})\s*")
_BARE = re.compile(r"[\d\u2460-\u2473*]+")


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote and its lines; ``id`` is empty when nothing in the text calls it."""

    id: str
    page: int
    lines: tuple[Line, ...]


def footnotes(lines: Iterable[Line], body: float) -> tuple[list[Line], list[Note], list[Finding]]:
    """The text without its footnotes, the footnotes, and their numbers as set aside. ``body``: the text's size."""
    text: list[Line] = []
    notes: list[Note] = []
    findings: list[Finding] = []
    for page, group in groupby(lines, key=lambda line: line.page):
        on_page = list(group)
        start = _first_note(on_page, body)
        above = on_page[:start]
        calls, marks = _calls(above), []
        for note in _notes(on_page[start:]):
            mark, id_ = _mark(note), f"{page}-{_mark(note)}"
            at, call = calls.pop(mark, (-1, None))
            if call is None:
                notes.append(Note("", page, note))
                continue
            above[at] = replace(above[at], runs=tuple(_calling(run, call, id_) for run in above[at].runs))
            head, unmarked = _unmarked(note)
            notes.append(Note(id_, page, unmarked))
            marks.append(f"{call.text} {head}")
        text += above
        findings += _told(page, marks)
    return text, notes, findings


def _first_note(lines: Sequence[Line], body: float) -> int:
    """Where the small lines begin, if the first of them has a number; else the end."""
    start = len(lines)
    while start and lines[start - 1].size <= body * _SMALL:
        start -= 1
    while start < len(lines) and not _MARK.match(lines[start].text):
        start += 1
    return start or len(lines)


def _notes(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    note: list[Line] = []
    for line in lines:
        if note and _MARK.match(line.text):
            yield tuple(note)
            note = []
        note.append(line)
    if note:
        yield tuple(note)


def _mark(note: Sequence[Line]) -> str:
    found = _MARK.match(note[0].text)
    return _bare(found[0]) if found else ""


def _calls(lines: Sequence[Line]) -> dict[str, tuple[int, Run]]:
    """By its number, the line and the run that calls a note; not those that are there twice."""
    found: dict[str, list[tuple[int, Run]]] = defaultdict(list)
    for at, line in enumerate(lines):
        for run in line.runs:
            if run.raised:
                found[_bare(run.text)].append((at, run))
    return {mark: calls[0] for mark, calls in found.items() if mark and len(calls) == 1}


def _calling(run: Run, call: Run, note: str) -> Run:
    return replace(run, letters=[], note=note) if run is call else run


def _unmarked(note: tuple[Line, ...]) -> tuple[str, tuple[Line, ...]]:
    """The number before the note, and the note without it."""
    found = _MARK.match(note[0].text)
    left = found.end() if found else 0
    runs = []
    for run in note[0].runs:
        runs.append(run.saying(run.text[left:]))
        left = max(0, left - len(run.text))
    return found[0] if found else "", (replace(note[0], runs=tuple(runs)), *note[1:])


def _bare(text: str) -> str:
    found = _BARE.search(text)
    return found[0] if found else ""


def _told(page: int, marks: Sequence[str]) -> Iterator[Finding]:
    if marks:
        what = f"认出 {len(marks)} 条脚注，注码改由网页自动编号。"
        yield Finding(Place(page=page), "pdf-footnotes", what, severity=Severity.NOTE, set_aside="\n".join(marks))
