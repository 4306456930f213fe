"""Making a period's report: its slots and the members' places in them, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from shuxiang.core.calendar import Every, Period, periods
from shuxiang.core.home_period import period_after, period_before, slots_at_home
from shuxiang.core.labels import dated_label, period_label
from shuxiang.core.ledger.groups import groups_of, in_group_order
from shuxiang.core.ledger.ledger import Attendance, Ledger
from shuxiang.core.ledger.left_over import in_period, left_over, work_left_over
from shuxiang.core.ledger.occasion import occasions
from shuxiang.core.ledger.queried import has_begun, is_short
from shuxiang.core.ledger.query import Measure, Query
from shuxiang.core.ledger.tally import Place, Tally, places, tallies
from shuxiang.core.model import Slot
from shuxiang.core.report import Comparison, GoodNote, Meeting, Preparation, Report, ReportLine
from shuxiang.core.schedule import Schedule

_PARTS = {Every.QUARTER: Every.MONTH, Every.YEAR: Every.QUARTER}
"""Into what a long period is divided."""


def report(ledger: Ledger, schedule: Schedule, period: Period, today: date) -> Report:
    """The report of a period as it stands on ``today``."""
    slots = _by_cadence(schedule)
    counts = _Counts(ledger, schedule, slots, today)
    now, before = counts.of(period), counts.of(period_before(period))
    groups = counts.groups(now, before)
    alike = counts.alike(now, before)
    return Report(
        period=period,
        name=name_of(period, schedule),
        today=today,
        slots=now.slots,
        total=_both(now, before),
        groups=tuple(_both(now, before, group) for group in groups),
        cadences=tuple(_both(now, before, "", [cadence]) for cadence in counts.cadences(now, before)),
        crossed=tuple(
            now.line(group, [cadence])
            for group in groups
            for cadence in counts.cadences(now)
            if now.has(group, cadence)
        ),
        single=tuple(map(now.single, now.slots)),
        parts=tuple(now.parts(period)),
        alike=tuple(_both(now, before, group, alike) for group in groups if alike is not None),
        alike_total=_both(now, before, "", alike or ()),
        running=tuple(counts.running(period)),
        coming=slots_at_home(slots, period_after(period)),
        gatherings=tuple(each for each in occasions(schedule) if each.on in period_after(period)),
        short=tuple(_short(slots, each) for each in (period, period_after(period))),
        prepared=tuple(tuple(_prepared(schedule, slots, each)) for each in (period, period_after(period))),
        meetings=_meetings(ledger, schedule, period, today),
        good=tuple(_good(now.places)),
        places=now.places,
        left_over=work_left_over(
            ledger, left_over((slot for slot, _ in ledger.rows), schedule.slots, in_period(period))
        ),
    )


def _by_cadence(schedule: Schedule) -> tuple[Slot, ...]:
    """The schedule's slots: those of one cadence one after another, the cadences in the programmes' order."""
    listed = (cadence.id for programme in schedule.programmes for cadence in programme.cadences)
    rank = {id_: number for number, id_ in enumerate(dict.fromkeys(listed))}
    return tuple(sorted(schedule.slots, key=lambda slot: rank.get(slot.cadence.id, len(rank))))


def _both(now: _Count, before: _Count, group: str = "", cadences: Sequence[str] = ()) -> Comparison:
    return Comparison(now.line(group, cadences), before.line(group, cadences))


def name_of(period: Period, schedule: Schedule) -> str:
    """2026年11月; a week as the programme counts it, or by its dates where it counts none."""
    if period.every is Every.WEEK:
        found = (
            s for s in schedule.slots if s.period.every is Every.WEEK and period.key in {s.period.key, *s.keys}
        )
        slot = next(found, None)
        if slot:
            return dated_label(slot)
    return period_label(period)


def cadence_names(schedule: Schedule) -> Mapping[str, str]:
    """What each cadence is called: its name, where that means it alone and it never had another; else its id."""
    named = {(slot.cadence.id, slot.cadence.name) for slot in schedule.slots}
    ids, names = Counter(id_ for id_, _ in named), Counter(name for _, name in named)
    return {
        id_: name if ids[id_] == names[name] == 1 and (name not in ids or name == id_) else id_
        for id_, name in named
    }


@dataclass(frozen=True, slots=True)
class _Count:
    """The places of some slots, counted by group and slot."""

    period: str
    slots: tuple[Slot, ...]
    places: tuple[Place, ...]
    counted: Mapping[tuple[str, str], Tally]
    names: Mapping[str, str]

    def has(self, group: str, cadence: str) -> bool:
        """Whether anybody of the group counts for the cadence."""
        return any((group, slot.id) in self.counted for slot in self.slots if slot.cadence.id == cadence)

    def line(self, group: str = "", cadences: Sequence[str] = ()) -> ReportLine:
        """What stands under the group and the cadences; empty: under all of them."""
        wanted = {slot.id for slot in self.slots if not cadences or slot.cadence.id in cadences}
        name = "、".join(self.names[id_] for id_ in cadences)
        query = Query(self.period, cadence=name, group=group)
        return ReportLine(query, self._tally(wanted, group), len(wanted), group, name)

    def _tally(self, slots: Container[str], group: str = "") -> Tally:
        found = (one for (of, slot), one in self.counted.items() if slot in slots and group in {"", of})
        return sum(found, Tally())

    def parts(self, period: Period) -> Iterator[ReportLine]:
        """What stands under each part of a long period, of those that have any slot."""
        shorter = _PARTS.get(period.every)
        for part in periods(shorter, period.start, period.end) if shorter else ():
            wanted = {slot.id for slot in slots_at_home(self.slots, part)}
            if wanted:
                yield ReportLine(Query(part.key), self._tally(wanted), len(wanted), part=part)

    def single(self, slot: Slot) -> ReportLine:
        """What stands under one slot."""
        return ReportLine(
            Query(slot=slot.id), self._tally({slot.id}), 1, cadence=self.names[slot.cadence.id], slot=slot
        )


@dataclass(frozen=True, slots=True)
class _Counts:
    """``slots`` are all there are, in the order in which they are told."""

    ledger: Ledger
    schedule: Schedule
    slots: tuple[Slot, ...]
    today: date

    def of(self, period: Period) -> _Count:
        """The count of the period's slots that have begun."""
        return self._count(slots_at_home(self._begun, period), period.key)

    def running(self, period: Period) -> Iterator[ReportLine]:
        """The slots of longer periods that have a part of this one, go on today and are counted later."""
        home = {slot.id for slot in slots_at_home(self._begun, period)}
        slots = [slot for slot in self._begun if slot.id not in home and self._outlasts(slot, period)]
        yield from map(self._count(tuple(slots)).single, slots)

    def _outlasts(self, slot: Slot, period: Period) -> bool:
        longer = slot.period.end - slot.period.start > period.end - period.start
        overlaps = slot.period.start < period.end and period.start < slot.period.end
        return longer and overlaps and self.today in slot.period

    def groups(self, *counts: _Count) -> tuple[str, ...]:
        """The groups that any of the counts knows, in their order."""
        listed = groups_of(self.schedule, (slot for count in counts for slot in count.slots))
        found = (group for count in counts for group, _ in count.counted)
        return in_group_order(found, listed, self.ledger)

    def cadences(self, *counts: _Count) -> Sequence[str]:
        """The ids of the counts' cadences, in the programmes' order."""
        found = {slot.cadence.id for count in counts for slot in count.slots}
        return [id_ for id_ in dict.fromkeys(slot.cadence.id for slot in self.slots) if id_ in found]

    def alike(self, now: _Count, before: _Count) -> Sequence[str] | None:
        """The cadences that both counts have, which alone may be compared; empty: all; None: there are none."""
        shared = [id_ for id_ in self.cadences(now) if id_ in set(self.cadences(before))]
        return [] if shared == self.cadences(now, before) else shared or None

    @property
    def _begun(self) -> list[Slot]:
        return [slot for slot in self.slots if has_begun(slot, self.today)]

    def _count(self, slots: tuple[Slot, ...], period: str = "") -> _Count:
        found = tuple(places(self.ledger, slots, self.today))
        return _Count(period, slots, found, tallies(found), cadence_names(self.schedule))


def _short(slots: Sequence[Slot], period: Period) -> tuple[Query, tuple[Slot, ...]]:
    found = tuple(slot for slot in slots_at_home(slots, period) if is_short(slot))
    return Query(period.key, measure=Measure.EMPTY), found


def _prepared(schedule: Schedule, slots: Sequence[Slot], period: Period) -> Iterator[Preparation]:
    """A line for each cadence, in their order."""
    names = cadence_names(schedule)
    own = slots_at_home(slots, period)
    planned = Counter(slot.cadence.id for slot in own)
    short = Counter(slot.cadence.id for slot in own if is_short(slot))
    for id_, number in planned.items():
        yield Preparation(Query(period.key, cadence=names[id_]), names[id_], number, number - short[id_])


def _meetings(ledger: Ledger, schedule: Schedule, period: Period, today: date) -> tuple[Meeting, ...]:
    """The events of the period in the order of time: all with a sign-in sheet, and those planned up to today."""
    found: dict[str, list[Attendance]] = {}
    for presence in ledger.attendance:
        found.setdefault(presence.event, []).append(presence)
    met = [_met(period, present) for present in found.values()]
    planned = (each for each in occasions(schedule) if each.on in period and each.on <= today)
    missed = (
        Meeting(Query(period.key, event=each.id, measure=Measure.PRESENT), each.title, each.on, None)
        for each in planned
        if each.id not in found
    )
    return tuple(sorted(chain(filter(None, met), missed), key=lambda meeting: (meeting.on, meeting.query.event)))


def _met(period: Period, present: Iterable[Attendance]) -> Meeting | None:
    """The event, as far as it was in the period."""
    there = [presence for presence in present if presence.on in period]
    if not there:
        return None
    query = Query(period.key, event=there[0].event, measure=Measure.PRESENT)
    return Meeting(query, there[-1].title, there[0].on, len(there))


def _good(found: Iterable[Place]) -> Iterator[GoodNote]:
    for place in found:
        if place.row and place.row.chosen and place.row.is_handed_in:
            yield GoodNote(place.member, place.group, place.slot, place.row.note)
