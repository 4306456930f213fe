"""One member's time on the roster, as far as the events have told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from shuxiang.core.ledger.event import LedgerEvent
from shuxiang.core.ledger.member import NO_GROUP, Member, SigningKey, Spell


@dataclass(slots=True)
class Enrolment:
    """A member in the making; each event of the roster changes it."""

    id: str
    number: str = ""
    name: str = ""
    contact: str = ""
    sector: str = ""
    spells: list[Spell] = field(default_factory=list)
    keys: dict[str, SigningKey] = field(default_factory=dict)
    nicknames: list[str] = field(default_factory=list)
    forgotten: bool = False

    def describe(self, event: LedgerEvent) -> None:
        """What the member is called and how to reach them, from now on."""
        self.number, self.name, self.contact = (event.told(name) for name in ("number", "name", "contact"))
        self.sector = str(event.data.get("sector", ""))

    def belong(self, on: date, group: str) -> None:
        """From that day on the member belongs to the group."""
        self.end(on)
        self.spells.append(Spell(group or NO_GROUP, on))

    def end(self, on: date) -> None:
        """What had begun by then ends then; what was to begin later never does."""
        kept = [spell for spell in self.spells if spell.start < on]
        if kept and (kept[-1].end is None or kept[-1].end > on):
            kept[-1] = replace(kept[-1], end=on)
        self.spells = kept

    def issue_key(self, event: LedgerEvent) -> None:
        """A key is out."""
        id_ = event.data["key"]
        self.keys[id_] = SigningKey(id_, bytes.fromhex(event.told("signing")))

    def use_key(self, event: LedgerEvent) -> None:
        """A receipt was signed with a key; the earliest tells since when."""
        at, key = datetime.fromisoformat(event.data["at"]), self.keys.get(event.data["key"])
        if key:
            self.keys[key.id] = replace(key, used_from=min(at, key.used_from or at))

    def revoke_key(self, event: LedgerEvent) -> None:
        """A key is good no longer."""
        key = self.keys.get(event.data["key"])
        if key:
            self.keys[key.id] = replace(key, revoked=True)

    def made(self) -> Member:
        """The member as the events have told."""
        spells, keys = tuple(self.spells), tuple(self.keys.values())
        told = (self.number, self.name, self.contact, self.sector)
        return Member(self.id, *told, spells, keys, tuple(self.nicknames), self.forgotten)
