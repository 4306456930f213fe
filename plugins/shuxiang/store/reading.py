"""The events as they stand in the database; one that somebody has damaged is told by its number."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, null, select

from shuxiang.core.ledger.event import Kind, LedgerEvent
from shuxiang.store.errors import StoreError
from shuxiang.store.schema import ORDERED, events, private
from shuxiang.store.shape import as_object, refuse_other_shape

_BATCH = 5_000
_decode: Callable[[str], Any] = json.JSONDecoder().decode


def read_events(
    connection: Connection, slots: Iterable[str] | None = None, *, told: bool = True
) -> Iterator[LedgerEvent]:
    """The events in order, of ``slots`` only, if given; if ``told``, with such private parts as are there."""
    columns = [events.c[name] for name in ORDERED]
    wanted = select(*columns, events.c.seal, private.c.content if told else null())
    if slots is not None:
        wanted = wanted.where(events.c.slot.in_(["", *slots]))
    source = events.outerjoin(private, private.c.seq == events.c.seq) if told else events
    wanted = wanted.select_from(source).order_by(events.c.seq)
    for rows in connection.execute(wanted.execution_options(yield_per=_BATCH)).partitions():
        yield from map(_read, rows)


_KINDS = {str(kind): kind for kind in Kind}


@lru_cache(maxsize=64)
def _moment(text: str) -> datetime:
    """When a run was; all its events share it."""
    return datetime.fromisoformat(text)


def _kind(seq: int, kind: str) -> Kind:
    if kind not in _KINDS:
        raise StoreError(
            f"台账第 {seq} 号是这个版本不认识的记录，没有动它。请先更新软件；"
            "还是不行，请运行 python3 scripts/ledger.py verify 核对。"
        )
    return _KINDS[kind]


def _read(row: Row[*tuple[Any, ...]]) -> LedgerEvent:
    """The event of a row; StoreError, which names only its number, where somebody has damaged it."""
    try:
        return _event(row)
    except (ValueError, TypeError, KeyError):
        raise StoreError(
            f"台账第 {row[0]} 号读不懂，可能有人直接改过数据库，没有动它。"
            "请运行 python3 scripts/ledger.py verify 核对，再用 python3 scripts/ledger.py restore 从备份恢复。"
        ) from None


def _event(row: Row[*tuple[Any, ...]]) -> LedgerEvent:
    seq, run, kind, entered, member, slot, line, data, sealed, content = row
    known, told = _KINDS.get(kind) or _kind(seq, kind), _decode(data)
    refuse_other_shape(known, told)
    return LedgerEvent(
        seq=seq,
        run=run,
        kind=known,
        entered=_moment(entered),
        member=member,
        slot=slot,
        line=line,
        data=told,
        private=as_object(_decode(content)) if content is not None else None,
        sealed=sealed is not None,
    )
