"""The few facts beside the events: which edition the tables are of, which ledger it is, what is unfinished."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from shuxiang.store.errors import StoreError
from shuxiang.store.schema import VERSION, facts


def read_fact(connection: Connection, name: str) -> str:
    """One of the facts; empty when it is not there."""
    return connection.scalar(select(facts.c.value).where(facts.c.name == name)) or ""


def write_fact(connection: Connection, name: str, value: str) -> None:
    """Keep a fact; an empty value takes it away."""
    connection.execute(delete(facts).where(facts.c.name == name))
    if value:
        connection.execute(insert(facts), {"name": name, "value": value})


def refuse_other_version(connection: Connection) -> None:
    """StoreError when the tables are not as this edition of the software knows them."""
    version = read_fact(connection, "version")
    if not version.isdigit():
        raise StoreError("这个数据库里的表不是台账的，没有动它。请给台账一个专用的、空的数据库。")
    if int(version) > VERSION:
        raise StoreError("这份台账是更新版本的软件记的，这个版本读不了，没有动它。请先更新软件。")
