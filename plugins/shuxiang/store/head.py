"""How far a ledger goes, and what tells it from all others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from shuxiang.store.chain import START, code
from shuxiang.store.facts import read_fact
from shuxiang.store.schema import events


class Head(NamedTuple):
    """How far the ledger goes. Whoever keeps both, on paper say, can have them checked later (``verify``)."""

    seq: int
    code: str


def read_head(connection: Connection, seq: int | None = None) -> Head:
    """As :meth:`Store.head`; 0 and nothing for a ledger without events."""
    last, of = last_link(connection, seq)
    return Head(last, code(of) if last else "")


def read_name(connection: Connection) -> str:
    """What tells a ledger from all others: a number drawn at random, and the 校验码 of its first event."""
    first = connection.scalar(select(events.c.link).where(events.c.seq == 1))
    return f"{read_fact(connection, 'ledger')}:{code(first) if first else ''}"


def last_link(connection: Connection, seq: int | None = None) -> tuple[int, bytes]:
    """Number and link of the last event, or of event ``seq``."""
    wanted = select(events.c.seq, events.c.link).order_by(events.c.seq.desc()).limit(1)
    row: Sequence[Any] | None = connection.execute(
        wanted if seq is None else wanted.where(events.c.seq <= seq)
    ).first()
    return (row[0], row[1]) if row else (0, START)
