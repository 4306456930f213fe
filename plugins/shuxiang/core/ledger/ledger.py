"""Events -> the ledger: members, rows, and what else may be asked of it. The order of receipts does not matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shuxiang.core.ledger.enrolment import Enrolment
from shuxiang.core.ledger.event import Kind, LedgerEvent, withdrawn_runs
from shuxiang.core.ledger.member import Member
from shuxiang.core.ledger.row import Row
from shuxiang.core.ledger.work import Work


def no_review(_slot: str) -> bool:
    """The rule of a programme that does not review: what is handed in is done."""
    return False


@dataclass(frozen=True, slots=True)
class Attendance:
    """One member's presence at one event; ``slots`` are those it counts for, which may be none."""

    member: str
    event: str
    title: str
    on: date
    slots: tuple[str, ...]
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """``members`` by id; ``rows`` by slot and member, in no order that matters; ``last`` the last event's number.

    ``runs`` are the first events of the runs that count, by number; ``nicknames`` says whose a nickname is, empty
    for nobody's.
    """

    members: Mapping[str, Member]
    rows: Mapping[tuple[str, str], Row]
    attendance: tuple[Attendance, ...] = ()
    nicknames: Mapping[str, str] = field(default_factory=dict)
    runs: Mapping[int, LedgerEvent] = field(default_factory=dict)
    last: int = 0

    def numbered(self) -> dict[str, Member]:
        """The members by number; of two who have had one number, whoever has it now, else had it last."""
        in_order = sorted(self.members.values(), key=lambda member: member.until)
        return {member.number: member for member in in_order if member.number}

    def row(self, member: str, slot: str) -> Row | None:
        """The row of a member and a slot; None where nothing has been done yet."""
        return self.rows.get((slot, member))


def fold(events: Iterable[LedgerEvent], needs_review: Callable[[str], bool] = no_review) -> Ledger:
    """The ledger that the events make, in their order; ``needs_review`` says whether all of a slot is reviewed.

    Runs that were withdrawn count for nothing. Where review is not needed, only rows picked for it wait.
    """
    kept = list(events)
    withdrawn = withdrawn_runs(kept)
    folding = _Folding()
    for event in kept:
        if event.run not in withdrawn:
            folding.take(event)
    return Ledger(
        members={id_: member.made() for id_, member in folding.members.items()},
        rows=dict(folding.rows(needs_review)),
        attendance=tuple(folding.attendance()),
        nicknames=folding.nicknames,
        runs=folding.runs,
        last=kept[-1].seq if kept else 0,
    )


class _Folding:
    """The ledger so far; each kind of event has a method of its name."""

    def __init__(self) -> None:
        self.members: dict[str, Enrolment] = {}
        self.works: dict[tuple[str, str], Work] = {}
        self.presence: dict[tuple[str, str], list[LedgerEvent]] = {}
        self.nicknames: dict[str, str] = {}
        self.runs: dict[int, LedgerEvent] = {}
        self._takes: dict[Kind, Callable[[LedgerEvent], None]] = {
            Kind.RUN: self._run,
            Kind.JOINED: self._joined,
            Kind.DESCRIBED: lambda event: self._member(event).describe(event),
            Kind.MOVED: self._moved,
            Kind.LEFT: lambda event: self._member(event).end(_day(event.data)),
            Kind.KEY_ISSUED: lambda event: self._member(event).issue_key(event),
            Kind.KEY_USED: lambda event: self._member(event).use_key(event),
            Kind.KEY_REVOKED: lambda event: self._member(event).revoke_key(event),
            Kind.NICKNAMED: self._nicknamed,
            Kind.CHECKED_IN: lambda event: self._work(event).check_in(event),
            Kind.ATTENDED: self._attended,
            Kind.EXCUSED: self._excused,
            Kind.PICKED: self._picked,
            Kind.CLOSED: lambda event: self._work(event).decide(event),
            Kind.RETURNED: lambda event: self._work(event).decide(event),
            Kind.CHOSEN: self._chosen,
            Kind.FORGOTTEN: self._forgotten,
        }

    def take(self, event: LedgerEvent) -> None:
        """Let the event count; kinds that change no member and no row are passed over."""
        take = self._takes.get(event.kind)
        if take:
            take(event)

    def rows(self, needs_review: Callable[[str], bool]) -> Iterable[tuple[tuple[str, str], Row]]:
        """Each slot and member with what has come of it."""
        for place, work in self.works.items():
            if work.any:
                yield place, work.made(place, needs_review=needs_review(place[0]))

    def attendance(self) -> Iterable[Attendance]:
        """Who was where, in the order in which it was first entered."""
        for (member, event_id), events in self.presence.items():
            slots = tuple(dict.fromkeys(event.slot for event in events if event.slot))
            evidence = tuple(event.seq for event in events)
            yield Attendance(member, event_id, events[-1].data["title"], _day(events[-1].data), slots, evidence)

    def _member(self, event: LedgerEvent) -> Enrolment:
        return self.members.setdefault(event.member, Enrolment(event.member))

    def _work(self, event: LedgerEvent) -> Work:
        place = (event.slot, event.member)
        work = self.works.get(place)
        if work is None:
            work = self.works[place] = Work()
        return work

    def _run(self, event: LedgerEvent) -> None:
        self.runs[event.seq] = event

    def _joined(self, event: LedgerEvent) -> None:
        member = self._member(event)
        member.describe(event)
        member.belong(_day(event.data), event.data.get("group", ""))

    def _moved(self, event: LedgerEvent) -> None:
        self._member(event).belong(_day(event.data), event.data["group"])

    def _nicknamed(self, event: LedgerEvent) -> None:
        nickname = event.told("nickname")
        if not nickname:
            return
        former = self.members.get(self.nicknames.get(nickname, ""))
        if former and nickname in former.nicknames:
            former.nicknames.remove(nickname)
        self.nicknames[nickname] = event.member
        if event.member:
            self._member(event).nicknames.append(nickname)

    def _attended(self, event: LedgerEvent) -> None:
        self.presence.setdefault((event.member, event.data["event"]), []).append(event)
        if event.slot:
            self._work(event).attended.append((event.seq, _day(event.data)))

    def _excused(self, event: LedgerEvent) -> None:
        self._work(event).excused = (event.seq, event.told("reason"))

    def _picked(self, event: LedgerEvent) -> None:
        work = self._work(event)
        work.picked = event.seq if work.is_done else 0

    def _chosen(self, event: LedgerEvent) -> None:
        work = self._work(event)
        work.chosen = event.seq if work.is_done and event.data.get("good", True) else 0

    def _forgotten(self, event: LedgerEvent) -> None:
        member = self._member(event)
        member.forgotten, member.sector = True, ""


def _day(data: Mapping[str, Any]) -> date:
    return date.fromisoformat(data["on"])
