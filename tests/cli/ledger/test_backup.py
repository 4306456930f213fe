from __future__ import annotations

import argparse
import os
from typing import Any

import pytest

from ledger_desk import told, verified_backup
from shuxiang.cli.ledger.office import Office
from shuxiang.store.opening import copy_engine
from shuxiang.store.store import Store


def test_a_backup_is_the_whole_ledger_checked_in_the_folder_of_backups(office: Any) -> None:
    office.enroll()
    said = office.run("backup")

    (path,) = (office.folder / "backups").glob("*.db")
    assert (said.code, said.err) == (0, "")
    assert "备份写好了：data/ledger/backups/台账-2026-11-20-1200.db" in said.out
    assert office.store.head().code in said.out
    assert f"（{path.stat().st_size / 1e3:.0f} KB，" in said.out
    assert verified_backup(path).faults == ()
    assert told(Store(copy_engine(path)).events()) == told(office.store.events())


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps its owners elsewhere")
def test_ledger_and_backups_are_for_their_owner_only(office: Any) -> None:
    office.run("backup", "-o", str(office.root / "另存.db"))

    modes = {
        path.relative_to(office.root).as_posix(): path.stat().st_mode & 0o777 for path in office.folder.rglob("*")
    }
    assert office.folder.stat().st_mode & 0o777 == 0o700
    assert modes["data/ledger/backups"] == 0o700
    assert modes["data/ledger/ledger.db"] == 0o600
    assert modes["data/ledger/backups/台账-2026-11-20-1200.db"] == 0o600
    assert (office.root / "另存.db").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps its owners elsewhere")
def test_a_folder_that_the_office_has_opened_to_others_stays_so(office: Any) -> None:
    office.run("backup")
    office.folder.chmod(0o770)
    office.run("backup")

    assert office.folder.stat().st_mode & 0o777 == 0o770


def test_one_more_copy_goes_where_it_is_wanted(office: Any) -> None:
    office.enroll()
    stick = office.root.parent / "stick"
    stick.mkdir()
    assert office.run("backup", "-o", str(stick)).code == 0
    assert office.run("backup", "-o", str(stick / "年底.db")).code == 0

    assert sorted(path.name for path in stick.iterdir()) == ["台账-2026-11-20-1200.db", "年底.db"]
    assert verified_backup(stick / "年底.db").faults == ()


@pytest.mark.parametrize("place", ["docs/x.db", "docs", "site/x.db", "mkdocs.yml", "nowhere/x.db"])
def test_a_copy_is_not_written_where_readers_or_other_files_are(office: Any, place: str) -> None:
    before = (office.root / "mkdocs.yml").read_bytes()
    said = office.run("backup", "-o", str(office.root / place))

    assert said.code == 1
    assert "请" in said.err
    assert (office.root / "mkdocs.yml").read_bytes() == before
    assert list((office.root / "docs").glob("*.db")) == []


def test_a_backup_of_a_ledger_that_is_not_sound_says_so_and_is_kept(office: Any) -> None:
    office.enroll()
    with office.store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM events WHERE seq = 3")
    said = office.run("backup")

    assert said.code == 1
    assert "第 3 号缺了" in said.err
    assert len(list((office.folder / "backups").glob("*.db"))) == 1


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps its owners elsewhere")
def test_with_a_server_the_folder_stays_as_the_office_has_it(office: Any) -> None:
    office.folder.mkdir(parents=True)
    (office.folder / "settings.yml").write_text("database: postgresql://a:b@c/d\n", encoding="utf-8")
    office.folder.chmod(0o750)
    Office(argparse.Namespace(), office.root).make_folder()

    assert office.folder.stat().st_mode & 0o777 == 0o750
