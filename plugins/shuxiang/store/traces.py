"""Where a person is named: by name, number, nickname or telephone, however it is spaced."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from shuxiang.core.ledger.event import Kind, LedgerEvent

_SHORTEST = 2
"""One character alone would be found everywhere."""

_PLAIN_DIGITS = 4
"""A number of so few digits, none of them a leading zero, may be any figure: it counts only where numbers stand."""

_HEADING = re.compile("(?:委员|会员|人员)?(?:编号|号码|证号)")
_CELLS = re.compile(r"[\t,;|]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Traces:
    """``words`` are looked for with all white space away, ``numbers`` as they stand between other signs.

    A number like 3 counts only beside 编号 or 委员, or as a whole cell below such a heading.
    """

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
        if self.named_in(text):
            return True
        plain = {number for number in self.numbers if _is_plain(number)}
        told = unicodedata.normalize("NFKC", text).upper() if self.numbers else ""
        return _stands_in(told, self.numbers - plain) or _stands_beside(told, plain) or _stands_below(told, plain)


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


def _is_plain(number: str) -> bool:
    return number.isdecimal() and len(number) <= _PLAIN_DIGITS and not number.startswith("0")


def _stands_in(text: str, numbers: Iterable[str]) -> bool:
    return bool(numbers) and re.search(f"(?<![0-9A-Z]){_either(numbers)}(?![0-9A-Z])", text) is not None


def _stands_beside(text: str, numbers: Iterable[str]) -> bool:
    either = _either(numbers)
    beside = rf"(?:编号|委员)[^0-9A-Z\u4e00-\u9fff\n]{{0,3}}{either}(?![0-9A-Z])|(?<![0-9A-Z]){either}\s?号?委员"
    return bool(numbers) and re.search(beside, text) is not None


def _stands_below(text: str, numbers: Collection[str]) -> bool:
    """Whether a line of cells has one of the numbers in a column whose heading says that it holds numbers."""
    columns: set[int] = set()
    for line in text.splitlines() if numbers else ():
        cells = [cell.strip(' "') for cell in _CELLS.split(line)]
        if any(column < len(cells) and cells[column] in numbers for column in columns):
            return True
        columns |= {column for column, cell in enumerate(cells) if _HEADING.fullmatch(cell)}
    return False


def _either(numbers: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(numbers)))})"
