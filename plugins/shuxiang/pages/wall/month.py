"""One month on the wall: a calendar from Monday to Sunday, and what lasts longer than a week above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from shuxiang.core.calendar import Every, Period, periods
from shuxiang.core.days import days_between, mark
from shuxiang.core.labels import day_of_month, period_label
from shuxiang.core.model import Programme
from shuxiang.pages.events import EventView
from shuxiang.pages.slot_view import SlotView
from shuxiang.pages.wall.entries import Entry, clipped, event_entry, lean, own_slots, shown, slot_entries
from shuxiang.pages.wall.paper import A4, SPACE, Paper, title_size
from shuxiang.pages.wall.plan import Plan, unannounced
from shuxiang.pages.wall.type import (
    GAP,
    LINE,
    Box,
    Cut,
    Type,
    fit,
    head_lines,
    kept,
    largest,
    rest_height,
    text_lines,
)

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_LINES = (6, 4, 3, 2, 1)
"""How many lines an event may take in its day, and what it comes down to where room is short."""

# In em, as wall.css has them: the column of week names, the line of weekdays, a day's number, beside a day's text.
_WEEK, _WEEKDAYS, _DAY, _PADDING, _EDGE = 4.8, 1.9, 1.7, 0.4, 0.3
_LABEL = 9.4
_RULES = 0.7
"""mm that the lines of a week take."""
_STRIP_LINES, _LONG_LINES, _LONG_SHARE = 2, 2, 0.3


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of the calendar: ``mark`` is 休, 班 or nothing; days of other months are there for the week's sake."""

    day: date
    inside: bool
    weekend: bool
    mark: str
    name: str
    entries: tuple[Entry, ...] = ()
    rest: int = 0

    @property
    def label(self) -> str:
        """The day's number, with its month where that is another one."""
        return str(self.day.day) if self.inside else f"{self.day.month}.{self.day.day}"


@dataclass(frozen=True, slots=True)
class MonthWeek:
    """A row: the week's name, its days, and across them what its slots hold. ``height`` is the days' in em."""

    label: str
    days: tuple[MonthDay, ...]
    strips: tuple[Entry, ...]
    more_strips: int = 0
    height: float = 0.0

    @property
    def strip_height(self) -> float:
        """The height of what stands below the days, in em."""
        return sum(_heights(self.strips)) + rest_height(self.more_strips)

    @property
    def lost(self) -> int:
        """The lines and entries below the days for which there is no room."""
        return clipped(self.strips) + self.more_strips


@dataclass(frozen=True, slots=True)
class MonthWall:
    """A document: one sheet in one type; ``long`` are the entries above the calendar, in two columns."""

    title: str
    aside: str
    title_size: float
    paper: Paper
    type: Type
    long: tuple[Entry, ...]
    more_long: int
    weekdays: tuple[str, ...]
    weeks: tuple[MonthWeek, ...]
    note: str
    lost: float

    @property
    def drops(self) -> bool:
        """Whether any entry is left out."""
        days = (day for week in self.weeks for day in week.days)
        return bool(self.more_long) or any(w.more_strips for w in self.weeks) or any(day.rest for day in days)


@dataclass(frozen=True, slots=True)
class _Month:
    """What the sheet has to show, before it is known how."""

    title: str
    aside: str
    note: str
    weeks: tuple[MonthWeek, ...]
    long: tuple[Entry, ...]

    @property
    def without_blanks(self) -> _Month:
        """The same without the entries that are spare."""
        weeks = (replace(week, strips=lean(week.strips)) for week in self.weeks)
        return replace(self, weeks=tuple(weeks), long=lean(self.long))


def month_wall(plan: Plan, programme: Programme, month: Period) -> MonthWall:
    """The month in the largest type in which the least is lost; spare entries go before any other is left out."""
    near = _near(plan, month)
    content = _Month(
        title=f"{period_label(month)}学习安排",
        aside=programme.title,
        note=unannounced([month], plan.day_of),
        weeks=tuple(_weeks(near, programme, month)),
        long=tuple(_long(near, programme, month)),
    )
    full = _largest(content)
    return _largest(content.without_blanks) if full.drops else full


def _near(plan: Plan, month: Period) -> Plan:
    """The plan with only what shares a day with the weeks of the month: a sheet asks for each of its days."""
    weeks = list(periods(Every.WEEK, month.start, month.end))
    start, end = weeks[0].start.isoformat(), weeks[-1].end.isoformat()
    slots = tuple(slot for slot in plan.slots if slot.start < end and slot.end > start)
    events = tuple(event for event in plan.events if event.span.start < end and event.span.end > start)
    return replace(plan, slots=slots, events=events)


def _largest(content: _Month) -> MonthWall:
    return largest(A4.types, partial(_laid, content), lambda wall: wall.lost)


def _weeks(plan: Plan, programme: Programme, month: Period) -> Iterator[MonthWeek]:
    for week in periods(Every.WEEK, month.start, month.end):
        slots = [s for s in plan.slots if s.every == Every.WEEK and _share(s, week)]
        labels = dict.fromkeys(s.label if s.year == programme.year else s.dated_label for s in slots)
        days = (_day(plan, day, month) for day in days_between(week.start, week.end))
        yield MonthWeek(" ".join(labels), tuple(days), tuple(_strips(plan, programme, week, slots)))


def _share(slot: SlotView, time: Period) -> bool:
    return slot.start < time.end.isoformat() and slot.end > time.start.isoformat()


def _day(plan: Plan, day: date, month: Period) -> MonthDay:
    what = plan.day_of(day)
    marked = mark(day, plan.day_of)
    events = [event for event in plan.events if event.span.first <= day <= event.span.last]
    return MonthDay(
        day=day,
        inside=day in month,
        weekend=day.isoweekday() > 5,
        mark=marked,
        name=what.name.removesuffix("调休") if marked else "",
        entries=tuple(_on_day(event, day) for event in events),
    )


def _on_day(event: EventView, day: date) -> Entry:
    """An event with its place and its last day; on its further days only its title, and that it goes on."""
    entry, span = event_entry(event), event.span
    if day > span.first:
        return replace(entry, when="", tag="", title=f"（续）{entry.title}")
    last = f"{span.last.day}日" if span.last.month == day.month else day_of_month(span.last)
    until = f"（至{last}）" if span.last > span.first else ""
    return replace(entry, title=entry.title + until + (f"（{event.venue}）" if event.venue else ""))


def _strips(plan: Plan, programme: Programme, week: Period, slots: Sequence[SlotView]) -> Iterator[Entry]:
    """What the week's slots hold; a slot of several weeks says so in each, and what it holds in the first."""
    for slot in slots:
        entry = Entry("week", tag=f"{slot.cadence_name}（轻阅读）" if slot.light else slot.cadence_name)
        if slot.start < week.start.isoformat():
            yield replace(entry, title=f"（续）{slot.all_titles}")
        else:
            yield from slot_entries(slot, entry, programme)
    start, end = week.start.isoformat(), week.end.isoformat()
    yield from (Entry("rest", title=r.text) for r in plan.recesses if r.start < end and r.end > start)


def _long(plan: Plan, programme: Programme, month: Period) -> Iterator[Entry]:
    """The slots of a month and more that share a day with the month."""
    slots = [slot for slot in own_slots(plan, programme) if slot.every != Every.WEEK and _share(slot, month)]
    for cadence in programme.cadences:
        for slot in (slot for slot in slots if slot.cadence_id == cadence.id):
            label = "" if slot.every == Every.MONTH else slot.label
            yield from slot_entries(slot, Entry("long", cadence.name, label), programme)


def _laid(month: _Month, type_: Type) -> MonthWall:
    """The month in that type."""
    em = type_.em
    across = A4.inner_width / em
    room = (A4.inner_height - A4.title - 2 * SPACE - (len(month.weeks) + 1) * _RULES) / em - LINE - _WEEKDAYS
    long = _long_shown(tuple(_measured(month.long, across / 2 - _LABEL - 1)), room * _LONG_SHARE)
    more = len(month.long) - len(long)
    room -= sum(_long_rows(long)) + rest_height(more)
    beside = (across - _WEEK) / 7 - 2 * _PADDING
    weeks = [_measured_week(w, across - _WEEK - 2 * _PADDING, beside, room / len(month.weeks)) for w in month.weeks]
    fitted = fit([[_box(day, week, type_.gap) for day in week.days] for week in weeks], room, _LINES)
    calendar = (
        replace(week, days=tuple(map(_cut, week.days, cuts)), height=round(height - week.strip_height, 2))
        for week, cuts, height in zip(weeks, fitted.cuts, fitted.heights, strict=True)
    )
    return MonthWall(
        title=month.title,
        aside=month.aside,
        title_size=title_size(month.title, month.aside, A4, type_.size),
        paper=A4,
        type=type_,
        long=long,
        more_long=more,
        weekdays=WEEKDAYS,
        weeks=tuple(calendar),
        note=month.note,
        lost=fitted.lost + more + clipped(long) + sum(week.lost for week in weeks),
    )


def _measured(entries: Iterable[Entry], width: float) -> Iterator[Entry]:
    """The entries above the calendar at the lines they take."""
    for entry in entries:
        lines = max(head_lines(entry.label, entry.when, _LABEL - GAP), text_lines(entry.text, width))
        yield entry.given(lines, _LONG_LINES)


def _long_shown(entries: tuple[Entry, ...], room: float) -> tuple[Entry, ...]:
    """As many as fit, by rows of two."""
    return entries[: 2 * kept(_long_rows(entries), room)]


def _long_rows(entries: Sequence[Entry]) -> list[float]:
    pairs = (entries[n : n + 2] for n in range(0, len(entries), 2))
    return [max(entry.lines for entry in pair) * LINE + GAP for pair in pairs]


def _measured_week(week: MonthWeek, across: float, beside: float, room: float) -> MonthWeek:
    """The week with the lines its entries would like, and those of its strips that leave the days a line."""
    strips = tuple(e.given(text_lines(e.text, across), _STRIP_LINES) for e in week.strips)
    fitting = kept(_heights(strips), room - _DAY - _EDGE)
    days = (
        replace(d, entries=tuple(replace(e, lines=text_lines(f"{e.when} {e.text}", beside)) for e in d.entries))
        for d in week.days
    )
    return replace(week, strips=strips[:fitting], more_strips=len(strips) - fitting, days=tuple(days))


def _heights(strips: Iterable[Entry]) -> list[float]:
    return [strip.lines * LINE + GAP for strip in strips]


def _box(day: MonthDay, week: MonthWeek, gap: float) -> Box:
    return Box(_DAY + _EDGE + week.strip_height, tuple(entry.lines for entry in day.entries), gap)


def _cut(day: MonthDay, cut: Cut) -> MonthDay:
    return replace(day, entries=shown(day.entries, cut), rest=cut.rest(day.entries))
