"""The ledger's database: opened, read, and added to by runs."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, inspect, select

from shuxiang.core.ledger.event import LedgerEvent
from shuxiang.store import naming
from shuxiang.store.facts import read_fact, refuse_other_version, write_fact
from shuxiang.store.head import Head, last_link, read_head
from shuxiang.store.opening import alone
from shuxiang.store.reading import read_events
from shuxiang.store.run import Run, begin_run
from shuxiang.store.schema import VERSION, events, facts, metadata


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
            return last_link(connection)[0]

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
        """Remember of one file what :meth:`note_files` remembers of many."""
        self.note_files([naming.Naming(path, frozenset(members), beside)])

    def note_files(self, files: Collection[naming.Naming]) -> None:
        """Remember that the files name these members too; to be called before the first is written.

        StoreError when one of the members has been forgotten.
        """
        with alone(self.engine) as connection:
            naming.note(connection, files)

    def settle_files(self, files: Collection[naming.Naming]) -> None:
        """Remember that the files are whole and name these members only; else as :meth:`note_files`."""
        with alone(self.engine) as connection:
            naming.settle(connection, files)
