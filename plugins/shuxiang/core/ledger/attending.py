"""到会: what a filled-in sign-in sheet, or a list of numbers, adds to the ledger; and what it puts right.

Who is there gets an event for each slot that the occasion counts for, or one without a slot. Who is excused is
excused from those slots, unless they have been handed in all the same. What is entered already is not entered
again. A cell left empty says nothing: two desks may each fill in a copy of their own. Only a plain 未到 or 请假
takes back what was entered before; then the run that entered it is withdrawn, and all else that it held is entered
anew, with the reviewers' decisions that rested on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from shuxiang.core.card import CardError
from shuxiang.core.ledger.event import Kind, LedgerEvent, NewEvent, withdrawn_runs
from shuxiang.core.ledger.ledger import Ledger
from shuxiang.core.ledger.member import Member
from shuxiang.core.ledger.naming import plain
from shuxiang.core.ledger.numbers import Numbers
from shuxiang.core.ledger.occasion import Occasion
from shuxiang.core.ledger.row import Row, State

Fold = Callable[[Iterable[LedgerEvent]], Ledger]


class Presence(StrEnum):
    """What a sheet says of somebody; ``UNSAID`` for an empty cell."""

    THERE = "there"
    EXCUSED = "excused"
    ABSENT = "absent"
    UNSAID = "unsaid"


class Part(StrEnum):
    """The cell of a row that a finding is about."""

    NUMBER = "number"
    NAME = "name"
    PRESENCE = "presence"


@dataclass(frozen=True, slots=True)
class Signed:
    """One row of a sheet, as it is written; ``line`` 0 for none."""

    line: int
    number: str = ""
    name: str = ""
    presence: Presence = Presence.THERE
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a row does not count. The sentences repeat nothing that the row says."""

    line: int
    part: Part
    what: str
    fix: str


@dataclass(frozen=True, slots=True)
class Attending:
    """What is to be entered: the runs to withdraw first, then the events. Numbers are of members.

    ``there``, ``excused`` and ``absent`` are what the sheet says; ``added`` were not entered as there before,
    ``newly_excused`` not as excused; ``handed_in`` are excused but have done the work. ``corrected`` are the lines
    of those of whom something is taken back, ``left`` of those who are entered but of whom the sheet says nothing.
    """

    events: tuple[NewEvent, ...] = ()
    withdrawn: tuple[int, ...] = ()
    there: int = 0
    excused: int = 0
    absent: int = 0
    added: int = 0
    newly_excused: int = 0
    handed_in: int = 0
    corrected: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def changes_anything(self) -> bool:
        """Whether there is anything to enter."""
        return bool(self.events or self.withdrawn)


def attending(occasion: Occasion, rows: Sequence[Signed], events: Sequence[LedgerEvent], fold: Fold) -> Attending:
    """What the rows add to the ledger that the events make."""
    ledger = fold(events)
    said = _Said()
    roster = _Roster(ledger, occasion)
    for row in rows:
        said.take(row, roster)
    former, unsaid = _Former.of(occasion, events), said.members(Presence.UNSAID)
    taken_back = [event for member, row in said.rows.items() for event in former.contradicted(member, row.presence)]
    correction = _correction(taken_back, events, said.rows) if taken_back else _Correction()
    kept = fold(_less(events, taken_back)) if taken_back else ledger
    there = list(_there(occasion, said.rows, former.without(taken_back)))
    excused = list(_excused(occasion, said.rows, kept))
    again = (*correction.again, *there, *excused)
    judged = _judged_anew(correction, again, events, ledger, fold) if taken_back else ()
    return Attending(
        events=(*again, *judged),
        withdrawn=correction.runs,
        added=len({event.member for event in there}),
        newly_excused=len({event.member for event in excused}),
        handed_in=sum(_has_handed_in(occasion, member, kept) for member in said.members(Presence.EXCUSED)),
        corrected=tuple(said.rows[member].line for member in dict.fromkeys(e.member for e in taken_back)),
        left=tuple(said.rows[member].line for member in unsaid if former.knows(member)),
        there=len(said.members(Presence.THERE)),
        excused=len(said.members(Presence.EXCUSED)),
        absent=len(said.members(Presence.ABSENT)) + len([m for m in unsaid if not former.knows(m)]),
        findings=tuple(sorted(said.findings, key=lambda finding: finding.line)),
    )


@dataclass(frozen=True)
class _Roster:
    """Whom a row may be about: not those who are forgotten."""

    ledger: Ledger
    occasion: Occasion

    @cached_property
    def numbers(self) -> Numbers:
        return Numbers(self.ledger.members.values())

    @cached_property
    def by_name(self) -> Mapping[str, list[Member]]:
        return _grouped((plain(m.name), m) for m in self.ledger.members.values() if plain(m.name))

    def member(self, row: Signed) -> Member | Finding:
        """The one member whom the row is about; else why not."""
        if row.number:
            return self._numbered(row)
        if row.name:
            return self._named(row)
        return Finding(row.line, Part.NUMBER, "这一行没有编号，也没有姓名。", "请补上其中一项。")

    def _numbered(self, row: Signed) -> Member | Finding:
        try:
            holders = self.numbers.holders(row.number)
        except CardError:
            return Finding(row.line, Part.NUMBER, "编号写得不对。", "请照名册填写，或留空只写姓名。")
        if not holders:
            return Finding(row.line, Part.NUMBER, "名册里没有这个编号。", "请核对编号；不是委员的不用登记。")
        alike = [member for member in holders if not row.name or plain(row.name) == plain(member.name)]
        if not alike:
            return Finding(row.line, Part.NAME, "编号和姓名不是同一位委员。", "请核对这两格，改正其中一格。")
        return next((member for member in alike if member.belonged_on(self.occasion.on)), alike[0])

    def _named(self, row: Signed) -> Member | Finding:
        alike = self.by_name.get(plain(row.name), [])
        present = [member for member in alike if member.belonged_on(self.occasion.on)]
        one = alike if len(alike) == 1 else present
        if len(one) == 1:
            return one[0]
        if alike:
            return Finding(row.line, Part.NAME, "名册里有几位同名，不知道是哪一位。", "请在“编号”一列写上编号。")
        return Finding(row.line, Part.NAME, "名册里没有这个姓名。", "请核对姓名；不是委员的不用登记。")


def _grouped(pairs: Iterable[tuple[str, Member]]) -> dict[str, list[Member]]:
    found: dict[str, list[Member]] = {}
    for name, member in pairs:
        found.setdefault(name, []).append(member)
    return found


@dataclass
class _Said:
    """The rows of members, each member once; of two rows the one that says something."""

    rows: dict[str, Signed] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _torn: set[str] = field(default_factory=set)

    def take(self, row: Signed, roster: _Roster) -> None:
        member = roster.member(row)
        if isinstance(member, Finding):
            if row.presence in {Presence.THERE, Presence.EXCUSED}:
                self.findings.append(member)
        elif member.id not in self._torn:
            self._say(member.id, row)

    def _say(self, member: str, row: Signed) -> None:
        before = self.rows.setdefault(member, row)
        if before.presence is Presence.UNSAID:
            self.rows[member] = row
        elif row.presence not in {Presence.UNSAID, before.presence}:
            what = f"第 {before.line} 行也是这位委员，两行写的不一样，都没有采用。"
            self.findings.append(Finding(row.line, Part.PRESENCE, what, "请留下一行，或改成一样。"))
            self._torn.add(member)
            del self.rows[member]

    def members(self, presence: Presence) -> list[str]:
        return [member for member, row in self.rows.items() if row.presence is presence]


@dataclass(frozen=True, slots=True)
class _Former:
    """What has been entered of the occasion before and still counts, by member."""

    there: Mapping[str, Sequence[LedgerEvent]]
    excused: Mapping[str, Sequence[LedgerEvent]]

    @classmethod
    def of(cls, occasion: Occasion, events: Sequence[LedgerEvent]) -> _Former:
        withdrawn = withdrawn_runs(events)
        found: dict[Kind, dict[str, list[LedgerEvent]]] = {Kind.ATTENDED: {}, Kind.EXCUSED: {}}
        for event in events:
            if event.kind in found and event.run not in withdrawn and event.data.get("event") == occasion.id:
                found[event.kind].setdefault(event.member, []).append(event)
        return cls(found[Kind.ATTENDED], found[Kind.EXCUSED])

    def knows(self, member: str) -> bool:
        return member in self.there or member in self.excused

    def contradicted(self, member: str, presence: Presence) -> Iterator[LedgerEvent]:
        """What cannot be so if the sheet is right."""
        if presence in {Presence.ABSENT, Presence.EXCUSED}:
            yield from self.there.get(member, ())
        if presence is Presence.ABSENT:
            yield from self.excused.get(member, ())

    def without(self, events: Sequence[LedgerEvent]) -> Mapping[str, set[str]]:
        """For which slots each member is entered as there, but for these events."""
        gone = {event.seq for event in events}
        return {
            member: {event.slot for event in entered if event.seq not in gone}
            for member, entered in self.there.items()
        }


def _there(occasion: Occasion, rows: Mapping[str, Signed], entered: Mapping[str, set[str]]) -> Iterator[NewEvent]:
    """An event for each slot for which the presence is not entered yet; without slots, one."""
    told = {"event": occasion.id, "title": occasion.title, "on": occasion.on.isoformat()}
    for member, row in rows.items():
        before = entered.get(member, set())
        wanted = occasion.slots or (() if before else ("",))
        if row.presence is Presence.THERE:
            yield from (
                NewEvent(Kind.ATTENDED, member, slot, row.line, told) for slot in wanted if slot not in before
            )


def _excused(occasion: Occasion, rows: Mapping[str, Signed], ledger: Ledger) -> Iterator[NewEvent]:
    """An excuse for each slot of which there is nothing yet."""
    for member, row in rows.items():
        for slot in occasion.slots if row.presence is Presence.EXCUSED else ():
            if ledger.row(member, slot) is None:
                private = {"reason": row.remark}
                yield NewEvent(Kind.EXCUSED, member, slot, row.line, {"event": occasion.id}, private)


def _has_handed_in(occasion: Occasion, member: str, ledger: Ledger) -> bool:
    rows = [ledger.row(member, slot) for slot in occasion.slots]
    return bool(rows) and all(row and row.is_handed_in for row in rows)


@dataclass(frozen=True, slots=True)
class _Correction:
    """The runs that count no longer, and what they held that still does."""

    runs: tuple[int, ...] = ()
    again: tuple[NewEvent, ...] = ()


def _correction(
    taken_back: Sequence[LedgerEvent], events: Sequence[LedgerEvent], rows: Mapping[str, Signed]
) -> _Correction:
    runs = sorted({event.run for event in taken_back})
    stays = {Kind.RUN, Kind.WITHDRAWN}
    held = [event for event in _less(events, taken_back) if event.run in runs and event.kind not in stays]
    return _Correction(tuple(runs), tuple(_anew(event, rows.get(event.member)) for event in held))


def _less(events: Iterable[LedgerEvent], without: Iterable[LedgerEvent]) -> Iterator[LedgerEvent]:
    gone = {event.seq for event in without}
    return (event for event in events if event.seq not in gone)


def _anew(event: LedgerEvent, row: Signed | None) -> NewEvent:
    """The event as it is entered again, at its line of the new sheet if it has one there."""
    line = row.line if row else 0
    return NewEvent(event.kind, event.member, event.slot, line, event.data, event.private)


def _judged_anew(
    correction: _Correction, again: Sequence[NewEvent], events: Sequence[LedgerEvent], before: Ledger, fold: Fold
) -> tuple[NewEvent, ...]:
    """The decisions that the rows entered again would lose: a decision on what is not there counts for nothing."""
    withdrawing = [NewEvent(Kind.WITHDRAWN, data={"of": run}) for run in correction.runs]
    after = fold([*events, *_as_entered([*withdrawing, *again], events[-1])])
    places = dict.fromkeys((event.member, event.slot) for event in correction.again if event.slot)
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
