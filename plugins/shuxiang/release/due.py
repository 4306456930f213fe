"""Whether the weekly update is due, for timetables that only know how to ask every hour.

An update is due from its moment in the week on until one has succeeded. One that failed is tried again after an
hour, two, four and a day; then not before the next week's moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from shuxiang.core.moments import CHINA
from shuxiang.core.update import Result
from shuxiang.release.errors import ReleaseError
from shuxiang.release.runs import RunRecord

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WAITS = (timedelta(hours=1), timedelta(hours=2), timedelta(hours=4), timedelta(hours=24))
"""From the beginning of each try that failed to the next."""

_WEEK = timedelta(days=7)
_EARLY = timedelta(minutes=10)
"""Whoever asks every hour does not ask to the second."""
_WEEKLY = re.compile(rf"({'|'.join(DAYS)})-([01][0-9]|2[0-3])([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class Weekly:
    """A moment of every week in China: ``day`` 0 is Monday, ``at`` is a time in whole minutes."""

    day: int
    at: time

    def __str__(self) -> str:
        return f"{DAYS[self.day]}-{self.at:%H%M}"


def parse_weekly(text: str) -> Weekly:
    """Read what ``str`` of a Weekly gives, such as ``mon-0630``; ReleaseError otherwise."""
    match = _WEEKLY.fullmatch(text)
    if not match:
        raise ReleaseError(f"--if-due 应写成 mon-0630 的样子（星期和北京时间），现为“{text}”。")
    return Weekly(DAYS.index(match[1]), time(int(match[2]), int(match[3])))


def last_moment(weekly: Weekly, now: datetime) -> datetime:
    """The last time the week's moment came, ``now`` included; China's offset."""
    here = now.astimezone(CHINA)
    day = here.date() - timedelta(days=(here.weekday() - weekly.day) % 7)
    moment = datetime.combine(day, weekly.at, CHINA)
    return moment if moment <= here else moment - _WEEK


def is_due(runs: Iterable[RunRecord], now: datetime, weekly: Weekly) -> bool:
    """Whether to update now. Runs that lie in the future, begun by a clock that was wrong, count for nothing."""
    since = last_moment(weekly, now)
    recent = [run for run in runs if since <= run.begun <= now]
    if any(run.result is not Result.FAILED for run in recent):
        return False
    tries = [run.begun for run in recent if run.automatic]
    if not tries:
        return True
    return len(tries) <= len(WAITS) and now - max(tries) >= WAITS[len(tries) - 1] - _EARLY
