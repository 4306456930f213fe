"""A backup takes the ledger's place: compared first, then in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select

from shuxiang.core.ledger.event import Kind
from shuxiang.core.ledger.ledger import fold
from shuxiang.store.copying import copy_ledger
from shuxiang.store.errors import StoreError
from shuxiang.store.facts import read_fact
from shuxiang.store.gone import Gone, expired_seals, read_gone, told_of
from shuxiang.store.head import Head, read_head, read_name
from shuxiang.store.leaving import expire_again, forget_again, old_parts
from shuxiang.store.opening import alone
from shuxiang.store.reading import read_events
from shuxiang.store.run import begin_run
from shuxiang.store.schema import entry_keys, events, facts, named_files, private
from shuxiang.store.scrubbing import COMMAND as SCRUB
from shuxiang.store.store import Store

COMMAND = "restore"


@dataclass(frozen=True, slots=True)
class RunMade:
    """One run and how many events there are of it, its own first one among them."""

    seq: int
    command: str
    entered: datetime
    events: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The present ledger beside a backup. Up to event ``common`` they are one.

    ``lost`` are the present's runs after that, ``gained`` the backup's.
    """

    present: Head
    backup: Head
    common: int
    same_ledger: bool
    lost: tuple[RunMade, ...]
    gained: tuple[RunMade, ...]

    @property
    def is_restored(self) -> bool:
        """Whether the present is what this backup makes of it already."""
        return not self.gained and all(run.command == COMMAND for run in self.lost)


def compare(present: Connection, backup: Connection) -> Comparison:
    """What restoring would change."""
    now, then = read_head(present), read_head(backup)
    common = _common(present, backup, min(now.seq, then.seq))
    return Comparison(
        now,
        then,
        common,
        now.seq == 0 or _is_same(present, backup),
        tuple(_runs(present, common)),
        tuple(run for run in _runs(backup, common) if run.command != SCRUB),
    )


@dataclass(frozen=True, slots=True)
class Clearing:
    """How many events of a ledger lose their private part, and how many members are forgotten."""

    parts: int = 0
    members: int = 0

    def __bool__(self) -> bool:
        return bool(self.parts or self.members)


def staying_away(backup: Connection, gone: Gone) -> Clearing:
    """What of a backup does not come back, because the ledger says that it is ``gone`` for good."""
    found = _still_there(backup, gone, frozenset())
    if gone.before:
        told, ledger = read_events(backup), fold(read_events(backup, ()))
        found |= dict.fromkeys(old_parts(told, ledger, date.fromisoformat(gone.before)), "")
    return _clearing(found, gone)


def going_too(present: Connection, backup: Connection) -> Clearing:
    """What the present ledger still has and the backup says is gone for good: restoring clears it everywhere."""
    if not _is_same(present, backup):
        return Clearing()
    gone = read_gone(backup)
    return _clearing(_still_there(present, gone, expired_seals(backup)), gone)


def restore(store: Store, backup: Connection, expected: Head, gone: Gone, run: tuple[datetime, str, str]) -> None:
    """Put the backup's content in the ledger's place, without what is ``gone``; all of it or nothing.

    ``gone`` is what its own ledger is known to have lost; what else is so, the events of the backup say, and of the
    present ledger if that is the same. The present ledger must still be as it was ``expected`` to be. ``run`` is
    when this is done, the file's name and its digest: the first event that the restored ledger enters.
    """
    entered, source, digest = run
    with alone(store.engine) as connection:
        if read_head(connection) != expected:
            raise StoreError(
                "刚才有别的命令登记了新内容，没有恢复，台账没有改动。请再运行一次，重新看一遍会失去什么。"
            )
        gone = known_gone(connection, backup, gone)
        _refuse_days_to_come(gone, entered)
        files = _named_files(connection)
        for table in (private, entry_keys, events, facts, named_files):
            connection.execute(delete(table))
        copy_ledger(backup, connection, gone)
        more = [{"path": path, "member": member} for path, member in files - _named_files(connection)]
        if more:
            connection.execute(insert(named_files), more)
        making = begin_run(connection, store.random, COMMAND, entered, source=source, digest=digest)
        making.open()
        making.erase(())
        forget_again(making, gone, entered.date())
        expire_again(making, gone.before)
        making.flush()


def known_gone(present: Connection, backup: Connection, gone: Gone) -> Gone:
    """What a backup does not bring back: what its ledger is known to have lost, here too if it is this one."""
    return gone | read_gone(present) if _is_same(present, backup) else gone


def set_aside(database: Path, name: Path) -> None:
    """Move a file that is no database any more out of the way, with its companions.

    Its journal goes first: beside a new database of the same name it would be taken for that one's.
    """
    for ending in ("-wal", "-shm", ""):
        part = database.with_name(database.name + ending)
        if part.exists():
            part.replace(name.with_name(name.name + ending))


def _is_same(present: Connection, backup: Connection) -> bool:
    """Whether both are one ledger. One without events has nothing but its number to tell it by."""
    if read_head(backup).seq:
        return read_name(present) == read_name(backup)
    return read_fact(present, "ledger") == read_fact(backup, "ledger")


def _refuse_days_to_come(gone: Gone, entered: datetime) -> None:
    if gone.before > entered.date().isoformat():
        raise StoreError(
            f"data/ledger/backups/已注销.json 里说 {gone.before} 以前的内容都清除了，这一天还没有到，不敢照做，"
            "台账没有改动。请核对电脑的日期，或者问清有没有人改过这个文件。"
        )


def _still_there(connection: Connection, gone: Gone, expired: frozenset[bytes]) -> dict[int, str]:
    """The events, and whose they are, that still have a private part which is gone."""
    if not (gone or expired):
        return {}
    whose = select(events.c.seq, events.c.member, events.c.seal).join(private, private.c.seq == events.c.seq)
    rows = connection.execute(whose.where(events.c.seal.is_not(None)))
    return {seq: member for seq, member, seal in rows if gone.holds(member, seal) or seal in expired}


def _clearing(found: dict[int, str], gone: Gone) -> Clearing:
    return Clearing(len(found), len(gone.members.intersection(found.values())))


def _named_files(connection: Connection) -> set[tuple[str, str]]:
    return {(path, member) for path, member in connection.execute(select(named_files))}


def _common(present: Connection, backup: Connection, most: int) -> int:
    """How many events are the same in both: a link says so for all before it."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        same = select(events.c.link).where(events.c.seq == middle)
        if present.scalar(same) == backup.scalar(same):
            low = middle
        else:
            high = middle - 1
    return low


def _runs(connection: Connection, after: int) -> Iterator[RunMade]:
    """The runs of which an event comes after that one; also of a ledger in which events have been damaged."""
    counted = select(events.c.run, func.count()).where(events.c.seq > after).group_by(events.c.run)
    numbers = {run: int(number) for run, number in connection.execute(counted)}
    if not numbers:
        return
    first = events.c.seq >= min(numbers)
    made = select(events.c.seq, events.c.data, events.c.entered).where(events.c.kind == str(Kind.RUN), first)
    for seq, data, entered in connection.execute(made.order_by(events.c.seq)):
        if seq in numbers:
            yield RunMade(seq, str(told_of(data).get("command", "")), datetime.fromisoformat(entered), numbers[seq])
