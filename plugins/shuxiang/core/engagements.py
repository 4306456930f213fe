"""Who and what is wanted when: events and lectures, and where two of them want the same at one time.

Two things clash when their times overlap and they share a venue, or people: a host, a group, or everyone. A lecture
in a material's header invites no group, so only its venue and speaker can clash; its end is never said, so it is
taken to last two hours, and one with a day but no time may be at any hour and does not clash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shuxiang.core.days import DayOf, days_between, is_weekend
from shuxiang.core.diagnostics import Diagnostic, Origin, Severity
from shuxiang.core.labels import day_text
from shuxiang.core.model import Event, Material
from shuxiang.core.moments import UNSAID_LASTS, last_day, parse_moment, span

EVERYONE = "全体"
EVERYONE_NAMES = (EVERYONE, "全体委员", "全体人员")
_SPACES = str.maketrans("", "", " \u3000\t")


@dataclass(frozen=True, slots=True)
class Engagement:
    """One thing that takes time, ``[starts, ends)`` in China; ``people`` are hosts, groups and speakers.

    ``calls`` says that groups are invited; ``vague`` that no time of the day is known; ``on_day_off`` that a day
    off is meant.
    """

    title: str
    origin: Origin
    starts: datetime
    ends: datetime
    venue: str = ""
    people: frozenset[str] = frozenset()
    calls: bool = False
    vague: bool = False
    on_day_off: bool = False


def of_event(event: Event) -> Engagement:
    """The time that an event takes."""
    invited = [EVERYONE if group in EVERYONE_NAMES else group for group in event.groups] or [EVERYONE]
    return Engagement(
        title=event.title,
        origin=event.origin,
        starts=event.starts,
        ends=event.ends,
        venue=event.venue,
        people=frozenset([*event.hosts, *invited]),
        calls=True,
        on_day_off=event.on_day_off,
    )


def of_lecture(material: Material) -> Engagement | None:
    """The time that a material's lecture takes; None without a date that can be read."""
    lecture = material.lecture
    moment = parse_moment(lecture.at) if lecture else None
    if lecture is None or moment is None:
        return None
    starts, ends = span(moment, UNSAID_LASTS)
    return Engagement(
        title=material.title,
        origin=lecture.origin or material.origin,
        starts=starts,
        ends=ends,
        venue=lecture.venue,
        people=frozenset(filter(None, [lecture.speaker])),
        vague=moment.at is None,
        on_day_off=lecture.on_day_off,
    )


def told_by(events: Iterable[Event]) -> frozenset[tuple[str, date]]:
    """``(material's path, day)`` of the lectures that need not be told again.

    An event that names a material is that material's lecture, when it is on the lecture's day.
    """
    return frozenset((path, event.starts.date()) for event in events for path in event.materials)


def clashes(engagements: Iterable[Engagement]) -> Iterator[Diagnostic]:
    """One warning for each pair that wants the same venue or people at one time, at the later one's line."""
    running: list[Engagement] = []
    timed = (e for e in engagements if not e.vague)
    for later in sorted(timed, key=lambda e: (e.starts, e.origin, e.title)):
        running = [earlier for earlier in running if earlier.ends > later.starts]
        yield from (found for earlier in running if (found := _clash(earlier, later)))
        running.append(later)


def _clash(earlier: Engagement, later: Engagement) -> Diagnostic | None:
    wanted = list(_wanted_by_both(earlier, later))
    if not wanted:
        return None
    when = f"{day_text(later.starts.date())} {later.starts:%H:%M}"
    return Diagnostic(
        later.origin,
        "event-clash",
        f"“{later.title}”（{when}）和“{earlier.title}”（{earlier.origin.path} 第 {earlier.origin.line} 行）"
        f"时间重叠，{'，'.join(wanted)}。",
        "请调整其中一个的时间、地点或参加的小组。",
        Severity.WARNING,
    )


def _wanted_by_both(earlier: Engagement, later: Engagement) -> Iterator[str]:
    if _place(earlier.venue) and _place(earlier.venue) == _place(later.venue):
        yield f"都在“{later.venue}”"
    shared = sorted(earlier.people & later.people - {EVERYONE})
    if shared:
        yield f"都要“{'、'.join(shared)}”参加"
    elif earlier.calls and later.calls and EVERYONE in earlier.people | later.people:
        yield "而且有一个是全体参加"


def _place(venue: str) -> str:
    return venue.translate(_SPACES).casefold()


def on_days_off(engagements: Iterable[Engagement], day_of: DayOf) -> Iterator[Diagnostic]:
    """A warning for each engagement on a day off, unless that is said to be meant."""
    for engagement in engagements:
        days = days_between(engagement.starts.date(), last_day(engagement.ends) + timedelta(days=1))
        off = next((day for day in days if not day_of(day).working), None)
        if off and not engagement.on_day_off:
            yield _day_off(engagement, off, day_of)


def _day_off(engagement: Engagement, day: date, day_of: DayOf) -> Diagnostic:
    name = day_of(day).name or ("周末" if is_weekend(day) else "休息日")
    return Diagnostic(
        engagement.origin,
        "event-day-off",
        f"“{engagement.title}”在{day_text(day)}，这一天是{name}，不上班。",
        "请核对日期；就是要在这一天的，加一项 on_day_off: yes。",
        Severity.WARNING,
    )
