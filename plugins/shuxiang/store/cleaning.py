"""The second half of forgetting: what the ledger no longer says is taken off the disk as well.

The transaction that erases leaves the fact ``unfinished``. It stays until all of this is done, so that whoever
opens the ledger next does the rest; each step may be done twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, delete, select

from shuxiang.store.errors import StoreError
from shuxiang.store.gone import Gone, read_gone, seals_without_parts
from shuxiang.store.opening import alone, outside, snapshot
from shuxiang.store.schema import named_files
from shuxiang.store.shelf import Shelf
from shuxiang.store.store import Store, write_fact

_COMPACT = {
    "sqlite": ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"),
    "postgresql": ("VACUUM FULL private", "VACUUM FULL entry_keys", "VACUUM FULL named_files"),
}
"""What makes a database write its files anew, without what was deleted."""

_BUSY = "旧内容还没有从数据库文件里擦净：别的命令正在用台账，或者磁盘快满了"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``files`` named somebody who is gone and are deleted, ``backups`` were written anew.

    ``stuck`` are sentences about what could not be done yet; the next command of the ledger tries again.
    """

    files: tuple[Path, ...]
    backups: tuple[Path, ...]
    stuck: tuple[str, ...]


def clean(store: Store, shelf: Shelf) -> Cleaned:
    """Do all that is left to do; the shelf is the caller's alone meanwhile."""
    with snapshot(store.engine) as connection:
        gone, seals = read_gone(connection), seals_without_parts(connection)
    shelf.note_gone(gone)
    files, stuck = _delete_files(store.engine, gone)
    backups: list[Path] = []
    for path in shelf.backups():
        try:
            backups += [path] if shelf.scrub(path, gone, seals) else []
        except StoreError:
            stuck.append(f"{path.name} 读不出来，不知道里面有没有已注销的内容，请自己处理")
    if not _compact(store.engine):
        stuck.append(_BUSY)
    if not stuck:
        with alone(store.engine) as connection:
            write_fact(connection, "unfinished", "")
    return Cleaned(tuple(files), tuple(backups), tuple(stuck))


def files_of(engine: Engine, members: frozenset[str]) -> list[Path]:
    """The files in which any of the members is named, as far as the ledger has been told."""
    wanted = select(named_files.c.path, named_files.c.member)
    with snapshot(engine) as connection:
        return sorted({Path(path) for path, member in connection.execute(wanted) if member in members})


def _delete_files(engine: Engine, gone: Gone) -> tuple[list[Path], list[str]]:
    """What was deleted, and what could not be; a file that nobody needs to find any more is no longer listed."""
    deleted, stuck = [], []
    for path in files_of(engine, gone.members):
        try:
            if path.exists():
                path.unlink()
                deleted.append(path)
        except OSError:
            stuck.append(f"{path} 没有删掉，可能正在别的程序里打开着")
            continue
        with alone(engine) as connection:
            connection.execute(delete(named_files).where(named_files.c.path == str(path)))
    return deleted, stuck


def _compact(engine: Engine) -> bool:
    """Write the database's files anew; False when that cannot be done yet."""
    try:
        with outside(engine) as connection:
            done = [connection.exec_driver_sql(statement) for statement in _COMPACT[engine.dialect.name]]
            answers = [result.first() for result in done if result.returns_rows]
    except StoreError:
        return False
    return all(not answer or not answer[0] for answer in answers)
