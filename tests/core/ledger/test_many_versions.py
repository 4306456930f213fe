"""A record of which a chat holds very many versions: each is entered once, the newest counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from shuxiang.core.chat_text import receipts
from shuxiang.core.checkin import Act, CheckIn
from shuxiang.core.ledger.collected import Collected
from shuxiang.core.ledger.collecting import collect
from shuxiang.core.ledger.destination import Destination
from shuxiang.core.ledger.event import Kind, LedgerEvent
from shuxiang.core.ledger.ledger import fold
from shuxiang.core.ledger.standing import standing
from shuxiang.core.receipt import encode

SLOT, RECORD, TODAY, MANY = "article/2026-W46", "AAAAAAA2", date(2026, 11, 20), 1_000
START = datetime(2026, 11, 12, 8)  # noqa: DTZ001  # China time without zone
ORDER = [number * 7 % MANY for number in range(MANY)]
"""Neither from old to new nor from new to old."""


def version(number: int) -> str:
    checkin = CheckIn(SLOT, frozenset({Act.STUDY}), START + timedelta(minutes=number), RECORD, f"心得 {number}")
    return encode(checkin, "周学一文 第2周", b"", "")


CHAT = "\n".join(f"爱读书\uff1a\n{version(number)}\n" for number in ORDER)


def events() -> list[LedgerEvent]:
    """One member, and whose the nickname is."""
    entered = datetime(2026, 11, 20, 12)  # noqa: DTZ001
    joined = {"on": "2026-11-02", "group": "第一小组", "sector": ""}
    told = {"number": "0005", "name": "甲某", "contact": ""}
    return [
        LedgerEvent(1, 1, Kind.RUN, entered, "", "", 0, {"command": "", "digest": ""}),
        LedgerEvent(2, 1, Kind.JOINED, entered, "m5", "", 0, joined, told, sealed=True),
        LedgerEvent(3, 1, Kind.NICKNAMED, entered, "m5", "", 0, {}, {"nickname": "爱读书"}, sealed=True),
    ]


def collected(of: list[LedgerEvent], text: str) -> Collected:
    return collect(receipts(text), standing(of, {RECORD}), {SLOT: Destination(SLOT, date(2026, 10, 2))}, TODAY)


def entered(result: Collected) -> list[LedgerEvent]:
    """The ledger with what was collected."""
    made, first = events(), 4
    for seq, entry in enumerate(result.entries, start=first):
        event = entry.event(None if seq == first else first)
        told = (event.kind, made[0].entered, event.member, event.slot, event.line)
        made.append(LedgerEvent(seq, 1, *told, event.data, event.private, sealed=True))
    return made


def test_each_of_very_many_versions_is_entered_once_and_the_newest_counts() -> None:
    result = collected(events(), CHAT + CHAT)
    ledger = fold(entered(result))

    assert (result.new, result.newer + result.older, result.repeated) == (1, MANY - 1, MANY)
    assert result.newer == sum(number > max(ORDER[:place]) for place, number in enumerate(ORDER) if place)
    assert (row := ledger.row("m5", SLOT)) is not None
    assert (row.note, row.first_at) == (f"心得 {MANY - 1}", START)


def test_versions_that_the_ledger_has_are_not_entered_again() -> None:
    there = entered(collected(events(), CHAT))
    again = collected(there, CHAT + version(0) + version(MANY))

    assert (again.repeated, again.new, again.newer, again.older) == (MANY + 1, 0, 1, 0)
    assert [entry.version.note for entry in again.entries] == [f"心得 {MANY}"]
