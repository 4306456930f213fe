"""``ledger.py forget``: a person leaves the ledger and its files; the figures stay."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from shuxiang.cli.agreeing import add_agreeing, agreed
from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.member_numbers import only_holder
from shuxiang.cli.ledger.mentions import Mentions, mentions
from shuxiang.cli.ledger.office import STUCK, Office, open_office
from shuxiang.cli.legible import legible
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.core.ledger.event import LedgerEvent
from shuxiang.core.ledger.ledger import Ledger, fold
from shuxiang.core.ledger.member import Member
from shuxiang.store.cleaning import Cleaned, clean, files_of, known_files
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
    others: Mentions
    notes: Sequence[int]
    kept_names: Sequence[int]


def _describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="编号", help="要注销的委员的编号，例如 0003")
    add_agreeing(parser, "注销")


def _forget(options: argparse.Namespace) -> int:
    office = open_office(options)
    store = office.store
    found = _found(office, store, _member(fold(store.events()), options.number), Path(office.config.docs_dir))
    print(legible("\n".join(_preview(found, office.shown))))  # noqa: T201
    if not agreed(options, "注销以后不能恢复。注销吗？"):
        return 0
    with office.shelf.alone():
        with store.run("forget", office.now) as run:
            ledger = fold(run.events(()))
            forget(run, ledger, found.member.id, office.today, parts_of_nobody(run.events(()), found.traces))
        with step("清理文件和备份"):
            cleaned = clean(store, office.shelf)
    print("已注销。各组各期的人数和完成率没有变化。")  # noqa: T201
    return tell_cleaned(cleaned, office.shown, found.files)


def tell_cleaned(cleaned: Cleaned, shown: Callable[[Path], str], told: Sequence[Path] = ()) -> int:
    """Say what was cleared away; Problem when something could not be. Files ``told`` before are not named again."""
    if cleaned.backups:
        print(f"清理了 {len(cleaned.backups)} 份备份。")  # noqa: T201
    if cleaned.files:
        more = [f"  {shown(path)}" for path in cleaned.files if path not in told]
        end = "，其中：" if more else "。"
        print("\n".join([f"删去了 {len(cleaned.files)} 个文件，还要用的请重新生成{end}", *more]))  # noqa: T201
    if cleaned.stuck:
        raise Problem(
            "\n".join(["已从台账删去，还有清理没有做完：", *(f"  {each}。" for each in cleaned.stuck), STUCK])
        )
    return 0


def _member(ledger: Ledger, text: str) -> Member:
    member = only_holder(ledger, text)
    if member is None:
        forgotten = sum(member.forgotten for member in ledger.members.values())
        raise Problem(
            f"台账里没有这个编号：可能写错了，也可能已经注销（注销后编号也不留，现在已注销 {forgotten} 位）。"
            "请用 python3 scripts/ledger.py roster list 核对。"
        )
    return member


def _found(office: Office, store: Store, member: Member, docs: Path) -> _Found:
    traces = traces_of(member.id, store.events(()))
    own, notes, kept_names = [], [], []
    for event in store.events():
        if event.member == member.id:
            own.append(event.private is not None)
        elif _names(event, traces):
            notes.append(event.seq)
        if any(traces.named_in(word) for word in event.data.values() if isinstance(word, str)):
            kept_names.append(event.seq)
    files = files_of(store.engine, frozenset({member.id}))
    own_database = () if office.settings.database else office.folder.glob("ledger.db*")
    apart = {*files, office.shelf.folder, *own_database}
    with step("查找别处的名字"):
        here = mentions(office.folder, traces.in_text, apart, known_files(store.engine))
        site = mentions(docs, traces.named_in, ())
    return _Found(
        member,
        traces,
        parts=sum(own),
        kept=len(own),
        files=[path for path in files if path.exists()],
        others=Mentions([*here.naming, *site.naming], here.unread),
        notes=notes,
        kept_names=kept_names,
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
    if found.others.naming:
        yield "这些文件里也有他的名字或编号，不会自动改，请自己看是否要改："
        yield from (f"  {shown(path)}" for path in found.others.naming)
    if found.others.unread:
        yield "这些文件读不出文字，不知道里面有没有他，请自己看，用不着的请删去："
        yield from (f"  {shown(path)}" for path in found.others.unread)
    if found.notes:
        yield f"别人写的话里提到他，不会自动改：台账第 {'、'.join(map(str, found.notes))} 号。"
    if found.kept_names:
        yield f"小组、活动的名称里写着他：台账第 {'、'.join(map(str, found.kept_names))} 号。"
        yield "  名称长久保留，这几号里的删不掉。请在名册和学习计划里改掉名称，以后登记的就不再写他。"
    yield "名册、聊天记录这些原件，发出去的通报、打印的卡片，U 盘和别的机器上的备份，要自己处理。"
    yield "名册文件里请也删去他，否则下次导入又会把他当作新委员加入。"


COMMAND = Command(
    "注销一位委员，不留个人信息",
    "把一位委员从台账、导出的文件和备份里去掉，换成一个不写是谁的代号，并记下这次注销。各组各期的数字不变。"
    "先列出会删去什么、留下什么，同意后才做。",
    _describe,
    _forget,
)
