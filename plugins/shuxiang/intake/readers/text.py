"""A plain text file: every line a paragraph, with what its blanks say about how it was set."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Document, Look, Paragraph, Span
from shuxiang.intake.findings import WHOLE, Finding, IntakeError, Place
from shuxiang.intake.readers.encoding import decoded, encoding_findings
from shuxiang.intake.source import MAX_CHARACTERS, Source, too_long

_LINE_END = re.compile(r"\r\n|\r|\n")
_BREAKS_IN_LINE = re.compile("[\v\f\x85\u2028\u2029]")
"""They part paragraphs, and no editor counts a line for them."""
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_FEW_CONTROLS = 8
"""Control characters that a text may hold by accident, beside one in fifty."""
_TAB_STOP = 8
_INDENT = 2
"""Columns: two half-width blanks or a full-width one."""
_FAR = 8
_SHORT = 64
"""Columns: what is centred or pushed to the right is a title, a name or a date, not a paragraph."""
_LONG = 56
"""Columns: a line of the body; 28 characters stand on a line of an official paper."""
_WIDEST = 120
"""Columns: no paper is wider, so lines that end further out are paragraphs."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that has letters: ``lead`` and ``width`` in columns, of which a Chinese character takes two."""

    text: str
    place: Place
    after_gap: bool
    lead: int
    width: int


def read_text(source: Source) -> Document:
    """The lines of a text in UTF-8, UTF-16, GB18030 or Big5. IntakeError: in none of these, or too long."""
    text = decoded(source.data)
    return replace(read_lines(text.text), findings=(*encoding_findings(text), *_told_controls(text.text)))


def read_lines(text: str) -> Document:
    """The lines of a text that has been decoded. IntakeError when there are none, or far too many."""
    if len(text) > MAX_CHARACTERS:
        raise IntakeError(too_long("文本", len(text)))
    controls = len(_CONTROLS.findall(text))
    if controls > max(_FEW_CONTROLS, len(text) // 50):
        raise IntakeError("这不是文本，也认不出是什么文件。请用能打开它的程序另存为 .docx 或 .txt 再交来。")
    lines = tuple(_lines(text))
    if not lines:
        raise IntakeError("文件里没有文字（只有空白）。请确认已经保存，再交来。")
    body = [index for index, line in enumerate(lines) if line.width > _LONG]
    paper = _paper_width(lines)
    blocks = (
        Paragraph((Span(line.text),), line.place, _look(line, paper, past_body=bool(body) and index > body[-1]))
        for index, line in enumerate(lines)
    )
    return Document(tuple(blocks), received=_CONTROLS.sub("", text))


def _lines(text: str) -> Iterator[_Line]:
    gap = False
    for number, whole in enumerate(_LINE_END.split(text), start=1):
        for piece in _BREAKS_IN_LINE.split(_CONTROLS.sub("", whole)):
            letters = piece.strip()
            if letters:
                lead = _columns(piece[: len(piece) - len(piece.lstrip())])
                yield _Line(letters, Place(number=number), gap, lead, _columns(letters))
            gap = not letters


def _columns(text: str) -> int:
    """How wide a text is on a screen of the old kind, where a byte of GBK took a column."""
    return len(text.expandtabs(_TAB_STOP).encode("gb18030", "replace"))


def _paper_width(lines: Iterable[_Line]) -> int:
    """Columns from edge to edge, where the lines were cut by hand or by a mail program; 0 when they were not."""
    ends = Counter((line.lead + line.width) // 2 for line in lines if line.width > _LONG - 16)
    if not ends:
        return 0
    end = max(ends, key=lambda end: (ends[end] + ends[end - 1], end))
    cut = ends[end] + ends[end - 1]
    return end * 2 if cut >= max(3, ends.total() // 3) and end * 2 <= _WIDEST else 0


def _look(line: _Line, paper: int, *, past_body: bool) -> Look:
    look = Look(after_gap=line.after_gap)
    if line.lead < _FAR or line.width > _SHORT:
        return replace(look, indented=line.lead >= _INDENT)
    if _is_at_right(line, paper) if paper else past_body:
        return replace(look, right=True)
    return replace(look, centred=True)


def _is_at_right(line: _Line, paper: int) -> bool:
    """Whether much less paper is left behind the line than before it."""
    return (paper - line.lead - line.width) * 2 < line.lead


def _told_controls(text: str) -> Iterator[Finding]:
    controls = Counter(_CONTROLS.findall(text))
    if not controls:
        return
    first = _CONTROLS.search(text)
    assert first is not None  # noqa: S101  # some were found
    kinds = "、".join(f"U+{ord(control):04X}" for control in sorted(controls)[:5]) + "等" * (len(controls) > 5)
    yield Finding(
        WHOLE,
        "control-characters",
        f"文本里有 {controls.total()} 个看不见的控制字符（{kinds}），已删去，不影响文字。",
        "如果附近文字不通，请对照原件。",
        Severity.NOTE,
        _CONTROLS.sub("", text[max(0, first.start() - 10) : first.start() + 10]).strip(),
    )
