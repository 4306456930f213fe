"""``ledger.py restore``: the ledger as it was when a backup was made."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from shuxiang.cli.agreeing import add_agreeing, agreed
from shuxiang.cli.ledger.backup import digest_of, verified_copy
from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.office import DAMAGED, STUCK, Office, office
from shuxiang.cli.ledger.verify import checked, head_text
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.store.cleaning import clean
from shuxiang.store.errors import DamagedError
from shuxiang.store.gone import Gone
from shuxiang.store.opening import copy_engine, file_engine, snapshot
from shuxiang.store.restoring import Comparison, RunMade, compare, restore, set_aside
from shuxiang.store.shelf import put_durably
from shuxiang.store.store import Head, Store, refuse_other_version
from shuxiang.store.verifying import Verified

_SHOWN = 20


@dataclass(frozen=True)
class _Backup:
    path: Path
    verified: Verified

    @property
    def head(self) -> Head:
        return self.verified.head


def _describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="备份文件", help="例如 data/ledger/backups/台账-2026-11-22-1530.db"
    )
    parser.add_argument("--other-ledger", action="store_true", help="备份是另一份台账的，也照样恢复")
    add_agreeing(parser)


def _restore(options: argparse.Namespace) -> int:
    place = office(options)
    backup = _read(options.file, place)
    print(f"{backup.path.name}：{head_text(backup.head)}，核对通过。")  # noqa: T201
    try:
        if not place.settings.database and not place.database.exists():
            return _restore_lost(options, place, backup)
        return _restore_over(options, place, backup)
    except DamagedError:
        return _restore_lost(options, place, backup)


def _read(path: Path, place: Office) -> _Backup:
    """The backup, sound; Problem for what is none."""
    if not path.is_file():
        raise Problem(f"找不到文件 {path}。data/ledger/backups 里有备份。")
    if place.database.exists() and path.samefile(place.database):
        raise Problem("这就是正在用的台账，不是备份。data/ledger/backups 里有备份。")
    try:
        with snapshot(copy_engine(path)) as connection:
            refuse_other_version(connection)
        verified = verified_copy(path)
    except DamagedError:
        raise Problem(f"{path} 不是台账的备份，或者已经损坏，台账没有改动。请换一份备份。") from None
    if verified.faults:
        raise Problem(
            "\n".join(
                [
                    f"{path} 核对没有通过，没有恢复，台账没有改动。请换一份备份。",
                    *(f"  {each}" for each in verified.told),
                ]
            )
        )
    return _Backup(path, verified)


def _restore_over(options: argparse.Namespace, place: Office, backup: _Backup) -> int:
    """Restore into a database that can be read."""
    store = place.open_store()
    with snapshot(store.engine) as present, snapshot(copy_engine(backup.path)) as then:
        found = compare(present, then)
        is_done = found.present.seq and found.is_restored and not checked(present).faults
    if is_done:
        print("现在的台账就是这份备份的内容，没有要恢复的。")  # noqa: T201
        return _finish(place, store)
    if not (found.same_ledger or options.other_ledger):
        raise Problem("这是另一份台账的备份，没有恢复。确实要用它换掉现在的台账，请加 --other-ledger。")
    print("\n".join(_preview(found)))  # noqa: T201
    if not agreed(options, "用备份换掉现在的台账吗？"):
        return 0
    with place.shelf.alone():
        if found.present.seq:
            kept = place.shelf.name(place.now, "恢复前")
            with step("留下现在的台账"):
                place.shelf.write(store.engine, kept, Gone())
        _bring_back(place, store, backup, found.present)
    return _finish(place, store)


def _restore_lost(options: argparse.Namespace, place: Office, backup: _Backup) -> int:
    """Make the database anew in place of one that is lost or cannot be read."""
    aside = place.folder / f"{DAMAGED}{place.now:%Y-%m-%d-%H%M%S}.db"
    if place.settings.database:
        raise Problem("数据库读不出来。请让管理数据库的人先给出一个能用的空库，再恢复。")
    if place.database.exists():
        print(f"现在的台账读不出来，会原样移到 {place.shown(aside)}。")  # noqa: T201
    else:
        print("现在没有台账。")  # noqa: T201
    if not agreed(options, "从备份恢复吗？"):
        return 0
    place.make_folder()
    with place.shelf.alone():
        fresh = Store(file_engine(place.shelf.unfinished))
        fresh.prepare()
        _bring_back(place, fresh, backup, Head(0, ""))
        clean(fresh, place.shelf)
        set_aside(place.database, aside)
        put_durably(place.shelf.unfinished, place.database)
    return _finish(place, place.open_store())


def _bring_back(place: Office, store: Store, backup: _Backup, expected: Head) -> None:
    run = (place.now, backup.path.name, digest_of(backup.path))
    with step("恢复"), snapshot(copy_engine(backup.path)) as then:
        restore(store, then, expected, place.shelf.gone(), run)


def _finish(place: Office, store: Store) -> int:
    """Clear away what is no longer to be there, and say how the ledger stands."""
    with place.shelf.alone():
        cleaned = clean(store, place.shelf) if store.unfinished else None
    print(f"台账现在{head_text(store.head())}。")  # noqa: T201
    if cleaned and cleaned.stuck:
        raise Problem(
            "\n".join(["台账已恢复，还有几件事没有做完：", *(f"  {each}。" for each in cleaned.stuck), STUCK])
        )
    return 0


def _preview(found: Comparison) -> Iterator[str]:
    if not found.present.seq:
        yield "现在的台账是空的。"
        return
    yield f"现在的台账{head_text(found.present)}，和备份一样的是前 {found.common} 号。"
    yield from _runs("会失去这以后登记的", found.lost)
    yield from _runs("会回来的是备份里", found.gained)
    yield "现在的台账会先存进 data/ledger/backups，文件名带“恢复前”；要反悔，就从它恢复。"
    yield "已经注销的委员和到期清除的内容不会回来。"


def _runs(title: str, runs: Sequence[RunMade]) -> Iterator[str]:
    if not runs:
        return
    yield f"{title} {sum(run.events for run in runs)} 号，分 {len(runs)} 次："
    for run in runs[-_SHOWN:]:
        yield f"  第 {run.seq} 号起，{run.entered:%Y-%m-%d %H:%M}，{run.command}，{run.events} 号"
    if len(runs) > _SHOWN:
        yield f"  更早的还有 {len(runs) - _SHOWN} 次。"


COMMAND = Command(
    "从备份恢复台账",
    "先核对备份，列出恢复后会失去、会回来哪些登记，同意后一次换好。别的命令正在使用台账也可以恢复。"
    "现在的台账会先留一份。已经注销的委员不会因此回来。",
    _describe,
    _restore,
)
