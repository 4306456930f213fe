"""撤销: which runs there were, whether one may be taken back, and what the ledger is without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shuxiang.core.ledger.event import Kind, LedgerEvent, withdrawn_runs
from shuxiang.core.ledger.ledger import Ledger, fold

_ROSTER = {Kind.JOINED, Kind.DESCRIBED, Kind.MOVED, Kind.LEFT}
_KEYS = {Kind.KEY_ISSUED, Kind.KEY_REVOKED}
_GONE = {Kind.FORGOTTEN, Kind.ERASED, Kind.EXPIRED}


@dataclass(slots=True)
class PastRun:
    """One run: its first event's number, when, by which command, from what input, and what it added."""

    seq: int
    entered: datetime
    command: str
    source: str
    kinds: Counter[Kind] = field(default_factory=Counter)
    withdrawn: bool = False


def past_runs(events: Iterable[LedgerEvent]) -> tuple[PastRun, ...]:
    """All runs in their order, those that were withdrawn among them."""
    runs: dict[int, PastRun] = {}
    for event in events:
        if event.kind is Kind.RUN:
            told = (str(event.data.get("command", "")), event.told("input"))
            runs[event.seq] = PastRun(event.seq, event.entered, *told)
            continue
        runs[event.run].kinds[event.kind] += 1
        if event.kind is Kind.WITHDRAWN:
            runs[event.data["of"]].withdrawn = True
    return tuple(runs.values())


def objection(events: Sequence[LedgerEvent], run: int) -> str:
    """Why a run cannot be withdrawn, as a Chinese sentence; empty when it can."""
    own = [event for event in events if event.run == run]
    if not own:
        return _no_such_run(events, run)
    if run in withdrawn_runs(events):
        return f"台账第 {run} 号那一次已经撤销过了。"
    return _of_a_kind_that_stays({event.kind for event in own}) or _built_upon(events, own)


def _no_such_run(events: Sequence[LedgerEvent], seq: int) -> str:
    found = next((event for event in events if event.seq == seq), None)
    if found is None:
        return f"台账里没有第 {seq} 号。"
    return f"台账第 {seq} 号是第 {found.run} 号那一次登记的。要撤销那一次，请写 {found.run}。"


def _of_a_kind_that_stays(kinds: set[Kind]) -> str:
    if kinds & _GONE:
        return "注销和到期清除不能撤销：清除的内容已经没有了。"
    if Kind.WITHDRAWN in kinds:
        return "这一次撤销或更正过以前的登记，不能再撤销。要恢复，请把原来的文件再收一次，或重新登记。"
    if kinds & _KEYS:
        return (
            "发卡和作废不能撤销：卡片已经不在这里。要换卡请用 python3 scripts/ledger.py roster keys，"
            "要作废请用 python3 scripts/ledger.py roster revoke。"
        )
    return ""


def _built_upon(events: Sequence[LedgerEvent], own: Sequence[LedgerEvent]) -> str:
    """Whether later events are about members whom this run has brought in or changed."""
    last = own[-1].seq
    withdrawn = withdrawn_runs(events)
    later = [event for event in events if event.seq > last and event.run not in withdrawn]
    brought = {event.member for event in own if event.kind is Kind.JOINED}
    if any(event.member in brought for event in later):
        return (
            "这一次加入的委员，后来有了别的登记，不能撤销。"
            "要让谁离开，请用 python3 scripts/ledger.py roster leave。"
        )
    changed = {event.member for event in own if event.kind in _ROSTER}
    if any(event.member in changed and (event.kind in _ROSTER or event.kind in _GONE) for event in later):
        return (
            "这一次改过的委员，名册后来又改了，不能撤销。"
            "请用 python3 scripts/ledger.py roster 的命令改成现在该有的样子。"
        )
    return ""


@dataclass(frozen=True, slots=True)
class Undone:
    """What the ledger would lose: rows that go, by slot, and rows that stay but are no longer the same."""

    gone: Mapping[str, int]
    changed: Mapping[str, int]
    members: int


def undone(events: Sequence[LedgerEvent], run: int) -> Undone:
    """The ledger with the run beside the ledger without it."""
    before, after = fold(events), fold([event for event in events if event.run != run])
    gone = Counter(slot for slot, member in before.rows if (slot, member) not in after.rows)
    changed = Counter(place[0] for place, row in after.rows.items() if before.rows.get(place) != row)
    return Undone(gone, changed, _members_changed(before, after))


def _members_changed(before: Ledger, after: Ledger) -> int:
    return sum(after.members.get(id_) != member for id_, member in before.members.items())
