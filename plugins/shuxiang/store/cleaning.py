"""The second half of forgetting: what the ledger no longer says is taken off the disk as well.

The transaction that erases leaves the fact ``unfinished``. It stays until all of this is done, so that whoever
opens the ledger next does the rest; each step may be done twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, delete, select

from shuxiang.store.errors import DamagedError, StoreError
from shuxiang.store.facts import write_fact
from shuxiang.store.gone import Gone
from shuxiang.store.opening import alone, outside, snapshot
from shuxiang.store.schema import named_files
from shuxiang.store.scrubbing import Loss, read_loss
from shuxiang.store.shelf import Shelf
from shuxiang.store.store import Store

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
    """Do all that can be done of what is left to do; the shelf is the caller's alone meanwhile.

    What was to go has gone from the ledger's events already: whatever is in the way here is told, never raised.
    """
    with snapshot(store.engine) as connection:
        loss = read_loss(connection)
    stuck: list[str] = []
    with _whatever(stuck, "data/ledger/backups/已注销.json 没有写好，磁盘可能满了"):
        shelf.note_gone(loss.ledger, loss.gone)
    files = _delete_files(store.engine, loss.gone, stuck)
    backups = [path for path in shelf.backups() if _scrub(store, shelf, path, loss, stuck)]
    if not _compact(store.engine):
        stuck.append(_BUSY)
    if not stuck:
        with _whatever(stuck, _BUSY), alone(store.engine) as connection:
            write_fact(connection, "unfinished", "")
    return Cleaned(tuple(files), tuple(backups), tuple(stuck))


@contextmanager
def _whatever(stuck: list[str], sentence: str) -> Iterator[None]:
    """A step that may fail for now; then the sentence says so."""
    try:
        yield
    except (OSError, StoreError):
        stuck.append(sentence)


def _scrub(store: Store, shelf: Shelf, path: Path, loss: Loss, stuck: list[str]) -> bool:
    """Take what is gone out of a backup; whether there was any."""
    try:
        return shelf.scrub(path, loss, store.random)
    except DamagedError:
        stuck.append(f"{path.name} 读不出来，不知道里面有没有已注销的内容，请自己处理")
    except (OSError, StoreError):
        stuck.append(f"{path.name} 还没有清理，磁盘可能满了，或者没有权限")
    return False


def files_of(engine: Engine, members: frozenset[str]) -> list[Path]:
    """The files in which any of the members is named, as far as the ledger has been told."""
    wanted = select(named_files.c.path, named_files.c.member)
    with snapshot(engine) as connection:
        return sorted({Path(path) for path, member in connection.execute(wanted) if member in members})


def known_files(engine: Engine) -> frozenset[Path]:
    """All files of which the ledger has been told whom they name."""
    with snapshot(engine) as connection:
        return frozenset(map(Path, connection.scalars(select(named_files.c.path).distinct())))


def _delete_files(engine: Engine, gone: Gone, stuck: list[str]) -> list[Path]:
    """What was deleted; a file that nobody needs to find any more is no longer listed."""
    deleted = []
    for path in files_of(engine, gone.members):
        try:
            if path.exists():
                path.unlink()
                deleted.append(path)
        except OSError:
            stuck.append(f"{path} 没有删掉，可能正在别的程序里打开着")
            continue
        with _whatever(stuck, _BUSY), alone(engine) as connection:
            connection.execute(delete(named_files).where(named_files.c.path == str(path)))
    return deleted


def _compact(engine: Engine) -> bool:
    """Write the database's files anew; False when that cannot be done yet."""
    try:
        with outside(engine) as connection:
            done = [connection.exec_driver_sql(statement) for statement in _COMPACT[engine.dialect.name]]
            answers = [result.first() for result in done if result.returns_rows]
    except StoreError:
        return False
    return all(not answer or not answer[0] for answer in answers)
