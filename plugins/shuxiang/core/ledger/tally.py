"""Counting: how many were to hand in, how many did. The one place where a rate gets its denominator.

For one slot a member counts under one group, that of the slot's last day (of ``today`` while it runs). To be
counted are those who belonged on that day and those who handed something in all the same. Who is excused and has
handed in nothing is not due. So the rows of a slot, and of a group, are each counted once, and no rate passes
100 %.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from functools import cache
from operator import add, attrgetter

from shuxiang.core.ledger.ledger import Ledger
from shuxiang.core.ledger.member import Member
from shuxiang.core.ledger.row import Row, State
from shuxiang.core.model import Slot


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of member-slots (人次). ``handed_in`` holds ``made_up``, ``waiting``, ``closed`` and ``returned``."""

    members: int = 0
    excused: int = 0
    handed_in: int = 0
    made_up: int = 0
    waiting: int = 0
    closed: int = 0
    returned: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*map(add, _values(self), _values(other)))

    def times(self, number: int) -> Tally:
        """So many alike."""
        return Tally(*(value * number for value in _values(self)))

    @property
    def due(self) -> int:
        """应交: the denominator."""
        return self.members - self.excused

    @property
    def not_begun(self) -> int:
        """未开展."""
        return self.due - self.handed_in

    @property
    def rate(self) -> Fraction | None:
        """Handed in, of those due; None where nobody is."""
        return Fraction(self.handed_in, self.due) if self.due else None


def percent(rate: Fraction) -> Fraction:
    """The rate in tenths of a percent, 0 to 100. What is neither nothing nor all never becomes either."""
    return Fraction(min(max(round(rate * 1000), int(rate > 0)), 1000 - int(rate < 1)), 10)


def percent_text(rate: Fraction) -> str:
    """The rate as people read it: 83.3%."""
    return f"{float(percent(rate)):.1f}%"


_values = attrgetter(*(field.name for field in fields(Tally)))
"""All numbers of a tally; ``dataclasses.astuple`` copies each first, which takes seconds in a year's report."""


@cache
def _one(state: State | None, made_up: bool = False) -> Tally:  # noqa: FBT001, FBT002  # a number of one place
    """One member for one slot, counted."""
    return Tally(
        members=1,
        excused=int(state is State.EXCUSED),
        handed_in=int(state not in {None, State.EXCUSED}),
        made_up=int(made_up),
        waiting=int(state is State.WAITING),
        closed=int(state is State.CLOSED),
        returned=int(state is State.RETURNED),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """One member counted for one slot, and the row if there is one: what every figure is a number of."""

    member: Member
    slot: Slot
    group: str
    row: Row | None = None

    @property
    def tally(self) -> Tally:
        """This place alone, counted."""
        row = self.row
        return _one(row.state, row.made_up(self.slot.period.end)) if row else _one(None)


def counted_day(slot: Slot, today: date) -> date:
    """The day whose roster counts for the slot: its last one, and ``today`` while it runs."""
    return min(slot.period.last_day, today)


def places(ledger: Ledger, slots: Iterable[Slot], today: date) -> Iterable[Place]:
    """Everyone who counts for each of the slots, in the slots' order and then the members'."""
    for slot in slots:
        id_, day = slot.id, counted_day(slot, today)
        for member in ledger.members.values():
            row = ledger.rows.get((id_, member.id))
            if member.belonged_on(day) or (row and row.is_handed_in):
                yield Place(member, slot, member.group_on(day), row)


def tallies(found: Iterable[Place]) -> Mapping[tuple[str, str], Tally]:
    """The places by group and slot id, counted."""
    alike = Counter((place.group, place.slot.id, place.tally) for place in found)
    counted: dict[tuple[str, str], Tally] = {}
    for (group, slot, one), number in alike.items():
        counted[group, slot] = counted.get((group, slot), Tally()) + one.times(number)
    return counted
