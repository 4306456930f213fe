"""What a figure counts, as a question that anybody can ask again: ``时段=2026-11 小组=第一小组 计=已交``.

A query finds rows: members' places in slots, presences at events, or slots; its figure is their number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

from shuxiang.core.calendar import Period, PeriodError, parse_key
from shuxiang.core.home_period import slots_at_home
from shuxiang.core.ledger.ledger import Attendance, Ledger
from shuxiang.core.ledger.row import Row, State
from shuxiang.core.ledger.tally import Place, Tally, places
from shuxiang.core.model import Slot


class Measure(StrEnum):
    """What is counted. Up to the good notes these are numbers of places (人次): of members, for slots."""

    MEMBERS = "名额"
    DUE = "应交"
    HANDED_IN = "已交"
    MADE_UP = "补学"
    WAITING = "待审"
    CLOSED = "销号"
    RETURNED = "回炉"
    EXCUSED = "请假"
    NOT_BEGUN = "未开展"
    CHOSEN = "好心得"
    PRESENT = "到会"
    SLOTS = "期数"
    PLANNED = "排定"
    READY = "已备"
    EMPTY = "缺材料"


@dataclass(frozen=True, slots=True)
class Query:
    """``period`` is the key of what slots are counted in, ``slot`` the id of one; empty: all.

    ``cadence`` is an id or a name, or several with 、 between them; ``event`` an event's id, which only presences
    have. ``last`` and ``today`` ask how it was: by the events up to that number (0 for all), on that day (None for
    today).
    """

    period: str = ""
    slot: str = ""
    cadence: str = ""
    group: str = ""
    event: str = ""
    measure: Measure = Measure.DUE
    last: int = 0
    today: date | None = None


NAMES = {
    "period": "时段",
    "slot": "期次",
    "cadence": "节奏",
    "group": "小组",
    "event": "活动",
    "measure": "计",
    "last": "台账",
    "today": "当日",
}
"""The parts of a query as they are written, in this order."""

_FIELDS = {name: field for field, name in NAMES.items()}
_PART = re.compile(rf"(?:^|(?<=\s))({'|'.join(_FIELDS)})\s*[=\uff1d]")


def _keyed(text: str) -> Period:
    """The period of a key as files write it."""
    return parse_key(text.upper())


class QueryError(ValueError):
    """A query that says nothing. ``str()`` is a Chinese sentence that says what to write instead."""


def query_text(query: Query) -> str:
    """The query as it is typed, without what it leaves open."""
    told = ((NAMES[field.name], getattr(query, field.name)) for field in fields(query))
    return " ".join(f"{name}={value}" for name, value in told if value)


def parse_query(text: str, period: Callable[[str], Period] = _keyed) -> Query:
    """The query that the text says; QueryError when it says none. ``period`` tells what a period's name means."""
    before, *rest = _PART.split(text.strip())
    if before.strip() or not rest:
        raise QueryError(
            f"请写成“名称=内容”，用空格隔开，例如 时段=2026-11 计=已交。可用的名称：{'、'.join(_FIELDS)}。"
        )
    told = [(_FIELDS[name], value.strip()) for name, value in zip(rest[::2], rest[1::2], strict=True)]
    for field, value in told:
        if not value:
            raise QueryError(f"“{NAMES[field]}=”后面没有内容。不限定它时，请把它整个删去。")
    if len(dict(told)) < len(told):
        raise QueryError("同一个名称写了两次。请只留一个。")
    readers: Mapping[str, Callable[[str], Any]] = {**_READERS, "period": partial(_period, read=period)}
    query = Query(**{field: readers.get(field, str)(value) for field, value in told})
    if query.period and query.slot:
        raise QueryError("时段和期次只能写一个：期次本身就说明了时间。")
    return query


def _period(text: str, read: Callable[[str], Period]) -> str:
    try:
        return read(text).key
    except PeriodError as error:
        raise QueryError(str(error)) from None


def _measure(text: str) -> Measure:
    if text not in set(Measure):
        raise QueryError(f"“计=”后面可以写：{'、'.join(Measure)}。")
    return Measure(text)


def _last(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 16 and int(text)):
        raise QueryError("“台账=”后面应是台账号，例如 台账=120，表示只算到第 120 号。")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QueryError("“当日=”后面应是日期，例如 当日=2026-11-20。") from None


_READERS: Mapping[str, Callable[[str], Any]] = {
    "measure": _measure,
    "last": _last,
    "today": _day,
}


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
