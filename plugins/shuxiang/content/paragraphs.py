"""Paragraphs as Chinese offices type them: one Enter, one paragraph.

Text that comes out of Word or a web page has each paragraph on a line of its own and no blank lines between; to
Markdown that is one paragraph, its lines joined by spaces. So, in materials, a line end is a paragraph's end where
the text says so: after a closing punctuation mark, after a numbered heading, before an indent of full-width spaces.
Any other line end inside a paragraph is a wrapped line, joined without the space that Chinese does not have.
Lists, tables, quotations, code and HTML are left as they are.
"""

from __future__ import annotations

import re

_CLOSED = re.compile("[\u3002\uff01\uff1f\uff1b\uff1a\u2026!?;:][\u201d\u2019\u300d\u300f\uff09)\u3011]*$")
_NUMBERED = re.compile(
    "(?:[一二三四五六七八九十]+、|[\uff08(][一二三四五六七八九十]+[\uff09)]|第[一二三四五六七八九十]+[章节条])"
)
_HEADING_LENGTH = 40
_MARKED = re.compile(r"\s*(?:[-*+>#|<]|\d+[.)]\s|\[[^\]]+\]:|:\s|!!!|\?\?\?|===)|\t| {4}")
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_WIDE = re.compile("[\u2018-\u201d\u2026\u3000-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_INDENT = "\u3000"


def separated(markdown: str) -> str:
    """The text with a blank line at every paragraph's end and wrapped lines joined; other markup untouched."""
    done: list[str] = []
    fence = ""
    plain_before = False
    for line in markdown.split("\n"):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        plain = not fence and not mark and _is_plain(line)
        if plain and plain_before:
            _append(done, line)
        else:
            done.append(line.lstrip(_INDENT) if plain else line)
        plain_before = plain
    return "\n".join(done)


def _is_plain(line: str) -> bool:
    return bool(line.strip()) and not _MARKED.match(line)


def _append(done: list[str], line: str) -> None:
    """Put a line of running text behind another: as a new paragraph, joined, or as Markdown would have it."""
    before = done[-1]
    if before.endswith(("  ", "\\")):
        done.append(line.lstrip(_INDENT))
    elif _ends_paragraph(before, line):
        done.extend(["", line.lstrip(_INDENT)])
    elif _WIDE.match(before[-1]) or _WIDE.match(line.lstrip()[0]):
        done[-1] = before + line.lstrip()
    else:
        done.append(line)


def _ends_paragraph(before: str, line: str) -> bool:
    heading = len(before) <= _HEADING_LENGTH and bool(_NUMBERED.match(before))
    return line.startswith(_INDENT) or heading or bool(_CLOSED.search(before.rstrip()))
