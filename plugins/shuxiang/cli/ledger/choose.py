"""``ledger.py choose``: good notes, which reports may show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.deciding import decide, tell
from shuxiang.cli.ledger.member_numbers import add_numbers
from shuxiang.cli.ledger.which_slots import add_slot, slot_words
from shuxiang.core.ledger.reviewing import choose, choose_no_longer

if TYPE_CHECKING:
    import argparse


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    add_slot(parser)
    add_numbers(parser)
    parser.add_argument("--not", dest="no_longer", action="store_true", help="不再选用")


def choose_notes(options: argparse.Namespace) -> int:
    """Choose the notes, or choose them no longer."""
    if options.no_longer:
        decided = decide(options, "choose", choose_no_longer)
        return tell(decided, f"{slot_words(decided.slot)}：不再选用 ", "本来就没有选用")
    decided = decide(options, "choose", choose)
    return tell(decided, f"{slot_words(decided.slot)}：选为好心得 ", "早已选用")


COMMAND = Command(
    "选出好心得，供通报摘用",
    "把一期里几位委员的心得选为好心得，通报会摘用；通报里默认不写姓名。",
    describe,
    choose_notes,
)
