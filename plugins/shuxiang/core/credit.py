"""Credit by the office's own rules: for each rule how often, how much, and which events say so. Nobody is compared.

All arithmetic is decimal and exact. Each rule counts for itself: what two rules are about counts for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from shuxiang.core.checkin import Act
from shuxiang.core.ledger.ledger import Attendance
from shuxiang.core.ledger.row import Row, State
from shuxiang.core.model import Slot


class Basis(StrEnum):
    """What a rule gives points for: one slot, one note, or one event at which the member was."""

    CHECKIN = "checkin"
    CLOSED = "closed"
    NOTE = "note"
    GOOD_NOTE = "good-note"
    ATTENDED = "attended"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; what is empty or None does not narrow it. ``event_kind`` is 委员大讲堂 and the like."""

    name: str
    basis: Basis
    each: Decimal
    at_most: Decimal | None = None
    cadence: str = ""
    act: Act | None = None
    event_kind: str = ""


@dataclass(frozen=True, slots=True)
class CreditRules:
    """An office's rules under their title, for one programme year; 0 for any."""

    title: str
    rules: tuple[Rule, ...]
    year: int = 0


@dataclass(frozen=True, slots=True)
class Deeds:
    """What one member has done: the rows with their slots, and the presences with their events' kinds."""

    rows: Sequence[tuple[Slot, Row]]
    presences: Sequence[tuple[str, Attendance]]


@dataclass(frozen=True, slots=True)
class CreditLine:
    """What one rule gives; ``evidence`` are the numbers of the events, in order."""

    rule: Rule
    count: int
    evidence: tuple[int, ...]

    @property
    def points(self) -> Decimal:
        """How much it is."""
        earned = self.rule.each * self.count
        return earned if self.rule.at_most is None else min(earned, self.rule.at_most)

    @property
    def arithmetic(self) -> str:
        """3 × 0.5 = 1.5，封顶 1."""
        earned = self.rule.each * self.count
        capped = f"，封顶 {number(self.points)}" if self.points != earned else ""
        return f"{self.count} × {number(self.rule.each)} = {number(earned)}{capped}"


def credit(rules: CreditRules, deeds: Deeds) -> tuple[CreditLine, ...]:
    """A line for each rule, in the rules' order, also where it gives nothing."""
    return tuple(_line(rule, deeds) for rule in rules.rules)


def total(lines: Iterable[CreditLine]) -> Decimal:
    """The sum."""
    return sum((line.points for line in lines), Decimal())


def number(value: Decimal) -> str:
    """The number without zeros that say nothing: 1.5, 20, 0."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _line(rule: Rule, deeds: Deeds) -> CreditLine:
    found = (
        [presence.evidence for kind, presence in deeds.presences if rule.event_kind in {"", kind}]
        if rule.basis is Basis.ATTENDED
        else [row.evidence for slot, row in deeds.rows if _counts(rule, slot, row)]
    )
    return CreditLine(rule, len(found), tuple(sorted({seq for evidence in found for seq in evidence})))


def _counts(rule: Rule, slot: Slot, row: Row) -> bool:
    """Whether a row counts for a rule. What is returned counts again when it comes in anew."""
    if rule.cadence not in {"", slot.cadence.id} or (rule.act and rule.act not in row.acts):
        return False
    if not row.is_handed_in or row.state is State.RETURNED:
        return False
    return {
        Basis.CHECKIN: True,
        Basis.CLOSED: row.state is State.CLOSED,
        Basis.NOTE: bool(row.note),
        Basis.GOOD_NOTE: row.chosen,
    }[rule.basis]
