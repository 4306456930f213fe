"""How long planning takes: ten years of five cadences, and two thousand dates; run by hand, prints a table.

    python tests/benchmarks/plan_time.py [--runs 20] [--years 10] [--materials 500] [--dates 2000]

Ten yearly files with ``policy: skip`` make about 800 slots. ``plan`` lays the materials into them with the official
holidays; ``clashes`` looks for two of the dates that want the same room or people at one time. Reading files is not
counted. The target for ``plan`` is 0.2 s.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median

from shuxiang.content.official_days import official_day
from shuxiang.content.programme import read_programme
from shuxiang.core.calendar import week
from shuxiang.core.diagnostics import Origin
from shuxiang.core.engagements import Engagement, clashes, on_days_off
from shuxiang.core.model import Material, Programme
from shuxiang.core.schedule import plan, slots_of

FIRST_YEAR = 2020
YEAR_FILE = """\
year: {year}
starts: {starts}
ends: {ends}
cadences:
  - {{id: article, name: 周学一文, every: week}}
  - {{id: topic, name: 月讲一题, every: month}}
  - {{id: law, name: 每月一法, every: month}}
  - {{id: book, name: 季读一书, every: quarter}}
  - {{id: manuscript, name: 年撰一稿, every: year}}
holidays: {{policy: skip}}
"""


def programmes(years: int) -> list[Programme]:
    """One file a year, read as an organizer writes it."""
    found = []
    for year in range(FIRST_YEAR, FIRST_YEAR + years):
        path = f"programme/{year}.yml"
        text = YEAR_FILE.format(year=year, starts=week(year, 1).start, ends=week(year + 1, 1).start)
        programme, problems = read_programme(text, path, f"docs/{path}")
        assert programme
        assert not problems
        found.append(programme)
    return found


def materials(count: int, years: list[Programme]) -> list[Material]:
    """Materials for ``count`` slots picked at random, always the same."""
    slots = [slot for programme in years for slot in slots_of(programme, official_day)]
    chosen = random.Random(1).sample(slots, min(count, len(slots)))  # noqa: S311
    return [
        Material(path, Origin(f"docs/{path}", 4), f"题目{number}", slot.cadence.id, slot.period, 5000)
        for number, slot in enumerate(chosen)
        for path in [f"readings/{number:04}.md"]
    ]


def engagements(count: int, years: int) -> list[Engagement]:
    """Two-hour dates in twelve rooms with thirty groups, spread over the years."""
    dice = random.Random(1)  # noqa: S311
    found = []
    for number in range(count):
        day = datetime(FIRST_YEAR, 1, 6) + timedelta(days=dice.randrange(364 * years))  # noqa: DTZ001  # China's, like all
        starts = day + timedelta(hours=dice.randrange(8, 20))
        people = frozenset(f"第{dice.randrange(30)}小组" for _ in range(3))
        origin = Origin("docs/programme/2026.yml", number + 1)
        ends = starts + timedelta(hours=2)
        found.append(
            Engagement(f"活动{number}", origin, starts, ends, f"{dice.randrange(12)}楼", people, calls=True)
        )
    return found


def row(name: str, what: str, runs: int, work: Callable[[], object]) -> str:
    """One line of the table; the first run, which fills caches, is not counted."""
    taken = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return f"{name:8}  {what:44}  {1000 * min(taken[1:]):8.1f}  {1000 * median(taken[1:]):9.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description="planning time")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--materials", type=int, default=500)
    parser.add_argument("--dates", type=int, default=2000)
    options = parser.parse_args()
    years = programmes(options.years)
    filling = materials(options.materials, years)
    dates = engagements(options.dates, options.years)
    schedule, problems = plan(years, filling, official_day)
    assert {problem.code for problem in problems} <= {"holidays-unannounced"}
    placed = sum(len(slot.materials) for slot in schedule.slots)
    clashing, off = len(list(clashes(dates))), len(list(on_days_off(dates, official_day)))
    print("step      on what                                        best ms  median ms")
    what = f"{len(schedule.slots)} slots, {placed} materials, {len(schedule.recesses)} recesses"
    print(row("plan", what, options.runs, lambda: plan(years, filling, official_day)))
    print(row("clashes", f"{len(dates)} dates, {clashing} clash", options.runs, lambda: list(clashes(dates))))
    what = f"{len(dates)} dates, {off} on a day off"
    print(row("days off", what, options.runs, lambda: list(on_days_off(dates, official_day))))


if __name__ == "__main__":
    main()
