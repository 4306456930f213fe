"""The folder of backups: one SQLite file each, whatever database the ledger itself is in."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from shuxiang.store.chain import canonical_json
from shuxiang.store.copying import copy_ledger
from shuxiang.store.errors import StoreError
from shuxiang.store.gone import Gone, gone_from
from shuxiang.store.opening import WAIT_SECONDS, copy_engine, new_copy_engine, snapshot
from shuxiang.store.schema import metadata
from shuxiang.store.scrubbing import Loss, remains, take_out

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

    def write(self, source: Engine, path: Path) -> None:
        """Copy a ledger into a file of the shelf; there is all of it or nothing, and it is on the disk."""
        with self._replacing(path) as beside, snapshot(source) as ledger, new_copy_engine(beside).begin() as copy:
            metadata.create_all(copy)
            copy_ledger(ledger, copy, Gone())

    def prune(self) -> Sequence[Path]:
        """Take away the oldest of the shelf's own backups that are too many."""
        own = [path for path in self.backups() if _OWN.fullmatch(path.name)]
        for path in own[:-KEPT]:
            path.unlink(missing_ok=True)
        return own[:-KEPT]

    def gone(self, ledger: str) -> Gone:
        """What is not to come back into the ledger of a name, as this folder knows it: the ledger may be lost."""
        return self._gone().get(ledger, Gone())

    def note_gone(self, ledger: str, gone: Gone) -> None:
        """Add to :meth:`gone`."""
        known = self._gone()
        own = known.get(ledger, Gone())
        if own | gone != own:
            told = {name: each.as_told() for name, each in {**known, ledger: own | gone}.items()}
            with self._replacing(self._list) as beside:
                beside.write_text(canonical_json(told), encoding="utf-8")

    def _gone(self) -> Mapping[str, Gone]:
        try:
            told = json.loads(self._list.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError:
            told = None
        return {name: gone_from(each) for name, each in (told if isinstance(told, dict) else {"": {}}).items()}

    def scrub(self, path: Path, loss: Loss, random: Callable[[int], bytes]) -> bool:
        """Take what is gone out of a backup; whether there was any. The file is replaced as a whole."""
        with snapshot(copy_engine(path)) as backup:
            found = remains(backup, loss)
        if not any(found):
            return False
        with self._replacing(path) as beside:
            take_out(path, beside, loss, found, random)
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
