"""``ledger.py excuse``: nothing is expected of these members for this slot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.deciding import enter, reason, tell
from shuxiang.cli.ledger.member_numbers import add_numbers, members_numbered
from shuxiang.cli.ledger.office import open_office
from shuxiang.cli.ledger.which_slots import add_slot, slot_words
from shuxiang.core.ledger.reviewing import Verdict, absent, excuse, verdict
from shuxiang.core.ledger.tally import counted_day

if TYPE_CHECKING:
    import argparse

    from shuxiang.core.ledger.ledger import Ledger
    from shuxiang.core.model import Slot


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    add_slot(parser)
    add_numbers(parser)
    parser.add_argument("--reason", metavar="一句话", help="为什么，可以不写；只有办公室看得到")


def excuse_members(options: argparse.Namespace) -> int:
    """Enter the excuses."""
    judge = excuse(reason(options) if options.reason is not None else "")

    today = open_office(options).today

    def find(ledger: Ledger, slot: Slot) -> Verdict:
        members = members_numbered(ledger, options.numbers)
        gone = absent(ledger, members, counted_day(slot, today))
        return Verdict(refusals=gone) if gone else verdict(ledger, slot.id, members, judge)

    decided = enter(options, "excuse", find)
    return tell(decided, f"{slot_words(decided.slot)}：已记请假 ", "早已记过请假")


COMMAND = Command(
    "请假：这一期不用交",
    "记下一期里几位委员请假：这一期不算在应交里。后来交了，照样算交。",
    describe,
    excuse_members,
)
