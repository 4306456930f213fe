"""周调度、月通报、季评估、年度总结: what a period came to, each figure with the query that finds its rows.

Counted are the slots at home in the period (``core.home_period``) that have begun. Groups stand in the programme's
order, never in that of their rates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from shuxiang.core.calendar import Every, Period
from shuxiang.core.home_period import period_after, period_before
from shuxiang.core.ledger.member import Member
from shuxiang.core.ledger.occasion import Occasion
from shuxiang.core.ledger.queried import TALLIED
from shuxiang.core.ledger.query import Measure, Query
from shuxiang.core.ledger.tally import Place, Tally
from shuxiang.core.model import Slot

KINDS = {
    Every.WEEK: "周调度",
    Every.MONTH: "月通报",
    Every.QUARTER: "季评估",
    Every.YEAR: "年度总结",
}
"""The reports' names by how often they are made."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A line of counts: what it is about, the query that each of its figures adds a measure to, the counts.

    ``group`` and ``cadence`` (a name, or several) are empty where the line holds all of them, ``slot`` and ``part``
    (of a long period) None; ``slots`` are how many it holds.
    """

    query: Query
    tally: Tally
    slots: int
    group: str = ""
    cadence: str = ""
    slot: Slot | None = None
    part: Period | None = None

    def figures(self) -> Iterator[tuple[Query, int]]:
        """Each figure with its query."""
        yield replace(self.query, group="", measure=Measure.SLOTS), self.slots
        yield from ((replace(self.query, measure=measure), count(self.tally)) for measure, count in TALLIED.items())


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same line in this period and in the one before."""

    now: ReportLine
    before: ReportLine


@dataclass(frozen=True, slots=True)
class Meeting:
    """An event and how many of the roster were there; None where nobody has entered a sign-in sheet yet."""

    query: Query
    title: str
    on: date
    present: int | None


@dataclass(frozen=True, slots=True)
class Preparation:
    """How far a cadence's slots of a period have their materials. ``query`` counts them, by the measures below."""

    query: Query
    cadence: str
    planned: int
    ready: int

    @property
    def short(self) -> int:
        """Those that want materials."""
        return self.planned - self.ready

    def figures(self) -> Iterator[tuple[Query, int]]:
        """Each figure with its query."""
        counts = {Measure.PLANNED: self.planned, Measure.READY: self.ready, Measure.EMPTY: self.short}
        yield from ((replace(self.query, measure=measure), count) for measure, count in counts.items())


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
    cadence), ``single`` (each slot) and, of a quarter or a year, ``parts``. ``alike`` are the groups counted over
    those cadences alone that both periods have, ``alike_total`` their sum: what may be compared. ``running`` are
    slots of longer periods that go on today and are counted in a later one; ``coming`` the next period's slots,
    ``gatherings`` its events; ``short`` are the slots without enough material, ``prepared`` how far each cadence
    has its materials, this period's and the next one's. ``left_over`` is how many have handed in for slots that
    the plan has no longer, by their ids; they are counted in nothing else.
    """

    period: Period
    name: str
    today: date
    slots: tuple[Slot, ...]
    total: Comparison
    groups: tuple[Comparison, ...]
    cadences: tuple[Comparison, ...]
    crossed: tuple[ReportLine, ...]
    single: tuple[ReportLine, ...]
    parts: tuple[ReportLine, ...]
    alike: tuple[Comparison, ...]
    alike_total: Comparison
    running: tuple[ReportLine, ...]
    coming: tuple[Slot, ...]
    gatherings: tuple[Occasion, ...]
    short: tuple[tuple[Query, tuple[Slot, ...]], ...]
    prepared: tuple[tuple[Preparation, ...], ...]
    meetings: tuple[Meeting, ...]
    good: tuple[GoodNote, ...]
    places: tuple[Place, ...]
    left_over: Mapping[str, int]

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
        return self.today in self.period

    @property
    def is_ahead(self) -> bool:
        """Whether the period has not begun yet."""
        return self.today < self.period.start

    @property
    def shared(self) -> tuple[Comparison, ...]:
        """The cadences that have slots in both periods, so that their rates may be compared."""
        return tuple(both for both in self.cadences if both.now.slots and both.before.slots)

    @property
    def is_alike(self) -> bool:
        """Whether both periods have slots of the same cadences."""
        return len(self.shared) == len(self.cadences)

    @property
    def good_query(self) -> Query:
        """The query that finds the good notes."""
        return Query(self.period.key, measure=Measure.CHOSEN)

    def figures(self) -> Iterator[tuple[Query, int]]:
        """All figures of the report, each with the query that finds as many rows."""
        compared = chain([self.total, self.alike_total], self.groups, self.cadences, self.alike)
        lines = chain.from_iterable((both.now, both.before) for both in compared)
        for line in chain(lines, self.crossed, self.single, self.parts, self.running):
            yield from line.figures()
        yield from ((met.query, met.present) for met in self.meetings if met.present is not None)
        yield from chain.from_iterable(each.figures() for each in chain.from_iterable(self.prepared))
        yield from ((query, len(slots)) for query, slots in self.short)
        yield self.good_query, len(self.good)
