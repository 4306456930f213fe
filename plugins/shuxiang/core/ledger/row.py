"""One line of the ledger: one member's work for one slot, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shuxiang.core.checkin import Act


class State(StrEnum):
    """未开展 has no row. 补学 is no state of its own: any row handed in after its slot's end is made up for."""

    HANDED_IN = "handed-in"
    WAITING = "waiting"
    CLOSED = "closed"
    RETURNED = "returned"
    EXCUSED = "excused"


STATE_NAMES = {
    State.HANDED_IN: "已交",
    State.WAITING: "待审",
    State.CLOSED: "销号",
    State.RETURNED: "回炉",
    State.EXCUSED: "请假",
}
NOT_BEGUN = "未开展"
MADE_UP = "补学"


@dataclass(frozen=True, slots=True)
class Row:
    """``first_at`` and ``last_at`` are when the work was first and last done; both None for an excuse.

    ``first_at`` is that of the oldest version of a receipt, also where a newer one has taken its place.

    ``reason`` is why it was returned or excused; ``evidence`` the numbers of the events it is made of; ``chosen``
    says that its note is one of the good ones.
    """

    member: str
    slot: str
    state: State
    evidence: tuple[int, ...]
    acts: frozenset[Act] = frozenset()
    first_at: datetime | None = None
    last_at: datetime | None = None
    note: str = ""
    reason: str = ""
    attended: bool = False
    chosen: bool = False

    @property
    def is_handed_in(self) -> bool:
        """Whether there is work, in whatever state of review; an excuse is none."""
        return self.state is not State.EXCUSED

    def made_up(self, slot_end: date) -> bool:
        """Whether it was handed in only after the slot, which ends before ``slot_end``."""
        return self.first_at is not None and self.first_at.date() >= slot_end
