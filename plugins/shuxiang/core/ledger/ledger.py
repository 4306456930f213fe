"""Events -> the ledger: members, rows, and what else may be asked of it. The order of receipts does not matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cache
from typing import Any, NamedTuple

from shuxiang.core.checkin import ACT_NAMES, Act
from shuxiang.core.ledger.event import Kind, LedgerEvent, withdrawn_runs
from shuxiang.core.ledger.member import NO_GROUP, Member, SigningKey, Spell
from shuxiang.core.ledger.row import Row, State

_ACTS = {name: act for act, name in ACT_NAMES.items()}


@cache
def _acts(text: str) -> frozenset[Act]:
    """The acts of any of the characters; one set for all who did the same."""
    return frozenset(_ACTS[name] for name in text)


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
        rows={place: work.made(place, needs_review(place[0])) for place, work in folding.works.items() if work.any},
        attendance=tuple(folding.attendance()),
        nicknames=folding.nicknames,
        runs=folding.runs,
        last=kept[-1].seq if kept else 0,
    )


@dataclass(slots=True)
class _MemberSoFar:
    id: str
    number: str = ""
    name: str = ""
    contact: str = ""
    sector: str = ""
    spells: list[Spell] = field(default_factory=list)
    keys: dict[str, SigningKey] = field(default_factory=dict)
    nicknames: list[str] = field(default_factory=list)
    forgotten: bool = False

    def describe(self, event: LedgerEvent) -> None:
        self.number, self.name, self.contact = (event.told(name) for name in ("number", "name", "contact"))
        self.sector = str(event.data.get("sector", ""))

    def belong(self, on: date, group: str) -> None:
        self.end(on)
        self.spells.append(Spell(group or NO_GROUP, on))

    def end(self, on: date) -> None:
        """What had begun by then ends then; what was to begin later never does."""
        kept = [spell for spell in self.spells if spell.start < on]
        if kept and (kept[-1].end is None or kept[-1].end > on):
            kept[-1] = replace(kept[-1], end=on)
        self.spells = kept

    def made(self) -> Member:
        spells, keys = tuple(self.spells), tuple(self.keys.values())
        told = (self.number, self.name, self.contact, self.sector)
        return Member(self.id, *told, spells, keys, tuple(self.nicknames), self.forgotten)


class _CheckInSoFar(NamedTuple):
    """In the order in which two are compared.

    The newer goes first; within one minute the one that says more. Which came in first does not matter.
    """

    at: datetime
    act_count: int
    acts: str
    note_length: int
    checksum: str
    seq: int
    note: str

    def is_newer(self, other: _CheckInSoFar | None) -> bool:
        """Whether this one says the last word, whichever of the two was entered first."""
        return other is None or self[:5] > other[:5]

    def answers(self, other: _CheckInSoFar | None) -> bool:
        """Whether this may be what a return of the other has brought; asks nothing that is ever forgotten."""
        return other is None or self[:3] >= other[:3]


class _Decision(NamedTuple):
    """A reviewer's word; ``about`` is the newest receipt that lay before the reviewer, if there was one."""

    seq: int
    kind: Kind
    reason: str
    about: _CheckInSoFar | None


@dataclass(slots=True)
class _Work:
    """What one member has done for one slot, as far as the events have told.

    ``began`` is when the work was first done, told by whichever version of a receipt is the oldest: who hands in on
    time and mends it later is not late.
    """

    checkins: dict[int, _CheckInSoFar] = field(default_factory=dict)
    attended: list[tuple[int, date]] = field(default_factory=list)
    excused: tuple[int, str] | None = None
    decided: _Decision | None = None
    began: datetime | None = None
    picked: int = 0
    chosen: int = 0
    again: bool = False

    @property
    def any(self) -> bool:
        return bool(self.checkins or self.attended or self.excused)

    @property
    def is_done(self) -> bool:
        """Whether there is something to judge. A word about what is not there counts for nothing.

        So the decisions on what came in by a run that was withdrawn are not taken for decisions on what comes in
        its place.
        """
        return bool(self.checkins or self.attended)

    @property
    def touched(self) -> bool:
        return bool(self.picked or self.chosen)

    def check_in(self, event: LedgerEvent) -> None:
        """Take a receipt; of those with one record number only the newest counts."""
        acts, note = event.data["acts"], event.told("note")
        at = datetime.fromisoformat(event.data["at"])
        entry = _CheckInSoFar(at, len(acts), acts, len(note), event.told("checksum"), event.seq, note)
        record = event.data.get("amends", event.seq)
        if entry.is_newer(self.checkins.get(record)):
            self.checkins[record] = entry
        if self.began is None or at < self.began:
            self.began = at
        if self.decided and self.decided.kind is Kind.RETURNED:
            self.again = self.again or entry.answers(self.decided.about)

    def decide(self, event: LedgerEvent) -> None:
        if self.is_done:
            newest = max(self.checkins.values(), default=None)
            self.decided = _Decision(event.seq, event.kind, event.told("reason"), newest)
            self.again = False

    def state(self, *, needs_review: bool) -> State:
        if not self.is_done:
            return State.EXCUSED
        if self.decided and self.decided.kind is Kind.CLOSED:
            return State.CLOSED
        if self.decided and not self.again:
            return State.RETURNED
        return State.WAITING if needs_review or self.picked or self.decided else State.HANDED_IN

    def made(self, place: tuple[str, str], needs_review: bool) -> Row:  # noqa: FBT001
        if len(self.checkins) == 1 and not (self.attended or self.excused or self.decided or self.touched):
            return self._plain(place, next(iter(self.checkins.values())), needs_review=needs_review)
        entries = sorted(self.checkins.values())
        moments = [entry.at for entry in entries] + [datetime.combine(day, time()) for _, day in self.attended]
        began = [self.began] if self.began else []
        state = self.state(needs_review=needs_review)
        acts = "".join(entry.acts for entry in entries) + ACT_NAMES[Act.STUDY] * len(self.attended)
        return Row(
            member=place[1],
            slot=place[0],
            state=state,
            evidence=tuple(sorted(self._evidence(entries))),
            acts=_acts(acts),
            first_at=min([*moments, *began], default=None),
            last_at=max(moments, default=None),
            note="\n".join(dict.fromkeys(entry.note for entry in entries if entry.note)),
            reason=self._reason(state),
            attended=bool(self.attended),
            chosen=bool(self.chosen),
        )

    def _plain(self, place: tuple[str, str], only: _CheckInSoFar, *, needs_review: bool) -> Row:
        """One receipt and nothing else, as nearly all rows are: there may be a hundred thousand."""
        state = State.WAITING if needs_review else State.HANDED_IN
        return Row(place[1], place[0], state, (only.seq,), _acts(only.acts), self.began, only.at, only.note)

    def _evidence(self, entries: Iterable[_CheckInSoFar]) -> Iterable[int]:
        yield from (entry.seq for entry in entries)
        yield from (seq for seq, _ in self.attended)
        yield from filter(None, [self.picked, self.chosen])
        yield from (item[0] for item in (self.excused, self.decided) if item)

    def _reason(self, state: State) -> str:
        if state is State.RETURNED and self.decided:
            return self.decided.reason
        return self.excused[1] if state is State.EXCUSED and self.excused else ""


class _Folding:
    """The ledger so far; each kind of event has a method of its name."""

    def __init__(self) -> None:
        self.members: dict[str, _MemberSoFar] = {}
        self.works: dict[tuple[str, str], _Work] = {}
        self.presence: dict[tuple[str, str], list[LedgerEvent]] = {}
        self.nicknames: dict[str, str] = {}
        self.runs: dict[int, LedgerEvent] = {}
        self._takes: dict[Kind, Callable[[LedgerEvent], None]] = {
            Kind.RUN: self._run,
            Kind.JOINED: self._joined,
            Kind.DESCRIBED: lambda event: self._member(event).describe(event),
            Kind.MOVED: self._moved,
            Kind.LEFT: lambda event: self._member(event).end(_day(event.data)),
            Kind.KEY_ISSUED: self._key_issued,
            Kind.KEY_USED: self._key_used,
            Kind.KEY_REVOKED: self._key_revoked,
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

    def attendance(self) -> Iterable[Attendance]:
        """Who was where, in the order in which it was first entered."""
        for (member, event_id), events in self.presence.items():
            slots = tuple(dict.fromkeys(event.slot for event in events if event.slot))
            evidence = tuple(event.seq for event in events)
            yield Attendance(member, event_id, events[-1].data["title"], _day(events[-1].data), slots, evidence)

    def _member(self, event: LedgerEvent) -> _MemberSoFar:
        return self.members.setdefault(event.member, _MemberSoFar(event.member))

    def _work(self, event: LedgerEvent) -> _Work:
        place = (event.slot, event.member)
        work = self.works.get(place)
        if work is None:
            work = self.works[place] = _Work()
        return work

    def _run(self, event: LedgerEvent) -> None:
        self.runs[event.seq] = event

    def _joined(self, event: LedgerEvent) -> None:
        member = self._member(event)
        member.describe(event)
        member.belong(_day(event.data), event.data.get("group", ""))

    def _moved(self, event: LedgerEvent) -> None:
        self._member(event).belong(_day(event.data), event.data["group"])

    def _key_issued(self, event: LedgerEvent) -> None:
        id_ = event.data["key"]
        self._member(event).keys[id_] = SigningKey(id_, bytes.fromhex(event.told("signing")))

    def _key_used(self, event: LedgerEvent) -> None:
        keys, at = self._member(event).keys, datetime.fromisoformat(event.data["at"])
        key = keys.get(event.data["key"])
        if key:
            keys[key.id] = replace(key, used_from=min(at, key.used_from or at))

    def _key_revoked(self, event: LedgerEvent) -> None:
        keys = self._member(event).keys
        if event.data["key"] in keys:
            keys[event.data["key"]] = replace(keys[event.data["key"]], revoked=True)

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
