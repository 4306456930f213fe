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
_ATTRIBUTE = re.compile(r"""\b(?:href|src|poster)\s*=\s*(["'])([^"']*)\1""", re.IGNORECASE)


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
    number = 0
    while number < len(lines):
        closing = _closing(lines, number)
        if closing is None:
            line = lines[number]
            yield number + first_line, _CODE_SPAN.sub("", line) if "`" in line else line
        number = number + 1 if closing is None else closing + 1


def _closing(lines: list[str], number: int) -> int | None:
    """The line that closes the fence opened on this line; None when none opens here, or none closes it."""
    mark = _FENCE.match(lines[number])
    if not mark:
        return None
    fence = mark[1]
    return next(
        (n for n in range(number + 1, len(lines)) if lines[n].strip().strip(fence[0]) == "" and fence in lines[n]),
        None,
    )


def _targets(line: str) -> Iterator[str]:
    at = line.find("](")
    while at >= 0:
        yield _target_at(line, at + 2)
        at = line.find("](", at + 2)
    if reference := _REFERENCE.match(line):
        yield reference[1]
    for attribute in _ATTRIBUTE.finditer(line):
        yield attribute[2]


def _target_at(line: str, start: int) -> str:
    """The address that begins at ``start``: up to a space or the bracket that closes it, or between < and >."""
    while line[start : start + 1] == " ":
        start += 1
    if line[start : start + 1] == "<":
        return line[start + 1 :].partition(">")[0]
    depth = 0
    for end in range(start, len(line)):
        depth += (line[end] == "(") - (line[end] == ")")
        if depth < 0 or line[end].isspace():
            return line[start:end]
    return line[start:]


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
