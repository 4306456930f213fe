"""Where receipts go: the plan's slots, by every id that a receipt may name them by."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from shuxiang.core.schedule import Schedule

_READ_AHEAD = timedelta(days=31)


class Destination(NamedTuple):
    """Where a slot's receipts go: ``slot`` is its id in the plan, ``opens`` the first day that they may tell."""

    slot: str
    opens: date


def destinations(schedule: Schedule) -> dict[str, Destination]:
    """Those of the plan's slots, by every id they go by. Reading ahead is welcome, a month before the year too."""
    opens = {programme.year: programme.starts - _READ_AHEAD for programme in schedule.programmes}
    found = [(slot, Destination(slot.id, opens[slot.programme_year])) for slot in schedule.slots]
    merged = {f"{slot.cadence.id}/{key}": own for slot, own in found for key in slot.keys}
    return merged | {slot.id: own for slot, own in found}
