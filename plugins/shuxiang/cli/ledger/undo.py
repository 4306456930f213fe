"""``ledger.py undo``: the last runs, and how one of them is taken back. Nothing is erased: it counts no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuxiang.cli.agreeing import add_agreeing, agreed
from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.office import Office, open_office
from shuxiang.cli.ledger.which_slots import slot_words
from shuxiang.cli.problem import Problem
from shuxiang.cli.text_table import text_table
from shuxiang.core.ledger.event import Kind, LedgerEvent
from shuxiang.core.ledger.undoing import PastRun, objection, past_runs, undone

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping, Sequence

_LAST = 15
_MOST_SLOTS = 12
KIND_NAMES = {
    Kind.JOINED: "加入名册",
    Kind.DESCRIBED: "改名册",
    Kind.MOVED: "调组",
    Kind.LEFT: "离开",
    Kind.KEY_ISSUED: "发卡",
    Kind.KEY_USED: "开始用卡",
    Kind.KEY_REVOKED: "卡作废",
    Kind.NICKNAMED: "认昵称",
    Kind.CHECKED_IN: "打卡",
    Kind.ATTENDED: "到会",
    Kind.EXCUSED: "请假",
    Kind.SAMPLED: "抽查",
    Kind.PICKED: "抽到",
    Kind.CLOSED: "销号",
    Kind.RETURNED: "回炉",
    Kind.CHOSEN: "好心得",
    Kind.WITHDRAWN: "撤销",
    Kind.FORGOTTEN: "注销",
    Kind.ERASED: "删去提到的",
    Kind.EXPIRED: "到期清除",
}
"""What a run added, in words; all kinds but the run itself."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("run", nargs="?", type=int, metavar="台账号", help="要撤销的那一次。不写则列出最近几次")
    add_agreeing(parser, "撤销")


def undo(options: argparse.Namespace) -> int:
    """List the last runs, or withdraw one."""
    office = open_office(options)
    events = list(office.store.events())
    if options.run is None:
        return _list(events)
    _refuse(events, options.run)
    print("\n".join(_meaning(office, events, options.run)), flush=True)  # noqa: T201
    if not agreed(options, "撤销这一次吗？"):
        return 0
    with office.store.run("undo", office.now) as run:
        _refuse(list(run.events()), options.run)
        run.withdraw(options.run)
    print(f"已撤销台账第 {options.run} 号那一次，记为第 {run.seq} 号。原来的文件改好后可以再收。")  # noqa: T201
    return 0


def _list(events: Sequence[LedgerEvent]) -> int:
    runs = past_runs(events)
    if not runs:
        print("台账还是空的。")  # noqa: T201
        return 0
    rows = [_cells(run) for run in runs[-_LAST:]]
    print(text_table(("台账号", "时间", "命令", "登记了", "来自"), rows))  # noqa: T201
    print("\n要撤销其中一次：python3 scripts/ledger.py undo 台账号（先说明会怎样，同意了才撤销）。")  # noqa: T201
    return 0


def _cells(run: PastRun) -> tuple[str, ...]:
    added = f"{_added(run)}{'（已撤销）' if run.withdrawn else ''}"
    return (str(run.seq), f"{run.entered:%Y-%m-%d %H:%M}", run.command, added, run.source)


def _added(run: PastRun) -> str:
    return "，".join(f"{KIND_NAMES[kind]} {number}" for kind, number in run.kinds.items())


def _refuse(events: Sequence[LedgerEvent], run: int) -> None:
    sentence = objection(events, run)
    if sentence:
        raise Problem(sentence)


def _meaning(office: Office, events: Sequence[LedgerEvent], run: int) -> Iterator[str]:
    past = next(one for one in past_runs(events) if one.seq == run)
    found = undone(events, run)
    yield f"台账第 {run} 号那一次：{past.entered:%Y-%m-%d %H:%M} {past.command}，{_added(past)}。撤销以后："
    yield from _by_slot(office, found.gone, "不再有登记")
    yield from _by_slot(office, found.changed, "回到这一次以前的样子")
    if found.members:
        yield f"  名册上 {found.members} 人回到这一次以前的样子"
    if Kind.NICKNAMED in past.kinds:
        yield "  昵称不再认得；已经按它登记的回执不跟着撤销"
    yield "记录不会抹掉，台账里仍查得到，只是不再算数。"


def _by_slot(office: Office, counts: Mapping[str, int], what: str) -> Iterator[str]:
    names = {slot.id: slot_words(slot) for slot in office.schedule.slots if slot.id in counts}
    shown = list(counts)[:_MOST_SLOTS]
    for id_ in shown:
        yield f"  {names.get(id_, id_)}：{counts[id_]} 人{what}"
    rest = sum(counts[id_] for id_ in counts if id_ not in shown)
    if rest:
        yield f"  另外 {len(counts) - len(shown)} 期：{rest} 人次{what}"


COMMAND = Command(
    "撤销一次登记",
    "列出最近几次登记；写明哪一次，就撤销它：记录仍在，不再算数，改好的文件可以再收。先说明会怎样，同意了才撤销。",
    describe,
    undo,
)
