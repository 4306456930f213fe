"""Where the file of a slot belongs, and which slots still want one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shuxiang.core.model import Slot
from shuxiang.core.schedule import Schedule


def stem_of(slot: Slot) -> str:
    """The path of the slot's file below the documents folder, without ending: ``readings/2026/2026-W47``."""
    return f"{slot.cadence.folder or slot.cadence.id}/{slot.programme_year}/{slot.period.key}"


def is_read(path: str) -> bool:
    """Whether a page at the path would be: MkDocs passes over hidden names and the folder of templates."""
    parts = path.split("/")
    return parts[0].casefold() != "templates" and not any(part.startswith(".") for part in parts)


def next_free(schedule: Schedule, cadence_id: str, today: date) -> Iterator[Slot]:
    """The cadence's slots without any material, from the one that ``today`` is in, in order."""
    return (
        slot
        for slot in schedule.slots
        if slot.cadence.id == cadence_id and slot.period.end > today and not slot.materials
    )
