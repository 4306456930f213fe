"""What the ledger has of some records, and who its members are: what a receipt is held against when it comes in."""

from __future__ import annotations

import sys
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from shuxiang.core.ledger.event import Kind, LedgerEvent, withdrawn_runs
from shuxiang.core.ledger.ledger import fold
from shuxiang.core.ledger.member import Member
from shuxiang.core.ledger.version import Version


class Record(NamedTuple):
    """One member's record for one slot, under the number that the member's device has given it."""

    member: str
    slot: str
    number: str


@dataclass(slots=True)
class Standing:
    """``holders`` are the members by number; ``firsts`` the numbers of the records' first events.

    ``newest`` is the newest version of each record, ``owners`` says whose each slot and record number is. Work of
    days before ``expired_before`` has been let go. ``uses`` says of members who began to sign in these texts, when.
    """

    members: Mapping[str, Member]
    nicknames: Mapping[str, str]
    holders: Mapping[str, tuple[Member, ...]]
    expired_before: date | None = None
    firsts: dict[Record, int] = field(default_factory=dict)
    newest: dict[Record, Version] = field(default_factory=dict)
    owners: dict[tuple[str, str], str] = field(default_factory=dict)
    uses: dict[str, datetime] = field(default_factory=dict)
    _known: set[tuple[Record, str | tuple[datetime, str, str]]] = field(default_factory=set)

    def take(self, record: Record, version: Version) -> None:
        """Let a version of a record be there."""
        self.newest[record] = max(version, self.newest.get(record, version))
        self._known |= {(record, version.checksum), (record, version.content)}
        self.owners.setdefault((record.slot, record.number), record.member)

    def has(self, record: Record, version: Version) -> bool:
        """Whether that receipt is there, or one that says the same and is signed otherwise."""
        return (record, version.checksum) in self._known or (record, version.content) in self._known


def standing(events: Iterable[LedgerEvent], numbers: Container[str]) -> Standing:
    """What the events make of the members, and of the records that have these numbers."""
    others: list[LedgerEvent] = []
    checkins: list[tuple[int, Record, int, Version]] = []
    for event in events:
        if event.kind is not Kind.CHECKED_IN:
            others.append(event)
        elif event.told("record") in numbers:
            record = Record(event.member, sys.intern(event.slot), event.told("record"))
            checkins.append((event.run, record, event.data.get("amends", event.seq), Version.of(event)))
    ledger = fold(others)
    withdrawn = withdrawn_runs(others)
    kept = [event for event in others if event.run not in withdrawn]
    found = Standing(ledger.members, ledger.nicknames, _holders(kept, ledger.members), _expired_before(kept))
    for run, record, first, version in checkins:
        if run not in withdrawn:
            found.firsts.setdefault(record, first)
            found.take(record, version)
    return found


def _holders(events: Iterable[LedgerEvent], members: Mapping[str, Member]) -> dict[str, tuple[Member, ...]]:
    """Whose each number is, and then whose it was: a card outlasts its holder's change of number."""
    found: dict[str, list[Member]] = {}
    for member in members.values():
        if member.number:
            found.setdefault(member.number, []).insert(0, member)
    for event in events:
        number = event.told("number") if event.kind in {Kind.JOINED, Kind.DESCRIBED} else ""
        holder = members.get(event.member)
        if number and holder and holder.number and holder not in found.setdefault(number, []):
            found[number].append(holder)
    return {number: tuple(holders) for number, holders in found.items()}


def _expired_before(events: Iterable[LedgerEvent]) -> date | None:
    days = (date.fromisoformat(event.data["before"]) for event in events if event.kind is Kind.EXPIRED)
    return max(days, default=None)
