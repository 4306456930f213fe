"""Which calendars a site offers: all, what has a date of its own, and each cadence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shuxiang.core.model import Cadence
from shuxiang.core.schedule import Schedule
from shuxiang.feeds.publication import covered

ALL = "calendar/programme.ics"
DATED = "calendar/events.ics"


@dataclass(frozen=True, slots=True)
class Calendar:
    """One file at ``path`` below the site's root; ``holds`` says in a sentence what is in it.

    ``strand`` is that of its entries: a cadence's id, empty for what has a date of its own, None for all.
    """

    path: str
    title: str
    holds: str
    strand: str | None


def calendars(schedule: Schedule, today: date) -> tuple[Calendar, ...]:
    """The calendars in the order in which they are offered; cadences as the earliest running programme has them."""
    return (
        Calendar(ALL, "全部安排", "各个栏目的每一期，还有活动和讲座，都在里面。", None),
        Calendar(DATED, "活动和讲座", "只有定了日期的活动和讲座。", ""),
        *(Calendar(_path(c), c.name, f"只有“{c.name}”的每一期。", c.id) for c in _cadences(schedule, today)),
    )


def _path(cadence: Cadence) -> str:
    return f"calendar/cadence/{cadence.id}.ics"


def _cadences(schedule: Schedule, today: date) -> list[Cadence]:
    over_first = covered(schedule, today)
    running_first = sorted(over_first, key=lambda programme: programme.ends <= today)
    found: dict[str, Cadence] = {}
    for cadence in (cadence for programme in running_first for cadence in programme.cadences):
        found.setdefault(cadence.id, cadence)
    return list(found.values())
