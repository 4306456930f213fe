"""A small office with a plan of autumn 2026, a roster of six, and the commands as people run them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ledger_desk import not_waiting_for_the_disk
from postgres import PostgresServer, postgres_server
from shuxiang.cli.ledger.commands import main
from shuxiang.core.card import new_key, signing_key
from shuxiang.core.checkin import ACT_NAMES, Act, CheckIn
from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.core.ledger.ledger import Ledger, fold
from shuxiang.core.receipt import encode
from shuxiang.store import opening
from shuxiang.store.opening import engine_at, file_engine, hang_up
from shuxiang.store.store import Store

TODAY = "2026-11-20"
"""A Friday in the third week of the plan."""

_PROGRAMME = """\
year: 2026
starts: 2026-11-02
ends: 2027-01-04
cadences:
  - {id: article, name: 周学一文, every: week}
  - {id: topic, name: 月讲一题, every: month}
groups: [第一小组, 第二小组, 第三小组]
events:
  - {kind: 委员大讲堂, title: 怎样读预算, at: 2026-11-18 09:30, until: 11:30, materials: [topics/11.md]}
  - {kind: 界别活动, title: 走访书屋, at: 2026-11-19, venue: 书屋, groups: [第二小组]}
"""
_MATERIALS = {
    "readings/w45.md": "title: 石桥\ncadence: article\nslot: 2026-W45\nsource: 样例",
    "readings/w46.md": "title: 水渠\ncadence: article\nslot: 2026-W46\nsource: 样例",
    "readings/w47.md": "title: 书屋\ncadence: article\nslot: 2026-W47\nsource: 样例",
    "topics/11.md": "title: 怎样读预算\ncadence: topic\nslot: 2026-11\nsource: 样例",
}
_CONFIG = "site_name: 书香\nsite_url: http://study.example/\ntheme: {name: material}\nplugins: [shuxiang]\n"
PEOPLE = {
    "0001": ("甲某", "第一小组"),
    "0002": ("乙某", "第一小组"),
    "0003": ("丙某", "第二小组"),
    "0004": ("丁某", "第二小组"),
    "0005": ("戊某", "第三小组"),
    "0006": ("己某", ""),
}
"""The roster: number, name, group."""


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


class SmallOffice:
    """The office's folder, its database, and its people's cards."""

    address = ""
    """Of a database on a server; without one the ledger is a file."""

    def __init__(
        self, root: Path, capsys: pytest.CaptureFixture[str], enrolled: MutableMapping[bool, bytes]
    ) -> None:
        self.root = root
        self._capsys = capsys
        self._enrolled = enrolled

    @property
    def folder(self) -> Path:
        return self.root / "data" / "ledger"

    @property
    def store(self) -> Store:
        """The database, made where there is none."""
        self.folder.mkdir(parents=True, exist_ok=True)
        store = Store(engine_at(self.address) if self.address else self._engine)
        if self.address or not self._file.exists():
            store.prepare()
        return store

    @property
    def _file(self) -> Path:
        return self.folder / "ledger.db"

    @cached_property
    def _engine(self) -> Engine:
        """It holds no connection, only the statements that it has once compiled."""
        return file_engine(self._file)

    @contextmanager
    def moved_to(self, server: PostgresServer) -> Iterator[str]:
        """While the block runs its ledger is in a new database of the server; the database's name."""
        database = server.new_database()
        self.settle(server.address(database))
        yield database
        hang_up()
        (self.folder / "settings.yml").unlink()
        self.address = ""

    def settle(self, address: str) -> None:
        """Let the office's settings name that database."""
        self.address = address
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "settings.yml").write_text(f"database: '{address}'\n", encoding="utf-8")

    def ledger(self) -> Ledger:
        return fold(self.store.events())

    def run(self, *words: str, today: str = TODAY) -> Said:
        """Run ``ledger.py`` with these words."""
        self._capsys.readouterr()
        code = main([*words, "--today", today])
        said = self._capsys.readouterr()
        return Said(code, said.out, said.err)

    def enter(self, events: Sequence[NewEvent], command: str = "test", day: str = TODAY) -> None:
        """Put events into the ledger, past all commands."""
        with self.store.run(command, datetime.fromisoformat(f"{day}T12:00:00")) as run:
            for event in events:
                run.add(event)

    def enroll(self, *, keys: bool = True) -> None:
        """Put :data:`PEOPLE` on the roster since the plan's first day; member ids are ``m`` and the number."""
        if self.address or self._file.exists():
            self._enter_people(keys=keys)
            return
        if keys in self._enrolled:
            self.folder.mkdir(parents=True, exist_ok=True)
            opening.own_file(self._file)
            self._file.write_bytes(self._enrolled[keys])
            _rename(self._file)
            return
        self._enter_people(keys=keys)
        self._enrolled[keys] = self._file.read_bytes()

    def _enter_people(self, *, keys: bool) -> None:
        self.enter([_joined(number) for number in PEOPLE], "roster import")
        if keys:
            self.enter([self._issued(number) for number in PEOPLE], "roster keys")

    def review_all(self) -> None:
        """Let the programme review all that is handed in."""
        programme = self.root / "docs" / "programme" / "2026.yml"
        programme.write_text(f"review: yes\n{programme.read_text(encoding='utf-8')}", encoding="utf-8")

    def _issued(self, number: str) -> NewEvent:
        signing = signing_key(number, self.key(number)).hex()
        return NewEvent(Kind.KEY_ISSUED, f"m{number}", data={"key": f"k{number}"}, private={"signing": signing})

    def key(self, number: str) -> str:
        """The key on the card of a number."""
        return new_key(number, number.encode().rjust(10, b"."))

    def receipt(
        self,
        number: str,
        slot: str = "article/2026-W46",
        *,
        acts: str = "学",
        at: str = "2026-11-12 20:00",
        note: str = "",
        record: str = "K7Q2MX4D",
        title: str = "周学一文 第2周",
    ) -> str:
        """A receipt as the member's browser makes it; no number: one that is not signed."""
        done = frozenset(act for act in Act if ACT_NAMES[act] in acts)
        checkin = CheckIn(slot, done, datetime.fromisoformat(at), record, note)
        return encode(checkin, title, signing_key(number, self.key(number)) if number else b"", number)


def _rename(ledger: Path) -> None:
    """Make it a ledger of its own, which its name, drawn at random, tells from its likes."""
    with closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute("UPDATE facts SET value = ? WHERE name = 'ledger'", (os.urandom(8).hex(),))


def _joined(number: str) -> NewEvent:
    name, group = PEOPLE[number]
    told = {"number": number, "name": name, "contact": ""}
    return NewEvent(
        Kind.JOINED, f"m{number}", data={"on": "2026-11-02", "group": group, "sector": ""}, private=told
    )


@pytest.fixture(scope="module", autouse=True)
def _not_waiting() -> Iterator[None]:
    with not_waiting_for_the_disk():
        yield


@pytest.fixture(scope="session")
def _enrolled() -> dict[bool, bytes]:
    """The ledgers in which all people have just joined, with keys and without: what most tests begin with."""
    return {}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A PostgreSQL server for all tests that ask for one."""
    with postgres_server(tmp_path_factory.mktemp("postgres") / "server") as running:
        yield running


@pytest.fixture
def office(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    _enrolled: dict[bool, bytes],
) -> SmallOffice:
    """An office without a roster yet; ``office.enroll()`` gives it one."""
    root = tmp_path / "办公室"
    for path, header in _MATERIALS.items():
        file = root / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{header}\n---\n正文。\n", encoding="utf-8")
    (root / "docs" / "programme").mkdir()
    (root / "docs" / "programme" / "2026.yml").write_text(_PROGRAMME, encoding="utf-8")
    (root / "mkdocs.yml").write_text(_CONFIG, encoding="utf-8")
    monkeypatch.chdir(root)
    monkeypatch.setenv("SHUXIANG_ROOT", str(root))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return SmallOffice(root, capsys, _enrolled)
