"""The folder of backups: one SQLite file each, whatever database the ledger itself is in."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, delete, select

from shuxiang.store.copying import copy_ledger
from shuxiang.store.errors import StoreError
from shuxiang.store.gone import Gone, gone_from_json
from shuxiang.store.opening import WAIT_SECONDS, copy_engine, new_copy_engine, outside, own_file, snapshot
from shuxiang.store.schema import events, metadata, named_files, private
from shuxiang.store.store import erase_parts, read_fact, write_fact

KEPT = 30
"""So many of the shelf's own backups; of more, the oldest go."""

_OWN = re.compile(r"台账-\d{4}-\d\d-\d\d-\d{4}(?:-\d+)?(?:-[^.]+)?\.db")
_UNFINISHED = ".unfinished-"
_BATCH = 5_000


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

    def write(self, source: Engine, path: Path) -> None:
        """Copy a ledger into a file of the shelf; there is all of it or nothing, and it is on the disk."""
        with self._replacing(path) as beside, snapshot(source) as ledger, new_copy_engine(beside).begin() as copy:
            metadata.create_all(copy)
            copy_ledger(ledger, copy, Gone())
            write_fact(copy, "gone", read_fact(ledger, "gone"))

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
        with snapshot(copy_engine(path)) as backup:
            parts, files = _parts(backup, gone, seals), _files(backup, gone)
        if not (parts or files):
            return False
        with self._replacing(path) as beside:
            _take_out(path, beside, gone, parts, files)
        return True

    @contextmanager
    def _replacing(self, path: Path) -> Iterator[Path]:
        """A file to be written, which then takes the path's place at once."""
        beside = self.folder / f"{_UNFINISHED}{path.name}"
        try:
            yield beside
            put_durably(beside, path)
        finally:
            beside.unlink(missing_ok=True)

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


def _parts(backup: Connection, gone: Gone, seals: frozenset[bytes]) -> list[int]:
    """The events of a backup that still have a private part which is gone."""
    whose = select(events.c.seq, events.c.member, events.c.seal).join(private, private.c.seq == events.c.seq)
    rows = backup.execute(whose.where(events.c.seal.is_not(None)).execution_options(yield_per=_BATCH))
    return [seq for seq, member, seal in rows if gone.holds(member, seal) or seal in seals]


def _files(backup: Connection, gone: Gone) -> list[str]:
    """The members who are gone and under whose names a backup still lists files."""
    return [member for member in backup.scalars(select(named_files.c.member).distinct()) if member in gone.members]


def _take_out(path: Path, beside: Path, gone: Gone, parts: Sequence[int], members: Sequence[str]) -> None:
    """Write a backup once more, without what is gone and with why."""
    own_file(beside)
    shutil.copyfile(path, beside)
    engine = new_copy_engine(beside)
    with engine.begin() as copy:
        erase_parts(copy, parts)
        copy.execute(delete(named_files).where(named_files.c.member.in_(members)))
        write_fact(copy, "gone", (gone | gone_from_json(read_fact(copy, "gone"))).to_json())
    with outside(engine) as copy:
        copy.exec_driver_sql("VACUUM")
