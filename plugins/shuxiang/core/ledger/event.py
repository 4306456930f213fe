"""What happened: the ledger's events, in the words of the office, each with the input line it came from.

An event's ``data`` is kept for ever and names nobody: members go by an id that was drawn at random. What tells of a
person (name, number, note, reason …) stands in ``private``; it goes when the person is forgotten or has been gone
for longer than the office keeps such things, and the event stays, so that every total stays what it was.

``data`` and ``private`` by kind:

==============  ==========================================================  ===================================
kind            data                                                        private
==============  ==========================================================  ===================================
run             command, digest (SHA-256 of the input, or empty)            input (a file's name, or empty)
joined          on, group, sector                                           number, name, contact
described       sector                                                      number, name, contact
moved           on, group
left            on
key-issued      key (the key's own short id)                                signing (hex of the signing key)
key-used        key, at (of the earliest receipt signed with it so far)
key-revoked     key
nicknamed       ignored (true: what goes by it is nobody's)                 nickname
checked-in      acts (as 学悟谈用), at, amends (number of the first event   record, checksum, note, title
                of the same record, if this is a later version of it)
attended        event, title, on
excused         event (that of a meeting one was excused from, if so)       reason
sampled         seed, share (as 10%), among (what was drawn from, in
                words), slots (their ids), of, picked (their numbers)
picked
closed
returned                                                                    reason
chosen          good (false: chosen no longer)
withdrawn       of (the number of the run that counts no longer)
forgotten
erased          of (numbers of other events whose private part went, for it named
                somebody forgotten)
expired         before (what was entered before this day has lost its private part)
==============  ==========================================================  ===================================
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What an event is about; the module's docstring lists what each holds."""

    RUN = "run"
    JOINED = "joined"
    DESCRIBED = "described"
    MOVED = "moved"
    LEFT = "left"
    KEY_ISSUED = "key-issued"
    KEY_USED = "key-used"
    KEY_REVOKED = "key-revoked"
    NICKNAMED = "nicknamed"
    CHECKED_IN = "checked-in"
    ATTENDED = "attended"
    EXCUSED = "excused"
    SAMPLED = "sampled"
    PICKED = "picked"
    CLOSED = "closed"
    RETURNED = "returned"
    CHOSEN = "chosen"
    WITHDRAWN = "withdrawn"
    FORGOTTEN = "forgotten"
    ERASED = "erased"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event on its way into the ledger. ``line`` is the input's line or row, 0 for none.

    ``key`` names what may be entered once only, such as a receipt; a second event with it is not entered.
    """

    kind: Kind
    member: str = ""
    slot: str = ""
    line: int = 0
    data: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, Any] | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class LedgerEvent:
    """An event of the ledger. ``seq`` counts from 1 without a gap; ``run`` is the ``seq`` of its run's first event.

    ``entered`` is China time without zone, to the second. ``private`` is None for an event that has none or whose
    private part is gone; ``sealed`` says that there is or was one.
    """

    seq: int
    run: int
    kind: Kind
    entered: datetime
    member: str
    slot: str
    line: int
    data: Mapping[str, Any]
    private: Mapping[str, Any] | None = None
    sealed: bool = False

    def told(self, name: str) -> str:
        """A text of the private part; empty when it is gone."""
        return str((self.private or {}).get(name, ""))


def withdrawn_runs(events: Iterable[LedgerEvent]) -> frozenset[int]:
    """The runs that count no longer."""
    return frozenset(event.data["of"] for event in events if event.kind is Kind.WITHDRAWN)
