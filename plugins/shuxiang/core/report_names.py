"""Who has done what in a report's period: a line for each member. Only in files that the organizer asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from shuxiang.core.calendar import Every
from shuxiang.core.card import number_order
from shuxiang.core.labels import slot_label
from shuxiang.core.ledger.member import Member
from shuxiang.core.ledger.row import STATE_NAMES, State
from shuxiang.core.ledger.tally import Place, Tally
from shuxiang.core.model import Slot
from shuxiang.core.report import Report


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member in the period; ``group`` is the last one counted under. The slots of each state in their order."""

    member: Member
    group: str
    tally: Tally
    handed_in: tuple[Slot, ...]
    returned: tuple[Slot, ...]
    not_begun: tuple[Slot, ...]
    excused: tuple[Slot, ...]


def member_lines(report: Report) -> tuple[MemberLine, ...]:
    """The members who count in the period, by group in the report's order and then by number."""
    found: dict[str, list[Place]] = {}
    for place in report.places:
        found.setdefault(place.member.id, []).append(place)
    rank = {line.now.group: number for number, line in enumerate(report.groups)}
    lines = map(_line, found.values())
    return tuple(
        sorted(lines, key=lambda line: (rank[line.group], number_order(line.member.number), line.member.id))
    )


def detailed(report: Report) -> tuple[Place, ...]:
    """Each place: by group in the report's order, then by number, then in the slots' order."""
    rank = {line.now.group: number for number, line in enumerate(report.groups)}

    def order(place: Place) -> tuple[object, ...]:
        return (rank[place.group], number_order(place.member.number), place.member.id)

    return tuple(sorted(report.places, key=order))


def _line(found: Sequence[Place]) -> MemberLine:
    return MemberLine(
        member=found[-1].member,
        group=found[-1].group,
        tally=sum((place.tally for place in found), Tally()),
        handed_in=tuple(p.slot for p in found if p.row and p.row.is_handed_in),
        returned=tuple(p.slot for p in found if p.row and p.row.state is State.RETURNED),
        not_begun=tuple(p.slot for p in found if p.row is None),
        excused=tuple(p.slot for p in found if p.row and p.row.state is State.EXCUSED),
    )


def slots_text(slots: Iterable[Slot]) -> str:
    """The slots in few words: 周学一文第1—3周、第5周；月讲一题11月."""
    by_cadence: dict[str, list[Slot]] = {}
    for slot in slots:
        by_cadence.setdefault(slot.cadence.name, []).append(slot)
    return "；".join(f"{name}{'、'.join(_labels(some))}" for name, some in by_cadence.items())


def _labels(slots: Sequence[Slot]) -> Iterator[str]:
    """Weeks that follow one another as one stretch; all else by itself."""
    placed = list(enumerate(slots))
    for _, stretch in groupby(placed, key=lambda item: (item[1].programme_year, item[1].number - item[0])):
        some = [slot for _, slot in stretch]
        if len(some) > 2 and some[0].period.every is Every.WEEK:
            yield f"第{some[0].number}\u2014{some[-1].number}周"
        else:
            yield from map(slot_label, some)


def state_name(place: Place) -> str:
    """The place's state in a word; empty where nothing has been done."""
    return STATE_NAMES[place.row.state] if place.row else ""
