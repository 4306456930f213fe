"""The addresses of other hosts that stand in a script, and whether the script loads them beyond doubt."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pygments.lexers.javascript import JavascriptLexer
from pygments.token import Comment, String, Whitespace

_WORTH_READING = re.compile(r"""(?:https?|wss?|ftp):|["'`=(]\s*(?:\\?/){2}|\\[xu]""", re.IGNORECASE)
_ADDRESS = re.compile(
    r"""(?:https?|wss?|ftp)://[^\s"'<>\\]*
    | (?:\A\s*|\b(?:src|srcset|poster|data|href|action|background)\s*=\s*["']?\s*|\burl\(\s*["']?\s*)
      (?P<hostly>//[\w\[][^\s"'<>\\]*)""",
    re.IGNORECASE | re.VERBOSE,
)
"""Without a scheme only at the beginning, and where a page's or a stylesheet's text in the script loads it."""
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|(.))", re.DOTALL)
_LOADING = re.compile(
    r"(?:\b(?:fetch|import|importScripts|Worker|SharedWorker|WebSocket|EventSource|sendBeacon|Audio) ?\("
    r"|\b(?:import|from)|\. ?(?:src|srcset|poster) ?="
    r"""|\bsetAttribute ?\( ?["'](?:src|srcset|poster)["'] ?,|\. ?open ?\( ?["'][A-Za-z]+["'] ?,)$"""
)
"""What stands before a literal that is loaded, its parts set apart by single spaces."""
_LOOK_BACK = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """An address that a script's text holds; ``loaded`` when what stands before it loads it."""

    place: int
    address: str
    loaded: bool


@lru_cache(maxsize=128)
def script_addresses(code: str) -> tuple[Mention, ...]:
    """Every address of a host in a script's strings and templates, not in its comments and regular expressions.

    All pages of a site have the same few scripts in them: each is read once.
    """
    return tuple(_addresses(code))


def _addresses(code: str) -> Iterator[Mention]:
    if not _WORTH_READING.search(code):
        return
    before: deque[str] = deque(maxlen=_LOOK_BACK)
    for place, kind, text in JavascriptLexer(ensurenl=False, stripnl=False).get_tokens_unprocessed(code):
        if kind in Comment or kind in Whitespace or not text.strip():
            continue
        if kind in String and kind not in String.Regex:
            for match in _ADDRESS.finditer(_ESCAPE.sub(_character, text.strip("\"'"))):
                yield Mention(place, (match["hostly"] or match[0]).strip(), bool(_LOADING.search(" ".join(before))))
        if text != "`":
            before.append(text)


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    return (chr(int(code, 16)) if int(code, 16) < 0x110000 else "\ufffd") if code else match[4]
