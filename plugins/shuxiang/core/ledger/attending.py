"""到会: what a filled-in sign-in sheet, or a list of numbers, adds to the ledger; and what it puts right.

Who is there gets an event for each slot that the occasion counts for, or one without a slot. Who is excused is
excused from those slots, unless they have been handed in all the same. What is entered already is not entered
again. A cell left empty says nothing: two desks may each fill in a copy of their own. Only a plain 未到 or 请假
takes back what was entered before; then the run that entered it is withdrawn, and all else that it held is entered
anew, with the reviewers' decisions that rested on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shuxiang.core.ledger.correction import Correction, Fold, correction, judged_anew, less
from shuxiang.core.ledger.event import Kind, LedgerEvent, NewEvent, withdrawn_runs
from shuxiang.core.ledger.ledger import Ledger
from shuxiang.core.ledger.occasion import Occasion
from shuxiang.core.ledger.sign_in import Presence, RowFinding, Signed, said_by


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
    findings: tuple[RowFinding, ...] = ()

    @property
    def changes_anything(self) -> bool:
        """Whether there is anything to enter."""
        return bool(self.events or self.withdrawn)


def attending(occasion: Occasion, rows: Sequence[Signed], events: Sequence[LedgerEvent], fold: Fold) -> Attending:
    """What the rows add to the ledger that the events make."""
    ledger = fold(events)
    said = said_by(rows, ledger, occasion)
    former, unsaid = _Former.of(occasion, events), said.members(Presence.UNSAID)
    taken_back = [event for member, row in said.rows.items() for event in former.contradicted(member, row.presence)]
    corrected = correction(taken_back, events, said.rows) if taken_back else Correction()
    kept = fold(less(events, taken_back)) if taken_back else ledger
    there = list(_there(occasion, said.rows, former.without(taken_back)))
    excused = list(_excused(occasion, said.rows, kept))
    again = (*corrected.again, *there, *excused)
    judged = judged_anew(corrected, again, events, ledger, fold) if taken_back else ()
    return Attending(
        events=(*again, *judged),
        withdrawn=corrected.runs,
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
