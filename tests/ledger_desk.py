"""A ledger's database in a folder, and a few people and receipts to put in."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.core.ledger.ledger import Ledger, fold
from shuxiang.store import opening
from shuxiang.store.opening import copy_engine, file_engine, outside, snapshot
from shuxiang.store.shelf import Shelf
from shuxiang.store.store import Store
from shuxiang.store.verifying import Verified, verify

NOW = datetime(2026, 11, 20, 12)  # noqa: DTZ001  # China time without zone, as the ledger has it
NAMES = {"m1": "甲某某", "m2": "乙某某", "m3": "丙某某"}


@contextmanager
def not_waiting_for_the_disk() -> Iterator[None]:
    """While the block runs, what is written may still be on its way to the disk: in tests no power is cut."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        patch.setattr(opening, "SYNCHRONOUS", "OFF")
        yield


class Desk:
    """A ledger in a folder and what one does with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "ledger.db"
        folder.mkdir(parents=True, exist_ok=True)
        self.store = Store(file_engine(self.path))
        self.store.prepare()
        self.shelf = Shelf(folder / "backups")

    def enter(self, *events: NewEvent, command: str = "collect", now: datetime = NOW, source: str = "") -> None:
        with self.store.run(command, now, source=source) as run:
            for event in events:
                run.add(event)

    def enroll(self, *members: str, now: datetime = NOW) -> None:
        for member in members or NAMES:
            told = {"number": f"000{member[1:]}", "name": NAMES[member], "contact": f"1390000{member[1:]}"}
            issued = NewEvent(
                Kind.KEY_ISSUED, member, data={"key": f"k{member}"}, private={"signing": member[1] * 64}
            )
            joined = NewEvent(
                Kind.JOINED, member, data={"on": "2026-11-02", "group": "一组", "sector": ""}, private=told
            )
            self.enter(joined, issued, command="roster", now=now)

    def ledger(self) -> Ledger:
        return fold(self.store.events())

    def verified(self) -> Verified:
        with snapshot(self.store.engine) as connection:
            return verify(connection)

    def back_up(self) -> Path:
        with self.shelf.alone():
            path = self.shelf.name(NOW)
            self.shelf.write(self.store.engine, path)
        return path

    @contextmanager
    def behind_its_back(self) -> Iterator[Connection]:
        """A way into the tables that no command takes."""
        with outside(self.store.engine) as connection:
            yield connection

    def bytes_on_disk(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.folder.rglob("*") if path.is_file())


def checked_in(
    member: str, slot: str = "article/2026-W46", note: str = "", *, key: str = "", **data: Any
) -> NewEvent:
    """A receipt; what it is entered under depends on all of it."""
    told = {"record": "K7Q2MX4D", "checksum": "ABCD", "note": note, "title": "石桥"}
    data = {"acts": "学", "at": "2026-11-12T20:00", **data}
    known = hashlib.sha256("|".join([member, slot, note, str(data)]).encode()).hexdigest()
    return NewEvent(Kind.CHECKED_IN, member, slot, 7, data, told, key or known)


def verified_backup(path: Path) -> Verified:
    with snapshot(copy_engine(path)) as connection:
        return verify(connection)


def told(events: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Events without what is drawn at random."""
    return [(e.seq, e.run, e.kind, e.member, e.slot, e.line, dict(e.data), e.private, e.sealed) for e in events]
