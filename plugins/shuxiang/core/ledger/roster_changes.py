"""A roster as it was read, beside the ledger: what would change, what must be asked first, what is only told.

A roster speaks of the members it names, from a day on and until it is said otherwise; of the others only where it
is said to be complete. Who is who is told by the number. Where a number and a name do not go together nothing is
guessed: it is an objection, and then nothing at all is to be entered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from shuxiang.core.ledger.groups import group_names, nearest_group, same_group
from shuxiang.core.ledger.ledger import Ledger
from shuxiang.core.ledger.member import NO_GROUP, Member, Spell
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


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a roster; what is empty says nothing. ``place`` is where it stands: ``B17``.

    ``former`` is the number that the member had before; ``number`` is as ``core.card.parse_number`` gives it.
    """

    number: str
    name: str
    group: str = ""
    sector: str = ""
    contact: str = ""
    former: str = ""
    line: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a roster is meant: ``groups`` are the programme's own, ``complete`` says that who is not in it has left.

    It holds from the day ``on``; where that was ``dated`` by the organizer, what is known of later days goes.
    """

    on: date
    dated: bool = False
    complete: bool = False
    groups: tuple[str, ...] = ()


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
    """A roster's entries beside the ledger; ``matched`` are the members of whom it spoke, and where."""

    ledger: Ledger
    terms: Terms
    entries: Sequence[Entry]
    new_id: Callable[[], str]
    known: Mapping[str, Member] = field(init=False)
    named: dict[str, list[Member]] = field(init=False)
    loose: dict[str, list[Member]] = field(init=False)
    groups: dict[str, str] = field(init=False)
    numbers: set[str] = field(init=False)
    former: set[str] = field(init=False)
    matched: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    objections: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.known = self.ledger.numbered()
        self.named = _by(self.known.values(), lambda member: member.name)
        self.loose = _by(self.known.values(), lambda member: member.number.lstrip("0"))
        self.groups = group_names(self.terms.groups, self.ledger)
        self.numbers = {entry.number for entry in self.entries}
        self.former = {entry.former for entry in self.entries}

    def compare(self) -> None:
        for entry in self.entries:
            try:
                member = self._who(entry)
            except _Unclear as unclear:
                self.objections.append(f"{entry.place}\uff1a{unclear}")
            else:
                self.changes += self._enrolled(entry) if member is None else self._known(entry, member)

    def group(self, entry: Entry) -> str:
        """The group by the name it has everywhere, however it is written here."""
        return self.groups.setdefault(same_group(entry.group), entry.group) if entry.group else ""

    def _who(self, entry: Entry) -> Member | None:
        """The member whom the entry is about; None for a new one."""
        member = self._by_former_number(entry) or self.known.get(entry.number) or self._without_zeros(entry)
        if member is None:
            self._object_to_a_second_number(entry)
            return None
        if _is_another(member.name, entry.name):
            if self._gives_up_number(member):
                return None
            raise _Unclear(_ANOTHER_NAME)
        if member.id in self.matched:
            raise _Unclear(f"和 {self.matched[member.id]} 说的是同一位委员。请只留一行。")
        self.matched[member.id] = entry.place
        return member

    def _by_former_number(self, entry: Entry) -> Member | None:
        member = self.known.get(entry.former) if entry.former != entry.number else None
        holder = self.known.get(entry.number)
        if member is None or holder is None or holder is member:
            return member
        if holder.name == entry.name:  # entered before
            return holder
        if holder.number not in self.former and not self._gives_up_number(holder):
            raise _Unclear("新编号现在是另一位委员的。请先给那一位换编号，或换一个没有用过的。")
        return member

    def _gives_up_number(self, member: Member) -> bool:
        """Whether somebody else may have the number: its holder has left, or leaves by this very roster."""
        on = self.terms.on
        if self.terms.complete and member.belonged_on(on):
            return True
        return not any(spell.end is None or spell.end > on for spell in member.spells)

    def _without_zeros(self, entry: Entry) -> Member | None:
        """The one member of this name whose number differs in leading zeros only."""
        alike = self.loose.get(entry.number.lstrip("0"), [])
        if any(member.name != entry.name and not self._gives_up_number(member) for member in alike):
            raise _Unclear("台账里有一个编号和它只差前面的零，姓名又不同，没有猜。请核对这个编号。")
        return alike[0] if len(alike) == 1 and alike[0].name == entry.name else None

    def _object_to_a_second_number(self, entry: Entry) -> None:
        for member in self.named.get(entry.name, []):
            groups = {spell.group for spell in self._standing(member)}
            if groups and member.number not in self.numbers and self.group(entry) in {"", *groups}:
                raise _Unclear(_SECOND_NUMBER)

    def _standing(self, member: Member) -> list[Spell]:
        """Where the member belongs on the day; also where from later, unless the day was given."""
        on, dated = self.terms.on, self.terms.dated
        return [spell for spell in member.spells if on in spell or (spell.start > on and not dated)]

    def _enrolled(self, entry: Entry) -> Iterator[Change]:
        described = Description(entry.number, entry.name, _said(entry.sector), _said(entry.contact))
        yield joining(self.new_id(), described, self.group(entry) or NO_GROUP, self.terms.on, entry.line)

    def _known(self, entry: Entry, member: Member) -> Iterator[Change]:
        described, group = _described(entry, member), self.group(entry)
        standing = self._standing(member)
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
        return [member for member in present if member.id not in self.matched]

    def notes(self) -> Iterator[str]:
        blank = sum(
            not entry.group and self.known.get(entry.number) is not None and bool(self.known[entry.number].spells)
            for entry in self.entries
        )
        if blank:
            yield f"有 {blank} 行没有写小组，照台账里的不变；确实不分组的请写“{NO_GROUP}”。"
        padded = sum(
            entry.number not in self.known and entry.number.lstrip("0") in self.loose for entry in self.entries
        )
        if padded:
            yield f"有 {padded} 行的编号少了或多了前面的零，照台账里的写法认。"
        yield from self._unlisted_groups()

    def _unlisted_groups(self) -> Iterator[str]:
        found = Counter(name for name in map(self.group, self.entries) if name)
        for name, count in found.items():
            yield from unlisted_group(name, self.terms.groups, f"（{count} 行）")


def unlisted_group(name: str, listed: Sequence[str], where: str = "") -> Iterator[str]:
    """A question about a group that the programme does not list, where it lists any; ``where`` it is written."""
    if listed and name not in listed and name != NO_GROUP:
        near = nearest_group(name, listed)
        ask = f"是不是“{near}”？" if near else "确有这个小组的，不用管。"
        yield f"学习计划的 groups 里没有“{name}”{where}：{ask}"


def roster_changes(
    ledger: Ledger, entries: Iterable[Entry], terms: Terms, new_id: Callable[[], str]
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


class _Unclear(Exception):  # noqa: N818  # a question, not an error in the program
    """Why an entry cannot be taken; names nobody."""


_ANOTHER_NAME = (
    "这个编号在台账里是另一个姓名，像是换了人，没有猜。"
    "改过名字的，先用 python3 scripts/ledger.py roster rename 改；"
    "换了人的，先用 python3 scripts/ledger.py roster leave 让原来那一位离开；名册是完整的，加 --complete。"
)
_SECOND_NUMBER = (
    "台账里有一位同名同组的委员，编号不同，名册里又没有那个编号，没有猜。换了编号的，加一列“旧编号”，"
    "或先用 python3 scripts/ledger.py roster renumber 改；是另一个人的，"
    "把那一位也写进名册，已离开的先用 python3 scripts/ledger.py roster leave。"
)


def _described(entry: Entry, member: Member) -> Description:
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


def _is_another(known: str, name: str) -> bool:
    """Whether the two names have not one character in common, so that it is hardly the same person."""
    return bool(known) and not set(known) & set(name)


def _by(members: Iterable[Member], key: Callable[[Member], str]) -> dict[str, list[Member]]:
    found: dict[str, list[Member]] = {}
    for member in members:
        found.setdefault(key(member), []).append(member)
    return found
