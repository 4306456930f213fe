"""``ledger.py restore``: the ledger as it was when a backup was made."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect

from shuxiang.cli.agreeing import add_agreeing, agreed
from shuxiang.cli.given_file import not_found
from shuxiang.cli.ledger.backup import digest_of, verified_copy
from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.office import DAMAGED, STUCK, Office, open_office
from shuxiang.cli.ledger.restore_text import for_good, preview
from shuxiang.cli.ledger.verify import checked, head_text
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.store.cleaning import clean
from shuxiang.store.errors import DamagedError
from shuxiang.store.facts import refuse_other_version
from shuxiang.store.head import Head, read_name
from shuxiang.store.opening import copy_engine, file_engine, snapshot
from shuxiang.store.restoring import (
    Clearing,
    compare,
    going_too,
    known_gone,
    restore,
    set_aside,
)
from shuxiang.store.schema import facts
from shuxiang.store.shelf import put_durably
from shuxiang.store.store import Store
from shuxiang.store.verifying import Verified

_THERE_ARE = "data/ledger/backups 里有备份。"


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
    add_agreeing(parser, "恢复")


def _restore(options: argparse.Namespace) -> int:
    office = open_office(options)
    backup = _read(options.file, office)
    print(f"{backup.path.name}：台账{head_text(backup.head)}，核对通过。")  # noqa: T201
    try:
        if not office.settings.database and not office.database.exists():
            return _restore_lost(options, office, backup)
        return _restore_over(options, office, backup)
    except DamagedError:
        return _restore_lost(options, office, backup)


def _read(path: Path, office: Office) -> _Backup:
    """The backup, sound; Problem for what is none."""
    if not path.is_file():
        raise not_found(path, _THERE_ARE)
    if office.database.exists() and path.samefile(office.database):
        raise Problem(f"这就是正在用的台账，不是备份。{_THERE_ARE}")
    try:
        with snapshot(copy_engine(path)) as connection:
            if not inspect(connection).has_table(facts.name):
                raise Problem(f"{path} 不是台账的备份，台账没有改动。{_THERE_ARE}")
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


def _restore_over(options: argparse.Namespace, office: Office, backup: _Backup) -> int:
    """Restore into a database that can be read."""
    store = office.open_store()
    with snapshot(store.engine) as present, snapshot(copy_engine(backup.path)) as then:
        found = compare(present, then)
        is_done = found.present.seq and found.is_restored and not checked(present).faults
        gone = known_gone(present, then, office.shelf.gone(read_name(then)))
        lines = [*preview(found), *for_good(backup.path, gone, going_too(present, then))]
    if is_done:
        print("现在的台账就是这份备份的内容，没有要恢复的。")  # noqa: T201
        return _finish(office, store)
    if not (found.same_ledger or options.other_ledger):
        raise Problem("这是另一份台账的备份，没有恢复。确实要用它换掉现在的台账，请加 --other-ledger。")
    print("\n".join(lines))  # noqa: T201
    if not agreed(options, "用备份换掉现在的台账吗？"):
        return 0
    with office.shelf.alone():
        if store.unfinished:
            clean(store, office.shelf)  # what it has lost is noted before another ledger may take its place
        if found.present.seq:
            kept = office.shelf.name(office.now, "恢复前")
            with step("留下现在的台账"):
                office.shelf.write(store.engine, kept)
        _bring_back(office, store, backup, found.present)
    return _finish(office, store)


def _restore_lost(options: argparse.Namespace, office: Office, backup: _Backup) -> int:
    """Make the database anew in place of one that is lost or cannot be read."""
    aside = office.folder / f"{DAMAGED}{office.now:%Y-%m-%d-%H%M%S}.db"
    if office.settings.database:
        raise Problem("数据库读不出来。请让管理数据库的人先给出一个能用的空库，再恢复。")
    is_there = office.database.exists()
    now = f"现在的台账读不出来，会原样移到 {office.shown(aside)}。" if is_there else "现在没有台账。"
    with snapshot(copy_engine(backup.path)) as then:
        known = office.shelf.gone(read_name(then))
    print("\n".join([now, *for_good(backup.path, known, Clearing())]))  # noqa: T201
    if not agreed(options, "从备份恢复吗？"):
        return 0
    office.make_folder()
    with office.shelf.alone():
        fresh = Store(file_engine(office.shelf.unfinished))
        fresh.prepare()
        _bring_back(office, fresh, backup, Head(0, ""))
        clean(fresh, office.shelf)
        set_aside(office.database, aside)
        put_durably(office.shelf.unfinished, office.database)
    return _finish(office, office.open_store())


def _bring_back(office: Office, store: Store, backup: _Backup, expected: Head) -> None:
    run = (office.now, backup.path.name, digest_of(backup.path))
    with step("恢复"), snapshot(copy_engine(backup.path)) as then:
        restore(store, then, expected, office.shelf.gone(read_name(then)), run)


def _finish(office: Office, store: Store) -> int:
    """Clear away what is no longer to be there, and say how the ledger stands."""
    with office.shelf.alone():
        cleaned = clean(store, office.shelf) if store.unfinished else None
    print(f"台账现在{head_text(store.head())}。")  # noqa: T201
    if cleaned and cleaned.stuck:
        raise Problem(
            "\n".join(["台账已恢复，还有几件事没有做完：", *(f"  {each}。" for each in cleaned.stuck), STUCK])
        )
    return 0


COMMAND = Command(
    "从备份恢复台账",
    "先核对备份，列出恢复后会失去、会回来哪些登记，同意后一次换好。别的命令正在使用台账也可以恢复。"
    "现在的台账会先留一份。已经注销的委员不会因此回来。",
    _describe,
    _restore,
)
