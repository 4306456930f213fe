"""Text of a document that is in no story: running heads and feet, charts, notes that nothing calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.findings import WHOLE, Finding
from shuxiang.intake.readers.docx.comments import Comments
from shuxiang.intake.readers.docx.letters_of import lines_of
from shuxiang.intake.readers.docx.names import Element
from shuxiang.intake.readers.docx.notes import NoteCalls

_EXCERPT = 20


def running(kind: str, roots: Iterable[Element]) -> Iterator[Finding]:
    """The running heads, or feet: each text once, however many sections have it."""
    texts = Counter(text for root in roots if (text := "\n".join(lines_of(root))))
    for text, times in texts.items():
        yield _note("header-footer", f"{kind}没有放进正文：“{_brief(text)}”。", "\n".join([text] * times))


def charts(roots: Iterable[Element]) -> Iterator[Finding]:
    """The words on charts and diagrams."""
    text = "\n".join(line for root in roots for line in lines_of(root))
    if text:
        what = "图表或图示里的文字没有放进正文。"
        yield _aside("chart-text", what, "需要时请在 Word 里截成图片，放在页面旁边。", text)


def uncalled(calls: NoteCalls) -> Iterator[Finding]:
    """Notes that hang on nothing, as those of a deleted sentence."""
    text = "\n".join(line for note in calls.uncalled() for line in lines_of(note))
    if text:
        what = "有的脚注或尾注在正文里没有注码（多半是注码已删），没有放进页面。"
        yield _aside("uncalled-note", what, "请看一看是否需要。", text)


def unhung(comments: Comments) -> Iterator[Finding]:
    """Comments that hang on nothing."""
    text = "\n".join(comments.untaken())
    if text:
        yield _aside("comment", "有的批注在正文里没有位置，没有放进正文。", "请看一看批注说的是否已经改好。", text)


def _note(code: str, what: str, text: str) -> Finding:
    return Finding(WHOLE, code, what, "", Severity.NOTE, _brief(text), text)


def _aside(code: str, what: str, fix: str, text: str) -> Finding:
    return Finding(WHOLE, code, what, fix, Severity.WARNING, _brief(text), text)


def _brief(text: str) -> str:
    return " ".join(text.split())[:_EXCERPT]
