"""What goes when a person is forgotten, and when the years are over for which an office keeps such things."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from shuxiang.core.ledger.event import Kind, LedgerEvent, NewEvent, withdrawn_runs
from shuxiang.core.ledger.ledger import Ledger, fold
from shuxiang.core.ledger.member import Member
from shuxiang.store.gone import Gone, read_gone
from shuxiang.store.run import Run
from shuxiang.store.schema import events, private
from shuxiang.store.traces import Traces, traces_of

_ROSTER = {Kind.JOINED, Kind.DESCRIBED}


@dataclass(frozen=True, slots=True)
class Expiry:
    """What loses its private part: ``parts`` are numbers of events, ``members`` are to be forgotten altogether."""

    before: date
    parts: tuple[int, ...]
    members: tuple[Member, ...]

    def __bool__(self) -> bool:
        return bool(self.parts or self.members)


def forget(run: Run, ledger: Ledger, member: str, today: date, parts: Collection[int] = ()) -> None:
    """Let nothing personal of a member stay; ``parts`` are events of nobody's whose private parts name the member.

    Figures stay as they are: whoever was still there is so until the end of today, or of the first day.
    """
    person = ledger.members.get(member)
    for key in person.keys if person else ():
        if not key.revoked:
            run.add(NewEvent(Kind.KEY_REVOKED, member, data={"key": key.id}))
    if person and person.spells:
        end = max(today, person.spells[0].start) + timedelta(days=1)
        if any(spell.end is None or spell.end > end for spell in person.spells):
            run.add(NewEvent(Kind.LEFT, member, data={"on": end.isoformat()}))
    parts = {*parts, *_nicknames_before(member, list(run.events(())))}
    run.add(NewEvent(Kind.FORGOTTEN, member))
    own = select(private.c.seq).join(events, events.c.seq == private.c.seq).where(events.c.member == member)
    run.erase(run.connection.scalars(own))
    erase_others(run, parts)


def erase_others(run: Run, parts: Collection[int]) -> None:
    """Let the private parts of events that are not the member's own go, for they name somebody forgotten."""
    if parts:
        run.add(NewEvent(Kind.ERASED, data={"of": sorted(parts)}))
        run.erase(parts)


def _nicknames_before(member: str, told: Sequence[LedgerEvent]) -> set[int]:
    """The events that gave the member's nicknames to others before: these must not hold again."""
    withdrawn = withdrawn_runs(told)
    before: dict[str, set[int]] = {}
    found: set[int] = set()
    for event in told:
        nickname = event.told("nickname")
        if event.kind is Kind.NICKNAMED and nickname and event.run not in withdrawn:
            earlier = before.setdefault(nickname, set())
            if event.member == member:
                found |= earlier
            else:
                earlier.add(event.seq)
    return found


def parts_of_nobody(told: Iterable[LedgerEvent], traces: Traces) -> tuple[int, ...]:
    """The events that belong to no member and whose private parts, such as a file's name, name the person."""
    return tuple(
        event.seq
        for event in told
        if not event.member and event.private and any(traces.in_text(str(text)) for text in event.private.values())
    )


def expiry(told: Iterable[LedgerEvent], ledger: Ledger, before: date) -> Expiry:
    """What has been kept since before that day and need not be.

    The roster's entries in force and valid keys stay, however old, as long as their members do.
    """
    leavers = tuple(member for member in ledger.members.values() if _has_been_gone(member, before))
    ids = frozenset(member.id for member in leavers)
    return Expiry(before, old_parts(told, ledger, before, ids), leavers)


def old_parts(
    told: Iterable[LedgerEvent], ledger: Ledger, before: date, apart: frozenset[str] = frozenset()
) -> tuple[int, ...]:
    """The events whose private parts are older than that day and not in force; of members ``apart``, none."""
    old: dict[int, LedgerEvent] = {}
    in_force: dict[str, int] = {}
    for event in told:
        if event.kind in _ROSTER:
            in_force[event.member] = event.seq
        if event.private is not None and event.entered.date() < before and event.member not in apart:
            old[event.seq] = event
    kept = {*in_force.values(), *(seq for seq, event in old.items() if _is_valid_key(event, ledger))}
    return tuple(seq for seq in old if seq not in kept)


def expire(run: Run, ledger: Ledger, found: Expiry, today: date) -> None:
    """Do what :func:`expiry` has found."""
    for member in found.members:
        traces = traces_of(member.id, run.events(()))
        forget(run, ledger, member.id, today, parts_of_nobody(run.events(()), traces))
    run.add(NewEvent(Kind.EXPIRED, data={"before": found.before.isoformat()}))
    run.erase(found.parts)


def forget_again(run: Run, gone: Gone, today: date) -> None:
    """Let what is gone be gone from a ledger as it was on an earlier day, and let its own events say so."""
    ledger = fold(run.events(()))
    for member in ledger.members.values():
        if member.id in gone.members and not member.forgotten:
            forget(run, ledger, member.id, today)
    if gone.parts:
        known = read_gone(run.connection)
        some = select(events.c.seq, events.c.member, events.c.seal).where(events.c.seal.is_not(None))
        rows = run.connection.execute(some)
        more = gone.parts - known.parts
        again = [seq for seq, member, sealed in rows if member not in gone.members and sealed.hex() in more]
        erase_others(run, again)


def expire_again(run: Run, before: str) -> None:
    """Clear out once more what is older than a day, if there is any; nobody is forgotten by it."""
    if not before:
        return
    parts = old_parts(run.events(), fold(run.events(())), date.fromisoformat(before))
    if parts:
        run.add(NewEvent(Kind.EXPIRED, data={"before": before}))
        run.erase(parts)


def years_before(today: date, years: int) -> date:
    """The same day so many years ago; 28 February for a 29th."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


def _has_been_gone(member: Member, before: date) -> bool:
    ends: Sequence[date | None] = [spell.end for spell in member.spells]
    return bool(ends) and not member.forgotten and all(end is not None and end < before for end in ends)


def _is_valid_key(event: LedgerEvent, ledger: Ledger) -> bool:
    member = ledger.members.get(event.member)
    return (
        event.kind is Kind.KEY_ISSUED
        and member is not None
        and any(key.id == event.data.get("key") and not key.revoked for key in member.keys)
    )
