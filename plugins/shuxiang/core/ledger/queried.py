"""The rows that a query finds: slots, members' places in slots, presences at events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from shuxiang.core.calendar import parse_key
from shuxiang.core.home_period import slots_at_home
from shuxiang.core.ledger.ledger import Attendance, Ledger
from shuxiang.core.ledger.query import Measure, Query
from shuxiang.core.ledger.row import Row, State
from shuxiang.core.ledger.tally import Place, Tally, places
from shuxiang.core.model import Slot


def queried_slots(query: Query, slots: Iterable[Slot], today: date) -> tuple[Slot, ...]:
    """Those of the slots that the query is about: begun by ``today``, unless it asks about materials."""
    found = slots_at_home(slots, parse_key(query.period)) if query.period else tuple(slots)
    counts = OF_SLOTS.get(query.measure, has_begun)
    return tuple(
        slot for slot in found if query.slot in {"", slot.id} and is_of(slot, query.cadence) and counts(slot, today)
    )


def is_of(slot: Slot, cadences: str) -> bool:
    """Whether the slot is of one of the cadences, told as a query does; of any where none is told."""
    own = {slot.cadence.id, slot.cadence.name}
    return not (cadences and own.isdisjoint([cadences, *cadences.split("、")]))


def has_begun(slot: Slot, today: date) -> bool:
    """Whether anything may be due yet."""
    return slot.period.start <= today


def is_short(slot: Slot) -> bool:
    """Whether the slot has fewer materials than its cadence wants."""
    return len(slot.materials) < slot.cadence.at_least


OF_SLOTS: Mapping[Measure, Callable[[Slot, date], bool]] = {
    Measure.SLOTS: has_begun,
    Measure.PLANNED: lambda _slot, _today: True,
    Measure.READY: lambda slot, _today: not is_short(slot),
    Measure.EMPTY: lambda slot, _today: is_short(slot),
}
"""Whether a slot counts, for what counts slots. About materials it may be asked before the slot begins."""


def queried_places(query: Query, ledger: Ledger, slots: Iterable[Slot], today: date) -> Iterable[Place]:
    """The places that the query counts, in the order of the slots and then of the members."""
    counts = COUNTED[query.measure]
    return (
        place
        for place in places(ledger, queried_slots(query, slots, today), today)
        if query.group in {"", place.group} and counts(place)
    )


def queried_presences(query: Query, ledger: Ledger) -> Iterable[Attendance]:
    """Who was at the events that the query is about, in the order of entry."""
    period = parse_key(query.period) if query.period else None
    return (
        presence
        for presence in ledger.attendance
        if (period is None or presence.on in period)
        and query.event in {"", presence.event}
        and query.slot in {"", *presence.slots}
        and query.group in {"", group_of(presence, ledger)}
    )


def group_of(presence: Attendance, ledger: Ledger) -> str:
    """The member's group on the event's day."""
    return ledger.members[presence.member].group_on(presence.on)


def _in_state(state: State) -> Callable[[Place], bool]:
    return lambda place: place.row is not None and place.row.state is state


def _work(place: Place) -> Row | None:
    """What was handed in, if anything was."""
    return place.row if place.row and place.row.is_handed_in else None


COUNTED: Mapping[Measure, Callable[[Place], bool]] = {
    Measure.MEMBERS: lambda _place: True,
    Measure.DUE: lambda place: not (place.row and place.row.state is State.EXCUSED),
    Measure.HANDED_IN: lambda place: _work(place) is not None,
    Measure.MADE_UP: lambda place: bool((row := _work(place)) and row.made_up(place.slot.period.end)),
    Measure.WAITING: _in_state(State.WAITING),
    Measure.CLOSED: _in_state(State.CLOSED),
    Measure.RETURNED: _in_state(State.RETURNED),
    Measure.EXCUSED: _in_state(State.EXCUSED),
    Measure.NOT_BEGUN: lambda place: place.row is None,
    Measure.CHOSEN: lambda place: bool((row := _work(place)) and row.chosen),
}
"""Whether a place counts. Told apart from the tally, so that the one proves the other."""

TALLIED: Mapping[Measure, Callable[[Tally], int]] = {
    Measure.MEMBERS: lambda tally: tally.members,
    Measure.DUE: lambda tally: tally.due,
    Measure.HANDED_IN: lambda tally: tally.handed_in,
    Measure.MADE_UP: lambda tally: tally.made_up,
    Measure.WAITING: lambda tally: tally.waiting,
    Measure.CLOSED: lambda tally: tally.closed,
    Measure.RETURNED: lambda tally: tally.returned,
    Measure.EXCUSED: lambda tally: tally.excused,
    Measure.NOT_BEGUN: lambda tally: tally.not_begun,
}
"""The same numbers, as a tally has them."""
