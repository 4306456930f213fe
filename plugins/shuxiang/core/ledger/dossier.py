"""一人一档: what one member has done in a programme's year. What was not done is not told: it is no bill."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shuxiang.core.card import number_order
from shuxiang.core.credit import Deeds
from shuxiang.core.ledger.ledger import Attendance, Ledger
from shuxiang.core.ledger.left_over import in_programme, left_over
from shuxiang.core.ledger.member import Member
from shuxiang.core.ledger.row import Row
from shuxiang.core.ledger.tally import Place, places
from shuxiang.core.model import Cadence, Programme, Slot


@dataclass(frozen=True, slots=True)
class Strand:
    """One cadence, and the rows that there are with their slots."""

    cadence: Cadence
    works: tuple[tuple[Slot, Row], ...]

    @property
    def handed_in(self) -> int:
        """How many have come in."""
        return sum(row.is_handed_in for _, row in self.works)

    @property
    def made_up(self) -> int:
        """How many of them came when their slot was over."""
        return sum(row.made_up(slot.period.end) for slot, row in self.works)


@dataclass(frozen=True, slots=True)
class Dossier:
    """``others`` are rows of slots that the plan has no longer."""

    member: Member
    programme: Programme
    today: date
    strands: tuple[Strand, ...]
    attendance: tuple[Attendance, ...]
    others: tuple[Row, ...] = ()

    @property
    def works(self) -> tuple[tuple[Slot, Row], ...]:
        """The rows with their slots, cadence by cadence."""
        return tuple(work for strand in self.strands for work in strand.works)

    def deeds(self, kinds: Mapping[str, str]) -> Deeds:
        """What rules may give credit for; ``kinds`` tells the kind of an event by its id."""
        return Deeds(self.works, [(kinds.get(presence.event, ""), presence) for presence in self.attendance])


def dossier(ledger: Ledger, slots: Iterable[Slot], programme: Programme, member: str, today: date) -> Dossier:
    """The member's file; of ``slots``, all there are, those of the programme that have begun or been worked on."""
    alone = replace(
        ledger,
        members={member: ledger.members[member]},
        rows={place: row for place, row in ledger.rows.items() if place[1] == member},
    )
    return _dossier(alone, tuple(slots), programme, member, today)


def dossiers(ledger: Ledger, slots: Iterable[Slot], programme: Programme, today: date) -> Iterable[Dossier]:
    """The files of all who were on the roster at some time of the programme, in the order of their numbers."""
    rows: dict[str, dict[tuple[str, str], Row]] = {}
    for place, row in ledger.rows.items():
        rows.setdefault(place[1], {})[place] = row
    every = tuple(slots)
    for member in sorted(ledger.members.values(), key=lambda member: number_order(member.number)):
        if member.number and _was_there(member, programme, today):
            alone = replace(ledger, members={member.id: member}, rows=rows.get(member.id, {}))
            yield _dossier(alone, every, programme, member.id, today)


def _was_there(member: Member, programme: Programme, today: date) -> bool:
    until = min(programme.ends, today)
    return any(spell.start <= until and (not spell.end or spell.end > programme.starts) for spell in member.spells)


def _dossier(alone: Ledger, slots: Sequence[Slot], programme: Programme, member: str, today: date) -> Dossier:
    """``alone`` is the ledger of this one member."""
    own = [slot for slot in slots if slot.programme_year == programme.year]
    begun = [slot for slot in own if slot.period.start <= today or alone.row(member, slot.id)]
    found = list(places(alone, begun, today))
    gone = left_over((slot for slot, _ in alone.rows), slots, in_programme(programme))
    return Dossier(
        alone.members[member],
        programme,
        today,
        tuple(_strand(cadence, found) for cadence in programme.cadences),
        _attendance(alone, programme, member),
        tuple(row for (slot, _), row in alone.rows.items() if slot in gone),
    )


def _strand(cadence: Cadence, found: Sequence[Place]) -> Strand:
    own = (place for place in found if place.slot.cadence.id == cadence.id)
    return Strand(cadence, tuple((place.slot, place.row) for place in own if place.row))


def _attendance(ledger: Ledger, programme: Programme, member: str) -> tuple[Attendance, ...]:
    own = (p for p in ledger.attendance if p.member == member and programme.starts <= p.on < programme.ends)
    return tuple(sorted(own, key=lambda presence: (presence.on, presence.event)))
