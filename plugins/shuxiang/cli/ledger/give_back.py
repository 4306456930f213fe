"""``ledger.py return``: asked for again, with a reason that the member is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.deciding import decide, reason, tell
from shuxiang.cli.ledger.member_numbers import add_numbers
from shuxiang.cli.ledger.which_slots import add_slot, slot_words
from shuxiang.core.ledger.reviewing import give_back

if TYPE_CHECKING:
    import argparse


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    add_slot(parser)
    add_numbers(parser)
    parser.add_argument("--reason", required=True, metavar="一句话", help="为什么，会写进发给本人的话里")
    parser.add_argument("--reopen", action="store_true", help="已经销号的也退回")


def return_rows(options: argparse.Namespace) -> int:
    """Return the rows and print what to send."""
    why = reason(options)
    decided = decide(options, "return", give_back(why, reopen=options.reopen))
    code = tell(decided, f"{slot_words(decided.slot)}：已回炉 ", "早已因为同样的原因回炉")
    end = "" if why[-1] in "。！？!?" else "。"
    print(  # noqa: T201
        "\n可以把下面这段话单独发给本人：\n"
        f"  您好！您交来的{slot_words(decided.slot)}已经收到，谢谢。想请您再补充一下：{why}{end}"
        "改好后在打卡页再打一次卡，把新的回执发来就可以，不急。"
    )
    return code


COMMAND = Command(
    "回炉：想请本人补充",
    "退回一期里几位委员交来的，写明原因，并给出可以发给本人的一段话。本人再交来，就又是待审。",
    describe,
    return_rows,
)
