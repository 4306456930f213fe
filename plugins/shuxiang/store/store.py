"""Open the ledger's database, read its events, add a run of them: all of the run or none of it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from shuxiang.core.ledger.event import Kind, LedgerEvent, NewEvent
from shuxiang.store.chain import SALT_BYTES, START, canonical_json, link, seal
from shuxiang.store.schema import VERSION, entry_keys, events, facts, metadata, named_files, private

MOMENT = "%Y-%m-%dT%H:%M:%S"
_BATCH = 5_000
_decode: Callable[[str], dict[str, Any]] = json.JSONDecoder().decode
_ORDERED = ("seq", "run", "kind", "entered", "member", "slot", "line", "data")


@dataclass(frozen=True, slots=True)
class Store:
    """A ledger's database. ``random`` gives that many random bytes; tests hand in their own."""

    engine: Engine
    random: Callable[[int], bytes] = secrets.token_bytes

    def prepare(self) -> None:
        """Make the tables where there are none."""
        metadata.create_all(self.engine)
        with self.engine.begin() as connection:
            if connection.scalar(select(func.count()).select_from(facts)) == 0:
                rows = {"version": str(VERSION), "ledger": self.random(8).hex(), "turn": "0"}
                connection.execute(insert(facts), [{"name": name, "value": rows[name]} for name in rows])

    def events(self, slots: Iterable[str] | None = None) -> Iterator[LedgerEvent]:
        """The events in order, as they were when the first is asked for.

        With ``slots``, those of other slots are left out; what belongs to no slot always comes.
        """
        with self.engine.connect() as connection:
            yield from read_events(connection, slots)

    def last(self) -> int:
        """The number of the last event, 0 for none."""
        with self.engine.connect() as connection:
            return _last(connection)[0]

    @contextmanager
    def run(self, command: str, entered: datetime, *, source: str = "", digest: str = "") -> Iterator[Run]:
        """One run: nobody else writes meanwhile, and what it adds is there when the block ends without an error.

        ``entered`` is China time without zone; ``source`` is the input's name and ``digest`` its SHA-256. A run
        that adds nothing leaves no trace.
        """
        with self.engine.begin() as connection:
            connection.execute(update(facts).where(facts.c.name == "turn").values(value=self.random(8).hex()))
            last, head = _last(connection)
            run = Run(
                connection,
                self.random,
                entered,
                NewEvent(
                    Kind.RUN,
                    data={"command": command, "digest": digest},
                    private={"input": source} if source else None,
                ),
                last,
                head,
            )
            yield run
            run.flush()

    def note_file(self, path: str, members: Iterable[str]) -> None:
        """Remember that a file names these members; to be called before it is written."""
        rows = [{"path": path, "member": member} for member in members]
        with self.engine.begin() as connection:
            connection.execute(delete(named_files).where(named_files.c.path == path))
            if rows:
                connection.execute(insert(named_files), rows)


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

    def events(self) -> Iterator[LedgerEvent]:
        """All events, those of this run among them."""
        self.flush()
        yield from read_events(self.connection)

    def known(self, keys: Iterable[str]) -> dict[str, int]:
        """Which of the keys have been entered before, in this run or another, and as which event."""
        wanted = list(keys)
        found = {key: self._keys[key] for key in wanted if key in self._keys}
        for start in range(0, len(wanted), 500):
            some = select(entry_keys.c.key, entry_keys.c.seq).where(
                entry_keys.c.key.in_(wanted[start : start + 500])
            )
            found.update({row.key: row.seq for row in self.connection.execute(some)})
        return found

    def add(self, event: NewEvent) -> int:
        """Add an event, whose number this gives; the run's own first event goes before the first one.

        The caller has asked :meth:`known` whether the event's key is there already.
        """
        if not self.seq:
            self.seq = self.last + 1
            self._append(self.opening)
        return self._append(event)

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
        sealed = self._seal(seq, event.private) if event.private is not None else None
        self.head = link(self.head, fields, sealed)
        self._rows.append({**dict(zip(_ORDERED, fields, strict=True)), "seal": sealed, "link": self.head})
        self.last = seq
        if event.key:
            self._keys[event.key] = seq
        if len(self._rows) >= _BATCH:
            self.flush()
        return seq

    def _seal(self, seq: int, content: Mapping[str, Any]) -> bytes:
        salt, text = self.random(SALT_BYTES), canonical_json(content)
        self._private.append({"seq": seq, "salt": salt, "content": text})
        return seal(salt, text)


def read_events(connection: Connection, slots: Iterable[str] | None = None) -> Iterator[LedgerEvent]:
    """The events in order, each with its private part if that is still there; of ``slots`` only, if given."""
    columns = [events.c[name] for name in _ORDERED]
    wanted = select(*columns, events.c.seal, private.c.content)
    if slots is not None:
        wanted = wanted.where(events.c.slot.in_(["", *slots]))
    rows = connection.execution_options(yield_per=_BATCH).execute(
        wanted.select_from(events.outerjoin(private, private.c.seq == events.c.seq)).order_by(events.c.seq)
    )
    return map(_event, rows)


def _event(row: Row[*tuple[Any, ...]]) -> LedgerEvent:
    seq, run, kind, entered, member, slot, line, data, sealed, content = row
    return LedgerEvent(
        seq=seq,
        run=run,
        kind=Kind(kind),
        entered=datetime.fromisoformat(entered),
        member=member,
        slot=slot,
        line=line,
        data=_decode(data),
        private=_decode(content) if content is not None else None,
        sealed=sealed is not None,
    )


def _last(connection: Connection) -> tuple[int, bytes]:
    """Number and link of the last event."""
    row: Sequence[Any] | None = connection.execute(
        select(events.c.seq, events.c.link).order_by(events.c.seq.desc()).limit(1)
    ).first()
    return (row[0], row[1]) if row else (0, START)
