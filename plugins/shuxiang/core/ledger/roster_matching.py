"""Who is who: the members whom a roster's entries are about. Nothing is guessed; what is unclear is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shuxiang.core.ledger.groups import group_names, same_group
from shuxiang.core.ledger.ledger import Ledger
from shuxiang.core.ledger.member import Member, Spell
from shuxiang.core.ledger.roster_entry import RosterEntry, RosterTerms


class Unclear(Exception):  # noqa: N818  # a question, not an error in the program
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


@dataclass(slots=True)
class RosterMatching:
    """``known`` are the members by number, ``loose`` by number without its leading zeros.

    ``matched`` are those of whom the roster has spoken, and where.
    """

    ledger: Ledger
    terms: RosterTerms
    entries: Sequence[RosterEntry]
    known: Mapping[str, Member] = field(init=False)
    loose: Mapping[str, Sequence[Member]] = field(init=False)
    matched: dict[str, str] = field(default_factory=dict)
    _named: Mapping[str, Sequence[Member]] = field(init=False)
    _groups: dict[str, str] = field(init=False)
    _numbers: set[str] = field(init=False)
    _former: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.known = self.ledger.numbered()
        self.loose = _by(self.known.values(), lambda member: member.number.lstrip("0"))
        self._named = _by(self.known.values(), lambda member: member.name)
        self._groups = group_names(self.terms.groups, self.ledger)
        self._numbers = {entry.number for entry in self.entries}
        self._former = {entry.former for entry in self.entries}

    def group(self, entry: RosterEntry) -> str:
        """The group by the name it has everywhere, however it is written here."""
        return self._groups.setdefault(same_group(entry.group), entry.group) if entry.group else ""

    def member(self, entry: RosterEntry) -> Member | None:
        """The member whom the entry is about; None for a new one. Unclear where that cannot be told."""
        member = self._by_former_number(entry) or self.known.get(entry.number) or self._without_zeros(entry)
        if member is None:
            self._object_to_a_second_number(entry)
            return None
        if _is_another(member.name, entry.name):
            if self._gives_up_number(member):
                return None
            raise Unclear(_ANOTHER_NAME)
        if member.id in self.matched:
            raise Unclear(f"和 {self.matched[member.id]} 说的是同一位委员。请只留一行。")
        self.matched[member.id] = entry.place
        return member

    def _by_former_number(self, entry: RosterEntry) -> Member | None:
        member = self.known.get(entry.former) if entry.former != entry.number else None
        holder = self.known.get(entry.number)
        if member is None or holder is None or holder is member:
            return member
        if holder.name == entry.name:  # entered before
            return holder
        if holder.number not in self._former and not self._gives_up_number(holder):
            raise Unclear("新编号现在是另一位委员的。请先给那一位换编号，或换一个没有用过的。")
        return member

    def _gives_up_number(self, member: Member) -> bool:
        """Whether somebody else may have the number: its holder has left, or leaves by this very roster."""
        on = self.terms.on
        if self.terms.complete and member.belonged_on(on):
            return True
        return not any(spell.end is None or spell.end > on for spell in member.spells)

    def _without_zeros(self, entry: RosterEntry) -> Member | None:
        """The one member of this name whose number differs in leading zeros only."""
        alike = self.loose.get(entry.number.lstrip("0"), [])
        if any(member.name != entry.name and not self._gives_up_number(member) for member in alike):
            raise Unclear("台账里有一个编号和它只差前面的零，姓名又不同，没有猜。请核对这个编号。")
        return alike[0] if len(alike) == 1 and alike[0].name == entry.name else None

    def _object_to_a_second_number(self, entry: RosterEntry) -> None:
        for member in self._named.get(entry.name, []):
            groups = {spell.group for spell in self.standing(member)}
            if groups and member.number not in self._numbers and self.group(entry) in {"", *groups}:
                raise Unclear(_SECOND_NUMBER)

    def standing(self, member: Member) -> list[Spell]:
        """Where the member belongs on the day; also where from later, unless the day was given."""
        on, dated = self.terms.on, self.terms.dated
        return [spell for spell in member.spells if on in spell or (spell.start > on and not dated)]


def _is_another(known: str, name: str) -> bool:
    """Whether the two names have not one character in common, so that it is hardly the same person."""
    return bool(known) and not set(known) & set(name)


def _by(members: Iterable[Member], key: Callable[[Member], str]) -> dict[str, list[Member]]:
    found: dict[str, list[Member]] = {}
    for member in members:
        found.setdefault(key(member), []).append(member)
    return found
