"""A backup is the ledger, whole; restoring brings back all of it but what was to be gone."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from ledger_desk import NOW, Desk, checked_in, told, verified_backup
from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.core.ledger.ledger import fold
from shuxiang.store.cleaning import clean
from shuxiang.store.errors import StoreError
from shuxiang.store.gone import Gone, gone_from_json, read_gone
from shuxiang.store.leaving import expire, expiry, forget
from shuxiang.store.opening import copy_engine, snapshot
from shuxiang.store.restoring import Comparison, compare, restore, set_aside
from shuxiang.store.shelf import KEPT
from shuxiang.store.store import Head, Store

RUN = (NOW, "backup.db", "ab")


def compared(desk: Desk, path: Path) -> Comparison:
    with snapshot(desk.store.engine) as present, snapshot(copy_engine(path)) as backup:
        return compare(present, backup)


def restore_in(desk: Desk, path: Path, expected: Head | None = None) -> None:
    with snapshot(copy_engine(path)) as backup:
        restore(desk.store, backup, expected or desk.store.head(), desk.shelf.gone(), RUN)


def forget_in(desk: Desk, member: str) -> None:
    with desk.store.run("forget", NOW) as run:
        forget(run, fold(run.events()), member, NOW.date())
    with desk.shelf.alone():
        clean(desk.store, desk.shelf)


def test_a_backup_made_while_the_ledger_is_written_is_the_ledger_as_it_was(full: Desk) -> None:
    before = told(full.store.events())
    with full.store.run("collect", NOW) as run:
        run.add(checked_in("m1", note="还没有写完"))
        run.flush()
        path = full.back_up()

    assert told(Store(copy_engine(path)).events()) == before
    assert verified_backup(path).faults == ()
    assert full.store.last() == 15


def test_a_backup_is_one_file_for_its_owner_only(full: Desk) -> None:
    path = full.back_up()

    assert path.name == "台账-2026-11-20-1200.db"
    assert full.back_up().name == "台账-2026-11-20-1200-2.db"
    assert sorted(p.name for p in full.shelf.folder.iterdir() if not p.name.startswith(".")) == [
        "台账-2026-11-20-1200-2.db",
        "台账-2026-11-20-1200.db",
    ]
    assert path.stat().st_mode & 0o077 in {0, 0o066}


def test_of_very_many_backups_the_oldest_go_and_others_files_never(full: Desk) -> None:
    full.shelf.folder.mkdir()
    for number in range(KEPT + 2):
        (full.shelf.folder / f"台账-2025-01-{number // 24 + 1:02}-{number % 24:02}00.db").touch()
    (full.shelf.folder / "年底.db").touch()

    assert [path.name for path in full.shelf.prune()] == ["台账-2025-01-01-0000.db", "台账-2025-01-01-0100.db"]
    assert len(full.shelf.backups()) == KEPT + 1


def test_what_was_entered_after_the_backup_goes_and_the_restoring_is_recorded(full: Desk) -> None:
    before, path = told(full.store.events()), full.back_up()
    full.enter(checked_in("m1", note="备份以后"))
    restore_in(full, path)

    *rest, last = full.store.events()
    assert told(rest) == before
    assert (last.kind, last.data) == (Kind.RUN, {"command": "restore", "digest": "ab"})
    assert full.verified().faults == ()
    with full.store.run("collect", NOW) as run:
        assert run.known([checked_in("m1", note="备份以后").key]) == {}
        assert run.known([checked_in("m1", note="石桥的桥").key])


def test_a_lost_ledger_comes_back_from_its_backup(full: Desk, tmp_path: Path) -> None:
    path = full.back_up()
    new = Desk(tmp_path / "new")
    restore_in(new, path)

    assert told(new.store.events())[:-1] == told(full.store.events())
    assert new.verified().faults == ()


def test_what_would_be_lost_and_gained_is_told_by_runs(full: Desk) -> None:
    path = full.back_up()
    full.enter(checked_in("m1", note="备份以后"), checked_in("m2", note="备份以后"))
    found = compared(full, path)

    assert (found.common, found.present, found.backup.seq) == (13, full.store.head(), 13)
    assert [(run.seq, run.command, run.events) for run in found.lost] == [(14, "collect", 3)]
    assert found.gained == ()
    assert found.same_ledger
    assert not found.is_restored

    later = full.back_up()
    restore_in(full, path)
    back = compared(full, later)
    assert [(run.seq, run.command, run.events) for run in back.gained] == [(14, "collect", 3)]
    assert [(run.seq, run.command, run.events) for run in back.lost] == [(14, "restore", 1)]


def test_what_has_been_restored_already_is_known(full: Desk) -> None:
    path = full.back_up()
    assert compared(full, path).is_restored
    restore_in(full, path)
    assert compared(full, path).is_restored
    full.enter(checked_in("m1", note="又有新的"))
    assert not compared(full, path).is_restored


def test_a_backup_of_another_ledger_is_known(full: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "other")
    other.enroll("m1")

    assert not compared(full, other.back_up()).same_ledger
    assert compared(Desk(tmp_path / "empty"), other.back_up()).same_ledger


def test_nothing_is_restored_over_what_was_not_shown(full: Desk) -> None:
    path, shown = full.back_up(), full.store.head()
    full.enter(checked_in("m1", note="这期间"))
    before = told(full.store.events())

    with pytest.raises(StoreError, match="刚才有别的命令登记了新内容"):
        restore_in(full, path, shown)
    assert told(full.store.events()) == before


def test_a_command_that_reads_meanwhile_sees_the_old_ledger(full: Desk) -> None:
    path = full.back_up()
    full.enter(checked_in("m1", note="备份以后"))
    reading = full.store.events()
    before = [next(reading)]
    restore_in(full, path)

    assert [event.seq for event in [*before, *reading]] == list(range(1, 16))


@pytest.mark.parametrize("is_lost", [False, True])
def test_who_was_forgotten_does_not_come_back(full: Desk, tmp_path: Path, is_lost: bool) -> None:  # noqa: FBT001
    kept = tmp_path / "memory stick.db"
    kept.write_bytes(full.back_up().read_bytes())
    forget_in(full, "m1")
    if is_lost:
        for path in full.folder.glob("ledger.db*"):
            path.unlink()
        full = Desk(full.folder)
    restore_in(full, kept)
    with full.shelf.alone():
        assert clean(full.store, full.shelf).stuck == ()

    assert full.ledger().members["m1"].forgotten
    assert full.verified().faults == ()
    assert "甲某某".encode() not in full.bytes_on_disk()
    assert "乙某某".encode() in full.bytes_on_disk()
    assert full.back_up()
    assert "甲某某".encode() not in full.bytes_on_disk()


def test_parts_of_nobody_that_named_the_forgotten_do_not_come_back(full: Desk, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    kept.write_bytes(full.back_up().read_bytes())
    with full.store.run("forget", NOW) as run:
        forget(run, fold(run.events()), "m1", NOW.date(), [10])
    with full.shelf.alone():
        clean(full.store, full.shelf)
    restore_in(full, kept)

    assert "聊天记录.txt" not in [event.told("input") for event in full.store.events()]
    assert full.verified().faults == ()


def test_what_has_expired_does_not_come_back(full: Desk, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    kept.write_bytes(full.back_up().read_bytes())
    later = datetime(2031, 11, 20, 12)  # noqa: DTZ001
    with full.store.run("expire", later) as run:
        expire(run, fold(run.events()), expiry(run.events(), fold(run.events()), date(2026, 11, 21)), later.date())
    with full.shelf.alone():
        cleaned = clean(full.store, full.shelf)
    assert len(cleaned.backups) == 1
    assert verified_backup(cleaned.backups[0]).faults == ()

    restore_in(full, kept)
    with full.shelf.alone():
        clean(full.store, full.shelf)
    assert [event.told("note") for event in full.store.events() if event.kind is Kind.CHECKED_IN] == ["", "", ""]
    assert full.ledger().members["m1"].name == "甲某某"
    assert full.verified().faults == ()


def test_files_noted_since_the_backup_stay_known(full: Desk, tmp_path: Path) -> None:
    full.store.note_file(str(tmp_path / "before"), ["m1"])
    path = full.back_up()
    full.store.note_file(str(tmp_path / "since"), ["m1"])
    for name in ("before", "since"):
        (tmp_path / name).touch()
    restore_in(full, path)
    forget_in(full, "m1")

    assert not (tmp_path / "before").exists()
    assert not (tmp_path / "since").exists()


def test_a_list_of_what_is_gone_that_cannot_be_read_stops_everything(full: Desk) -> None:
    full.back_up()
    (full.shelf.folder / "已注销.json").write_text('{"members": 3}', encoding="utf-8")

    with pytest.raises(StoreError, match="不敢继续"):
        full.shelf.gone()


def test_what_is_gone_is_written_and_read_back() -> None:
    gone = Gone(frozenset({"m2", "m1"}), frozenset({"ab"}), "2021-11-20")

    assert gone_from_json(gone.to_json()) == gone
    assert gone | Gone(frozenset({"m3"}), before="2022-01-01") == Gone(
        frozenset({"m1", "m2", "m3"}), frozenset({"ab"}), "2022-01-01"
    )
    assert not gone_from_json("")


def test_what_is_gone_is_read_from_the_events(full: Desk) -> None:
    full.enter(NewEvent(Kind.FORGOTTEN, "m1", data={"others": [10, 1]}))
    full.enter(NewEvent(Kind.EXPIRED, data={"before": "2020-01-01"}))

    with snapshot(full.store.engine) as connection:
        seal = connection.execute(text("SELECT seal FROM events WHERE seq = 10")).scalar_one()
        assert read_gone(connection) == Gone(frozenset({"m1"}), frozenset({seal.hex()}), "2020-01-01")


def test_a_damaged_database_is_moved_with_its_journal(full: Desk) -> None:
    full.enter(checked_in("m1", note="x"))
    there = {path.name: path.read_bytes() for path in full.folder.glob("ledger.db*")}
    set_aside(full.path, full.folder / "aside.db")

    assert list(full.folder.glob("ledger.db*")) == []
    assert {path.name: path.read_bytes() for path in full.folder.glob("aside.db*")} == {
        name.replace("ledger", "aside"): data for name, data in there.items()
    }


def test_half_a_backup_that_was_left_is_cleared_away(full: Desk) -> None:
    full.shelf.folder.mkdir()
    half = full.shelf.folder / ".unfinished-台账.db"
    half.touch()
    full.back_up()

    assert not half.exists()
    assert len(full.shelf.backups()) == 1
