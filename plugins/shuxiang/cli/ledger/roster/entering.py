"""How a change of the roster is entered: shown first, agreed to, and only if it is then still what was shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuxiang.cli.agreeing import agreed
from shuxiang.cli.ledger.office import Office
from shuxiang.cli.legible import legible
from shuxiang.cli.problem import Problem
from shuxiang.cli.text_table import text_table
from shuxiang.core.ledger.ledger import Ledger
from shuxiang.core.ledger.roster_change import Change
from shuxiang.core.ledger.roster_changes import RosterChanges

if TYPE_CHECKING:
    import argparse

    from shuxiang.core.ledger.event import LedgerEvent
    from shuxiang.store.run import Run

MOST_LINES = 60
"""Complaints and names that are told one by one."""


@dataclass(frozen=True, slots=True)
class Input:
    """What a run of the roster is made from: the command, and the file if there is one."""

    command: str
    source: str = ""
    digest: str = ""


def roster_ledger(office: Office, events: Iterable[LedgerEvent] | None = None) -> Ledger:
    """The members, without what they have done: that takes a moment, whatever the ledger holds."""
    return office.ledger(office.store.events(()) if events is None else events)


def enter(
    office: Office, options: argparse.Namespace, given: Input, find: Callable[[Ledger], RosterChanges]
) -> RosterChanges | None:
    """Show what ``find`` finds and enter it when agreed to; None when nothing was entered.

    Problem, and nothing entered, where something must be asked first or others have changed the roster meanwhile.
    """
    shown = find(roster_ledger(office))
    refuse(shown.objections)
    _say(_preview(shown))
    if not shown.changes or not agreed(options):
        return None
    with office.store.run(given.command, office.now, source=given.source, digest=given.digest) as run:
        found = find(roster_ledger(office, run.events(())))
        if _told(found) != _told(shown):
            raise Problem("名册刚刚有人改过，没有写入。请再运行一次，看过新的改动再决定。")
        _add(run, found.changes)
    _say([f"已写入台账第 {run.seq} 号。弄错了可以撤销：python3 scripts/ledger.py undo {run.seq}"])
    return found


def refuse(sentences: Iterable[str]) -> None:
    """Problem with all the sentences, where there is any."""
    said = list(sentences)
    if said:
        rest = [f"另有 {len(said) - MOST_LINES} 处，没有一一列出。"] if len(said) > MOST_LINES else []
        first = f"有 {len(said)} 处要改，什么都没有写入："
        raise Problem("\n".join([first, *(f"  {line}" for line in said[:MOST_LINES]), *rest]))


def _told(found: RosterChanges) -> list[tuple[str, ...]]:
    return [change.told for change in found.changes]


def _add(run: Run, changes: Iterable[Change]) -> None:
    for change in changes:
        for event in change.events:
            run.add(event)


def _preview(found: RosterChanges) -> Iterator[str]:
    yield from found.notes
    if found.absent:
        yield f"台账里还有 {len(found.absent)} 位不在这份名册里，没有动："
        yield from (f"  {member.number}  {member.name}" for member in found.absent[:MOST_LINES])
        if len(found.absent) > MOST_LINES:
            yield f"  另有 {len(found.absent) - MOST_LINES} 位"
        yield (
            "  已经离开的，用 python3 scripts/ledger.py roster leave 编号；这份名册是完整的，加 --complete 再导入。"
        )
    if not found.changes:
        yield "没有变化。"
        return
    counts = Counter(change.what for change in found.changes)
    yield f"要写入的变动：{'，'.join(f'{what} {count} 人' for what, count in counts.items())}。"
    yield text_table(("变动", "编号", "姓名", "内容"), [change.told for change in found.changes])


def _say(lines: Iterable[str]) -> None:
    print(legible("\n".join(lines)), flush=True)  # noqa: T201
