"""When an event takes place, in words and as data; always China time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shuxiang.core.labels import day_of_month, days_text, weekday
from shuxiang.core.moments import last_day


@dataclass(frozen=True, slots=True)
class Span:
    """``[starts, ends)``, ``ends`` None where nobody has said it; what is not ``timed`` has days but no hours."""

    starts: datetime
    ends: datetime | None
    timed: bool = True

    @property
    def first(self) -> date:
        """The first day."""
        return self.starts.date()

    @property
    def last(self) -> date:
        """The last day that it touches."""
        return last_day(self.ends) if self.ends else self.first

    @property
    def start(self) -> str:
        """The first day as ISO text."""
        return self.first.isoformat()

    @property
    def end(self) -> str:
        """The first day that it does not touch, as ISO text."""
        return (self.last + timedelta(days=1)).isoformat()

    @property
    def begins(self) -> str:
        """``2026-11-25T15:00``, or the day where no hour is said."""
        return _iso(self.starts, timed=self.timed)

    @property
    def finishes(self) -> str:
        """The end, exclusive, in the form of ``begins``; empty where nobody has said it."""
        return _iso(self.ends, timed=self.timed) if self.ends else ""

    @property
    def month(self) -> str:
        """2026年11月."""
        return f"{self.first.year}年{self.first.month}月"

    @property
    def brief(self) -> str:
        """As short as it can be told: 11月25日 15:00, 11月25日至27日, 11月25日 15:00至27日."""
        first, to, last = self._days().partition("至")
        hour = f" {self.starts:%H:%M}" if self.timed else ""
        return f"{first}{hour}{to}{last}"

    @property
    def opening(self) -> str:
        """When to be there: 11月25日（星期三）15:00, or the days."""
        if not self.timed or self.first != self.last:
            return self.times
        return self._begin()

    @property
    def times(self) -> str:
        """11月25日（星期三）15:00至17:00; with the year only where two years meet."""
        if not self.timed:
            return f"{self._days()}（{self._weekdays()}）{'全天' if self.ends else ''}"
        if self.ends is None:
            return self._begin()
        day = "" if self.first == self.last else f"{day_of_month(self.last)}（{weekday(self.last)}）"
        return f"{self._begin()}至{day}{_until(self.ends)}"

    @property
    def full_times(self) -> str:
        """The same with the year in front."""
        year = f"{self.first.year}年"
        return self.times if self.times.startswith(year) else f"{year}{self.times}"

    def _days(self) -> str:
        return days_text(self.first, self.last + timedelta(days=1))

    def _weekdays(self) -> str:
        ends = [self.first] if self.first == self.last else [self.first, self.last]
        return "至".join(map(weekday, ends))

    def _begin(self) -> str:
        return f"{day_of_month(self.first)}（{weekday(self.first)}）{self.starts:%H:%M}"


def _until(end: datetime) -> str:
    """The hour of an end; midnight is the end of the day before, not the beginning of the next."""
    return "24:00" if end.time() == time() else f"{end:%H:%M}"


def _iso(moment: datetime, *, timed: bool) -> str:
    return moment.isoformat(timespec="minutes") if timed else moment.date().isoformat()
