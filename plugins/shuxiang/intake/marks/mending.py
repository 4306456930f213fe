"""The mends that cannot change a meaning, made only where they are asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Article
from shuxiang.intake.findings import WHOLE, Finding
from shuxiang.intake.marks import (
    dashes,
    doubled_marks,
    ellipsis,
    forms,
    invisible,
    punctuation,
    quotes,
    spaces,
    widths,
)
from shuxiang.intake.marks.excerpts import about, excerpt, with_edits
from shuxiang.intake.marks.line import Edit, Line, lines, rebuilt, touched
from shuxiang.intake.marks.listing import EXAMPLES, LINES_APART, Found, findings, whereabouts
from shuxiang.intake.marks.mark import Mark
from shuxiang.intake.marks.marking import counts, marks_across, marks_in

ALL = "all"
CLASSES: dict[str, str] = {
    "invisible": "删去看不见的字符和方向控制符",
    "forms": "把来自 PDF 的部首字形、兼容字形换成通常的字",
    "digits": "把全角数字、字母改成半角",
    "quotes": "把成对的直引号改成弯引号“”‘’",
    "corner-quotes": "把「」『』改成“”‘’",
    "ellipsis": "把“...”“。。。”等改成省略号“……”",
    "dashes": "把“--”等改成破折号“——”",
    "punctuation": "把汉字之间的半角标点改成全角",
    "doubled": "把连用两次的同一个标点删去一个",
    "spaces": "删去汉字之间、标点旁边和段落首尾多余的空格",
    ALL: "以上各类全做，只有 corner-quotes 要单独写明",
}
"""The safe classes of mends, by the name that ``--fix`` takes, and what each does, in Chinese."""

_ONLY_BY_NAME = {"corner-quotes"}
_FINDERS: dict[str, Callable[[Line], Iterator[Mark]]] = {
    "invisible": invisible.find,
    "forms": forms.find,
    "digits": widths.find,
    "quotes": quotes.find,
    "corner-quotes": quotes.corners,
    "ellipsis": ellipsis.find,
    "dashes": dashes.find,
    "punctuation": punctuation.find,
    "doubled": doubled_marks.find,
    "spaces": spaces.find,
}
"""In the order in which they are made: what one puts in, the next may need to see."""

_REVEALING = {"invisible", "forms", "digits", "quotes", "corner-quotes", "spaces"}
"""After these anything may be seen that was not before; the others only put one mark in the place of another."""

_MOST_PASSES = 8


@dataclass(slots=True)
class _Made:
    """The mends of one class in one line: what went, what came, and both as they look in the text.

    ``excerpt`` is how the first of them looked in the original.
    """

    went: list[str] = field(default_factory=list)
    came: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    excerpt: str = ""

    def add(self, line: Line, edits: Sequence[Edit]) -> None:
        for index, (start, end, new) in enumerate(edits):
            if len(self.said) < EXAMPLES:
                after = with_edits(line.text, edits, index, about(line.text, start, end))
                self.said.append(f"“{excerpt(line, start, end)}”改为“{after}”")
            self.went.append(line.text[start:end])
            self.came.append(new)


@dataclass(frozen=True)
class _Step:
    """Edits that were made at once."""

    edits: Sequence[Edit]

    @cached_property
    def starts(self) -> list[int]:
        """Where each of them begins in the line that came of it."""
        grown = accumulate((len(new) - (end - start) for start, end, new in self.edits), initial=0)
        return [start + by for (start, _, _), by in zip(self.edits, grown, strict=False)]

    def before(self, at: int) -> int:
        """Where a letter stood before; one that was put in, where that was done."""
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return at
        start, end, new = self.edits[index]
        into = at - self.starts[index]
        return start if into < len(new) else end + into - len(new)


@dataclass(slots=True)
class _Mended:
    """A line on its way: as it came, as it is now, what was done to it, and in how many steps."""

    original: Line
    line: Line
    steps: list[_Step] = field(default_factory=list)
    mends: dict[str, _Made] = field(default_factory=dict)

    @property
    def is_revealed(self) -> bool:
        """Whether anything may be seen in it that was not before."""
        return not _REVEALING.isdisjoint(self.mends)

    def make(self, name: str, edits: Sequence[Edit]) -> None:
        made = self.mends.setdefault(name, _Made())
        made.add(self.line, edits)
        made.excerpt = made.excerpt or excerpt(self.original, *self.origin(*edits[0][:2]))
        self.steps.append(_Step(edits))
        self.line = self.line.edited(edits)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where these letters of the line as it is now stood when it came."""
        for step in reversed(self.steps):
            start, end = step.before(start), step.before(max(end - 1, start)) + 1
        return start, end


def mended(article: Article, classes: AbstractSet[str]) -> Article:
    """The article with these classes of mends made, each listed in a finding with ``before`` and ``after``.

    These hold exactly the letters that went and came, line by line and class by class, parted by spaces: what
    came in, plus all ``after``, less all ``before``, is what the article now holds. What was mended is no finding
    any more.
    """
    wanted = [name for name in _FINDERS if name in classes or (ALL in classes and name not in _ONLY_BY_NAME)]
    if not wanted:
        return article
    results = [_mended(line, wanted) for line in lines(article)]
    if not any(result.mends for result in results):
        return article
    kept = [finding for finding in article.findings if finding.mend not in wanted]
    return replace(
        rebuilt(article, (result.line for result in results)),
        findings=(*kept, *_notes(results), *_new(results)),
    )


def _new(results: Sequence[_Mended]) -> tuple[Finding, ...]:
    """What can be seen only now, such as two marks with something invisible between them; told by its original."""
    originals = [result.original for result in results]
    now = [(number, mark) for number, result in enumerate(results) for mark in _new_in(result)]
    if any(result.is_revealed for result in results):
        across = list(marks_across([result.line for result in results]))
        before = _spans(marks_across(originals)) if across else {}
        now += ((number, mark) for number, mark in across if not _is_known(mark, results[number], before, number))
    return findings(originals, [(number, _at_origin(mark, results[number])) for number, mark in now])


def _new_in(result: _Mended) -> Iterator[Mark]:
    """The marks on a line that were not on it before. What came in is looked at again only when there are any."""
    by_neighbours = not result.is_revealed
    now = list(marks_in(result.line, only_by_neighbours=by_neighbours)) if result.mends else []
    if now:
        before = _spans((0, mark) for mark in marks_in(result.original, only_by_neighbours=by_neighbours))
        yield from (mark for mark in now if not _is_known(mark, result, before))


def _spans(found: Iterable[Found]) -> dict[tuple[int, str], list[tuple[int, int]]]:
    """Where marks stand, by the number of their line and their code."""
    spans: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for number, mark in sorted(found, key=lambda each: (each[0], each[1].start)):
        spans.setdefault((number, mark.kind.code), []).append((mark.start, mark.end))
    return spans


def _is_known(
    mark: Mark, result: _Mended, before: Mapping[tuple[int, str], Sequence[tuple[int, int]]], number: int = 0
) -> bool:
    return touched(before.get((number, mark.kind.code), ()), *result.origin(mark.start, mark.end))


def _at_origin(mark: Mark, result: _Mended) -> Mark:
    start, end = result.origin(mark.start, mark.end)
    return replace(mark, start=start, end=end)


def _mended(line: Line, wanted: Sequence[str]) -> _Mended:
    """The line when there is nothing left to mend. A mend may bring another one to light."""
    result = _Mended(line, line)
    for _ in range(_MOST_PASSES):
        was = result.line
        for name in wanted:
            if edits := _edits(result.line, name):
                result.make(name, edits)
        if result.line is was:
            break
    return result


def _edits(line: Line, name: str) -> list[Edit]:
    found = (mark for mark in _FINDERS[name](line) if mark.kind.mend == name and counts(line, mark))
    return sorted((mark.start, mark.end, mark.proposed[0]) for mark in found)


def _notes(results: Sequence[_Mended]) -> Iterator[Finding]:
    """What was mended: line by line, or for the whole article what was mended in many lines."""
    where: dict[str, list[_Mended]] = {}
    for result in results:
        for name in result.mends:
            where.setdefault(name, []).append(result)
    for result in results:
        for name in result.mends:
            if len(where[name]) <= LINES_APART:
                yield _note(name, [result])
            elif where[name][0] is result:
                yield _note(name, where[name])


def _note(name: str, parts: Sequence[_Mended]) -> Finding:
    made, line = [part.mends[name] for part in parts], parts[0].original
    went = [letters for each in made for letters in each.went]
    came = [letters for each in made for letters in each.came]
    where = whereabouts(part.original for part in parts)
    if len(parts) == 1:
        place, prefix, amount = line.place, line.where, f"共 {len(went)} 处：{_said(made[0])}"
    else:
        place, prefix = WHOLE, ""
        amount = f"全文共 {len(went)} 处{f'（{where}）' if where else ''}，例如{made[0].said[0]}"
    what = f"{prefix}已按要求{CLASSES[name]}，{amount}。"
    return Finding(
        place,
        f"mended-{name}",
        what,
        severity=Severity.NOTE,
        excerpt=made[0].excerpt,
        before=" ".join(went),
        after=" ".join(came),
    )


def _said(made: _Made) -> str:
    return "；".join(dict.fromkeys(made.said)) + ("等" if len(made.went) > EXAMPLES else "")
