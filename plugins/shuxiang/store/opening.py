"""The way to the database: one file on this machine's own disk, or a server's address."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from shuxiang.store.errors import StoreError
from shuxiang.store.mounts import on_network
from shuxiang.store.trouble import explain

WAIT_SECONDS = 120
"""How long one command waits for another's run to end."""

SYNCHRONOUS = "FULL"
"""What is committed is on the disk, also after a power cut."""

DRIVERS = {"postgresql": "postgresql+pg8000", "postgres": "postgresql+pg8000"}
_ALONE = "shuxiang_alone"
_TURN = 0x73_68_75_78
"""The lock in which writers of a PostgreSQL database stand in line."""

_RECALL_SECONDS = 60
"""A connection that old is made anew: while somebody thinks over a question, a firewall may have cut it."""

_CALLED: list[Engine] = []
"""The engines that may be connected to a server."""

_NO_WAL = (
    "这个磁盘不支持台账要用的写入方式（WAL）。请把项目放在本机磁盘上，"
    "或者改用 PostgreSQL（settings.yml 的 database）。"
)


def file_engine(path: Path) -> Engine:
    """The engine of a ledger in one file; StoreError when that lies on a network share."""
    if on_network(path.parent):
        raise StoreError(
            "台账不能放在网络共享文件夹里：两台机器同时写，数据库会损坏。"
            "请把项目放在本机磁盘上，备份可以写到共享文件夹；几台机器要合用一份台账，请用 PostgreSQL。"
        )
    engine = _engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
    event.listen(engine, "do_connect", lambda *_: own_file(path))
    event.listen(engine, "connect", _set_up_file)
    return engine


def engine_at(address: str) -> Engine:
    """The engine of ``postgresql://…``; StoreError for an address that cannot be one.

    Its connections are kept until :func:`hang_up`: to connect costs more than most questions do.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise StoreError("database 的写法不对，应像 postgresql://用户:密码@主机/库名。") from None
    driver = DRIVERS.get(url.drivername.partition("+")[0])
    if driver is None:
        raise StoreError("database 只认 postgresql:// 开头的地址；不写则用一个 SQLite 文件。")
    engine = _engine(url.set(drivername=driver), pool_recycle=_RECALL_SECONDS)
    event.listen(engine, "connect", _set_up_server)
    _CALLED.append(engine)
    return engine


def hang_up() -> None:
    """Take leave of the servers that were asked, at the end of a command."""
    while _CALLED:
        _CALLED.pop().dispose()


def new_copy_engine(path: Path) -> Engine:
    """The engine of a backup that is being written: one file without companions, seen by nobody yet."""
    engine = _engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
    event.listen(engine, "do_connect", lambda *_: own_file(path))
    event.listen(engine, "connect", _set_up_copy)
    return engine


def copy_engine(path: Path) -> Engine:
    """The engine of a finished backup, which is read only; it may lie anywhere."""
    address = path.resolve().as_uri()
    query = {"mode": "ro", "immutable": "1", "uri": "true"}
    return _engine(URL.create("sqlite", database=address, query=query), poolclass=NullPool)


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """A transaction in which nobody else writes, from its beginning on; all of it is done, or nothing."""
    with engine.connect().execution_options(**{_ALONE: True}) as connection, connection.begin():
        yield connection


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A transaction in which the ledger stays as it is at its first question."""
    level = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**level) as connection:
        yield connection


@contextmanager
def outside(engine: Engine) -> Iterator[Connection]:
    """A connection without a transaction, for what cannot be done inside one."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection


def _engine(url: URL, **pool: Any) -> Engine:
    """An engine whose errors do not repeat the values of a statement: those may name people.

    A file is closed as soon as it is not used, so that the ledger is one file again when a command has ended.
    """
    engine = create_engine(url, hide_parameters=True, **pool)
    event.listen(engine, "handle_error", explain)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """Begin in so many words: Python's sqlite3 would do so only before it writes, not before it makes tables."""
    options = connection.get_execution_options()
    is_alone = options.get(_ALONE, False)
    if connection.dialect.name == "sqlite":
        if options.get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN IMMEDIATE" if is_alone else "BEGIN")
    elif is_alone:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")


def own_file(path: Path) -> None:
    """Make the file so that only its owner may read it; SQLite makes its companions alike."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError:  # it is there; if it cannot be made, SQLite will say so
        return


def _set_up_file(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={WAIT_SECONDS * 1000}")
    if cursor.execute("PRAGMA journal_mode=WAL").fetchone() != ("wal",):
        raise StoreError(_NO_WAL)
    for pragma in (f"synchronous={SYNCHRONOUS}", "secure_delete=ON", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    connection.isolation_level = None


def _set_up_copy(connection: Any, _record: object) -> None:
    connection.execute(f"PRAGMA synchronous={SYNCHRONOUS}")
    for pragma in ("journal_mode=MEMORY", "secure_delete=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    connection.isolation_level = None


def _set_up_server(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"SET lock_timeout = '{WAIT_SECONDS}s'")
    cursor.close()
    connection.commit()
