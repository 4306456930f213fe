from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ledger_desk import NOW, Desk
from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.store.leaving import expire, expiry, forget


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "ledger")
    desk.enroll("m1", "m2")
    return desk


def name(desk: Desk, *members: str) -> None:
    """Say one after another that the nickname is each member's; empty: nobody's."""
    for member in members:
        data = {"ignored": not member}
        desk.enter(NewEvent(Kind.NICKNAMED, member, data=data, private={"nickname": "小明"}), command="nickname")


def let_go(desk: Desk, member: str) -> None:
    with desk.store.run("forget", NOW) as run:
        forget(run, desk.ledger(), member, NOW.date())


@pytest.mark.parametrize("before", [("m1",), ("",), ("m2", "m1"), ("m1", "", "m1")])
def test_a_nickname_of_who_is_forgotten_goes_back_to_nobody(desk: Desk, before: tuple[str, ...]) -> None:
    name(desk, *before, "m2")
    let_go(desk, "m2")
    assert desk.ledger().nicknames == {}
    assert not any(member.nicknames for member in desk.ledger().members.values())
    assert desk.verified().faults == ()


def test_so_does_that_of_who_left_long_ago(desk: Desk) -> None:
    name(desk, "m1", "m2")
    desk.enter(NewEvent(Kind.LEFT, "m2", data={"on": "2026-11-03"}), command="roster leave")
    with desk.store.run("expire", NOW) as run:
        expire(run, desk.ledger(), expiry(run.events(), desk.ledger(), date(2026, 11, 5)), NOW.date())
    assert desk.ledger().nicknames == {}
    assert desk.verified().faults == ()


def test_a_nickname_that_another_has_by_now_stays_theirs(desk: Desk) -> None:
    name(desk, "m1", "m2", "m1")
    let_go(desk, "m2")
    assert desk.ledger().nicknames == {"小明": "m1"}


def test_a_nickname_that_was_withdrawn_takes_nobody_elses_away(desk: Desk) -> None:
    name(desk, "m1", "m2")
    with desk.store.run("undo", NOW) as run:
        run.withdraw(max(desk.ledger().runs))
    let_go(desk, "m2")
    assert desk.ledger().nicknames == {"小明": "m1"}
