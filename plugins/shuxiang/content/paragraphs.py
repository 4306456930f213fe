"""Paragraphs as Chinese offices type them: one Enter, one paragraph.

Text that comes out of Word or a web page has each paragraph on a line of its own and no blank lines between; to
Markdown that is one paragraph, its lines joined by spaces. So, in materials, a line end is a paragraph's end where
the text says so: after a closing punctuation mark, after a short line (a heading, a name, a verse), before an
indent. Any other line end inside a paragraph is a wrapped line, joined without the space that Chinese does not
have. A list or table right behind running text gets the blank line it needs; other markup is left as it is.
"""

from __future__ import annotations

import re

_CLOSED = re.compile("[\u3002\uff01\uff1f\uff1b\uff1a\u2026!?;:][\u201d\u2019\u300d\u300f\uff09)\u3011]*$")
_SHORT = 30
"""Whoever wraps lines by hand wraps later than this many characters."""

_LIST_OR_TABLE = re.compile(r"\s{0,3}(?:[-*+] |\d+[.)] |\|)")
_HOLDS_INDENTED = re.compile(r"\s*(?:[-*+] |\d+[.)] |!!!|\?\?\?|===|\[\^[^\]]+\]:|:\s)")
_MARKED = re.compile(r"\s*(?:[-*+>#|<]|\d+[.)]\s|\[[^\]]+\]:|:\s|!!!|\?\?\?|===)|\t| {4}")
_ATTRIBUTES = re.compile(r"\{:[^{}]*\}\s*$")
"""A line that says how the paragraph above it looks (``attr_list``); it ends that paragraph."""

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_WIDE = re.compile("[\u2018-\u201d\u2026\u3000-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_INDENT = re.compile("\u3000+|(?:\t| {4})\\s*(?=[\u2018-\u201d\u3400-\u9fff\uff08])")


def separated(markdown: str) -> str:
    """The text with a blank line at every paragraph's end and wrapped lines joined; other markup untouched."""
    text = _Text()
    fence = ""
    for line in markdown.split("\n"):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        if mark or fence:
            text.add_as_it_is(line)
        else:
            text.add(line)
    return "\n".join("".join(pieces) for pieces in text.lines)


class _Text:
    """The lines so far, each as its pieces; what the last one was; whether indented lines belong to something."""

    def __init__(self) -> None:
        self.lines: list[list[str]] = []
        self.running = ""
        self.holds_indented = False

    def add_as_it_is(self, line: str) -> None:
        self.lines.append([line])
        self.running = ""

    def add(self, line: str) -> None:
        if not line.strip():
            self.add_as_it_is(line)
        elif self.running and _ATTRIBUTES.match(line):
            self.lines.append([line])
            self.running = line
        elif _MARKED.match(line) and not (_INDENT.match(line) and not self.holds_indented):
            self._add_marked(line)
        else:
            self._add_running(line)

    def _add_marked(self, line: str) -> None:
        if self.running and _LIST_OR_TABLE.match(line):
            self.lines.append([])
        self.holds_indented = bool(_HOLDS_INDENTED.match(line)) or (self.holds_indented and line[0].isspace())
        self.add_as_it_is(line)

    def _add_running(self, line: str) -> None:
        before, words = self.running, _INDENT.sub("", line, count=1) if _INDENT.match(line) else line
        if not before or before.endswith(("  ", "\\")):
            self.lines.append([words])
        elif words != line or _ends_paragraph(before) or _ATTRIBUTES.match(before):
            self.lines += [[], [words]]
        elif _WIDE.match(before[-1]) or _WIDE.match(words.lstrip()[0]):
            self.lines[-1].append(words.lstrip())
        else:
            self.lines.append([words])
        self.running, self.holds_indented = line, False


def _ends_paragraph(line: str) -> bool:
    """Whether a line, by itself, is a whole paragraph or the end of one. Latin text is left to Markdown."""
    if not _WIDE.search(line):
        return False
    return len(line.strip()) < _SHORT or bool(_CLOSED.search(line.rstrip()))
