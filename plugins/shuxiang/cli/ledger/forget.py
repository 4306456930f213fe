"""``ledger.py forget``: a person leaves the ledger and its files; the figures stay."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from shuxiang.cli.agreeing import add_agreeing, agreed
from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.mentions import files_naming
from shuxiang.cli.ledger.office import STUCK, Office, office
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.core.card import CardError, parse_number
from shuxiang.core.ledger.event import LedgerEvent
from shuxiang.core.ledger.ledger import Ledger, fold
from shuxiang.core.ledger.member import Member
from shuxiang.store.cleaning import Cleaned, clean, files_of
from shuxiang.store.leaving import forget, parts_of_nobody
from shuxiang.store.store import Store
from shuxiang.store.traces import Traces, traces_of


@dataclass(frozen=True, slots=True)
class _Found:
    """All that there is of a person."""

    member: Member
    traces: Traces
    parts: int
    kept: int
    files: Sequence[Path]
    others: Sequence[Path]
    notes: Sequence[int]


def _describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="编号", help="要注销的委员的编号，例如 0003")
    add_agreeing(parser)


def _forget(options: argparse.Namespace) -> int:
    place = office(options)
    store = place.store
    found = _found(place, store, _member(fold(store.events()), options.number), Path(place.config.docs_dir))
    print("\n".join(_preview(found, place.shown)))  # noqa: T201
    if not agreed(options, "注销以后不能恢复。注销吗？"):
        return 0
    with place.shelf.alone():
        with store.run("forget", place.now) as run:
            ledger = fold(run.events(()))
            forget(run, ledger, found.member.id, place.today, parts_of_nobody(run.events(()), found.traces))
        with step("清理文件和备份"):
            cleaned = clean(store, place.shelf)
    print("已注销。各组各期的人数和完成率没有变化。")  # noqa: T201
    return tell_cleaned(cleaned, place.shown)


def tell_cleaned(cleaned: Cleaned, shown: Callable[[Path], str]) -> int:
    """Say what was cleared away; Problem when something could not be."""
    if cleaned.backups:
        print(f"清理了 {len(cleaned.backups)} 份备份。")  # noqa: T201
    if cleaned.files:
        lines = [
            f"删去了 {len(cleaned.files)} 个文件，还要用的请重新生成：",
            *(f"  {shown(path)}" for path in cleaned.files),
        ]
        print("\n".join(lines))  # noqa: T201
    if cleaned.stuck:
        raise Problem("\n".join(["还有几件事没有做完：", *(f"  {each}。" for each in cleaned.stuck), STUCK]))
    return 0


def _member(ledger: Ledger, text: str) -> Member:
    try:
        member = ledger.numbered().get(parse_number(text))
    except CardError as error:
        raise Problem(str(error)) from None
    if member is None:
        forgotten = sum(member.forgotten for member in ledger.members.values())
        raise Problem(
            f"台账里没有这个编号：可能写错了，也可能已经注销（注销后编号也不留，现在已注销 {forgotten} 位）。"
            "请用 roster list 核对。"
        )
    return member


def _found(place: Office, store: Store, member: Member, docs: Path) -> _Found:
    traces = traces_of(member.id, store.events(()))
    own, notes = [], []
    for event in store.events():
        if event.member == member.id:
            own.append(event.private is not None)
        elif _names(event, traces):
            notes.append(event.seq)
    files = files_of(store.engine, frozenset({member.id}))
    apart = {*files, place.shelf.folder, *place.folder.glob("ledger.db*")}
    with step("查找别处的名字"):
        others = [*files_naming(place.folder, traces.in_text, apart), *files_naming(docs, traces.named_in, set())]
    return _Found(
        member,
        traces,
        parts=sum(own),
        kept=len(own),
        files=[path for path in files if path.exists()],
        others=others,
        notes=notes,
    )


def _names(event: LedgerEvent, traces: Traces) -> bool:
    """Whether somebody else's words name the person."""
    told = event.told("note") + event.told("reason")
    return bool(told) and traces.named_in(told)


def _preview(found: _Found, shown: Callable[[Path], str]) -> Iterator[str]:
    member = found.member
    yield f"注销 {member.number} {member.name}："
    yield f"  台账里删去编号、姓名、联系方式、昵称、密钥、心得、请假和回炉的原因，共 {found.parts} 处；"
    yield f"  留下 {found.kept} 号不写是谁的记录（哪一期、哪一天、什么状态），各组各期的人数和完成率不变；"
    yield "  data/ledger/backups 里的备份同样清理，备份照旧能用。"
    if found.files:
        yield "  删去写有他的文件（通报、签到表、一人一档等）："
        yield from (f"    {shown(path)}" for path in found.files)
    if found.others:
        yield "这些文件里也有他的名字或编号，不会自动改，请自己看是否要改："
        yield from (f"  {shown(path)}" for path in found.others)
    if found.notes:
        yield f"别人写的话里提到他，不会自动改：台账第 {'、'.join(map(str, found.notes))} 号。"
    yield "发出去的通报、打印的卡片、U 盘和别的机器上的备份，要自己处理；从那些备份恢复时，他也不会回来。"


COMMAND = Command(
    "注销一位委员，不留个人信息",
    "把一位委员从台账、导出的文件和备份里去掉，换成一个不写是谁的代号，并记下这次注销。各组各期的数字不变。"
    "先列出会删去什么、留下什么，同意后才做。",
    _describe,
    _forget,
)
