"""Who is asked to come: the members of a day, all or those of some groups, as a sign-in sheet lists them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shuxiang.core.card import number_order
from shuxiang.core.ledger.groups import in_group_order
from shuxiang.core.ledger.ledger import Ledger
from shuxiang.core.ledger.member import Member
from shuxiang.core.ledger.naming import plain


@dataclass(frozen=True, slots=True)
class Invited:
    """One member who is asked to come, and the group of that day."""

    member: Member
    group: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """``empty`` are the groups, as they were asked for, that nobody belongs to."""

    people: tuple[Invited, ...]
    empty: tuple[str, ...] = ()


def invitation(ledger: Ledger, day: date, groups: Sequence[str], listed: Sequence[str]) -> Invitation:
    """Those on the roster that day whose group or sector is one of ``groups``; everyone for none.

    They come in the order of their groups, as ``listed``, and of their numbers.
    """
    wanted = {plain(group): group for group in groups}
    present = [Invited(m, m.group_on(day)) for m in ledger.members.values() if m.name and m.belonged_on(day)]
    people = [one for one in present if not wanted or _names(one) & wanted.keys()]
    order = in_group_order({one.group for one in people}, listed, ledger)
    met = {name for one in people for name in _names(one)}
    return Invitation(
        tuple(sorted(people, key=lambda one: (order.index(one.group), number_order(one.member.number)))),
        tuple(group for name, group in wanted.items() if name not in met),
    )


def is_sector(text: str, ledger: Ledger) -> bool:
    """Whether any member is of a sector of that name."""
    return any(plain(text) in _sectors(member) for member in ledger.members.values())


def _names(one: Invited) -> set[str]:
    return {plain(one.group), *_sectors(one.member)} - {""}


def _sectors(member: Member) -> set[str]:
    return {plain(name) for name in re.split("[、,\uff0c]", member.sector)} - {""}
