"""Backups bear witness: how far the ledger went when one was made must still be so."""

from __future__ import annotations

import json

from sqlalchemy import Connection, func, select

from shuxiang.core.ledger.event import Kind
from shuxiang.store.facts import read_fact
from shuxiang.store.head import Head, read_head
from shuxiang.store.restoring import COMMAND as RESTORE
from shuxiang.store.schema import events
from shuxiang.store.scrubbing import COMMAND as SCRUB

_IS_RUN = events.c.kind == str(Kind.RUN)


def head_then(present: Connection, backup: Connection) -> Head | None:
    """How far the ledger went when a backup was made; None for one that says nothing about the present ledger.

    It is another ledger's, or from before a backup was restored: what came between is gone by somebody's own wish,
    and the event of the restoring says so.
    """
    if read_fact(present, "ledger") != read_fact(backup, "ledger"):
        return None
    restored = _restored(present)
    if restored and _link(present, restored) != _link(backup, restored):
        return None
    return _unscrubbed(backup)


def _restored(connection: Connection) -> int:
    """The number of the run by which the ledger was restored last; 0 for never."""
    runs = select(func.max(events.c.seq)).where(_IS_RUN, events.c.data.contains(f'"command":"{RESTORE}"'))
    return connection.scalar(runs) or 0


def _link(connection: Connection, seq: int) -> bytes | None:
    return connection.scalar(select(events.c.link).where(events.c.seq == seq))


def _unscrubbed(backup: Connection) -> Head:
    """The backup's head without what cleaning it has entered after it was made."""
    last = read_head(backup).seq
    runs = select(events.c.seq, events.c.data).where(_IS_RUN).order_by(events.c.seq.desc())
    for seq, data in backup.execute(runs):
        if json.loads(data).get("command") != SCRUB:
            break
        last = seq - 1
    return read_head(backup, last)
