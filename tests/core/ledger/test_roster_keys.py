from __future__ import annotations

import json
from datetime import date

import pytest

from shuxiang.core.card import parse_key, signing_key
from shuxiang.core.ledger.event import Kind
from shuxiang.core.ledger.ledger import Ledger
from shuxiang.core.ledger.member import Member, SigningKey, Spell
from shuxiang.core.ledger.roster_keys import issued_key, never_issued, on_roster, only_revoked

TODAY = date(2026, 11, 20)


def member(number: str, *keys: SigningKey, start: date = date(2026, 1, 5), end: date | None = None) -> Member:
    return Member(f"m{number}", number, "甲某", "", "", (Spell("第一小组", start, end),), keys)


OUT, VOID = SigningKey("k1", b"1"), SigningKey("k0", b"0", revoked=True)


def test_the_ledger_keeps_what_signs_and_not_the_key() -> None:
    drawn = iter([b"0123456789", b"abcde"])
    issued = issued_key(member("0001"), lambda _: next(drawn))
    (event,) = issued.events

    assert parse_key("0001", issued.key) == issued.key
    assert (event.kind, event.member, event.data) == (Kind.KEY_ISSUED, "m0001", {"key": b"abcde".hex()})
    assert event.private == {"signing": signing_key("0001", issued.key).hex()}
    kept = json.dumps([event.data, event.private])
    assert issued.key not in kept
    assert issued.key.replace("-", "") not in kept
    assert b"0123456789".hex() not in kept


def test_a_new_key_ends_the_one_before() -> None:
    issued = issued_key(member("0001", VOID, OUT), bytes)
    assert [(event.kind, event.data["key"]) for event in issued.events[:-1]] == [(Kind.KEY_REVOKED, "k1")]


@pytest.mark.parametrize(
    ("one", "has", "never", "void"),
    [
        (member("1"), True, True, False),
        (member("1", OUT), True, False, False),
        (member("1", VOID), True, False, True),
        (member("1", VOID, OUT), True, False, False),
        (member("1", start=date(2026, 12, 1)), True, True, False),
        (member("1", end=TODAY), False, False, False),
        (member("1", VOID, end=TODAY), False, False, False),
        (member(""), False, False, False),
    ],
)
def test_who_may_have_a_card_and_who_wants_one(one: Member, has: bool, never: bool, void: bool) -> None:  # noqa: FBT001
    ledger = Ledger({one.id: one}, {})
    assert (bool(on_roster(ledger, TODAY)), bool(never_issued(ledger, TODAY))) == (has, never)
    assert bool(only_revoked(ledger, TODAY)) is void
