"""A name in the ledger that would turn the terminal's letters round is shown without what does so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuxiang.cli.legible import legible
from shuxiang.core.ledger.event import Kind, NewEvent

if TYPE_CHECKING:
    from conftest import SmallOffice

NAME = "甲\u202e某\u2066\x1b[2J"


def test_what_steers_is_left_out_and_what_is_seen_stays() -> None:
    assert legible("甲\u202e\u2067\u200f某\x1b[2J\x9b\t\r") == "甲某[2J"
    assert legible("甲\u3000某\n乙 👨\u200d👩") == "甲\u3000某\n乙 👨\u200d👩"


def test_every_command_that_names_people_leaves_it_out(office: SmallOffice) -> None:
    told = {"number": "0001", "name": NAME, "contact": ""}
    joined = {"on": "2026-11-02", "group": "第一小组", "sector": ""}
    office.enter([NewEvent(Kind.JOINED, "m0001", data=joined, private=told)])
    data = {"acts": "学", "at": "2026-11-12T20:00"}
    done = {"record": "K7Q2MX4D", "checksum": "ABCD", "note": NAME, "title": "石桥"}
    office.enter([NewEvent(Kind.CHECKED_IN, "m0001", "article/2026-W46", 1, data, done)])
    nicknamed = NewEvent(Kind.NICKNAMED, "m0001", data={"ignored": False}, private={"nickname": NAME})
    office.enter([nicknamed])
    office.review_all()

    for words in (
        ["roster", "list"],
        ["roster", "leave", "0001", "--dry-run"],
        ["show", "--names"],
        ["review", "--names"],
        ["nickname", "--list"],
        ["forget", "0001", "--dry-run"],
    ):
        said = office.run(*words)
        assert (said.code, said.err) == (0, ""), words
        assert "甲某[2J" in said.out, words
        assert not {"\u202e", "\u2066", "\x1b"} & set(said.out), words
