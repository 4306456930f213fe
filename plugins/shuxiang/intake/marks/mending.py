"""The mends that cannot change a meaning, made only where they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

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
from shuxiang.intake.marks.line import Edit, Line, lines, rebuilt
from shuxiang.intake.marks.listing import excerpt, with_edits
from shuxiang.intake.marks.mark import Mark
from shuxiang.intake.marks.marking import counts, marks_in

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

_MOST_PASSES = 8
_EXAMPLES = 3


@dataclass(slots=True)
class _Made:
    """The mends of one class in one line: what went, what came, and both as they look in the text."""

    went: list[str] = field(default_factory=list)
    came: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    excerpt: str = ""

    def add(self, line: Line, edits: Sequence[Edit]) -> None:
        for index, (start, end, new) in enumerate(edits):
            if len(self.said) < _EXAMPLES:
                before = excerpt(line.text, start, end)
                self.said.append(f"“{before}”改为“{with_edits(line.text, edits, index)}”")
                self.excerpt = self.excerpt or before
            self.went.append(line.text[start:end])
            self.came.append(new)


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
    notes = [_note(line, name, made) for line, mends in results for name, made in mends.items()]
    if not notes:
        return article
    after = [line for line, _ in results]
    kept = (finding for finding in article.findings if finding.mend not in wanted)
    return replace(rebuilt(article, after), findings=(*kept, *notes, *_new(after, article.findings)))


def _new(after: Sequence[Line], known: Sequence[Finding]) -> Iterator[Finding]:
    """What can be seen only now, such as two marks with something invisible between them."""
    seen = {(finding.place, finding.code) for finding in known}
    return (
        finding
        for finding in marks_in(after)
        if (finding.place, finding.code) not in seen and (WHOLE, finding.code) not in seen
    )


def _mended(line: Line, wanted: Sequence[str]) -> tuple[Line, dict[str, _Made]]:
    """The line when there is nothing left to mend, and what was done. A mend may bring another one to light."""
    mends: dict[str, _Made] = {}
    for _ in range(_MOST_PASSES):
        was = line
        for name in wanted:
            edits = _edits(line, name)
            if edits:
                mends.setdefault(name, _Made()).add(line, edits)
                line = line.edited(edits)
        if line is was:
            break
    return line, mends


def _edits(line: Line, name: str) -> list[Edit]:
    found = (mark for mark in _FINDERS[name](line) if mark.kind.mend == name and counts(line, mark))
    return sorted((mark.start, mark.end, mark.proposed[0]) for mark in found)


def _note(line: Line, name: str, made: _Made) -> Finding:
    count = len(made.went)
    said = "；".join(dict.fromkeys(made.said)) + ("等" if count > _EXAMPLES else "")
    what = f"{line.where}已按要求{CLASSES[name]}，共 {count} 处：{said}。"
    return Finding(
        line.place,
        f"mended-{name}",
        what,
        severity=Severity.NOTE,
        excerpt=made.excerpt,
        before=" ".join(made.went),
        after=" ".join(made.came),
    )
