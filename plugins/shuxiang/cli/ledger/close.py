"""``ledger.py close``: looked at and done with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.deciding import decide, enter, tell
from shuxiang.cli.ledger.member_numbers import add_numbers
from shuxiang.cli.ledger.which_slots import add_slot, slot_words
from shuxiang.cli.problem import Problem
from shuxiang.core.ledger.reviewing import close, verdict, waiting

if TYPE_CHECKING:
    import argparse


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    add_slot(parser)
    add_numbers(parser, "*")
    parser.add_argument("--all-waiting", action="store_true", help="这一期待审的全部销号")


def close_rows(options: argparse.Namespace) -> int:
    """Close the rows."""
    if bool(options.numbers) == options.all_waiting:
        raise Problem("请写要销号的编号，或写 --all-waiting（这一期待审的全部），两样写一样。")
    if options.all_waiting:
        decided = enter(
            options, "close", lambda ledger, slot: verdict(ledger, slot.id, waiting(ledger, slot.id), close)
        )
    else:
        decided = decide(options, "close", close)
    return tell(decided, f"{slot_words(decided.slot)}：已销号 ", "早已销号")


COMMAND = Command(
    "销号：审过了，可以",
    "给一期里的几位委员销号：审过了，可以。弄错了用 python3 scripts/ledger.py undo 撤销。",
    describe,
    close_rows,
)
