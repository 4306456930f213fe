"""Open the ledger's database, read its events, add a run of them: all of the run or none of it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Row, delete, insert, inspect, null, select

from shuxiang.core.ledger.event import Kind, LedgerEvent, NewEvent
from shuxiang.store import naming
from shuxiang.store.chain import SALT_BYTES, START, canonical_json, code, link, seal
from shuxiang.store.errors import StoreError
from shuxiang.store.opening import alone
from shuxiang.store.schema import VERSION, entry_keys, events, facts, metadata, private

MOMENT = "%Y-%m-%dT%H:%M:%S"
_BATCH = 5_000
_MANY = 500
"""How many values one statement may name; SQLite has a limit."""

_decode: Callable[[str], dict[str, Any]] = json.JSONDecoder().decode
"""Only objects are ever written; what else somebody has put there is found by ``verify``."""
_ORDERED = ("seq", "run", "kind", "entered", "member", "slot", "line", "data")


class Head(NamedTuple):
    """How far the ledger goes. Whoever keeps both, on paper say, can have them checked later (``verify``)."""

    seq: int
    code: str


@dataclass(frozen=True, slots=True)
class Store:
    """A ledger's database. ``random`` gives that many random bytes; tests hand in their own."""

    engine: Engine
    random: Callable[[int], bytes] = secrets.token_bytes

    def prepare(self) -> None:
        """Make the tables where there are none; StoreError for tables that are not ours or of a later edition."""
        if not inspect(self.engine).has_table(facts.name):
            with alone(self.engine) as connection:
                metadata.create_all(connection)
                if not read_fact(connection, "version"):
                    write_fact(connection, "version", str(VERSION))
                    write_fact(connection, "ledger", self.random(8).hex())
        with self.engine.connect() as connection:
            refuse_other_version(connection)

    @property
    def unfinished(self) -> bool:
        """Whether something that was to leave no trace still does: see ``store.cleaning``."""
        with self.engine.connect() as connection:
            return bool(read_fact(connection, "unfinished"))

    def events(self, slots: Iterable[str] | None = None, *, told: bool = True) -> Iterator[LedgerEvent]:
        """The events in order, as they were when the first is asked for.

        With ``slots``, those of other slots are left out; what belongs to no slot always comes. Without ``told``
        they come without their private parts, as for counting, which takes a third less time.
        """
        with self.engine.connect() as connection:
            yield from read_events(connection, slots, told=told)

    def slots(self) -> frozenset[str]:
        """The slots of which there is anything, withdrawn or not."""
        with self.engine.connect() as connection:
            return frozenset(connection.scalars(select(events.c.slot).where(events.c.slot != "").distinct()))

    def last(self) -> int:
        """The number of the last event, 0 for none."""
        with self.engine.connect() as connection:
            return _last(connection)[0]

    def head(self, seq: int | None = None) -> Head:
        """The last event's number and 校验码, or those of event ``seq``."""
        with self.engine.connect() as connection:
            return read_head(connection, seq)

    @contextmanager
    def run(self, command: str, entered: datetime, *, source: str = "", digest: str = "") -> Iterator[Run]:
        """One run: nobody else writes meanwhile, and what it adds is there when the block ends without an error.

        ``entered`` is China time without zone; ``source`` is the input's name and ``digest`` its SHA-256. A run
        that adds nothing leaves no trace.
        """
        with alone(self.engine) as connection:
            run = begin_run(connection, self.random, command, entered, source=source, digest=digest)
            yield run
            run.flush()

    def note_file(self, path: str, members: Iterable[str], beside: str = "") -> None:
        """Remember that a file names these members too; to be called before it is written, first under ``beside``.

        StoreError when one of them has been forgotten.
        """
        with alone(self.engine) as connection:
            naming.note(connection, path, members, beside)

    def named_exactly(self, path: str, members: Iterable[str], beside: str = "") -> None:
        """Remember that a file is whole and names these members only; else as :meth:`note_file`."""
        with alone(self.engine) as connection:
            naming.settle(connection, path, members, beside)


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
        self._rows.append({**dict(zip(_ORDERED, fields, strict=True)), "seal": sealed, "link": self.head})
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
    return Run(connection, random, entered, opening, *_last(connection))


def erase_parts(connection: Connection, parts: Sequence[int]) -> None:
    """Delete the private parts of these events, and what they were entered under."""
    for start in range(0, len(parts), _MANY):
        some = parts[start : start + _MANY]
        for table in (private, entry_keys):
            connection.execute(delete(table).where(table.c.seq.in_(some)))


def read_head(connection: Connection, seq: int | None = None) -> Head:
    """As :meth:`Store.head`; 0 and nothing for a ledger without events."""
    last, of = _last(connection, seq)
    return Head(last, code(of) if last else "")


def read_name(connection: Connection) -> str:
    """What tells a ledger from all others: a number drawn at random, and the 校验码 of its first event."""
    first = connection.scalar(select(events.c.link).where(events.c.seq == 1))
    return f"{read_fact(connection, 'ledger')}:{code(first) if first else ''}"


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


def read_events(
    connection: Connection, slots: Iterable[str] | None = None, *, told: bool = True
) -> Iterator[LedgerEvent]:
    """The events in order, of ``slots`` only, if given; if ``told``, with such private parts as are there."""
    columns = [events.c[name] for name in _ORDERED]
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
    except (ValueError, TypeError):
        raise StoreError(
            f"台账第 {row[0]} 号读不懂，可能有人直接改过数据库，没有动它。"
            "请运行 python3 scripts/ledger.py verify 核对，再用 python3 scripts/ledger.py restore 从备份恢复。"
        ) from None


def _event(row: Row[*tuple[Any, ...]]) -> LedgerEvent:
    seq, run, kind, entered, member, slot, line, data, sealed, content = row
    return LedgerEvent(
        seq=seq,
        run=run,
        kind=_KINDS.get(kind) or _kind(seq, kind),
        entered=_moment(entered),
        member=member,
        slot=slot,
        line=line,
        data=_decode(data),
        private=_decode(content) if content is not None else None,
        sealed=sealed is not None,
    )


def _last(connection: Connection, seq: int | None = None) -> tuple[int, bytes]:
    """Number and link of the last event, or of event ``seq``."""
    wanted = select(events.c.seq, events.c.link).order_by(events.c.seq.desc()).limit(1)
    row: Sequence[Any] | None = connection.execute(
        wanted if seq is None else wanted.where(events.c.seq <= seq)
    ).first()
    return (row[0], row[1]) if row else (0, START)
