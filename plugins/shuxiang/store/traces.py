"""Where a person is named: by name, number, nickname or telephone, however it is spaced."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from shuxiang.core.ledger.event import Kind, LedgerEvent

_SHORTEST = 2
"""One character alone would be found everywhere."""

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Traces:
    """``words`` are looked for with all white space away, ``numbers`` as they stand between other signs."""

    words: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def __or__(self, other: Traces) -> Traces:
        return Traces(self.words | other.words, self.numbers | other.numbers)

    def named_in(self, text: str) -> bool:
        """Whether a text holds one of the words."""
        folded = _closed(text)
        return any(word in folded for word in self.words)

    def in_text(self, text: str) -> bool:
        """Whether a text holds one of the words or of the numbers."""
        return self.named_in(text) or bool(
            self.numbers and re.search(_numbers(self.numbers), unicodedata.normalize("NFKC", text).upper())
        )


def traces_of(member: str, events: Iterable[LedgerEvent]) -> Traces:
    """All that a member was ever called in the ledger."""
    words: set[str] = set()
    numbers: set[str] = set()
    for event in events:
        if event.member == member and event.kind in {Kind.JOINED, Kind.DESCRIBED, Kind.NICKNAMED}:
            words.update(_closed(event.told(name)) for name in ("name", "contact", "nickname"))
            numbers.add(event.told("number"))
    return Traces(frozenset(word for word in words if len(word) >= _SHORTEST), frozenset(numbers - {""}))


def _closed(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text).casefold())


def _numbers(numbers: Iterable[str]) -> str:
    either = "|".join(map(re.escape, sorted(numbers)))
    return f"(?<![0-9A-Z])(?:{either})(?![0-9A-Z])"
