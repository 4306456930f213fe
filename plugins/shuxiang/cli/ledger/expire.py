"""``ledger.py expire``: what an office keeps for some years only, once they are over."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from shuxiang.cli.agreeing import add_agreeing, agreed
from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.forget import tell_cleaned
from shuxiang.cli.ledger.office import Office, office
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.core.ledger.ledger import fold
from shuxiang.store.cleaning import clean
from shuxiang.store.leaving import Expiry, expire, expiry, years_before

_MOST_YEARS = 100


def _describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--years",
        type=int,
        metavar="年数",
        help="保存几年。不写则用 data/ledger/settings.yml 里的 retention_years",
    )
    add_agreeing(parser)


def _expire(options: argparse.Namespace) -> int:
    place = office(options)
    before = years_before(place.today, _years(options, place))
    store = place.store
    found = expiry(store.events(), fold(store.events(())), before)
    if not found:
        print(f"{before} 以前没有要清除的个人内容。")  # noqa: T201
        return 0
    print("\n".join(_preview(found)))  # noqa: T201
    if not agreed(options, "清除以后不能恢复。清除吗？"):
        return 0
    with place.shelf.alone():
        with store.run("expire", place.now) as run:
            ledger = fold(run.events(()))
            expire(run, ledger, expiry(run.events(), ledger, before), place.today)
        with step("清理文件和备份"):
            cleaned = clean(store, place.shelf)
    print("清除好了。各组各期的人数和完成率没有变化。")  # noqa: T201
    return tell_cleaned(cleaned, place.shown)


def _years(options: argparse.Namespace, place: Office) -> int:
    years: int = place.settings.retention_years if options.years is None else options.years
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


COMMAND = Command(
    "清除超过保存年限的个人内容",
    "把早于保存年限的心得、原因、昵称清除，离开超过这个年限的委员注销；数字不变。先列出来，同意后才做。",
    _describe,
    _expire,
)
