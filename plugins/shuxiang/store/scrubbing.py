"""A backup loses what its ledger has lost for good, and its own events say why."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, delete, select

from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.store.facts import write_fact
from shuxiang.store.gone import Gone, expired_seals, last_loss, read_gone
from shuxiang.store.head import read_name
from shuxiang.store.leaving import forget_again
from shuxiang.store.opening import new_copy_engine, outside, own_file
from shuxiang.store.run import begin_run
from shuxiang.store.schema import events, named_files, private

COMMAND = "scrub"
"""The run that a backup gets by it; the ledger itself never went through it."""

_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Loss:
    """All that a ledger says is gone. ``expired`` are the seals of what is not kept any longer.

    ``ledger`` is the ledger's name, ``moment`` when the last of it went, empty for a ledger that has lost nothing.
    """

    ledger: str
    gone: Gone
    expired: frozenset[bytes]
    moment: str


def read_loss(connection: Connection) -> Loss:
    """What is gone from a ledger by its own events."""
    return Loss(read_name(connection), read_gone(connection), expired_seals(connection), last_loss(connection))


class Remains(NamedTuple):
    """What a backup still has of what is gone: numbers of events, and members under whose names it lists files."""

    parts: Sequence[int]
    members: Sequence[str]


def remains(backup: Connection, loss: Loss) -> Remains:
    """What is to be taken out of a backup; nothing of another ledger's."""
    if read_name(backup) != loss.ledger:
        return Remains((), ())
    whose = select(events.c.seq, events.c.member, events.c.seal).join(private, private.c.seq == events.c.seq)
    rows = backup.execute(whose.where(events.c.seal.is_not(None)).execution_options(yield_per=_BATCH))
    parts = [seq for seq, member, seal in rows if loss.gone.holds(member, seal) or seal in loss.expired]
    members = backup.scalars(select(named_files.c.member).distinct())
    return Remains(parts, [member for member in members if member in loss.gone.members])


def take_out(path: Path, beside: Path, loss: Loss, found: Remains, random: Callable[[int], bytes]) -> None:
    """Write a backup once more, without what is gone."""
    own_file(beside)
    shutil.copyfile(path, beside)
    engine = new_copy_engine(beside)
    with engine.begin() as copy:
        copy.execute(delete(named_files).where(named_files.c.member.in_(found.members)))
        if found.parts:
            _enter(copy, loss, found.parts, random)
    with outside(engine) as copy:
        copy.exec_driver_sql("VACUUM")


def _enter(copy: Connection, loss: Loss, parts: Sequence[int], random: Callable[[int], bytes]) -> None:
    moment = datetime.fromisoformat(loss.moment)
    run = begin_run(copy, random, COMMAND, moment)
    forget_again(run, loss.gone, moment.date())
    seals = select(events.c.seal).join(private, private.c.seq == events.c.seq).where(events.c.seal.is_not(None))
    if not loss.expired.isdisjoint(copy.scalars(seals)):
        run.add(NewEvent(Kind.EXPIRED, data={"before": loss.gone.before}))
    run.erase(parts)
    write_fact(copy, "unfinished", "")
    run.flush()
