"""Proof that a ledger is what was entered: nothing is changed, put in or taken away but what is said to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from shuxiang.core.ledger.sampling import redrawn
from shuxiang.store.chain import code
from shuxiang.store.checking import Checking
from shuxiang.store.gone import read_gone
from shuxiang.store.head import Head
from shuxiang.store.reading import read_events
from shuxiang.store.schema import entry_keys, events, private

MOST = 20
"""How many faults are told; one change may bring on many."""

_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Verified:
    """``faults`` are sentences, none for a sound ledger; ``parts_gone`` counts private parts not there."""

    head: Head
    faults: tuple[str, ...]
    parts_gone: int

    @property
    def told(self) -> tuple[str, ...]:
        """The faults, so many as anybody reads."""
        rest = len(self.faults) - MOST
        return (*self.faults[:MOST], *([f"还有 {rest} 处。"] if rest > 0 else ()))


def verify(connection: Connection, seen: Callable[[int], None] = lambda _: None) -> Verified:
    """Read the whole ledger once, as it is now, in little memory; ``seen`` is told how many events have been read.

    What may be missing only the ledger's own events say. Which files name whom is housekeeping and not looked at.
    """
    checking = Checking()
    faults = list(_damage(connection))
    for row in _rows(connection):
        checking.take(row)
        if checking.seq % _BATCH == 0:
            seen(checking.seq)
    faults += checking.faults
    faults += checking.unexplained(read_gone(connection))
    faults += _wrong_keys(connection, checking.withdrawn)
    if not faults and checking.sampled:
        redrawn_otherwise = redrawn(read_events(connection))
        faults += [f"第 {seq} 号的抽查按记下的种子重抽，结果不同。" for seq in redrawn_otherwise]
    return Verified(
        Head(checking.seq, code(checking.link) if checking.seq else ""), tuple(faults), len(checking.missing)
    )


def against(connection: Connection, kept: Head) -> str:
    """What is wrong with a number and code that were kept earlier; empty when the ledger still has them."""
    row = connection.execute(select(events.c.link).where(events.c.seq == kept.seq)).first()
    if row is None:
        return f"当时台账有 {kept.seq} 号，现在没有到那里：后面的记录被删掉了，或者台账是从更早的备份恢复的。"
    if code(row[0]) != kept.code:
        return f"第 {kept.seq} 号的校验码和当时的不同：在它或它之前有改动，或者台账从备份恢复过，又接着记了别的。"
    return ""


def _damage(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        told = connection.exec_driver_sql("PRAGMA integrity_check(5)").scalars().all()
        if told != ["ok"]:
            yield "数据库文件有损坏的地方。请用 python3 scripts/ledger.py restore 从备份恢复。"


def _rows(connection: Connection) -> Iterator[Row[*tuple[Any, ...]]]:
    wanted = select(events, private.c.salt, private.c.key, private.c.content)
    wanted = wanted.select_from(events.outerjoin(private, private.c.seq == events.c.seq)).order_by(events.c.seq)
    yield from connection.execute(wanted.execution_options(yield_per=_BATCH))


def _wrong_keys(connection: Connection, withdrawn: set[int]) -> Iterator[str]:
    """Sentences about what may be entered once only and is kept otherwise than the events say."""
    for seq in connection.scalars(
        select(private.c.seq).outerjoin(events, events.c.seq == private.c.seq).where(events.c.seq.is_(None))
    ):
        yield f"第 {seq} 号没有记录，却有个人内容：后面的记录可能被删掉了。"
    own = private.outerjoin(
        entry_keys, (entry_keys.c.seq == private.c.seq) & (entry_keys.c.key == private.c.key)
    ).join(events, events.c.seq == private.c.seq)
    lost = (
        select(private.c.seq, events.c.run).select_from(own).where(private.c.key != "", entry_keys.c.key.is_(None))
    )
    for seq, run in connection.execute(lost.order_by(private.c.seq)):
        if run not in withdrawn:
            yield f"第 {seq} 号的防重标记不见了或换了，同一份内容可能会登记两次。"
    their = entry_keys.outerjoin(private, (private.c.seq == entry_keys.c.seq) & (private.c.key == entry_keys.c.key))
    whose = select(entry_keys.c.seq, private.c.seq, events.c.run).select_from(
        their.outerjoin(events, events.c.seq == entry_keys.c.seq)
    )
    wrong = whose.where(private.c.seq.is_(None) | events.c.run.in_(withdrawn)).order_by(entry_keys.c.seq)
    for seq, *_ in connection.execute(wrong):
        yield f"第 {seq} 号有一个不该有的防重标记。"
