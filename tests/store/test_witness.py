"""A backup knows how far the ledger went: what has been cut off since shows without anything kept on paper."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from ledger_desk import NOW, Desk, checked_in
from shuxiang.core.ledger.ledger import fold
from shuxiang.store.cleaning import clean
from shuxiang.store.gone import Gone
from shuxiang.store.head import Head
from shuxiang.store.leaving import forget
from shuxiang.store.opening import copy_engine, snapshot
from shuxiang.store.restoring import restore
from shuxiang.store.verifying import against
from shuxiang.store.witness import head_then


def told_by(desk: Desk, path: Path) -> tuple[Head | None, str]:
    """What a backup bears witness of, and what is wrong with the ledger by that."""
    with snapshot(desk.store.engine) as present, snapshot(copy_engine(path)) as backup:
        then = head_then(present, backup)
        return then, against(present, then) if then else ""


def cut(desk: Desk, after: int) -> None:
    with desk.behind_its_back() as connection:
        for table in ("events", "private", "entry_keys"):
            connection.execute(text(f"DELETE FROM {table} WHERE seq > {after}"))  # noqa: S608


def test_a_ledger_that_went_on_agrees_with_its_backup(full: Desk) -> None:
    path, head = full.back_up(), full.store.head()
    full.enter(checked_in("m1", note="后来"))

    assert told_by(full, path) == (head, "")


@pytest.mark.parametrize("goes_on", [False, True])
def test_a_tail_that_was_cut_off_shows(full: Desk, goes_on: bool) -> None:  # noqa: FBT001
    path = full.back_up()
    cut(full, 10)
    if goes_on:
        full.enter(*(checked_in("m1", note=str(number)) for number in range(5)))

    assert full.verified().faults == ()
    assert ("校验码和当时的不同" if goes_on else "后面的记录被删掉了") in told_by(full, path)[1]


def test_what_cleaning_has_entered_in_a_backup_is_not_looked_for(full: Desk) -> None:
    path, head = full.back_up(), full.store.head()
    with full.store.run("forget", NOW) as run:
        forget(run, fold(run.events()), "m1", NOW.date())
    with full.shelf.alone():
        assert clean(full.store, full.shelf).backups == (path,)

    assert told_by(full, path) == (head, "")


def test_backups_from_before_a_restoring_bear_witness_no_more_and_later_ones_do(full: Desk) -> None:
    first = full.back_up()
    full.enter(checked_in("m1", note="不要了"))
    given_up = full.back_up()
    with snapshot(copy_engine(first)) as backup:
        restore(full.store, backup, full.store.head(), Gone(), (NOW + timedelta(hours=1), "x", "ab"))
    later, head = full.back_up(), full.store.head()

    assert [told_by(full, path)[0] for path in (first, given_up, later)] == [None, None, head]
    cut(full, head.seq - 1)
    assert "后面的记录被删掉了" in told_by(full, later)[1]


def test_another_ledgers_backup_bears_no_witness(full: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "other")
    other.enroll()

    assert told_by(full, other.back_up()) == (None, "")
