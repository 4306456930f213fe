"""One run of a command: all the events it adds, or none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from shuxiang.core.ledger.event import Kind, LedgerEvent, NewEvent
from shuxiang.store.chain import SALT_BYTES, canonical_json, link, seal
from shuxiang.store.facts import write_fact
from shuxiang.store.head import last_link
from shuxiang.store.reading import read_events
from shuxiang.store.schema import ORDERED, entry_keys, events, private

MOMENT = "%Y-%m-%dT%H:%M:%S"
_BATCH = 5_000
_MANY = 500
"""How many values one statement may name; SQLite has a limit."""


@dataclass(slots=True)
class Run:
    """Adds events inside one transaction. ``events`` reads the ledger as it is inside it."""

    connection: Connection
    random: Callable[[int], bytes]
    entered: datetime
    opening: NewEvent
    last: int
    head: bytes
    seq: int = 0
    _rows: list[dict[str, Any]] = field(default_factory=list)
    _private: list[dict[str, Any]] = field(default_factory=list)
    _keys: dict[str, int] = field(default_factory=dict)

    def events(self, slots: Iterable[str] | None = None) -> Iterator[LedgerEvent]:
        """All events, those of this run among them; with ``slots`` as :meth:`Store.events` has it."""
        self.flush()
        yield from read_events(self.connection, slots)

    def known(self, keys: Iterable[str]) -> dict[str, int]:
        """Which of the keys have been entered before, in this run or another, and as which event."""
        wanted = list(keys)
        found = {key: self._keys[key] for key in wanted if key in self._keys}
        for start in range(0, len(wanted), _MANY):
            some = select(entry_keys.c.key, entry_keys.c.seq).where(
                entry_keys.c.key.in_(wanted[start : start + _MANY])
            )
            found.update({row.key: row.seq for row in self.connection.execute(some)})
        return found

    def add(self, event: NewEvent) -> int:
        """Add an event, whose number this gives; the run's own first event goes before the first one.

        The caller has asked :meth:`known` whether the event's key is there already.
        """
        self.open()
        return self._append(event)

    def open(self) -> None:
        """Enter the run's own first event, also if nothing is to follow."""
        if not self.seq:
            self.seq = self.last + 1
            self._append(self.opening)

    def withdraw(self, run: int) -> int:
        """Let an earlier run, by the number of its first event, count no longer; what it entered may come again."""
        seq = self.add(NewEvent(Kind.WITHDRAWN, data={"of": run}))
        entered = select(events.c.seq).where(events.c.run == run)
        self.connection.execute(delete(entry_keys).where(entry_keys.c.seq.in_(entered)))
        return seq

    def erase(self, parts: Iterable[int]) -> None:
        """Take the private parts of these events out of the ledger, and what they were entered under."""
        self.flush()
        erase_parts(self.connection, list(parts))
        write_fact(self.connection, "unfinished", "erased")

    def flush(self) -> None:
        """Hand what was added to the database, still inside the transaction."""
        if self._rows:
            self.connection.execute(insert(events), self._rows)
        if self._private:
            self.connection.execute(insert(private), self._private)
        if self._keys:
            rows = [{"key": key, "seq": seq} for key, seq in self._keys.items()]
            self.connection.execute(insert(entry_keys), rows)
        self._rows, self._private, self._keys = [], [], {}

    def _append(self, event: NewEvent) -> int:
        seq = self.last + 1
        fields = (
            *(seq, self.seq, str(event.kind), self.entered.strftime(MOMENT)),
            *(event.member, event.slot, event.line, canonical_json(event.data)),
        )
        sealed = None
        if event.private is not None or event.key:
            sealed = self._seal(seq, event.key, event.private or {})
        self.head = link(self.head, fields, sealed)
        self._rows.append({**dict(zip(ORDERED, fields, strict=True)), "seal": sealed, "link": self.head})
        self.last = seq
        if event.key:
            self._keys[event.key] = seq
        if len(self._rows) >= _BATCH:
            self.flush()
        return seq

    def _seal(self, seq: int, key: str, content: Mapping[str, Any]) -> bytes:
        salt, text = self.random(SALT_BYTES), canonical_json(content)
        self._private.append({"seq": seq, "salt": salt, "key": key, "content": text})
        return seal(salt, key, text)


def begin_run(  # noqa: PLR0913  # what a run is told
    connection: Connection,
    random: Callable[[int], bytes],
    command: str,
    entered: datetime,
    *,
    source: str = "",
    digest: str = "",
) -> Run:
    """A run inside a transaction that is alone and already going on; its :meth:`Run.flush` is the caller's."""
    opening = NewEvent(
        Kind.RUN, data={"command": command, "digest": digest}, private={"input": source} if source else None
    )
    return Run(connection, random, entered, opening, *last_link(connection))


def erase_parts(connection: Connection, parts: Sequence[int]) -> None:
    """Delete the private parts of these events, and what they were entered under."""
    for start in range(0, len(parts), _MANY):
        some = parts[start : start + _MANY]
        for table in (private, entry_keys):
            connection.execute(delete(table).where(table.c.seq.in_(some)))
