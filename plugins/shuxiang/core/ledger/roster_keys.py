"""Who gets a card, and what the ledger keeps of a key: what receipts are signed with, never the key itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from shuxiang.core.card import RANDOM_BYTES, new_key, signing_key
from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.core.ledger.ledger import Ledger
from shuxiang.core.ledger.member import Member
from shuxiang.core.ledger.roster_change import revoking

KEY_ID_BYTES = 5


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """``key`` stands on the card only; ``events`` end the keys before it and begin this one."""

    member: Member
    key: str
    key_id: str
    events: tuple[NewEvent, ...]


def issued_key(member: Member, random: Callable[[int], bytes]) -> IssuedKey:
    """A new key for the member; ``random`` gives that many random bytes."""
    key, key_id = new_key(member.number, random(RANDOM_BYTES)), random(KEY_ID_BYTES).hex()
    signing = signing_key(member.number, key).hex()
    issued = NewEvent(Kind.KEY_ISSUED, member.id, data={"key": key_id}, private={"signing": signing})
    return IssuedKey(member, key, key_id, (*revoking(member), issued))


def is_on_roster(member: Member, today: date) -> bool:
    """Whether the member belongs, or is known to join later."""
    return any(spell.end is None or spell.end > today for spell in member.spells) and bool(member.number)


def on_roster(ledger: Ledger, today: date) -> list[Member]:
    """All who may have a card."""
    return [member for member in ledger.members.values() if is_on_roster(member, today)]


def never_issued(ledger: Ledger, today: date) -> list[Member]:
    """Those who have never had a card; who gave one up has had one."""
    return [member for member in on_roster(ledger, today) if not member.keys]


def only_revoked(ledger: Ledger, today: date) -> list[Member]:
    """Those whose card was revoked and who have got no other."""
    return [member for member in on_roster(ledger, today) if member.keys and member.active_key is None]
