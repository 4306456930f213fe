"""The roster as it was on any day: who belonged, to which group, and which keys signed for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

NO_GROUP = "未分组"


@dataclass(frozen=True, slots=True)
class Spell:
    """Time in one group, ``[start, end)``; ``end`` is None while it lasts."""

    group: str
    start: date
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One of a member's keys. ``signing`` is empty once forgotten; ``used_from`` when it first signed a receipt."""

    id: str
    signing: bytes
    revoked: bool = False
    used_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """委员. ``id`` was drawn at random; after ``forget`` it is all that is left of the person.

    ``spells`` are in order of time and never overlap; between two of them the member had left.
    """

    id: str
    number: str
    name: str
    contact: str
    sector: str
    spells: tuple[Spell, ...]
    keys: tuple[SigningKey, ...] = ()
    nicknames: tuple[str, ...] = ()
    forgotten: bool = False

    def belonged_on(self, day: date) -> bool:
        """Whether the member was on the roster that day."""
        return any(day in spell for spell in self.spells)

    def group_on(self, day: date) -> str:
        """The group of that day; before and between, the last one before it, else the first."""
        begun = [spell for spell in self.spells if spell.start <= day] or list(self.spells[:1])
        return begun[-1].group if begun else NO_GROUP

    @property
    def until(self) -> date:
        """The first day on which the member belongs no longer; the end of all time while no day is known."""
        return max((spell.end or date.max for spell in self.spells), default=date.min)

    def signs_on(self, at: datetime) -> bool:
        """Whether the member had begun by then to sign receipts, with a key that is still good."""
        key = self.active_key
        return key is not None and key.used_from is not None and key.used_from <= at

    @property
    def active_key(self) -> SigningKey | None:
        """The key that receipts are to be signed with, if one is out."""
        return next((key for key in reversed(self.keys) if not key.revoked), None)
