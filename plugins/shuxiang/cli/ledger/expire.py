"""``ledger.py expire``: what an office keeps for some years only, once they are over."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from shuxiang.cli.agreeing import add_agreeing, agreed
from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.forget import tell_cleaned
from shuxiang.cli.ledger.office import Office, open_office
from shuxiang.cli.legible import legible
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.core.ledger.ledger import fold
from shuxiang.store.cleaning import clean, files_of
from shuxiang.store.leaving import Expiry, expire, expiry, years_before
from shuxiang.store.store import Store

_MOST_YEARS = 100


def _describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--years",
        type=int,
        metavar="年数",
        help="保存几年。不写则用 data/ledger/settings.yml 里的 retention_years",
    )
    add_agreeing(parser, "清除")


def _expire(options: argparse.Namespace) -> int:
    office = open_office(options)
    before = years_before(office.today, _years(options, office))
    store = office.store
    found = expiry(store.events(), fold(store.events(())), before)
    if not found:
        print(f"{before} 以前没有要清除的个人内容。")  # noqa: T201
        return 0
    print(legible("\n".join([*_preview(found), *_files(found, store, office.shown)])))  # noqa: T201
    if not agreed(options, "清除以后不能恢复。清除吗？"):
        return 0
    with office.shelf.alone():
        with store.run("expire", office.now) as run:
            ledger = fold(run.events(()))
            expire(run, ledger, expiry(run.events(), ledger, before), office.today)
        with step("清理文件和备份"):
            cleaned = clean(store, office.shelf)
    print("清除好了。各组各期的人数和完成率没有变化。")  # noqa: T201
    return tell_cleaned(cleaned, office.shown)


def _years(options: argparse.Namespace, office: Office) -> int:
    years: int = office.settings.retention_years if options.years is None else options.years
    if options.years is None and not years:
        raise Problem(
            "还没有定保存几年。请在 data/ledger/settings.yml 里写一行 retention_years: 5，或者加 --years 5。"
        )
    if not 1 <= years <= _MOST_YEARS:
        raise Problem(f"--years 应是 1 到 {_MOST_YEARS} 之间的整数。")
    return years


def _preview(found: Expiry) -> Iterator[str]:
    yield f"{found.before} 以前登记的，会清除："
    if found.parts:
        yield f"  {len(found.parts)} 号里的心得、原因、昵称、文件名等个人内容（记录本身留下，数字不变）；"
    if found.members:
        yield f"  {len(found.members)} 位在那以前就离开的委员，全部注销："
        yield from (f"    {member.number} {member.name}" for member in found.members)
    yield "在册委员的编号、姓名和有效的密钥不动。data/ledger/backups 里的备份同样清理。"


def _files(found: Expiry, store: Store, shown: Callable[[Path], str]) -> Iterator[str]:
    """The files that go with members, and those that may hold what is cleared out of members who stay."""
    parts, gone = frozenset(found.parts), frozenset(member.id for member in found.members)
    whose = frozenset(event.member for event in store.events(told=False) if event.seq in parts)
    deleted = [path for path in files_of(store.engine, gone) if path.exists()]
    if deleted:
        yield "写有注销的委员的文件也删去："
        yield from (f"  {shown(path)}" for path in deleted)
    left = [path for path in files_of(store.engine, whose - {""}) if path.exists() and path not in deleted]
    if left:
        yield "这些文件里可能还写着要清除的内容，不会自动删，请清除以后删去，还要用的重新生成："
        yield from (f"  {shown(path)}" for path in left)
    yield "当年收进来的聊天记录、签到表这些原件，发出去和打印的，要自己处理。"


COMMAND = Command(
    "清除超过保存年限的个人内容",
    "把早于保存年限的心得、原因、昵称清除，离开超过这个年限的委员注销；数字不变。先列出来，同意后才做。",
    _describe,
    _expire,
)
