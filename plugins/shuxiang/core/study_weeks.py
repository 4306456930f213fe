"""What becomes of a week without a working day: no slot, one slot with the next week, or light reading.

Every day of a programme lies in exactly one study week or in one recess, whatever its start and policy (an edge
of less than half a week is a recess too, unless the next programme's week covers it); study weeks never overlap.
Should a programme hold no week with a working day at all, merging makes one study week of them all. (Programmes of
less than a week, or that overlap with different weekly cadences, may share days; overlaps are told.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from shuxiang.core.calendar import Every, Period
from shuxiang.core.days import DayOf, holiday_name, working_days
from shuxiang.core.model import HolidayPolicy, Recess

TOO_SHORT = "不足半周"


@dataclass(frozen=True, slots=True)
class StudyWeek:
    """``period`` is one ISO week, or several merged under the key of one; ``keys`` are all weeks it stands for."""

    period: Period
    keys: tuple[str, ...]
    light: bool = False


@dataclass(frozen=True, slots=True)
class StudyWeeks:
    """A programme's weeks in order, and the stretches of time between them that have none."""

    weeks: tuple[StudyWeek, ...]
    recesses: tuple[Recess, ...]


def study_weeks(periods: Sequence[Period], policy: HolidayPolicy, day_of: DayOf) -> StudyWeeks:
    """The weeks of a programme; ``periods`` are the ISO weeks that belong to it, in order."""
    idle = {p.key for p in periods if policy is not HolidayPolicy.KEEP and not _worked(p, day_of)}
    if policy is HolidayPolicy.MERGE:
        return StudyWeeks(tuple(_merged(periods, idle)), ())
    skipped = [p for p in periods if policy is HolidayPolicy.SKIP and p.key in idle]
    kept = [StudyWeek(p, (p.key,), light=p.key in idle) for p in periods if p not in skipped]
    return StudyWeeks(tuple(kept), tuple(_joined([_recess(p, day_of) for p in skipped])))


def _recess(period: Period, day_of: DayOf) -> Recess:
    name = holiday_name(period.start, period.end, day_of)
    return Recess(period.start, period.end, name or "休息日", (period.key,))


def _worked(period: Period, day_of: DayOf) -> bool:
    return working_days(period.start, period.end, day_of) > 0


def _merged(periods: Sequence[Period], idle: set[str]) -> Iterator[StudyWeek]:
    """Idle weeks join the next worked week; at the end, where there is none, the one before."""
    groups: list[list[Period]] = [[]]
    for period in periods:
        groups[-1].append(period)
        if period.key not in idle:
            groups.append([])
    *whole, rest = groups
    keys = [group[-1].key for group in whole]
    if rest and whole:
        whole[-1].extend(rest)
    elif rest:
        whole, keys = [rest], [rest[-1].key]
    for key, group in zip(keys, whole, strict=True):
        period = Period(group[0].start, group[-1].end, Every.WEEK, key)
        yield StudyWeek(period, tuple(each.key for each in group))


def _joined(recesses: Sequence[Recess]) -> Iterator[Recess]:
    """Weeks off that touch, as one recess under all their names."""
    held: Recess | None = None
    for recess in recesses:
        if held and held.end == recess.start:
            names = dict.fromkeys([*held.name.split("、"), *recess.name.split("、")])
            held = Recess(held.start, recess.end, "、".join(names), held.keys + recess.keys)
        else:
            if held:
                yield held
            held = recess
    if held:
        yield held


def uncovered(ranges: Iterable[tuple[date, date]], covered: Iterable[tuple[date, date]]) -> Iterator[Recess]:
    """What of the programmes' ``ranges`` no week and no recess covers: at an edge, less than half a week.

    ``covered`` may reach beyond the ranges but must not overlap itself.
    """
    taken = sorted(covered)
    for start, end in ranges:
        found = list(_holes(start, end, taken))
        taken = sorted([*taken, *((hole.start, hole.end) for hole in found)])
        yield from found


def _holes(start: date, end: date, taken: Iterable[tuple[date, date]]) -> Iterator[Recess]:
    at = start
    for first, last in taken:
        if last <= at or first >= end:
            continue
        if at < first:
            yield Recess(at, first, TOO_SHORT)
        at = last
    if at < end:
        yield Recess(at, end, TOO_SHORT)
