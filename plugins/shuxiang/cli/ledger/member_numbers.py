"""Members as the clerk types them, by number; what is wrong is told by place, never by the number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuxiang.cli.problem import Problem
from shuxiang.core.card import CardError, parse_number

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from shuxiang.core.ledger.ledger import Ledger
    from shuxiang.core.ledger.member import Member


def add_numbers(parser: argparse.ArgumentParser, nargs: str = "+") -> None:
    """Add the members' numbers."""
    parser.add_argument("numbers", nargs=nargs, metavar="编号", help="委员编号，可以写几个，用空格隔开")


def members_numbered(ledger: Ledger, numbers: Sequence[str]) -> list[str]:
    """The members' ids in the order of the numbers; Problem when one is nobody's."""
    known = ledger.numbered()
    found = [_member(known, number) for number in numbers]
    unknown = [f"第 {place} 个" for place, member in enumerate(found, start=1) if member is None]
    if unknown:
        where = f"{'、'.join(unknown)}编号" if len(numbers) > 1 else "这个编号"
        raise Problem(f"名册里没有{where}。请用 python3 scripts/ledger.py roster list 核对。")
    return [member.id for member in found if member]


def _member(known: Mapping[str, Member], number: str) -> Member | None:
    try:
        return known.get(parse_number(number))
    except CardError:
        return None
