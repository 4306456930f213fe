"""Links and images in Markdown, with their lines: enough to know what a page points at inside the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
_REFERENCE = re.compile(r"\s{0,3}\[[^\]\n]+\]:\s*<?([^\s<>]+)>?")
_ATTRIBUTE = re.compile(r"""\b(?:href|src|poster)\s*=\s*(?:(["'])([^"']*)\1|([^\s"'<>`=]+))""", re.IGNORECASE)
_TITLE = re.compile(r"""\s+(?:"[^"]*"|'[^']*')\s*$""")
_LONGEST = 2000
"""Characters of an address; a longer one is data, not a file."""


@dataclass(frozen=True, slots=True)
class Link:
    """One reference: ``target`` as written, and the line it stands on."""

    target: str
    line: int


def find_links(markdown: str, first_line: int) -> tuple[Link, ...]:
    """Every link, image and reference definition outside code, in order of lines. Linear in the text's length."""
    if not any(mark in markdown for mark in ("](", "]:", "=")):
        return ()
    return tuple(
        Link(target, number) for number, line in _outside_code(markdown, first_line) for target in _targets(line)
    )


def _outside_code(markdown: str, first_line: int) -> Iterator[tuple[int, str]]:
    lines = markdown.split("\n")
    closings = _closings(lines)
    number = 0
    while number < len(lines):
        closing = closings.get(number)
        if closing is None:
            line = lines[number]
            yield number + first_line, _CODE_SPAN.sub("", line) if "`" in line else line
        number = number + 1 if closing is None else closing + 1


def _closings(lines: list[str]) -> dict[int, int]:
    """For each line of fence characters the next one that would close it; a fence that nothing closes is text."""
    found: dict[int, int] = {}
    later: dict[str, int] = {}
    for number in range(len(lines) - 1, -1, -1):
        if not (mark := _FENCE.match(lines[number])):
            continue
        fence, bare = mark[1], not lines[number].strip().strip(mark[1][0])
        closing = min((line for other, line in later.items() if other.startswith(fence)), default=None)
        if closing is not None:
            found[number] = closing
        if bare:
            later[fence] = number
    return found


def _targets(line: str) -> Iterator[str]:
    at = line.find("](")
    while at >= 0:
        yield _target_at(line, at + 2)
        at = line.find("](", at + 2)
    if reference := _REFERENCE.match(line):
        yield reference[1]
    for attribute in _ATTRIBUTE.finditer(line):
        yield attribute[2] if attribute[3] is None else attribute[3]


def _target_at(line: str, start: int) -> str:
    """The address that begins at ``start``: up to its closing bracket, without a title, or between < and >."""
    inside = line[start : start + _LONGEST].lstrip(" ")
    if inside.startswith("<"):
        return inside[1:].partition(">")[0]
    depth, end = 0, len(inside)
    for place, character in enumerate(inside):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            end = place
            break
    return _TITLE.sub("", inside[:end]).strip()


def resolve(page: str, target: str) -> str | None:
    """The path below the documents folder that ``target`` on ``page`` means; None when it points elsewhere.

    Elsewhere is another host, a place on the same page, or an address from the server's root (which is the
    documents' root only where the site lies at the server's: :func:`from_root` says what it would be then).
    """
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))


def from_root(target: str) -> str | None:
    """The path below the documents folder that an address from the server's root would mean; None for others."""
    if not target.startswith("/") or target.startswith("//"):
        return None
    return posixpath.normpath(unquote(target.partition("?")[0].partition("#")[0]).lstrip("/"))
