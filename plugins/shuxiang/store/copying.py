"""A ledger copied from one database to another, whatever kinds they are; what is gone is not copied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Select, Table, insert, select

from shuxiang.store.facts import read_fact, write_fact
from shuxiang.store.gone import Gone
from shuxiang.store.schema import VERSION, entry_keys, events, named_files, private

_BATCH = 2_000


def copy_ledger(source: Connection, target: Connection, gone: Gone) -> None:
    """Fill the target's tables, which are there and empty."""
    write_fact(target, "version", str(VERSION))
    write_fact(target, "ledger", read_fact(source, "ledger"))
    _copy(source, target, events, select(events))

    def stays(row: dict[str, Any]) -> bool:
        return not gone.holds(row.pop("member"), row.pop("seal") or b"")

    for table in (private, entry_keys):
        whose = select(table, events.c.member, events.c.seal).join(events, events.c.seq == table.c.seq)
        _copy(source, target, table, whose, stays)
    _copy(source, target, named_files, select(named_files), lambda row: row["member"] not in gone.members)


def _copy(
    source: Connection,
    target: Connection,
    table: Table,
    wanted: Select[Any],
    stays: Callable[[dict[str, Any]], bool] = lambda _: True,
) -> None:
    for rows in _batches(source, wanted):
        kept = [row for row in rows if stays(row)]
        if kept:
            target.execute(insert(table), kept)


def _batches(source: Connection, wanted: Select[Any]) -> Iterator[list[dict[str, Any]]]:
    result = source.execute(wanted.execution_options(yield_per=_BATCH))
    for rows in result.mappings().partitions():
        yield [dict(row) for row in rows]
