"""Opening a ledger: for its owner only, on a disk that can be trusted, and told in sentences when it cannot be."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, event
from sqlalchemy.exc import ArgumentError

from ledger_desk import NOW, Desk, checked_in
from shuxiang.store import mounts, opening
from shuxiang.store.errors import DamagedError, StoreError
from shuxiang.store.mounts import Mount
from shuxiang.store.opening import engine_at, file_engine
from shuxiang.store.store import Store
from shuxiang.store.trouble import explain, trouble


@pytest.fixture(scope="module", autouse=True)
def _not_waiting() -> None:
    """Here the disk is waited for, as in an office."""


posix = pytest.mark.skipif(os.name != "posix", reason="Windows keeps its owners elsewhere")


@posix
def test_the_database_and_its_companions_are_for_their_owner_only(desk: Desk) -> None:
    with desk.store.run("collect", NOW):
        files = sorted(desk.folder.glob("ledger.db*"))
        modes = {path.stat().st_mode & 0o777 for path in files}
    assert [path.name for path in files] == ["ledger.db", "ledger.db-shm", "ledger.db-wal"]
    assert modes == {0o600}


def test_at_rest_the_ledger_is_one_file(desk: Desk) -> None:
    desk.enter(checked_in("m1"))

    assert [path.name for path in desk.folder.iterdir()] == ["ledger.db"]


def test_what_is_committed_is_on_the_disk(desk: Desk) -> None:
    with desk.behind_its_back() as connection:
        told = [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in (
            "journal_mode", "synchronous", "secure_delete", "temp_store")]  # fmt: skip

    assert told == ["wal", 2, 1, 2]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked otherwise")
def test_a_ledger_on_a_network_share_is_refused_through_any_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = tmp_path / "share"
    (share / "data").mkdir(parents=True)
    (tmp_path / "link").symlink_to(share)
    table = [Mount(mounts.PurePosixPath("/"), "ext4"), Mount(mounts.PurePosixPath(share.resolve()), "cifs")]
    monkeypatch.setattr(mounts, "_mounts", lambda: table)

    for folder in (share, share / "data", tmp_path / "link" / "data"):
        with pytest.raises(StoreError, match=r"网络共享.*本机磁盘.*PostgreSQL"):
            file_engine(folder / "ledger.db")
    file_engine(tmp_path / "ledger.db")


@pytest.mark.skipif(sys.platform != "linux", reason="it is Linux that is asked")
def test_this_machines_own_mounts_can_be_read() -> None:
    assert any(mount.point == mounts.PurePosixPath("/") for mount in mounts._mounts())


@pytest.mark.parametrize("content", [b"no database" * 1000, b"SQLite format 3\0" + b"\xff" * 8000])
def test_a_file_that_is_no_database_is_called_damaged_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(content)

    with pytest.raises(DamagedError, match="restore"):
        Store(file_engine(path)).prepare()
    assert path.read_bytes() == content


def test_a_ledger_of_later_software_is_left_alone(desk: Desk) -> None:
    with desk.behind_its_back() as connection:
        connection.exec_driver_sql("UPDATE facts SET value = '2' WHERE name = 'version'")

    with pytest.raises(StoreError, match=r"更新版本的软件.*请先更新软件"):
        desk.store.prepare()


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "ledger.db") as other:
        other.execute("CREATE TABLE facts (name TEXT, value TEXT)")
    other.close()

    with pytest.raises(StoreError, match="不是台账的"):
        Store(file_engine(tmp_path / "ledger.db")).prepare()


def test_one_that_waits_too_long_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "WAIT_SECONDS", 0)
    other = Store(file_engine(desk.path))

    with desk.store.run("collect", NOW), pytest.raises(StoreError, match="正被另一个命令使用"):
        other.note_file("/a", [])


def test_a_database_that_may_not_be_written_says_so(desk: Desk) -> None:
    address = f"file:{desk.path.as_posix()}?mode=ro"  # for root too, whom no permissions keep from writing
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool)
    event.listen(engine, "handle_error", explain)

    with pytest.raises(StoreError, match="没有权限"), Store(engine).run("collect", NOW) as run:
        run.add(checked_in("m1"))
    assert desk.store.last() == 0


def test_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="没有权限读写"):
        Store(file_engine(tmp_path / "none" / "ledger.db")).prepare()


def test_a_full_disk_enters_nothing_and_says_so(desk: Desk) -> None:
    desk.enroll("m1")
    with desk.behind_its_back() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    full = f"PRAGMA max_page_count = {pages}"
    event.listen(desk.store.engine, "connect", lambda connection, _: connection.execute(full))

    with pytest.raises(StoreError, match="磁盘空间不足"):
        desk.enter(*(checked_in("m1", note="读后感" * 500 + str(number)) for number in range(50)))
    assert desk.store.last() == 3
    assert desk.verified().faults == ()


def test_what_a_killed_process_had_committed_is_read_from_its_journal(desk: Desk, tmp_path: Path) -> None:
    left = tmp_path / "left"
    with desk.store.engine.connect() as reading:
        reading.exec_driver_sql("SELECT 1 FROM events").all()
        desk.enter(checked_in("m1"))
        shutil.copytree(desk.folder, left)
    assert (left / "ledger.db-wal").stat().st_size

    assert Desk(left).store.head() == desk.store.head()


def test_what_a_killed_process_had_not_committed_is_not(desk: Desk, tmp_path: Path) -> None:
    desk.enroll("m1")
    before = desk.store.head()
    with desk.store.run("collect", NOW) as run:
        for number in range(2_000):
            run.add(checked_in("m1", note="读" * 200 + str(number)))
        run.flush()
        shutil.copytree(desk.folder, tmp_path / "left")

    left = Desk(tmp_path / "left")
    assert left.store.head() == before
    assert left.verified().faults == ()


@pytest.mark.parametrize(
    "address", ["study", "postgresql://clerk:secret@server:port/study", "mysql://clerk:secret@a/b"]
)
def test_an_address_that_cannot_be_one_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(StoreError, match="postgresql://") as told:
        engine_at(address)

    assert "secret" not in str(told.value)


def test_a_password_is_not_shown_by_the_engine() -> None:
    engine = engine_at("postgres://clerk:secret@server/study")

    assert engine.dialect.driver == "pg8000"
    assert "secret" not in f"{engine!r} {engine.url}"


class InterfaceError(Exception):
    """As pg8000 calls the server that does not answer."""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (sqlite3.OperationalError("database is locked"), "正被另一个命令使用"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "没有权限"),
        (sqlite3.OperationalError("unable to open database file"), "没有权限"),
        (sqlite3.OperationalError("database or disk is full"), "磁盘空间不足"),
        (sqlite3.OperationalError("disk I/O error"), "磁盘出错"),
        (sqlite3.DatabaseError("database disk image is malformed"), "已损坏"),
        (sqlite3.DatabaseError("file is not a database"), "已损坏"),
        (sqlite3.IntegrityError("甲某"), "数据库没有完成（IntegrityError）"),
        (InterfaceError("Can't create a connection to host 甲某"), "连不上数据库"),
        (ArgumentError({"C": "28P01", "M": "甲某"}), "不让登录"),
        (ArgumentError({"C": "3D000", "M": "甲某"}), "不让登录"),
        (ArgumentError({"C": "53100", "M": "甲某"}), "磁盘空间不足"),
        (ArgumentError({"C": "55P03", "M": "甲某 disk is full"}), "正被另一个命令使用"),
        (ArgumentError({"C": "XX000", "M": "甲某 disk is full"}), "ArgumentError XX000"),
    ],
)
def test_what_a_database_complains_of_is_said_in_our_words(error: Exception, said: str) -> None:
    assert said in str(trouble(error))
    assert "甲某" not in str(trouble(error))
