"""What became of the receipts of one text: what is to be entered, what was refused, what waits for a decision."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.core.ledger.refusal import ReceiptFinding
from shuxiang.core.ledger.standing import Record
from shuxiang.core.ledger.version import Version

_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Open:
    """A nickname or a member number that the office must decide about; ``likely`` are numbers it may be."""

    name: str
    lines: tuple[int, ...]
    likely: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptEntry:
    """A receipt to be entered: a version of a record, and the line it was found at."""

    record: Record
    version: Version
    title: str
    line: int

    def event(self, first: int | None) -> NewEvent:
        """The event; ``first`` is the number of the record's first one, None when this is it."""
        version = self.version
        at = version.at.isoformat(timespec="minutes")
        data = {"acts": version.acts, "at": at, **({"amends": first} if first else {})}
        private = {
            "record": self.record.number,
            "checksum": version.checksum,
            "note": version.note,
            "title": self.title,
        }
        key = hashlib.sha256(_SEPARATOR.join((*self.record, version.checksum)).encode()).hexdigest()
        return NewEvent(Kind.CHECKED_IN, self.record.member, self.record.slot, self.line, data, private, key)


@dataclass(slots=True)
class Collected:
    """What became of the receipts of one text; every one is counted in one of these.

    ``entries`` are ``new`` records, ``newer`` and ``older`` versions of records; ``repeated`` ones are in the
    ledger already, ``ignored`` ones nobody's by decision. ``nicknames`` and ``numbers`` wait for a decision.
    ``first_uses`` says, by member, from when on which key signs.
    """

    entries: list[ReceiptEntry] = field(default_factory=list)
    first_uses: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    new: int = 0
    newer: int = 0
    older: int = 0
    repeated: int = 0
    ignored: int = 0
    findings: list[ReceiptFinding] = field(default_factory=list)
    nicknames: tuple[Open, ...] = ()
    numbers: tuple[Open, ...] = ()

    @property
    def uses(self) -> tuple[NewEvent, ...]:
        """The events that say who has begun to sign; to be entered with the entries."""
        told = ((member, {"key": key, "at": at.isoformat()}) for member, (key, at) in self.first_uses.items())
        return tuple(NewEvent(Kind.KEY_USED, member, data=data) for member, data in told)

    @property
    def waiting(self) -> int:
        """How many receipts wait for a decision."""
        return sum(len(one.lines) for one in (*self.nicknames, *self.numbers))

    @property
    def found(self) -> int:
        """How many receipts there were."""
        return len(self.entries) + self.repeated + self.ignored + len(self.findings) + self.waiting
