"""The folder of backups: one SQLite file each, whatever database the ledger itself is in."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine, select

from shuxiang.store.copying import copy_ledger
from shuxiang.store.errors import StoreError
from shuxiang.store.gone import Gone, gone_from_json
from shuxiang.store.opening import WAIT_SECONDS, copy_engine, new_copy_engine, snapshot
from shuxiang.store.schema import events, metadata, named_files, private
from shuxiang.store.store import read_fact, write_fact

KEPT = 30
"""So many of the shelf's own backups; of more, the oldest go."""

_OWN = re.compile(r"台账-\d{4}-\d\d-\d\d-\d{4}(?:-\d+)?(?:-[^.]+)?\.db")
_UNFINISHED = ".unfinished-"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The backups in a folder, and the list of what is not to come back from any of them."""

    folder: Path

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While the block runs nobody else writes here; what somebody's death left half written is cleared away."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(self.folder / ".lock", timeout=WAIT_SECONDS)
        try:
            lock.acquire()
        except Timeout:
            raise StoreError("另一个命令正在写备份，等了很久还没有写完。请等它做完，再运行一次。") from None
        try:
            for path in self.folder.glob(f"{_UNFINISHED}*"):
                path.unlink(missing_ok=True)
            yield
        finally:
            lock.release()

    @property
    def unfinished(self) -> Path:
        """A file's name for work that is cleared away if it comes to nothing; only while :meth:`alone`."""
        return self.folder / f"{_UNFINISHED}ledger.db"

    def backups(self) -> Sequence[Path]:
        """All databases on the shelf, by name."""
        return sorted(path for path in self.folder.glob("*.db") if not path.name.startswith("."))

    def name(self, now: datetime, why: str = "") -> Path:
        """A new file's name, ``台账-2026-11-22-1530.db``."""
        stem, tail = f"台账-{now:%Y-%m-%d-%H%M}", f"-{why}.db" if why else ".db"
        names = (self.folder / f"{stem}{f'-{n}' if n > 1 else ''}{tail}" for n in range(1, 10_000))
        return next(path for path in names if not path.exists())

    def write(self, source: Engine, path: Path, gone: Gone, seals: frozenset[bytes] = frozenset()) -> None:
        """Copy a ledger into a file of the shelf; there is all of it or nothing, and it is on the disk."""
        beside = self.folder / f"{_UNFINISHED}{path.name}"
        engine = new_copy_engine(beside)
        try:
            with snapshot(source) as ledger, engine.begin() as copy:
                metadata.create_all(copy)
                known = gone | gone_from_json(read_fact(ledger, "gone"))
                copy_ledger(ledger, copy, known, seals)
                write_fact(copy, "gone", known.to_json() if known else "")
            put_durably(beside, path)
        finally:
            beside.unlink(missing_ok=True)

    def prune(self) -> Sequence[Path]:
        """Take away the oldest of the shelf's own backups that are too many."""
        own = [path for path in self.backups() if _OWN.fullmatch(path.name)]
        for path in own[:-KEPT]:
            path.unlink(missing_ok=True)
        return own[:-KEPT]

    def gone(self) -> Gone:
        """What is not to come back, as this folder knows it: the ledger itself may be lost."""
        try:
            return gone_from_json(self._list.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Gone()

    def note_gone(self, gone: Gone) -> None:
        """Add to :meth:`gone`."""
        known = self.gone()
        if known | gone != known:
            beside = self.folder / f"{_UNFINISHED}{self._list.name}"
            beside.write_text((known | gone).to_json(), encoding="utf-8")
            put_durably(beside, self._list)

    def scrub(self, path: Path, gone: Gone, seals: frozenset[bytes]) -> bool:
        """Take what is gone out of a backup; whether there was any. The file is replaced as a whole."""
        engine = copy_engine(path)
        if not _holds(engine, gone, seals):
            return False
        self.write(engine, path, gone, seals)
        return True

    @property
    def _list(self) -> Path:
        return self.folder / "已注销.json"


def put_durably(beside: Path, path: Path) -> None:
    """Give a finished file its name; when this returns, both are on the disk."""
    with beside.open("r+b") as file:
        os.fsync(file.fileno())
    beside.replace(path)
    with suppress(OSError):  # where a folder cannot be opened, its names need no help to last
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _holds(engine: Engine, gone: Gone, seals: frozenset[bytes]) -> bool:
    """Whether a backup still has something that is gone."""
    parts = select(events.c.member, events.c.seal).join(private, private.c.seq == events.c.seq)
    with snapshot(engine) as backup:
        if any(member in gone.members for member in backup.scalars(select(named_files.c.member).distinct())):
            return True
        return any(gone.holds(member, seal) or seal in seals for member, seal in backup.execute(parts) if seal)
