"""The rows of one cadence in one year: its slots, and between them, for a weekly one, the weeks off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shuxiang.core.calendar import Every
from shuxiang.core.model import Cadence
from shuxiang.pages.recess_view import RecessView
from shuxiang.pages.slot_view import SlotView


@dataclass(frozen=True, slots=True)
class Row:
    """Either a slot or weeks off."""

    slot: SlotView | None = None
    recess: RecessView | None = None

    @property
    def start(self) -> str:
        """The ISO day that it begins."""
        return next(entry.start for entry in (self.slot, self.recess) if entry)


def in_order(slots: Iterable[SlotView], recesses: Iterable[RecessView]) -> tuple[Row, ...]:
    """Slots and weeks off by the day that they begin."""
    rows = [*(Row(slot=slot) for slot in slots), *(Row(recess=recess) for recess in recesses)]
    return tuple(sorted(rows, key=lambda row: row.start))


def rows(cadence: Cadence, year: int, slots: Iterable[SlotView], recesses: Iterable[RecessView]) -> tuple[Row, ...]:
    """The cadence's rows in the programme of that year."""
    idle = recesses if cadence.every is Every.WEEK else ()
    own = (slot for slot in slots if slot.year == year and slot.cadence_id == cadence.id)
    return in_order(own, (recess for recess in idle if recess.year == year))
