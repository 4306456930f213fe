"""What has been taken out of the ledger for good, so that no backup brings it back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from shuxiang.core.ledger.event import Kind
from shuxiang.store.chain import canonical_json
from shuxiang.store.errors import StoreError
from shuxiang.store.schema import events, private
from shuxiang.store.store import read_fact


@dataclass(frozen=True, slots=True)
class Gone:
    """``members`` were forgotten; ``parts`` are the seals (hex) of others' private parts that named one of them.

    Before the day ``before`` (``2021-11-22``, or empty) what the office keeps for some years only is gone too.
    It names nobody: a seal is a salted digest.
    """

    members: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    before: str = ""

    def __or__(self, other: Gone) -> Gone:
        return Gone(self.members | other.members, self.parts | other.parts, max(self.before, other.before))

    def __bool__(self) -> bool:
        return bool(self.members or self.parts or self.before)

    def holds(self, member: str, seal: bytes) -> bool:
        """Whether an event's private part is never to come back, whoever keeps it."""
        return member in self.members or seal.hex() in self.parts

    def to_json(self) -> str:
        """One text for one content."""
        return canonical_json({"members": sorted(self.members), "parts": sorted(self.parts), "before": self.before})


def gone_from_json(text: str) -> Gone:
    """Read :meth:`Gone.to_json` back; nothing is gone by an empty text. StoreError for what is no such text."""
    if not text:
        return Gone()
    try:
        told: dict[str, Any] = json.loads(text)
        return Gone(frozenset(map(str, told["members"])), frozenset(map(str, told["parts"])), str(told["before"]))
    except (ValueError, TypeError, KeyError):
        raise StoreError(
            "记着哪些内容已经注销的地方读不懂，不敢继续，免得把已注销的又带回来。请把这句话告诉维护人员。"
        ) from None


def read_gone(connection: Connection) -> Gone:
    """What the ledger's own events say is gone, and what a backup was told."""
    wanted = select(events.c.kind, events.c.member, events.c.data).where(
        events.c.kind.in_([str(Kind.FORGOTTEN), str(Kind.EXPIRED)])
    )
    rows = [(kind, member, json.loads(data)) for kind, member, data in connection.execute(wanted)]
    numbers = [number for _, _, data in rows for number in data.get("others", ())]
    seals = connection.scalars(select(events.c.seal).where(events.c.seq.in_(numbers))) if numbers else ()
    return gone_from_json(read_fact(connection, "gone")) | Gone(
        frozenset(member for kind, member, _ in rows if kind == Kind.FORGOTTEN),
        frozenset(seal.hex() for seal in seals if seal),
        max((str(data["before"]) for kind, _, data in rows if kind == Kind.EXPIRED), default=""),
    )


def seals_without_parts(connection: Connection) -> frozenset[bytes]:
    """The seals of all private parts that are no longer there."""
    apart = events.outerjoin(private, private.c.seq == events.c.seq)
    wanted = select(events.c.seal).select_from(apart).where(events.c.seal.is_not(None), private.c.seq.is_(None))
    return frozenset(connection.scalars(wanted))
