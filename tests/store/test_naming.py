"""The files that name members are known before, while and after they are written."""

from __future__ import annotations

import pytest

from ledger_desk import Desk
from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.store.errors import StoreError
from shuxiang.store.naming import Naming, unfinished


def listed(desk: Desk) -> list[tuple[str, str]]:
    with desk.behind_its_back() as connection:
        rows = connection.exec_driver_sql("SELECT path, member FROM named_files ORDER BY 1, 2").all()
    return [(row[0], row[1]) for row in rows]


def test_until_a_file_is_whole_those_whom_the_old_one_named_stay_listed(desk: Desk) -> None:
    desk.store.settle_files([Naming("/a", frozenset({"m1", "m2"}))])
    desk.store.note_file("/a", ["m2", "m3", "m3"])
    assert listed(desk) == [("/a", "m1"), ("/a", "m2"), ("/a", "m3")]

    desk.store.settle_files([Naming("/a", frozenset({"m3", "m2"}))])
    assert listed(desk) == [("/a", "m2"), ("/a", "m3")]


def test_where_a_file_stands_until_it_is_whole_is_known_too(desk: Desk) -> None:
    desk.store.note_file("/f/a", ["m1"], "/f/.half")
    with desk.behind_its_back() as connection:
        assert unfinished(connection) == ["/f/.half"]

    desk.store.settle_files([Naming("/f/a", frozenset({"m1"}), "/f/.half")])
    assert listed(desk) == [("/f/a", "m1")]


def test_whoever_was_forgotten_meanwhile_stops_the_file(desk: Desk) -> None:
    desk.enroll()
    desk.store.note_file("/a", ["m1", "m3"])
    desk.enter(NewEvent(Kind.FORGOTTEN, "m3"))

    for noting in (desk.store.note_files, desk.store.settle_files):
        with pytest.raises(StoreError, match="请再运行一次"):
            noting([Naming("/a", frozenset({"m1", "m3"}))])
    assert listed(desk) == [("/a", "m1"), ("/a", "m3")]
