"""Members as the clerk types them, by number; what is wrong is told by place, never by the number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuxiang.cli.ledger.no_roster import refuse_without_roster
from shuxiang.cli.problem import Problem
from shuxiang.core.card import CardError
from shuxiang.core.labels import day_text, days_text
from shuxiang.core.ledger.numbers import APART, Numbers

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from datetime import date

    from shuxiang.core.ledger.ledger import Ledger
    from shuxiang.core.ledger.member import Member, Spell


def add_numbers(parser: argparse.ArgumentParser, nargs: str = "+") -> None:
    """Add the members' numbers."""
    parser.add_argument("numbers", nargs=nargs, metavar="编号", help="委员编号，可以写几个，用空格隔开")


def members_numbered(ledger: Ledger, numbers: Sequence[str], on: date | None = None) -> list[str]:
    """The members' ids in the order of the numbers; Problem when one is nobody's.

    Of those who have had one number, who belonged ``on`` the day is meant, else who has it now.
    """
    refuse_without_roster(ledger.members)
    known = Numbers(ledger.members.values())
    found = [_meant(known, number, on) for number in numbers]
    unknown = [f"第 {place} 个" for place, member in enumerate(found, start=1) if member is None]
    if unknown:
        where = f"{'、'.join(unknown)}编号" if len(numbers) > 1 else "这个编号"
        raise Problem(f"名册里没有{where}。请用 python3 scripts/ledger.py roster list 核对。")
    return [member.id for member in found if member]


def _meant(known: Numbers, number: str, on: date | None) -> Member | None:
    try:
        return known.meant(number, on)
    except CardError:
        return None


def only_holder(ledger: Ledger, number: str) -> Member | None:
    """The member of the number; None when it is nobody's, Problem when several have had it and none is told."""
    known = Numbers(ledger.members.values())
    try:
        found = known.holders(number)
    except CardError as error:
        raise Problem(str(error)) from None
    if len(found) > 1:
        ways = (f"  编号{APART}{known.told_apart(member)}\uff1a{'；'.join(_times(member))}" for member in found)
        raise Problem("\n".join([_SEVERAL.format(len(found)), *ways]))
    return next(iter(found), None)


_SEVERAL = "这个编号先后有 {} 位委员用过，不知道是哪一位，什么都没有做。请在编号后面写明："


def _times(member: Member) -> Iterator[str]:
    """When the member was in which group; no names."""
    yield from (f"{spell.group}，{_time(spell)}" for spell in member.spells)
    if not member.spells:
        yield "没有在册的日子"


def _time(spell: Spell) -> str:
    return days_text(spell.start, spell.end) if spell.end else f"{day_text(spell.start)}起"
