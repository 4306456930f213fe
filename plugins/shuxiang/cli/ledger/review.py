"""``ledger.py review``: what waits to be looked at, with the notes; or a random sample of what was handed in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import time
from fractions import Fraction
from typing import TYPE_CHECKING

from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.office import Office, open_office
from shuxiang.cli.ledger.row_cells import acts_text, note_lines
from shuxiang.cli.ledger.which_slots import Selection, add_selection, is_narrowed, selected, slot_words
from shuxiang.cli.legible import legible
from shuxiang.cli.problem import Problem
from shuxiang.core.card import number_order
from shuxiang.core.labels import day_of_month
from shuxiang.core.ledger.event import Kind, LedgerEvent, NewEvent
from shuxiang.core.ledger.numbers import Numbers
from shuxiang.core.ledger.row import MADE_UP, State
from shuxiang.core.ledger.sampling import Drawn, Pool, draw, share_of
from shuxiang.core.ledger.tally import counted_day

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from shuxiang.core.ledger.ledger import Ledger
    from shuxiang.core.ledger.row import Row
    from shuxiang.core.model import Slot

_SEEDS = 10**8
_LONGEST_SEED = 18


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    add_selection(parser)
    parser.add_argument("--names", action="store_true", help="在编号旁边列出姓名")
    parser.add_argument("--sample", metavar="比例", help="随机抽查一部分，例如 10％")
    parser.add_argument("--seed", metavar="数字", help="抽取用的种子，同样的种子抽出同样的；不写则随机取一个")
    parser.add_argument("--again", action="store_true", help="抽过的期再抽一次，抽过的不再抽到")


def review(options: argparse.Namespace) -> int:
    """List what waits, or draw a sample of it first."""
    office = open_office(options)
    if options.sample:
        return _sample(office, options)
    if options.seed or options.again:
        raise Problem("--seed 和 --again 要和 --sample 一起用，例如 --sample 10%。")
    slots = selected(office, options).slots if is_narrowed(options) else office.schedule.slots
    ledger = office.ledger(office.store.events([slot.id for slot in slots]))
    wanted = {slot.id for slot in slots}
    waiting = [row for row in ledger.rows.values() if row.state is State.WAITING and row.slot in wanted]
    if not waiting:
        print("没有待审的。")  # noqa: T201
        return 0
    print(f"待审 {len(waiting)} 份。\n")  # noqa: T201
    _print_rows(office, ledger, waiting, names=options.names)
    return 0


def _sample(office: Office, options: argparse.Namespace) -> int:
    share = _share(options.sample)
    if not is_narrowed(options):
        raise Problem("请写明从哪里抽：加 --slot 期次、--period 时段或 --cadence 节奏。")
    seed = _seed(options.seed)
    selection = selected(office, options)
    with office.store.run("review", office.now) as run:
        drawing = _Drawing(frozenset(selection.ids))
        for event in run.events(selection.ids):
            drawing.take(event)
        _refuse_twice(drawing, again=options.again)
        population = drawing.pool.undecided(selection.ids)
        picked = draw(population, share, seed)
        if picked:
            run.add(_sampled(options.sample, seed, selection, population, picked))
        for slot, member in picked:
            run.add(NewEvent(Kind.PICKED, member, slot))
    if not picked:
        print(f"{selection.words}：没有可抽的。交来了、还没有审过也没有抽过的才会抽到。")  # noqa: T201
        return 0
    print(  # noqa: T201
        f"从{selection.words}的 {len(population)} 份里抽出 {len(picked)} 份（{_percent(share)}，种子 {seed}），"
        f"已记入台账第 {run.seq} 号。用同样的种子再抽，结果一样。\n"
    )
    ledger = office.ledger(office.store.events(selection.ids))
    _print_rows(office, ledger, [ledger.rows[one] for one in picked], names=options.names)
    return 0


def _share(text: str) -> Fraction:
    try:
        return share_of(text)
    except ValueError:
        raise Problem(f"--sample 要写一个百分数，大于 0，不超过 100，例如 10%；给的是 {text}。") from None


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):g}%"


def _seed(text: str | None) -> str:
    if text is None:
        return str(secrets.randbelow(_SEEDS))
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_SEED):
        raise Problem(f"--seed 要写一个数字，不超过 {_LONGEST_SEED} 位，例如 20261118。")
    return text


@dataclass(slots=True)
class _Drawing:
    """What may be drawn from in some slots, and the samples that were drawn there before."""

    slots: frozenset[str]
    pool: Pool = field(default_factory=Pool)
    samples: list[LedgerEvent] = field(default_factory=list)

    def take(self, event: LedgerEvent) -> None:
        self.pool.take(event)
        if event.kind is Kind.SAMPLED and self.slots & set(event.data["slots"]):
            self.samples.append(event)


def _refuse_twice(drawing: _Drawing, *, again: bool) -> None:
    """Problem where a sample that counts was drawn from one of the slots already."""
    former = next((event for event in drawing.samples if event.run not in drawing.pool.withdrawn), None)
    if former and not again:
        raise Problem(
            f"已经抽过：{former.data['among']}，{former.data['of']} 份里抽了 {former.data['picked']} 份"
            f"（台账第 {former.run} 号，种子 {former.data['seed']}）。确实要再抽一次，请加 --again。"
        )


def _sampled(
    share: str, seed: str, selection: Selection, population: Sequence[Drawn], picked: Sequence[Drawn]
) -> NewEvent:
    numbers = {"of": len(population), "picked": len(picked)}
    told = {"seed": seed, "share": share, "among": selection.words, "slots": list(selection.ids)}
    return NewEvent(Kind.SAMPLED, data={**told, **numbers})


def _print_rows(office: Office, ledger: Ledger, rows: Iterable[Row], *, names: bool) -> None:
    """The rows by slot, each with its note; and how to go on."""
    by_slot: dict[str, list[Row]] = {}
    numbers = Numbers(ledger.members.values())
    for row in sorted(rows, key=lambda row: number_order(ledger.members[row.member].number)):
        by_slot.setdefault(row.slot, []).append(row)
    slots = [slot for slot in office.schedule.slots if slot.id in by_slot]
    for slot in slots:
        print(f"{slot_words(slot)}　{slot.id}")  # noqa: T201
        for row in by_slot[slot.id]:
            member = ledger.members[row.member]
            who = f"{numbers.typed(member)} {member.name}" if names else numbers.typed(member)
            group = member.group_on(counted_day(slot, office.today))
            print(legible("\n".join(_lines(slot, row, who, group))))  # noqa: T201
        print()  # noqa: T201
    example = slots[0].id
    print(  # noqa: T201
        f"看过可以的：python3 scripts/ledger.py close {example} 编号 编号…（全部可以：--all-waiting）\n"
        f"想请本人补充的：python3 scripts/ledger.py return {example} 编号 --reason 一句话"
    )


def _moment(at: datetime) -> str:
    """The day, and the time where there is one: who was at an event was there that day."""
    return f"{day_of_month(at)} {at:%H:%M}" if at.time() != time() else day_of_month(at)


def _lines(slot: Slot, row: Row, who: str, group: str) -> Iterator[str]:
    at = _moment(row.last_at) if row.last_at else ""
    late = f"（{MADE_UP}）" if row.made_up(slot.period.end) else ""
    yield f"  {who}　{group}　{acts_text(row)}　{at}{late}　台账第 {row.evidence[0]} 号"
    yield from (f"      {line}" for line in note_lines(row.note) if line)
    if not row.note:
        yield "      （没有写心得）"


COMMAND = Command(
    "列出待审的，或随机抽查一部分",
    "列出待审的打卡和心得，供审核的人看；加 --sample 则从交来的里面随机抽查一部分，"
    "种子记入台账，谁都可以照着再抽一遍。",
    describe,
    review,
)
