"""A backup is the ledger, whole; restoring brings back all of it but what was to be gone."""

from __future__ import annotations

import json
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from ledger_desk import NOW, Desk, checked_in, told, verified_backup
from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.core.ledger.ledger import fold
from shuxiang.store.cleaning import clean
from shuxiang.store.errors import StoreError
from shuxiang.store.facts import read_fact, write_fact
from shuxiang.store.gone import Gone, gone_from, read_gone
from shuxiang.store.head import Head, read_name
from shuxiang.store.leaving import expire, expiry, forget
from shuxiang.store.opening import copy_engine, new_copy_engine, snapshot
from shuxiang.store.restoring import Clearing, Comparison, compare, going_too, restore, set_aside, staying_away
from shuxiang.store.shelf import KEPT
from shuxiang.store.store import Store

RUN = (NOW, "backup.db", "ab")


def compared(desk: Desk, path: Path) -> Comparison:
    with snapshot(desk.store.engine) as present, snapshot(copy_engine(path)) as backup:
        return compare(present, backup)


def restore_in(desk: Desk, path: Path, expected: Head | None = None, now: datetime = NOW) -> None:
    with snapshot(copy_engine(path)) as backup:
        gone = desk.shelf.gone(read_name(backup))
        restore(desk.store, backup, expected or desk.store.head(), gone, (now, *RUN[1:]))


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


def test_nor_do_they_where_the_forgotten_member_came_later(desk: Desk, tmp_path: Path) -> None:
    desk.enroll("m2")
    desk.enter(NewEvent(Kind.NICKNAMED, data={"ignored": True}, private={"nickname": "甲某某"}))
    kept = tmp_path / "kept.db"
    kept.write_bytes(desk.back_up().read_bytes())
    desk.enroll("m1")
    with desk.store.run("forget", NOW) as run:
        forget(run, fold(run.events()), "m1", NOW.date(), [5])
    with desk.shelf.alone():
        clean(desk.store, desk.shelf)
    restore_in(desk, kept)

    assert desk.ledger().nicknames == {}
    assert desk.verified().faults == ()
    assert verified_backup(desk.back_up()).faults == ()


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

    restore_in(full, kept, now=later)
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
        full.shelf.gone("")


def test_what_is_gone_is_written_and_read_back() -> None:
    gone = Gone(frozenset({"m2", "m1"}), frozenset({"ab"}), "2021-11-20")

    assert gone_from(json.loads(json.dumps(gone.as_told()))) == gone
    assert gone | Gone(frozenset({"m3"}), before="2022-01-01") == Gone(
        frozenset({"m1", "m2", "m3"}), frozenset({"ab"}), "2022-01-01"
    )


def test_what_is_gone_is_read_from_the_events(full: Desk) -> None:
    full.enter(NewEvent(Kind.FORGOTTEN, "m1"), NewEvent(Kind.ERASED, data={"of": [10, 1]}))
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


def test_what_one_ledger_has_lost_says_nothing_about_another(full: Desk, tmp_path: Path) -> None:
    other, later = Desk(tmp_path / "other"), datetime(2031, 11, 20, 12)  # noqa: DTZ001
    other.enroll("m1")
    other.enter(NewEvent(Kind.EXPIRED, data={"before": "2031-11-20"}), now=later)
    before, own = told(full.store.events()), full.back_up()

    for path in (other.back_up(), own):
        restore_in(full, path, now=later)
        with full.shelf.alone():
            clean(full.store, full.shelf)
    assert told(full.store.events())[:-1] == before
    assert told(Store(copy_engine(own)).events()) == before


def test_what_a_backup_says_beside_its_events_takes_nothing_away(full: Desk) -> None:
    path, before = full.back_up(), told(full.store.events())
    engine = new_copy_engine(path)
    with engine.begin() as backup:
        write_fact(backup, "gone", '{"before":"2026-11-20","members":["m1"],"parts":[]}')
    restore_in(full, path)
    with full.shelf.alone():
        assert clean(full.store, full.shelf).backups == ()

    assert told(full.store.events())[:-1] == before


def test_a_list_that_says_more_than_there_can_be_stops_the_restoring(full: Desk) -> None:
    path, before = full.back_up(), told(full.store.events())
    with snapshot(full.store.engine) as connection:
        full.shelf.note_gone(read_name(connection), Gone(before="2999-01-01"))

    with pytest.raises(StoreError, match="这一天还没有到"):
        restore_in(full, path)
    assert told(full.store.events()) == before


def test_who_came_back_is_not_forgotten_for_having_been_away_when_the_backup_was_made(desk: Desk) -> None:
    old, later = datetime(2020, 1, 1, 12), datetime(2031, 11, 20, 12)  # noqa: DTZ001
    desk.enroll("m1", "m2", now=old)
    desk.enter(checked_in("m1", note="旧的心得"), NewEvent(Kind.LEFT, "m1", data={"on": "2026-11-10"}), now=old)
    path = desk.back_up()
    desk.enter(NewEvent(Kind.MOVED, "m1", data={"on": "2026-11-18", "group": "一组"}))
    with desk.store.run("expire", later) as run:
        expire(run, desk.ledger(), expiry(run.events(), desk.ledger(), date(2026, 11, 20)), later.date())
    restore_in(desk, path, now=later)

    assert desk.ledger().members["m1"].name == "甲某某"
    assert [event.told("note") for event in desk.store.events() if event.kind is Kind.CHECKED_IN] == [""]
    assert desk.verified().faults == ()


def test_what_a_restoring_would_clear_away_here_is_counted(full: Desk, tmp_path: Path) -> None:
    shutil.copytree(full.folder, tmp_path / "twin")
    twin = Desk(tmp_path / "twin")
    forget_in(full, "m1")
    full.enter(NewEvent(Kind.EXPIRED, data={"before": "2026-11-20"}))
    path = full.back_up()

    with snapshot(twin.store.engine) as present, snapshot(copy_engine(path)) as backup:
        assert going_too(present, backup) == Clearing(parts=3, members=1)
        assert staying_away(present, read_gone(backup)) == Clearing(parts=3, members=1)
        assert read_gone(backup).beyond(read_gone(present)) == Gone(frozenset({"m1"}), before="2026-11-20")
        assert staying_away(backup, read_gone(backup)) == Clearing()
    with snapshot(full.store.engine) as present, snapshot(copy_engine(path)) as backup:
        assert going_too(present, backup) == Clearing()


def test_half_the_backups_name_is_not_enough_to_be_the_same_ledger(full: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "other")
    other.enter(checked_in("m1"), source="名册.xlsx")
    with snapshot(full.store.engine) as connection, other.behind_its_back() as behind:
        write_fact(behind, "ledger", read_fact(connection, "ledger"))

    assert not compared(full, other.back_up()).same_ledger
