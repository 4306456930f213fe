"""Asterisks that Markdown would swallow: blanks such as ``党的*大`` come in pairs and vanish as emphasis marks."""

from __future__ import annotations

import re

from shuxiang.core.diagnostics import Diagnostic, Origin, Severity

_EMPHASIS = re.compile(r"(?<![\\*])\*(?![\s*])([^*\n]+)(?<![\s\\])\*(?!\*)")
_SENTENCE_MARK = re.compile("[\uff0c\u3002\uff1b\uff1a\uff01\uff1f\u3001,;]")


def swallowed_asterisks(markdown: str, first_line: int, shown_as: str) -> tuple[Diagnostic, ...]:
    """A warning for each line where a pair of single asterisks spans parts of sentences: hardly an emphasis."""
    if "*" not in markdown:
        return ()
    return tuple(
        Diagnostic(
            Origin(shown_as, number),
            "asterisk-swallowed",
            f"星号（*）会被当作强调记号而不显示，中间的“{match[1][:8]}…”会成为强调文字。",
            "如果星号是原文里的空缺，请写成 \\* 或补上原字。",
            Severity.WARNING,
        )
        for number, line in enumerate(markdown.split("\n"), start=first_line)
        for match in _EMPHASIS.finditer(line)
        if _SENTENCE_MARK.search(match[1])
    )
