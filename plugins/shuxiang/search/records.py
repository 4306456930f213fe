"""One page as the search sees it, and the order in which people want to see pages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class SearchRecord:
    """One page: where it is, what it says, and where it stands in the programme.

    `url` is relative to the site; `text` is plain text, one block a line, in original characters.
    `date` is the first day of the page's slot (ISO), used only to list newer pages first.
    """

    url: str
    title: str
    text: str
    cadence: str
    cadence_name: str
    slot: str
    year: str
    date: str = ""

    @property
    def body(self) -> str:
        """The text without a heading that repeats the title: titles are searched, and shown, by themselves."""
        first, _, rest = self.text.partition("\n")
        return rest if first.strip() == self.title.strip() else self.text

    @property
    def digest(self) -> str:
        """A name for exactly this page with exactly this text."""
        return sha256(f"{self.url}\0{self.title}\0{self.text}".encode("utf-8", "replace")).hexdigest()[:16]


def newest_first(records: Iterable[SearchRecord]) -> list[SearchRecord]:
    """Records by date, then year, then address (w47 before w9), newest first."""
    return sorted(records, key=_age, reverse=True)


def _age(record: SearchRecord) -> tuple[str, list[tuple[int, str]], str, str]:
    return (record.date or record.year, _natural(record.url), record.title, record.text)


def _natural(address: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"([0-9]+)", address)]
