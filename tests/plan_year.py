"""A small year of slots with two files in it, as an import of a workbook sees it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from shuxiang.core.calendar import Every, parse_key
from shuxiang.core.days import Day, DayOf, monday_to_friday
from shuxiang.core.diagnostics import Origin
from shuxiang.core.model import Cadence, HolidayPolicy, Lecture, Material, Programme
from shuxiang.core.schedule import Schedule, plan
from shuxiang.exports.plan_baseline import find_baseline
from shuxiang.exports.plan_changes import PlanChanges
from shuxiang.exports.plan_files import Shelf
from shuxiang.exports.plan_import import plan_import
from shuxiang.exports.plan_sheet import find_plan
from shuxiang.exports.plan_template import plan_template
from shuxiang.exports.xlsx_reader import read_workbook

PROGRAMME = Programme(
    year=2026,
    title="2026年学习计划",
    starts=date(2026, 11, 2),
    ends=date(2027, 1, 4),
    cadences=(
        Cadence("article", "周学一文", Every.WEEK, folder="readings"),
        Cadence("topic", "月讲一题", Every.MONTH),
        Cadence("party", "每月两学", Every.MONTH, at_least=2),
        Cadence("manuscript", "年撰一稿", Every.YEAR),
    ),
    policy=HolidayPolicy.SKIP,
    groups=("第一小组", "经济界"),
)


def material(path: str, cadence: str, key: str, title: str, **details: str) -> Material:
    at, speaker = details.pop("at", ""), details.pop("speaker", "")
    lecture = Lecture(speaker=speaker, at=at) if at or speaker else None
    return Material(path, Origin(path, 3), title, cadence, parse_key(key), 0, lecture=lecture, **details)  # type: ignore[arg-type]


W46 = material(
    "readings/2026/w46.md",
    "article",
    "2026-W46",
    "数路灯",
    source="本会编写",
    group="第一小组",
    at="2026-11-11 15:00",
)
NOVEMBER = material("topic/11.md", "topic", "2026-11", "十一月讲坛", speaker="张三", summary="一句话")


def week_off(day: date) -> Day:
    """The week of 7 December is nobody's."""
    return (
        Day(working=False, name="校庆") if date(2026, 12, 7) <= day < date(2026, 12, 14) else monday_to_friday(day)
    )


@dataclass
class Year:
    """The files as they are, by path; the schedule follows them."""

    materials: dict[str, Material]
    programme: Programme = PROGRAMME
    others: set[str] = field(default_factory=set)
    day_of: DayOf = week_off

    @property
    def schedule(self) -> Schedule:
        return plan([self.programme], self.materials.values(), self.day_of)[0]

    def template(self) -> bytes:
        return _template(self.programme, tuple(self.materials.values()), self.day_of)

    def read(self, data: bytes) -> PlanChanges:
        """What an import of the workbook would do to these files."""
        sheets = read_workbook(data)
        placed = {m.path: m for slot in self.schedule.slots for m in slot.materials}
        taken = self.others | set(self.materials)
        shelf = Shelf(self.schedule, self.materials | placed, "docs/", taken.__contains__)
        return plan_import(find_plan(sheets), find_baseline(sheets), shelf)

    def change(self, path: str, **details: str) -> None:
        """What somebody has written into a file since."""
        self.materials[path] = replace(self.materials[path], **details)  # type: ignore[arg-type]

    def apply(self, changes: PlanChanges) -> None:
        """Do as the changes say, as the command does with files."""
        for made in changes.creations:
            fields = {name.removeprefix("lecture."): value for name, value in made.fields.items()}
            venue = fields.pop("venue", "")
            new = material(made.path, made.slot.cadence.id, made.slot.period.key, **fields)
            self.materials[made.path] = _with_venue(new, venue)
        for update in changes.updates:
            for change in update.changes:
                self._set(update.material.path, change.field, change.new)

    def _set(self, path: str, name: str, value: str) -> None:
        old = self.materials[path]
        outer, _, inner = name.partition(".")
        lecture = replace(old.lecture or Lecture(), **{inner: value}) if inner else old.lecture
        self.materials[path] = replace(old, **{outer: lecture if inner else value})


@cache
def _template(programme: Programme, materials: tuple[Material, ...], day_of: DayOf) -> bytes:
    """The workbook of these files, written once for all tests: every cell of it is dear."""
    return plan_template(plan([programme], materials, day_of)[0], 2026, day_of)


def _with_venue(new: Material, venue: str) -> Material:
    return replace(new, lecture=replace(new.lecture or Lecture(), venue=venue)) if venue else new
