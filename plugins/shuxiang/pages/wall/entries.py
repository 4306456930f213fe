"""What stands on a wall: weeks, longer slots, events, days off; each as one entry, in as few words as will do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from shuxiang.core.calendar import Every, Period
from shuxiang.core.days import DayOf, days_between, mark
from shuxiang.core.model import Cadence, Programme
from shuxiang.pages.events import EventView
from shuxiang.pages.months import first_month, recess_month, slot_month
from shuxiang.pages.slot_view import SlotView
from shuxiang.pages.wall.plan import Plan
from shuxiang.pages.wall.type import Cut

OPEN = "待定"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on a sheet: ``label`` and ``when`` stand before it, ``tag`` opens its text.

    ``kind`` is week, rest, long or event; ``open`` says that there is nothing to read yet, only a line to write on,
    ``spare`` that it stands beside others of its slot and is the first to give way.
    ``lines`` is how many it has been given, ``wants`` how many it would take.
    """

    kind: str
    label: str = ""
    when: str = ""
    tag: str = ""
    title: str = ""
    open: bool = False
    spare: bool = False
    lines: int = 1
    wants: int = 1

    def given(self, wants: int, most: int) -> Entry:
        """The entry with the lines it takes, up to ``most``."""
        return replace(self, wants=wants, lines=min(wants, most))

    @property
    def text(self) -> str:
        """Its words."""
        return f"{self.tag}：{self.title}" if self.tag else self.title


def clipped(entries: Iterable[Entry]) -> int:
    """The lines for which there is no room."""
    return sum(entry.wants - entry.lines for entry in entries)


def shown(entries: Sequence[Entry], cut: Cut) -> tuple[Entry, ...]:
    """The entries that a cut leaves, with the lines that it leaves them."""
    left = [entry for place, entry in enumerate(entries) if place not in cut.spared]
    return tuple(replace(entry, lines=min(cut.most, entry.lines)) for entry in left[: cut.shown])


def spare_places(entries: Sequence[Entry]) -> tuple[int, ...]:
    """Where the spare ones stand."""
    return tuple(place for place, entry in enumerate(entries) if entry.spare)


def lean(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries without the spare ones."""
    return tuple(entry for entry in entries if not entry.spare)


@dataclass(frozen=True, slots=True)
class DaysOff:
    """休 or 班, and the days of a month that are so: 1-7日 国庆节."""

    mark: str
    text: str


def own_slots(plan: Plan, programme: Programme) -> list[SlotView]:
    """The programme's own slots."""
    return [slot for slot in plan.slots if slot.year == programme.year]


def own_events(plan: Plan, programme: Programme) -> list[EventView]:
    """What takes place in the programme's time, whichever file tells of it."""
    return [e for e in plan.events if e.span.first < programme.ends and e.span.last >= programme.starts]


def month_entries(plan: Plan, programme: Programme, months: tuple[Period, ...]) -> dict[Period, tuple[Entry, ...]]:
    """By month its weeks, its monthly slots and its events; what lies outside stands in the nearest month."""
    found: dict[Period, list[Entry]] = {month: [] for month in months}
    slots = own_slots(plan, programme)
    weekly = [slot for slot in slots if slot.every == Every.WEEK]
    weeks = [*_weeks(weekly, programme, months), *_rests(plan, programme, months if weekly else ())]
    for _, month, entries in sorted(weeks, key=lambda week: week[0]):
        found[month] += entries
    for slot in slots:
        if slot.every == Every.MONTH:
            entry = Entry("long", slot.cadence_name)
            month = _shown_in(slot_month(slot), months)
            found[month] += _labelled_once(slot_entries(slot, entry, programme))
    for event in own_events(plan, programme):
        month = _shown_in(first_month(event.span.start), months)
        found[month].append(event_entry(event, short_dates(event.span.start, event.span.end, month)))
    return {month: tuple(entries) for month, entries in found.items()}


def _shown_in(month: Period, months: tuple[Period, ...]) -> Period:
    """The month itself, else the nearest that is shown."""
    return min(max(month, months[0]), months[-1])


def _weeks(
    slots: list[SlotView], programme: Programme, months: tuple[Period, ...]
) -> Iterator[tuple[str, Period, list[Entry]]]:
    """Each week's first day, month and entries; several weekly cadences share one label."""
    for start, group in groupby(slots, lambda slot: slot.start):
        own = list(group)
        month = _shown_in(slot_month(own[0]), months)
        when = short_dates(start, own[0].end, month)
        entries = (
            each
            for slot in own
            for each in slot_entries(slot, Entry("week", slot.label, when, week_tag(slot, programme)), programme)
        )
        yield start, month, list(_labelled_once(entries))


def _rests(
    plan: Plan, programme: Programme, months: tuple[Period, ...]
) -> Iterator[tuple[str, Period, list[Entry]]]:
    for recess in plan.recesses:
        if recess.year == programme.year and months:
            month = _shown_in(recess_month(recess), months)
            when = short_dates(recess.start, recess.end, month)
            yield recess.start, month, [Entry("rest", when=when, title=recess.text)]


def slot_entries(slot: SlotView, entry: Entry, programme: Programme) -> list[Entry]:
    """``entry`` for each material of a slot, and blank where one more is wanted."""
    cadence = programme.cadence(slot.cadence_id)
    wanted = cadence.at_least if cadence else 1
    items = [replace(entry, title=title) for title in slot.titles]
    if len(items) < wanted:
        title = f"{OPEN}（至少{wanted}篇）" if wanted > 1 else OPEN
        items.append(replace(entry, title=title, open=True, spare=bool(items)))
    return items


def _labelled_once(entries: Iterable[Entry]) -> Iterator[Entry]:
    for number, entry in enumerate(entries):
        yield replace(entry, label="", when="") if number else entry


def week_tag(slot: SlotView, programme: Programme) -> str:
    """The cadence's name where there are several weekly ones, and whether the week is for light reading."""
    name = slot.cadence_name if len(weekly(programme)) > 1 else ""
    return " ".join(filter(None, [name, "轻阅读" if slot.light else ""]))


def weekly(programme: Programme) -> list[Cadence]:
    """The cadences that come round every week."""
    return [cadence for cadence in programme.cadences if cadence.every is Every.WEEK]


def event_entry(event: EventView, day: str = "") -> Entry:
    """An event under its day or days, and the hour that it begins."""
    hour = f"{event.span.starts:%H:%M}" if event.span.timed else ""
    return Entry("event", day, hour, event.tag, event.title)


def short_dates(start: str, end: str, month: Period) -> str:
    """``[start, end)`` as short as a month's own list allows: 16-22日, 11.30-12.6; one day: 25日, 1月2日."""
    first, last = date.fromisoformat(start), date.fromisoformat(end) - timedelta(days=1)
    if first == last:
        return f"{first.day}日" if first in month else f"{first.month}月{first.day}日"
    if first in month and last in month:
        return f"{first.day}-{last.day}日"
    return f"{first.month}.{first.day}-{last.month}.{last.day}"


def lasting(programme: Programme) -> list[Cadence]:
    """The cadences that come round less than once a month."""
    return [cadence for cadence in programme.cadences if cadence.every not in {Every.WEEK, Every.MONTH}]


def days_off(month: Period, day_of: DayOf) -> tuple[DaysOff, ...]:
    """The holidays of a month and the weekend days that are worked; ordinary weekends are not worth a word."""
    marked = [(mark(day, day_of), day) for day in days_between(month.start, month.end)]
    holidays = [
        _holiday([day for _, day in days], day_of) for kind, days in groupby(marked, lambda m: m[0]) if kind == "休"
    ]
    worked = [f"{day.day}日" for kind, day in marked if kind == "班"]
    found = (DaysOff("休", "，".join(holidays)), DaysOff("班", "、".join(worked)))
    return tuple(each for each in found if each.text)


def _holiday(days: list[date], day_of: DayOf) -> str:
    names = "、".join(dict.fromkeys(filter(None, (day_of(day).name for day in days))))
    text = f"{days[0].day}日" if len(days) == 1 else f"{days[0].day}-{days[-1].day}日"
    return f"{text} {names}".strip()
