"""销号、回炉、请假、好心得: what a reviewer may decide about whom, and the events that say so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.core.ledger.ledger import Ledger
from shuxiang.core.ledger.row import Row, State

NOT_HANDED_IN = "这一期还没有交，没有可以审的。"
ONLY_EXCUSED = "这一期请了假，没有交，没有可以审的。"


class Refused(Exception):  # noqa: N818  # an answer, not an error in the program
    """Why something cannot be decided of one member; the sentence names nobody."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """``place`` is the member's place in the list that was given, from 1."""

    place: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``events`` to add, none at all where anything was refused; ``same`` counts those of whom it holds already."""

    events: tuple[NewEvent, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    same: int = 0


Judge = Callable[[Row | None], NewEvent | None]
"""The event for a row, without member and slot; None where it holds already; Refused."""


def verdict(ledger: Ledger, slot: str, members: Sequence[str], judge: Judge) -> Verdict:
    """One judge's decision on each of the members, whom the list may repeat."""
    events: list[NewEvent] = []
    refusals: list[Refusal] = []
    same = 0
    for place, member in enumerate(members, start=1):
        if member in members[: place - 1]:
            continue
        try:
            event = judge(ledger.row(member, slot))
        except Refused as refused:
            refusals.append(Refusal(place, str(refused)))
            continue
        if event is None:
            same += 1
        else:
            events.append(NewEvent(event.kind, member, slot, data=event.data, private=event.private))
    return Verdict(() if refusals else tuple(events), tuple(refusals), same)


def waiting(ledger: Ledger, slot: str) -> tuple[str, ...]:
    """Whose work for the slot waits for review, in the roster's order."""
    rows = {member: ledger.row(member, slot) for member in ledger.members}
    return tuple(member for member, row in rows.items() if row and row.state is State.WAITING)


def close(row: Row | None) -> NewEvent | None:
    """销号: looked at and done with."""
    return None if _work(row).state is State.CLOSED else NewEvent(Kind.CLOSED)


def give_back(reason: str, *, reopen: bool = False) -> Judge:
    """回炉, for a reason; ``reopen`` also what is closed."""

    def judge(row: Row | None) -> NewEvent | None:
        work = _work(row)
        if work.state is State.CLOSED and not reopen:
            raise Refused("已经销号。确实要退回，请加 --reopen。")
        if work.state is State.RETURNED and work.reason == reason:
            return None
        return NewEvent(Kind.RETURNED, private={"reason": reason})

    return judge


def excuse(reason: str) -> Judge:
    """请假: nothing is expected."""

    def judge(row: Row | None) -> NewEvent | None:
        if row and row.is_handed_in:
            raise Refused("这一期已经交了，不用请假。")
        if row and row.reason == reason:
            return None
        return NewEvent(Kind.EXCUSED, private={"reason": reason})

    return judge


def choose(row: Row | None) -> NewEvent | None:
    """A good note, which a report may show."""
    work = _work(row)
    if not work.note:
        raise Refused("这一期没有写心得。")
    return None if work.chosen else NewEvent(Kind.CHOSEN, data={"good": True})


def choose_no_longer(row: Row | None) -> NewEvent | None:
    """A note that reports show no longer."""
    return NewEvent(Kind.CHOSEN, data={"good": False}) if _work(row).chosen else None


def absent(ledger: Ledger, members: Sequence[str], day: date) -> tuple[Refusal, ...]:
    """Of the members those who were not on the roster that day."""
    return tuple(
        Refusal(place, "这一期的时候不在名册上，本来就不用交。")
        for place, member in enumerate(members, start=1)
        if not ledger.members[member].belonged_on(day)
    )


def _work(row: Row | None) -> Row:
    if row is None:
        raise Refused(NOT_HANDED_IN)
    if not row.is_handed_in:
        raise Refused(ONLY_EXCUSED)
    return row
