"""Putting right what was entered of an occasion: runs withdrawn, and all else that they held entered anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from shuxiang.core.ledger.event import Kind, LedgerEvent, NewEvent
from shuxiang.core.ledger.ledger import Ledger
from shuxiang.core.ledger.row import Row, State
from shuxiang.core.ledger.sign_in import Signed

Fold = Callable[[Iterable[LedgerEvent]], Ledger]


@dataclass(frozen=True, slots=True)
class Correction:
    """The runs that count no longer, and what they held that still does."""

    runs: tuple[int, ...] = ()
    again: tuple[NewEvent, ...] = ()


def correction(
    taken_back: Sequence[LedgerEvent], events: Sequence[LedgerEvent], rows: Mapping[str, Signed]
) -> Correction:
    """What taking back these events comes to; ``rows`` are the new sheet's, by member."""
    runs = sorted({event.run for event in taken_back})
    stays = {Kind.RUN, Kind.WITHDRAWN}
    held = [event for event in less(events, taken_back) if event.run in runs and event.kind not in stays]
    return Correction(tuple(runs), tuple(_anew(event, rows.get(event.member)) for event in held))


def less(events: Iterable[LedgerEvent], without: Iterable[LedgerEvent]) -> Iterator[LedgerEvent]:
    """The events but for some."""
    gone = {event.seq for event in without}
    return (event for event in events if event.seq not in gone)


def _anew(event: LedgerEvent, row: Signed | None) -> NewEvent:
    """The event as it is entered again, at its line of the new sheet if it has one there."""
    line = row.line if row else 0
    return NewEvent(event.kind, event.member, event.slot, line, event.data, event.private)


def judged_anew(
    corrected: Correction, again: Sequence[NewEvent], events: Sequence[LedgerEvent], before: Ledger, fold: Fold
) -> tuple[NewEvent, ...]:
    """The decisions that the rows entered again would lose: a decision on what is not there counts for nothing."""
    withdrawing = [NewEvent(Kind.WITHDRAWN, data={"of": run}) for run in corrected.runs]
    after = fold([*events, *_as_entered([*withdrawing, *again], events[-1])])
    places = dict.fromkeys((event.member, event.slot) for event in corrected.again if event.slot)
    pairs = [(before.row(*place), after.row(*place)) for place in places]
    return tuple(
        event for was, now in pairs if was and now and was.state is not now.state for event in _decision(was)
    )


def _as_entered(added: Iterable[NewEvent], last: LedgerEvent) -> Iterator[LedgerEvent]:
    for seq, event in enumerate(added, start=last.seq + 1):
        yield LedgerEvent(
            seq=seq,
            run=last.seq + 1,
            kind=event.kind,
            entered=last.entered,
            member=event.member,
            slot=event.slot,
            line=event.line,
            data=event.data,
            private=event.private,
        )


def _decision(row: Row) -> Iterator[NewEvent]:
    """What brings a row to its state again."""
    if row.state is State.CLOSED:
        yield NewEvent(Kind.CLOSED, row.member, row.slot)
    elif row.state is State.RETURNED:
        yield NewEvent(Kind.RETURNED, row.member, row.slot, private={"reason": row.reason})
    elif row.state is State.WAITING:
        yield NewEvent(Kind.PICKED, row.member, row.slot)
