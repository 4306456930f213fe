"""周调度、月通报、季评估、年度总结: what a period came to, each figure with the query that finds its rows.

Counted are the slots at home in the period (``core.home_period``) that have begun. Groups stand in the programme's
order, never in that of their rates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from shuxiang.core.calendar import Every, Period
from shuxiang.core.home_period import period_after, period_before, slots_at_home
from shuxiang.core.labels import dated_label, period_label
from shuxiang.core.ledger.groups import in_group_order
from shuxiang.core.ledger.ledger import Attendance, Ledger
from shuxiang.core.ledger.member import Member
from shuxiang.core.ledger.query import TALLIED, Measure, Query, has_begun, is_short
from shuxiang.core.ledger.tally import Place, Tally, places, tallies
from shuxiang.core.model import Slot
from shuxiang.core.schedule import Schedule

KINDS = {
    Every.WEEK: "周调度",
    Every.MONTH: "月通报",
    Every.QUARTER: "季评估",
    Every.YEAR: "年度总结",
}
"""The reports' names by how often they are made."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of counts: what it is about, the query that each of its figures adds a measure to, the counts.

    ``group`` and ``cadence`` (a name) are empty where the line holds all of them, ``slot`` None; ``slots`` are how
    many it holds.
    """

    query: Query
    tally: Tally
    slots: int
    group: str = ""
    cadence: str = ""
    slot: Slot | None = None

    def figures(self) -> Iterator[tuple[Query, int]]:
        """Each figure with its query."""
        yield replace(self.query, group="", measure=Measure.SLOTS), self.slots
        yield from ((replace(self.query, measure=measure), count(self.tally)) for measure, count in TALLIED.items())


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same line in this period and in the one before."""

    now: Line
    before: Line


@dataclass(frozen=True, slots=True)
class Meeting:
    """An event and how many of the roster were there."""

    query: Query
    title: str
    on: date
    present: int


@dataclass(frozen=True, slots=True)
class GoodNote:
    """A note that the organizer has chosen. ``text`` is empty when the ledger no longer keeps it."""

    member: Member
    group: str
    slot: Slot
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """What is in a report. ``slots`` are those counted, ``places`` what ``total`` counts.

    The lines of ``groups`` sum up to ``total``; so do those of ``cadences``, ``crossed`` (each group in each
    cadence) and ``single`` (each slot). ``running`` are slots of longer periods that go on today and are counted in
    a later one; ``coming`` the next period's slots; ``short`` those without enough material, this period's and the
    next one's.
    """

    period: Period
    name: str
    today: date
    slots: tuple[Slot, ...]
    total: Comparison
    groups: tuple[Comparison, ...]
    cadences: tuple[Comparison, ...]
    crossed: tuple[Line, ...]
    single: tuple[Line, ...]
    running: tuple[Line, ...]
    coming: tuple[Slot, ...]
    short: tuple[tuple[Query, tuple[Slot, ...]], ...]
    meetings: tuple[Meeting, ...]
    good: tuple[GoodNote, ...]
    places: tuple[Place, ...]

    @property
    def title(self) -> str:
        """月通报."""
        return KINDS[self.period.every]

    @property
    def before(self) -> Period:
        """The period that stands beside this one."""
        return period_before(self.period)

    @property
    def after(self) -> Period:
        """The period whose slots are coming."""
        return period_after(self.period)

    @property
    def is_running(self) -> bool:
        """Whether the period goes on today."""
        return self.today < self.period.end

    @property
    def good_query(self) -> Query:
        """The query that finds the good notes."""
        return Query(self.period.key, measure=Measure.CHOSEN)

    def figures(self) -> Iterator[tuple[Query, int]]:
        """All figures of the report, each with the query that finds as many rows."""
        compared = chain([self.total], self.groups, self.cadences)
        lines = chain.from_iterable((both.now, both.before) for both in compared)
        for line in chain(lines, self.crossed, self.single, self.running):
            yield from line.figures()
        yield from ((meeting.query, meeting.present) for meeting in self.meetings)
        yield from ((query, len(slots)) for query, slots in self.short)
        yield self.good_query, len(self.good)


def report(ledger: Ledger, schedule: Schedule, period: Period, today: date) -> Report:
    """The report of a period as it stands on ``today``."""
    counts = _Counts(ledger, schedule, today)
    now, before = counts.of(period), counts.of(period_before(period))
    groups = counts.groups(now, before)
    return Report(
        period=period,
        name=name_of(period, schedule),
        today=today,
        slots=now.slots,
        total=Comparison(now.line(), before.line()),
        groups=tuple(Comparison(now.line(group=group), before.line(group=group)) for group in groups),
        cadences=tuple(
            Comparison(now.line(cadence=cadence), before.line(cadence=cadence))
            for cadence in counts.cadences(now, before)
        ),
        crossed=tuple(
            now.line(group=group, cadence=cadence)
            for group in groups
            for cadence in counts.cadences(now)
            if now.has(group, cadence)
        ),
        single=tuple(map(now.single, now.slots)),
        running=tuple(counts.running(period)),
        coming=slots_at_home(schedule.slots, period_after(period)),
        short=tuple(_short(schedule, each) for each in (period, period_after(period))),
        meetings=tuple(_meetings(ledger, period)),
        good=tuple(_good(now.places)),
        places=now.places,
    )


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

    def line(self, group: str = "", cadence: str = "") -> Line:
        """What stands under the group and the cadence; empty: under all of them."""
        wanted = {slot.id for slot in self.slots if cadence in {"", slot.cadence.id}}
        tally = sum(
            (one for (of, slot), one in self.counted.items() if slot in wanted and group in {"", of}), Tally()
        )
        name = self.names.get(cadence, "")
        return Line(Query(self.period, cadence=name, group=group), tally, len(wanted), group, name)

    def single(self, slot: Slot) -> Line:
        """What stands under one slot."""
        tally = sum((one for (_, of), one in self.counted.items() if of == slot.id), Tally())
        return Line(Query(slot=slot.id), tally, 1, cadence=self.names[slot.cadence.id], slot=slot)


@dataclass(frozen=True, slots=True)
class _Counts:
    ledger: Ledger
    schedule: Schedule
    today: date

    def of(self, period: Period) -> _Count:
        """The count of the period's slots that have begun."""
        return self._count(slots_at_home(self._begun, period), period.key)

    def running(self, period: Period) -> Iterator[Line]:
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
        years = {slot.programme_year for count in counts for slot in count.slots}
        listed = (p.groups for p in self.schedule.programmes if p.year in years)
        found = (group for count in counts for group, _ in count.counted)
        return in_group_order(found, list(chain.from_iterable(listed)), self.ledger)

    def cadences(self, *counts: _Count) -> Sequence[str]:
        """The ids of the counts' cadences, in the programmes' order."""
        found = {slot.cadence.id for count in counts for slot in count.slots}
        listed = (cadence.id for programme in self.schedule.programmes for cadence in programme.cadences)
        return [id_ for id_ in dict.fromkeys([*listed, *sorted(found)]) if id_ in found]

    @property
    def _begun(self) -> list[Slot]:
        return [slot for slot in self.schedule.slots if has_begun(slot, self.today)]

    def _count(self, slots: tuple[Slot, ...], period: str = "") -> _Count:
        found = tuple(places(self.ledger, slots, self.today))
        return _Count(period, slots, found, tallies(found), cadence_names(self.schedule))


def _short(schedule: Schedule, period: Period) -> tuple[Query, tuple[Slot, ...]]:
    slots = tuple(slot for slot in slots_at_home(schedule.slots, period) if is_short(slot))
    return Query(period.key, measure=Measure.EMPTY), slots


def _meetings(ledger: Ledger, period: Period) -> Iterator[Meeting]:
    """The events of the period in the order of time."""
    found: dict[str, list[Attendance]] = {}
    for presence in ledger.attendance:
        if presence.on in period:
            found.setdefault(presence.event, []).append(presence)
    for event, present in sorted(found.items(), key=lambda item: (item[1][0].on, item[0])):
        query = Query(period.key, event=event, measure=Measure.PRESENT)
        yield Meeting(query, present[-1].title, present[0].on, len(present))


def _good(found: Iterable[Place]) -> Iterator[GoodNote]:
    for place in found:
        if place.row and place.row.chosen and place.row.is_handed_in:
            yield GoodNote(place.member, place.group, place.slot, place.row.note)
