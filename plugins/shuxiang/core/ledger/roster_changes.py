"""A roster as it was read, beside the ledger: what would change, what must be asked first, what is only told.

A roster speaks of the members it names, from a day on and until it is said otherwise; of the others only where it
is said to be complete. Who is who is told by the number. Where a number and a name do not go together nothing is
guessed: it is an objection, and then nothing at all is to be entered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from shuxiang.core.ledger.groups import nearest_group
from shuxiang.core.ledger.ledger import Ledger
from shuxiang.core.ledger.member import NO_GROUP, Member
from shuxiang.core.ledger.roster_change import (
    NONE,
    Change,
    Description,
    What,
    described_by,
    describing,
    joining,
    leaving,
    moving,
    returning,
)
from shuxiang.core.ledger.roster_entry import RosterEntry, RosterTerms
from shuxiang.core.ledger.roster_matching import RosterMatching, Unclear


@dataclass(frozen=True, slots=True)
class RosterChanges:
    """``changes`` are sorted as they are shown; ``absent`` belong, are not in the roster, and stay.

    ``objections`` are sentences with a place, ``notes`` sentences about all; neither names anybody.
    """

    changes: tuple[Change, ...] = ()
    absent: tuple[Member, ...] = ()
    objections: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Comparison:
    """A roster's entries beside the ledger, one after another."""

    ledger: Ledger
    terms: RosterTerms
    entries: Sequence[RosterEntry]
    new_id: Callable[[], str]
    matching: RosterMatching = field(init=False)
    changes: list[Change] = field(default_factory=list)
    objections: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.matching = RosterMatching(self.ledger, self.terms, self.entries)

    def compare(self) -> None:
        for entry in self.entries:
            try:
                member = self.matching.member(entry)
            except Unclear as unclear:
                self.objections.append(f"{entry.place}\uff1a{unclear}")
            else:
                self.changes += self._enrolled(entry) if member is None else self._known(entry, member)

    def _enrolled(self, entry: RosterEntry) -> Iterator[Change]:
        described = Description(entry.number, entry.name, _said(entry.sector), _said(entry.contact))
        yield joining(self.new_id(), described, self.matching.group(entry) or NO_GROUP, self.terms.on, entry.line)

    def _known(self, entry: RosterEntry, member: Member) -> Iterator[Change]:
        described, group = _described(entry, member), self.matching.group(entry)
        standing = self.matching.standing(member)
        if not standing:
            yield returning(member, described, group, self.terms.on, entry.line)
            return
        change = describing(member, described, entry.line)
        if change:
            yield change
        if group and group not in {spell.group for spell in standing}:
            yield moving(member, group, max(self.terms.on, standing[0].start), entry.line)

    def absent(self) -> list[Member]:
        members = self.ledger.members.values()
        present = (m for m in members if m.belonged_on(self.terms.on) and not m.forgotten)
        return [member for member in present if member.id not in self.matching.matched]

    def notes(self) -> Iterator[str]:
        known, loose = self.matching.known, self.matching.loose
        same = [known.get(entry.number) for entry in self.entries if not entry.group]
        blank = sum(member is not None and bool(member.spells) for member in same)
        if blank:
            yield f"有 {blank} 行没有写小组，照台账里的不变；确实不分组的请写“{NO_GROUP}”。"
        padded = sum(entry.number not in known and entry.number.lstrip("0") in loose for entry in self.entries)
        if padded:
            yield f"有 {padded} 行的编号少了或多了前面的零，照台账里的写法认。"
        yield from self._unlisted_groups()

    def _unlisted_groups(self) -> Iterator[str]:
        found = Counter(name for name in map(self.matching.group, self.entries) if name)
        for name, count in found.items():
            yield from unlisted_group(name, self.terms.groups, f"（{count} 行）")


def unlisted_group(name: str, listed: Sequence[str], where: str = "") -> Iterator[str]:
    """A question about a group that the programme does not list, where it lists any; ``where`` it is written."""
    if listed and name not in listed and name != NO_GROUP:
        near = nearest_group(name, listed)
        ask = f"是不是“{near}”？" if near else "确有这个小组的，不用管。"
        yield f"学习计划的 groups 里没有“{name}”{where}：{ask}"


def roster_changes(
    ledger: Ledger, entries: Iterable[RosterEntry], terms: RosterTerms, new_id: Callable[[], str]
) -> RosterChanges:
    """What the entries change; ``new_id`` draws the id of a new member."""
    comparison = _Comparison(ledger, terms, list(entries), new_id)
    comparison.compare()
    absent = [] if comparison.objections else comparison.absent()
    leavers = [leaving(member, terms.on) for member in absent] if terms.complete else []
    order = list(What)
    return RosterChanges(
        changes=tuple(sorted([*comparison.changes, *leavers], key=lambda change: order.index(change.what))),
        absent=() if terms.complete else tuple(absent),
        objections=tuple(comparison.objections),
        notes=tuple(comparison.notes()),
    )


def _described(entry: RosterEntry, member: Member) -> Description:
    """The member as the entry has it; what it says nothing of stays. A number short of zeros is no new one."""
    now = described_by(member)
    renumbered = entry.number.lstrip("0") != now.number.lstrip("0") or entry.former == now.number
    return Description(
        number=entry.number if renumbered else now.number,
        name=entry.name,
        sector=_said(entry.sector) if entry.sector else now.sector,
        contact=_said(entry.contact) if entry.contact else now.contact,
    )


def _said(text: str) -> str:
    return "" if text == NONE else text
