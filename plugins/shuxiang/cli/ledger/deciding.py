"""What close, return, excuse and choose have in common: one slot, some members, all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuxiang.cli.ledger.member_numbers import members_numbered
from shuxiang.cli.ledger.office import open_office
from shuxiang.cli.problem import Problem
from shuxiang.cli.slot_names import find_slot
from shuxiang.core.ledger.reviewing import Judge, Refusal, Verdict, verdict
from shuxiang.exports.cell_text import clean

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from shuxiang.core.ledger.ledger import Ledger
    from shuxiang.core.model import Slot

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Decided:
    """What was entered, for which slot, as which run: 0 when nothing was new."""

    slot: Slot
    verdict: Verdict
    run: int

    @property
    def count(self) -> int:
        """How many members it is new for."""
        return len(self.verdict.events)


def decide(options: argparse.Namespace, command: str, judge: Judge) -> Decided:
    """Judge the members of the command line; Problem, and nothing entered, where one cannot be."""
    return enter(
        options,
        command,
        lambda ledger, slot: verdict(ledger, slot.id, members_numbered(ledger, options.numbers), judge),
    )


def enter(options: argparse.Namespace, command: str, find: Callable[[Ledger, Slot], Verdict]) -> Decided:
    """Enter what is found of the slot of the command line, nobody else writing meanwhile."""
    office = open_office(options)
    slot = find_slot(office.opened, options.slot)
    with office.store.run(command, office.now) as run:
        found = find(office.ledger(run.events([slot.id])), slot)
        if found.refusals:
            raise Problem("\n".join(["没有登记，请改好后再运行一次：", *map(_refusal, found.refusals)]))
        for event in found.events:
            run.add(event)
    return Decided(slot, found, run.seq)


def tell(decided: Decided, done: str, same: str) -> int:
    """Say what was entered and how it is taken back; the exit code."""
    lines = [f"{done}{decided.count} 人。"] if decided.count else ["没有要登记的。"]
    if decided.verdict.same:
        lines.append(f"另有 {decided.verdict.same} 人{same}，没有重复登记。")
    if decided.run:
        lines.append(
            f"这一次是台账第 {decided.run} 号；弄错了可以撤销：python3 scripts/ledger.py undo {decided.run}"
        )
    print("\n".join(lines), flush=True)  # noqa: T201
    return 0


def reason(options: argparse.Namespace) -> str:
    """The reason of the command line, on one line; Problem when nothing is left of it."""
    text = clean(options.reason)
    if not text or len(text) > LONGEST_REASON:
        raise Problem(f"--reason 要写一句话，不超过 {LONGEST_REASON} 个字。")
    return text


def _refusal(refusal: Refusal) -> str:
    return f"第 {refusal.place} 个编号：{refusal.reason}"
