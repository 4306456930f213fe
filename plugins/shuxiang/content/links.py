"""Links and images in Markdown, with their lines: enough to know what a page points at inside the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_INLINE = re.compile(
    r"!?\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>[^\s()<>]+(?:\([^\s()]*\))?))[^()\n]*\)"
)
_REFERENCE = re.compile(r"^\s{0,3}\[[^\]\n]+\]:\s*<?(?P<target>[^\s>]+)>?")
_HTML = re.compile(
    r"<(?:a|img|video|audio|source)\b[^>]*?\b(?:href|src)\s*=\s*([\"'])(?P<target>.*?)\1", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Link:
    """One reference: ``target`` as written, and the line it stands on."""

    target: str
    line: int


def find_links(markdown: str, first_line: int) -> tuple[Link, ...]:
    """Every link, image and reference definition outside code, in order of lines."""
    if not any(mark in markdown for mark in ("](", "]:", "<")):
        return ()
    return tuple(
        Link(target, number) for number, line in _outside_code(markdown, first_line) for target in _targets(line)
    )


def _outside_code(markdown: str, first_line: int) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, line in enumerate(markdown.split("\n"), start=first_line):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        elif not fence:
            yield number, _CODE_SPAN.sub("", line)


def _targets(line: str) -> Iterator[str]:
    for match in _INLINE.finditer(line):
        yield match["angled"] if match["angled"] is not None else match["bare"]
    for pattern in (_REFERENCE, _HTML):
        for match in pattern.finditer(line):
            yield match["target"]


def resolve(page: str, target: str) -> str | None:
    """The path below the documents folder that ``target`` on ``page`` means; None when it points elsewhere.

    Elsewhere is another host, a place on the same page, or an address from the server's root.
    """
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))


def unlink(markdown: str, page: str, targets: frozenset[str]) -> str:
    """The text with inline links and images to any of ``targets`` reduced to their words; code is left alone."""

    def plain(match: re.Match[str]) -> str:
        target = match["angled"] if match["angled"] is not None else match["bare"]
        return match["text"] if resolve(page, target) in targets else match[0]

    lines = markdown.split("\n")
    for number, line in _outside_code(markdown, 0):
        if "](" in line:
            lines[number] = _INLINE.sub(plain, lines[number])
    return "\n".join(lines)
