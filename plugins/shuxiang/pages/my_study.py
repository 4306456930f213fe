"""我的学习: every slot of every year, newest year first, for the reader's own marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shuxiang.core.model import Cadence
from shuxiang.core.schedule import Schedule
from shuxiang.pages.slot_view import SlotView


@dataclass(frozen=True, slots=True)
class MyStudy:
    """Each year with its first day, the day after its last, and its slots by cadence; ``current`` stands open."""

    years: tuple[tuple[int, date, date, tuple[tuple[Cadence, tuple[SlotView, ...]], ...]], ...]
    current: int


def my_study(schedule: Schedule, slots: Iterable[SlotView], today: date) -> MyStudy:
    """The page; each year by cadence."""
    by_place: dict[tuple[int, str], list[SlotView]] = {}
    for slot in slots:
        by_place.setdefault((slot.year, slot.cadence_id), []).append(slot)
    years = tuple(
        (p.year, p.starts, p.ends, tuple((c, tuple(by_place.get((p.year, c.id), ()))) for c in p.cadences))
        for p in reversed(schedule.programmes)
    )
    running = schedule.programme_on(today)
    return MyStudy(years, running.year if running else 0)
