"""Who gets a card: those whose numbers are written, or everybody, or those who have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuxiang.cli.ledger.member_numbers import add_numbers, members_numbered
from shuxiang.cli.ledger.no_roster import refuse_without_roster
from shuxiang.cli.problem import Problem
from shuxiang.core.ledger.roster_keys import is_on_roster, never_issued, on_roster, only_revoked

if TYPE_CHECKING:
    import argparse

    from shuxiang.cli.ledger.office import Office
    from shuxiang.core.ledger.ledger import Ledger
    from shuxiang.core.ledger.member import Member


def add_receivers(parser: argparse.ArgumentParser) -> None:
    """Add the numbers, and the options that stand for many."""
    add_numbers(parser, "*")
    whom = parser.add_mutually_exclusive_group()
    whom.add_argument("--missing", action="store_true", help="发给从来没有发过卡的委员。什么都不写就是这样")
    whom.add_argument("--revoked", action="store_true", help="发给卡已作废、还没有新卡的委员")
    whom.add_argument("--all", action="store_true", help="每位委员都发新卡，旧卡全部作废")


def receivers(ledger: Ledger, options: argparse.Namespace, office: Office) -> list[Member]:
    """Those who get a card; Problem for numbers of members who have left."""
    if options.numbers:
        if options.missing or options.revoked or options.all:
            raise Problem("写了编号，就不要再写 --missing、--revoked、--all。")
        return _on_roster(
            [ledger.members[i] for i in dict.fromkeys(members_numbered(ledger, options.numbers))], office
        )
    if options.all:
        return on_roster(ledger, office.today)
    return (only_revoked if options.revoked else never_issued)(ledger, office.today)


def _on_roster(members: list[Member], office: Office) -> list[Member]:
    gone = [str(number) for number, m in enumerate(members, start=1) if not is_on_roster(m, office.today)]
    if gone:
        which = f"第 {'、'.join(gone)} 个编号" if len(members) > 1 else "这个编号"
        raise Problem(f"{which}的委员已经离开，没有发卡。重新加入的，请先导入名册。")
    return members


def nobody(ledger: Ledger, office: Office) -> str:
    """Why there is nobody to get one, and how somebody would."""
    refuse_without_roster(ledger.members)
    if not on_roster(ledger, office.today):
        return "今天名册上没有人，没有卡可发。"
    revoked = len(only_revoked(ledger, office.today))
    more = f"卡已作废、没有新卡的有 {revoked} 位，要补发加 --revoked。" if revoked else ""
    return f"没有要发卡的委员。{more}要给某一位换新卡，写上编号。"
