"""The nouns of the programme: cadences, materials, slots. Immutable, and each says where it was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from shuxiang.core.calendar import Every, Period
from shuxiang.core.diagnostics import Origin


class HolidayPolicy(StrEnum):
    """What a week without a working day becomes: no slot, part of the next one, light reading; or as any week."""

    SKIP = "skip"
    MERGE = "merge"
    LIGHT = "light"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Cadence:
    """节奏: one recurring strand of the programme, such as 周学一文.

    ``at_least`` is the number of materials that each period wants; with more than one, a slot may hold several.
    New files go to ``folder`` below the documents folder; empty: the id. ``lectured`` cadences want a lecture with
    each material.
    """

    id: str
    name: str
    every: Every
    at_least: int = 1
    folder: str = ""
    lectured: bool = False


DEFAULT_CADENCES = (
    Cadence("article", "周学一文", Every.WEEK),
    Cadence("topic", "月讲一题", Every.MONTH, lectured=True),
    Cadence("book", "季读一书", Every.QUARTER),
    Cadence("manuscript", "年撰一稿", Every.YEAR),
)


@dataclass(frozen=True, slots=True)
class Event:
    """活动: something at a certain time, besides the slots. Times are China's, ``[starts, ends)``.

    ``all_day`` events run from midnight to midnight. No ``groups``: everyone is invited. ``materials`` are paths
    below the documents folder; ``on_day_off`` says that a day off is meant, ``open_end`` that nobody has written
    when it ends.
    """

    id: str
    kind: str
    title: str
    starts: datetime
    ends: datetime
    origin: Origin
    all_day: bool = False
    venue: str = ""
    hosts: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    note: str = ""
    on_day_off: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Recess:
    """A stretch ``[start, end)`` of a programme without a weekly slot; ``keys`` are the whole weeks in it."""

    start: date
    end: date
    name: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """学习计划: one study year, ``[starts, ends)``. ``origin`` is None for a year that has no file.

    ``groups`` are the names of 小组 and 界别 that materials and events are given to; ``policy_origin`` is where the
    holiday policy is written; ``review`` says that all that members hand in is looked at before it is closed.
    """

    year: int
    title: str
    starts: date
    ends: date
    cadences: tuple[Cadence, ...]
    origin: Origin | None = None
    policy: HolidayPolicy = HolidayPolicy.KEEP
    policy_origin: Origin | None = None
    groups: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    review: bool = False

    def cadence(self, id_: str) -> Cadence | None:
        """The cadence of that id, if the programme has it."""
        return next((cadence for cadence in self.cadences if cadence.id == id_), None)


@dataclass(frozen=True, slots=True)
class Lecture:
    """讲: who speaks, when, where; ``video`` and ``handout`` are addresses or plain words. Empty: not said.

    ``on_day_off`` says that a day off is meant.
    """

    speaker: str = ""
    at: str = ""
    venue: str = ""
    video: str = ""
    handout: str = ""
    on_day_off: bool = False
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """评: who reviewed, on which day, in what words. Empty: not said."""

    by: str = ""
    on: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """学习材料: one Markdown file that fills a slot.

    ``path`` is the file's path below the documents folder, with ``/``; ``origin`` is where its ``slot`` is written,
    ``cadence_origin`` where its cadence is; ``period`` is what the slot names;
    ``characters`` is its length as ``core.length`` counts it; ``post`` is the author's office and ``dated``
    when the source brought it out, in the file's words; ``group`` is the 小组 or 界别 in charge; ``blank`` says
    that nothing stands below the header yet.
    """

    path: str
    origin: Origin
    title: str
    cadence_id: str
    period: Period
    characters: int
    cadence_origin: Origin | None = None
    summary: str = ""
    author: str = ""
    post: str = ""
    source: str = ""
    dated: str = ""
    recommended_by: str = ""
    group: str = ""
    lecture: Lecture | None = None
    review: Review | None = None
    questions: tuple[str, ...] = ()
    apply: str = ""
    tags: tuple[str, ...] = ()
    blank: bool = False

    def published_from(self, days_ahead: int) -> date:
        """The first day on which a site may show this material: ``days_ahead`` before its period begins."""
        return self.period.start - timedelta(days=days_ahead)


@dataclass(frozen=True, slots=True)
class Slot:
    """期: one dated place in one cadence. ``number`` counts from 1 over the programme's slots of the cadence.

    ``light`` marks a week without a working day; ``keys`` are the keys of all weeks that a merged slot stands for.
    """

    programme_year: int
    cadence: Cadence
    period: Period
    number: int
    materials: tuple[Material, ...] = ()
    light: bool = False
    keys: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """``article/2026-W47``: unique over all programmes, and stable across builds."""
        return f"{self.cadence.id}/{self.period.key}"

    @property
    def material(self) -> Material | None:
        """The slot's first material, for the many slots that have only one."""
        return self.materials[0] if self.materials else None
