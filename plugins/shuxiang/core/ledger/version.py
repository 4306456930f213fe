"""What one receipt says: a version of a member's record for a slot, and which of two versions is the newer."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import NamedTuple

from shuxiang.core.ledger.event import LedgerEvent


class Version(NamedTuple):
    """In the order in which two are compared.

    The newer goes first; within one minute the one that says more. Which came in first does not matter.
    """

    at: datetime
    act_count: int
    acts: str
    note_length: int
    checksum: str
    note: str

    @classmethod
    def made(cls, at: datetime, acts: str, checksum: str, note: str) -> Version:
        """The version that says this; ``acts`` as 学悟谈用."""
        return cls(at, len(acts), sys.intern(acts), len(note), checksum, note)

    @classmethod
    def of(cls, event: LedgerEvent) -> Version:
        """What a receipt that was entered said."""
        at = datetime.fromisoformat(event.data["at"])
        return cls.made(at, event.data["acts"], event.told("checksum"), event.told("note"))

    @property
    def content(self) -> tuple[datetime, str, str]:
        """What is said, however it is signed."""
        return self.at, self.acts, self.note

    def answers(self, other: Version) -> bool:
        """Whether this may be what a return of the other has brought; asks nothing that is ever forgotten."""
        return self[:3] >= other[:3]
