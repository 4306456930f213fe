"""The nouns of the programme: cadences, materials, slots. Immutable, and each says where it was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from shuxiang.core.calendar import Every, Period
from shuxiang.core.diagnostics import Origin


@dataclass(frozen=True, slots=True)
class Cadence:
    """节奏: one recurring strand of the programme, such as 周学一文."""

    id: str
    name: str
    every: Every


DEFAULT_CADENCES = (
    Cadence("article", "周学一文", Every.WEEK),
    Cadence("topic", "月讲一题", Every.MONTH),
    Cadence("book", "季读一书", Every.QUARTER),
    Cadence("manuscript", "年撰一稿", Every.YEAR),
)


@dataclass(frozen=True, slots=True)
class Programme:
    """学习计划: one study year, ``[starts, ends)``. ``origin`` is None for a year that has no file."""

    year: int
    title: str
    starts: date
    ends: date
    cadences: tuple[Cadence, ...]
    origin: Origin | None = None

    def cadence(self, id_: str) -> Cadence | None:
        """The cadence of that id, if the programme has it."""
        return next((cadence for cadence in self.cadences if cadence.id == id_), None)


@dataclass(frozen=True, slots=True)
class Lecture:
    """讲: who speaks, when, where; ``video`` and ``handout`` are addresses or plain words. Empty: not said."""

    speaker: str = ""
    at: str = ""
    venue: str = ""
    video: str = ""
    handout: str = ""


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
    ``characters`` is its length as ``core.length`` counts it.
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
    source: str = ""
    recommended_by: str = ""
    lecture: Lecture | None = None
    review: Review | None = None
    questions: tuple[str, ...] = ()
    apply: str = ""
    tags: tuple[str, ...] = ()

    def published_from(self, days_ahead: int) -> date:
        """The first day on which a site may show this material: ``days_ahead`` before its period begins."""
        return self.period.start - timedelta(days=days_ahead)


@dataclass(frozen=True, slots=True)
class Slot:
    """期: one dated place in one cadence. ``number`` counts from 1 over the programme's slots of the cadence."""

    programme_year: int
    cadence: Cadence
    period: Period
    number: int
    material: Material | None = None

    @property
    def id(self) -> str:
        """``article/2026-W47``: unique over all programmes, and stable across builds."""
        return f"{self.cadence.id}/{self.period.key}"
