"""What is still missing from a plan: materials, texts, lecture dates, reviews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from shuxiang.core.model import Material, Programme, Slot
from shuxiang.core.moments import parse_moment
from shuxiang.core.schedule import Schedule

LOOK_BACK = timedelta(days=366)
"""How far back a lecture without a review is remembered."""


@dataclass(frozen=True, slots=True)
class MissingMaterials:
    """A slot that has fewer materials than its cadence wants."""

    slot: Slot
    count: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """Each list in the schedule's order.

    ``empty``: slots without enough material; ``blank``: materials that are only a header; ``undated``: lectures
    without a date; ``unreviewed``: materials whose lecture is over and that nobody has reviewed.
    """

    empty: tuple[MissingMaterials, ...]
    blank: tuple[tuple[Slot, Material], ...]
    undated: tuple[tuple[Slot, Material], ...]
    unreviewed: tuple[tuple[Slot, Material], ...]

    def __bool__(self) -> bool:
        return bool(self.empty or self.blank or self.undated or self.unreviewed)


def gaps(schedule: Schedule, today: date, weeks: int) -> Gaps:
    """What is missing on ``today``, looking ``weeks`` weeks ahead.

    Slots and texts are looked at from the running period on; missing dates over the whole running programme too,
    since a lecture may come after its month; missing reviews over a year back, whichever programme that was.
    """
    horizon = today + timedelta(weeks=weeks)
    running = schedule.programme_on(today)
    since = today - LOOK_BACK
    coming = [slot for slot in schedule.slots if slot.period.end > today and slot.period.start < horizon]
    begun = [s for s in schedule.slots if s.period.start < horizon and (_is_of(s, running) or s in coming)]
    return Gaps(
        empty=tuple(_missing(coming)),
        blank=tuple(pair for pair in _pairs(coming) if pair[1].blank),
        undated=tuple((slot, m) for slot, m in _pairs(begun) if _wants_date(slot, m)),
        unreviewed=tuple((slot, m) for slot, m in _pairs(schedule.slots) if _wants_review(m, since, today)),
    )


def _is_of(slot: Slot, programme: Programme | None) -> bool:
    return programme is not None and slot.programme_year == programme.year


def _missing(slots: Iterable[Slot]) -> Iterator[MissingMaterials]:
    for slot in slots:
        count = slot.cadence.at_least - len(slot.materials)
        if count > 0:
            yield MissingMaterials(slot, count)


def _pairs(slots: Iterable[Slot]) -> Iterator[tuple[Slot, Material]]:
    return ((slot, material) for slot in slots for material in slot.materials)


def _wants_date(slot: Slot, material: Material) -> bool:
    """A lecture without a date: the cadence is lectured, or a speaker or venue is named already."""
    lecture = material.lecture
    if lecture and parse_moment(lecture.at):
        return False
    return slot.cadence.lectured or bool(lecture and (lecture.speaker or lecture.venue or lecture.at))


def _wants_review(material: Material, since: date, today: date) -> bool:
    moment = parse_moment(material.lecture.at) if material.lecture else None
    reviewed = material.review and (material.review.text or material.review.by)
    return moment is not None and since <= moment.day < today and not reviewed
