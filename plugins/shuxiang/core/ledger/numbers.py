"""Whom a number means, however it is typed: 0001, or 1 where only one number comes to that; 0001@2026-11-10.

A number may have had several holders, one after another. By itself it means whoever has it now, else had it last;
the others are named by the day on which they left. Who is forgotten has no number any more.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date

from shuxiang.core.card import parse_number
from shuxiang.core.ledger.member import Member

APART = "@"
"""Between a number and what tells its holders apart."""

STAYS = "在册"
NEVER = "未在册"


class Numbers:
    """The members by number. Whose number is typed is found by :meth:`holders`, what to type by :meth:`typed`."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._holders: dict[str, list[Member]] = {}
        for member in sorted(members, key=lambda member: member.until, reverse=True):
            if member.number:
                self._holders.setdefault(member.number, []).append(member)
        self._figures: dict[str, list[str]] = {}
        for number in filter(str.isdecimal, self._holders):
            self._figures.setdefault(number.lstrip("0"), []).append(number)

    def holders(self, text: str) -> tuple[Member, ...]:
        """Those whom the text may mean, whoever has the number now first; CardError for what is no number."""
        typed, apart, which = unicodedata.normalize("NFKC", text).partition(APART)
        found = self._called(parse_number(typed))
        if not apart:
            return found
        return tuple(member for member in found if self.told_apart(member) == which.strip())

    def meant(self, text: str, on: date | None = None) -> Member | None:
        """The one whom the text means: who belonged on the day, where one is given, before who has it now."""
        found = self.holders(text)
        there = [member for member in found if on and member.belonged_on(on)]
        return next(iter([*there, *found]), None)

    def typed(self, member: Member) -> str:
        """What to type for the member: the number, and what tells them from who has it now."""
        if self._called(member.number)[:1] in {(), (member,)}:
            return member.number
        return f"{member.number}{APART}{self.told_apart(member)}"

    def told_apart(self, member: Member) -> str:
        """What tells the member from the others of the number: the day on which they left."""
        own = _leaving_day(member)
        alike = [other.id for other in self._called(member.number) if _leaving_day(other) == own]
        place = alike.index(member.id)
        return f"{own}-{place + 1}" if place else own

    def _called(self, number: str) -> tuple[Member, ...]:
        found = self._holders.get(number)
        if found is None and number.isdecimal():
            alike = self._figures.get(number.lstrip("0"), [])
            found = self._holders[alike[0]] if len(alike) == 1 else None
        return tuple(found or ())


def _leaving_day(member: Member) -> str:
    if not member.spells:
        return NEVER
    return STAYS if member.until == date.max else member.until.isoformat()
