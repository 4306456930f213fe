"""The way to the database: one file on this machine's own disk, or a server's address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from shuxiang.store.errors import StoreError

WAIT_SECONDS = 120
"""How long one command waits for another's run to end."""

DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+pg8000", "postgres": "postgresql+pg8000"}
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    f"busy_timeout={WAIT_SECONDS * 1000}",
)


def file_engine(path: Path) -> Engine:
    """The engine of a ledger in one file."""
    return _engine(URL.create("sqlite", database=str(path)))


def engine_at(address: str) -> Engine:
    """The engine of ``postgresql://…`` or ``sqlite:///…``; StoreError for an address that cannot be one."""
    try:
        url = make_url(address)
    except ArgumentError:
        raise StoreError("database 的写法不对，应像 postgresql://用户:密码@主机/库名。") from None
    driver = DRIVERS.get(url.drivername.partition("+")[0])
    if driver is None:
        raise StoreError("database 只认 postgresql:// 开头的地址；不写则用一个 SQLite 文件。")
    return _engine(url.set(drivername=driver))


def _engine(url: URL) -> Engine:
    """Errors must not repeat the values of a statement: those may name people."""
    engine = create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up)
    return engine


def _set_up(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
