"""Who is asked to come: the members of a day, all or those of some groups, as a sign-in sheet lists them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shuxiang.core.ledger.groups import in_group_order
from shuxiang.core.ledger.ledger import Ledger
from shuxiang.core.ledger.member import Member


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
        tuple(sorted(people, key=lambda one: (order.index(one.group), _natural(one.member.number)))),
        tuple(group for name, group in wanted.items() if name not in met),
    )


def plain(name: str) -> str:
    """A name as it is compared: letters and digits, of plain width, whatever stands between them."""
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())


def _names(one: Invited) -> set[str]:
    return {plain(name) for name in (one.group, *re.split("[、,\uff0c]", one.member.sector)) if plain(name)}


def _natural(number: str) -> Iterable[tuple[int, str]]:
    """So that 9 stands before 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.findall(r"\d+|\D+", number)]
