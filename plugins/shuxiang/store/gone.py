"""What has been taken out of a ledger for good, so that none of its backups brings it back.

Only the ledger's own events say so: they are in the chain, and nothing else is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from shuxiang.core.ledger.event import Kind
from shuxiang.store.errors import StoreError
from shuxiang.store.schema import events, private

KINDS = frozenset({Kind.FORGOTTEN, Kind.ERASED, Kind.EXPIRED})
"""The events that say what is gone."""

_ROSTER = (Kind.JOINED, Kind.DESCRIBED)
_KEYS = (Kind.KEY_ISSUED, Kind.KEY_REVOKED)


@dataclass(frozen=True, slots=True)
class Gone:
    """``members`` were forgotten; ``parts`` are the seals (hex) of others' private parts that named one of them.

    Before the day ``before`` (``2021-11-22``, or empty) what the office keeps for some years only is gone too.
    It names nobody: a seal is a salted digest. What is gone from one ledger says nothing about another.
    """

    members: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    before: str = ""

    def __or__(self, other: Gone) -> Gone:
        return Gone(self.members | other.members, self.parts | other.parts, max(self.before, other.before))

    def __bool__(self) -> bool:
        return bool(self.members or self.parts or self.before)

    def beyond(self, known: Gone) -> Gone:
        """What of this is news to whoever knows of the other."""
        before = self.before if self.before > known.before else ""
        return Gone(self.members - known.members, self.parts - known.parts, before)

    def holds(self, member: str, seal: bytes) -> bool:
        """Whether an event's private part is never to come back, whoever keeps it."""
        return member in self.members or seal.hex() in self.parts

    def as_told(self) -> dict[str, Any]:
        """What :func:`gone_from` reads back."""
        return {"members": sorted(self.members), "parts": sorted(self.parts), "before": self.before}


def gone_from(told: Mapping[str, Any]) -> Gone:
    """Read :meth:`Gone.as_told` back; StoreError for what is no such thing."""
    try:
        return Gone(frozenset(map(str, told["members"])), frozenset(map(str, told["parts"])), str(told["before"]))
    except (TypeError, KeyError):
        raise StoreError(
            "记着哪些内容已经注销的地方读不懂，不敢继续，免得把已注销的又带回来。请把这句话告诉维护人员。"
        ) from None


def read_gone(connection: Connection) -> Gone:
    """What the ledger's own events say is gone. A clearing out of days yet to come is none."""
    rows = _told(connection)
    numbers = [number for kind, _, _, _, data in rows if kind == Kind.ERASED for number in data.get("of", ())]
    seals = connection.scalars(select(events.c.seal).where(events.c.seq.in_(numbers))) if numbers else ()
    return Gone(
        frozenset(member for kind, _, _, member, _ in rows if kind == Kind.FORGOTTEN and member),
        frozenset(seal.hex() for seal in seals if seal),
        max((before for _, before in _expiries(rows)), default=""),
    )


def expired_seals(connection: Connection) -> frozenset[bytes]:
    """The seals of the private parts that are not there because their time was over.

    What is in force is kept however old it is: if it is not there, that is no clearing out's doing.
    """
    expiries = _expiries(_told(connection))
    if not expiries:
        return frozenset()
    apart = events.outerjoin(private, private.c.seq == events.c.seq)
    wanted = select(events.c.seq, events.c.entered, events.c.seal).select_from(apart)
    missing = connection.execute(wanted.where(events.c.seal.is_not(None), private.c.seq.is_(None)))
    in_force = _in_force(connection)
    return frozenset(
        seal
        for seq, entered, seal in missing
        if seq not in in_force and any(at > seq and entered[:10] < before for at, before in expiries)
    )


def last_loss(connection: Connection) -> str:
    """When something went for good last; empty when nothing ever did."""
    return max((entered for _, _, entered, _, _ in _told(connection)), default="")


_Told = list[tuple[str, int, str, str, dict[str, Any]]]


def _told(connection: Connection) -> _Told:
    """Kind, number, moment, member and data of the events that say what is gone."""
    names = ("kind", "seq", "entered", "member", "data")
    wanted = select(*(events.c[name] for name in names)).where(events.c.kind.in_(map(str, KINDS)))
    return [(*row[:-1], told_of(row[-1])) for row in connection.execute(wanted)]


def told_of(text: str) -> dict[str, Any]:
    """An event's data; nothing where it has been damaged, which ``verify`` tells."""
    try:
        data = json.loads(text)
    except (ValueError, TypeError):
        return {}
    return data if isinstance(data, dict) else {}


def _expiries(rows: _Told) -> list[tuple[int, str]]:
    """Number and day of each clearing out."""
    found = [
        (seq, entered, str(data.get("before", ""))) for kind, seq, entered, _, data in rows if kind == Kind.EXPIRED
    ]
    return [(seq, before) for seq, entered, before in found if before <= entered[:10]]


def _in_force(connection: Connection) -> frozenset[int]:
    """The roster's last entry of each member, and the keys that are not revoked."""
    wanted = select(events.c.kind, events.c.seq, events.c.member, events.c.data)
    rows = connection.execute(wanted.where(events.c.kind.in_(map(str, (*_ROSTER, *_KEYS)))).order_by(events.c.seq))
    newest: dict[tuple[str, str], int] = {}
    for kind, seq, member, data in rows:
        place = (member, str(told_of(data).get("key", "")) if kind in _KEYS else "")
        if kind == Kind.KEY_REVOKED:
            newest.pop(place, None)
        else:
            newest[place] = seq
    return frozenset(newest.values())
