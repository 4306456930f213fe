"""The addresses that a stylesheet, or a ``style`` attribute, makes a browser load."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\r\n\f]?|\r?\n|(.))", re.DOTALL)
_TOKEN = re.compile(
    r"""/\*.*?(?:\*/|\Z)
    | (?P<string>"(?:\\.|[^"\\\n])*"? | '(?:\\.|[^'\\\n])*'?)
    | (?P<name>@?(?:[-\w\u0080-\U0010ffff]|\\(?:[0-9a-fA-F]{1,6}[ \t\r\n\f]?|[^\n]))+)
      (?P<call>\((?P<bare>[ \t\r\n\f]*(?:\\.|[^)"'\\ \t\r\n\f])(?:\\.|[^)\\])*\)?)?)?
    | [^\w\s]""",
    re.DOTALL | re.VERBOSE,
)
_FETCHING = frozenset(["url", "src", "image-set", "-webkit-image-set"])


@dataclass(frozen=True, slots=True)
class StyleAddress:
    """An address, where it stands in the stylesheet, and whether it is another stylesheet's."""

    place: int
    address: str
    imported: bool


def style_addresses(css: str) -> Iterator[StyleAddress]:
    """All that is loaded: by ``url()``, ``src()``, ``image-set()`` and ``@import``.

    Escapes are undone as a browser undoes them; what a ``@namespace`` names is not loaded.
    """
    rule, at, open_calls = "", 0, [""]
    while match := _TOKEN.search(css, at):
        at = match.end()
        sign = match[0]
        if match["name"]:
            name = _undone(match["name"]).lower()
            rule = name if name.startswith("@") else rule
            if match["call"] and name == "url" and match["bare"]:
                if rule != "@namespace":
                    address = _undone(match["bare"].removesuffix(")").strip())
                    yield StyleAddress(match.start("bare"), address, rule == "@import")
            elif match["call"]:
                at = match.start("call") + 1  # what only looked like a bare address is read as what it is
                open_calls.append(name)
        elif match["string"]:
            if rule == "@import" or (open_calls[-1] in _FETCHING and rule != "@namespace"):
                address = _undone(match["string"].strip(match["string"][0]))
                yield StyleAddress(match.start("string"), address, rule == "@import")
        elif sign == ")" and len(open_calls) > 1:
            open_calls.pop()
        elif sign in ";{}":
            rule, open_calls = "", [""]


def _undone(text: str) -> str:
    """The text with its escapes replaced by what they stand for."""
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    if match[1]:
        code = int(match[1], 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return match[2] or ""
