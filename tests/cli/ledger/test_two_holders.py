"""One number that two have had, one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shuxiang.core.ledger.event import Kind, NewEvent

if TYPE_CHECKING:
    from conftest import SmallOffice

DAY = "2026-11-16"
SLOT = "article/2026-W46"


def event(kind: Kind, member: str, **data: str) -> NewEvent:
    private = {"number": "0001", "name": "新某", "contact": ""} if kind is Kind.JOINED else None
    return NewEvent(kind, member, data=data, private=private)


@pytest.fixture
def handed_over(office: SmallOffice) -> SmallOffice:
    """Since 16 November 0001 is no longer 甲某 of the first group but 新某 of the second."""
    office.enroll()
    joined = event(Kind.JOINED, "new", on=DAY, group="第二小组", sector="")
    office.enter([event(Kind.LEFT, "m0001", on=DAY), joined], "roster import")
    told = {"record": "K7Q2MX4D", "checksum": "x", "note": "桥边的心得", "title": ""}
    data = {"acts": "学", "at": "2026-11-12T20:00"}
    office.enter([NewEvent(Kind.CHECKED_IN, member, SLOT, data=data, private=told) for member in ("m0001", "new")])
    return office


def test_nobody_is_forgotten_before_it_is_told_which_of_the_two(handed_over: SmallOffice) -> None:
    said = handed_over.run("forget", "1", "--yes")
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        "这个编号先后有 2 位委员用过，不知道是哪一位，什么都没有做。请在编号后面写明：\n"
        "  编号@在册\uff1a第二小组，2026年11月16日起\n"
        "  编号@2026-11-16\uff1a第一小组，11月2日至15日\n"
    )
    assert "注销 0001 甲某" in handed_over.run("forget", f"0001@{DAY}").out
    assert "注销 0001 新某" in handed_over.run("forget", "0001@在册").out


def test_each_of_the_two_gets_a_file(office: SmallOffice) -> None:
    spells = (("former", "2026-11-02"), ("new", DAY))
    joined = [event(Kind.JOINED, member, on=on, group="第二小组", sector="") for member, on in spells]
    office.enter([joined[0], event(Kind.LEFT, "former", on=DAY), joined[1]], "roster import")
    assert office.run("member", "--all").code == 0
    names = sorted(path.stem for path in (office.folder / "members" / "2026").iterdir())
    assert names == ["一人一档-2026-0001", f"一人一档-2026-0001@{DAY}"]


def test_the_former_s_file_is_asked_for_by_the_day_of_leaving(handed_over: SmallOffice) -> None:
    handed_over.run("member", f"0001@{DAY}", "-o", "前.html")
    assert "甲某" in (handed_over.root / "前.html").read_text(encoding="utf-8")


def test_the_former_is_shown_and_queried_by_a_number_that_finds_them(handed_over: SmallOffice) -> None:
    said = handed_over.run("show", "--slot", SLOT, "--names").out
    assert f"0001@{DAY}  甲某" in said
    assert "0001             新某" in said
    assert f"0001@{DAY}  甲某" in handed_over.run("query", f"期次={SLOT} 计=已交", "--names").out
    assert "学" in handed_over.run("show", "--slot", SLOT, "--member", f"0001@{DAY}").out


def test_what_waits_is_told_by_a_number_that_closes_it(handed_over: SmallOffice) -> None:
    handed_over.enter([NewEvent(Kind.PICKED, member, SLOT) for member in ("m0001", "new")])
    listed = handed_over.run("review").out
    assert f"  0001@{DAY}　第一小组" in listed
    assert "  0001　第二小组" in listed
    assert handed_over.run("close", SLOT, f"0001@{DAY}").code == 0
    states = {member: handed_over.ledger().rows[SLOT, member].state for member in ("m0001", "new")}
    assert {member: str(state) for member, state in states.items()} == {"m0001": "closed", "new": "waiting"}


def test_an_event_is_attended_by_who_had_the_number_that_day(handed_over: SmallOffice) -> None:
    for day in ("2026-11-15", DAY):
        assert handed_over.run("attend", "--title", "座谈", "--on", day, "1", "--yes").code == 0
    assert [(one.member, f"{one.on}") for one in handed_over.ledger().attendance] == [
        ("m0001", "2026-11-15"),
        ("new", DAY),
    ]


def test_the_formers_card_can_be_revoked(handed_over: SmallOffice) -> None:
    handed_over.run("roster", "revoke", f"0001@{DAY}", "--yes")
    assert handed_over.ledger().members["m0001"].active_key is None


def test_who_leaves_may_give_the_card_back_at_once(handed_over: SmallOffice) -> None:
    said = handed_over.run("roster", "leave", "2", "3", "--yes").out
    assert "2 位手里有委员卡，离开以后还能签名。要同时作废，加 --revoke。" in said
    assert handed_over.run("roster", "leave", "4", "--revoke", "--yes").code == 0
    members = handed_over.ledger().members
    assert [bool(members[id_].active_key) for id_ in ("m0002", "m0003", "m0004")] == [True, True, False]
