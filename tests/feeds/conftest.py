"""A small programme to publish, and an independent reader of what comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event as Entry

from shuxiang.core.calendar import Every, parse_key
from shuxiang.core.days import monday_to_friday
from shuxiang.core.diagnostics import Origin
from shuxiang.core.model import Cadence, Event, Lecture, Material, Programme
from shuxiang.core.schedule import plan
from shuxiang.feeds.ics import calendar_files
from shuxiang.feeds.publication import Publication
from shuxiang.feeds.revisions import read_before

TODAY = date(2026, 11, 21)
HERE = Origin("docs/a.md", 1)
CADENCES = (
    Cadence("article", "周学一文", Every.WEEK),
    Cadence("topic", "月讲一题", Every.MONTH),
    Cadence("manuscript", "年撰一稿", Every.YEAR),
)


@pytest.fixture
def material() -> Callable[..., Material]:
    """``material(slot, title, cadence=…, path=…, at=…, **fields) -> Material``."""

    def make(slot: str, title: str = "一篇", *, cadence: str = "article", at: str = "", **fields: Any) -> Material:
        lecture = Lecture(speaker="甲委员", at=at, venue="会议室") if at else None
        given = {"path": f"{cadence}/{slot}.md", "lecture": lecture, "summary": "一句导语", **fields}
        return Material(origin=HERE, title=title, cadence_id=cadence, period=parse_key(slot), characters=9, **given)

    return make


@pytest.fixture
def event() -> Callable[..., Event]:
    """``event(id, title, starts, **fields) -> Event`` of two hours, or of whole days with ``days``."""

    def make(id_: str, title: str, starts: str, *, days: int = 0, **fields: Any) -> Event:
        begin = datetime.fromisoformat(starts)
        end = begin + (timedelta(days=days) if days else timedelta(hours=2))
        given = {"kind": "委员大讲堂", "venue": "三楼会议室", **fields}
        return Event(id=id_, title=title, starts=begin, ends=end, origin=HERE, all_day=bool(days), **given)

    return make


@pytest.fixture
def programme() -> Callable[..., Programme]:
    """``programme(year, **fields) -> Programme`` from the first Monday in January to the next year's."""

    def make(year: int = 2026, **fields: Any) -> Programme:
        starts = date.fromisocalendar(year, 2 if year == 2026 else 1, 1)
        ends = date.fromisocalendar(year + 1, 1, 1)
        plain = Programme(year, f"{year}年学习计划", starts, ends, CADENCES)
        return replace(plain, **fields)

    return make


@pytest.fixture
def publication(programme: Callable[..., Programme]) -> Callable[..., Publication]:
    """``publication(*materials, programmes=…, day_of=…, **fields) -> Publication`` of what is given, all of it."""

    def make(
        *materials: Material,
        programmes: tuple[Programme, ...] | None = None,
        day_of: Any = monday_to_friday,
        **fields: Any,
    ) -> Publication:
        schedule, _ = plan((programme(),) if programmes is None else programmes, materials, day_of)
        placed = {m.path: m for slot in schedule.slots for m in slot.materials}
        plain = Publication(
            name="书香政协",
            calendar_id="example",
            schedule=schedule,
            materials=placed,
            day_of=day_of,
            address=lambda path: path.removesuffix(".md") + "/",
            today=TODAY,
            days_ahead=7,
        )
        return replace(plain, **fields)

    return make


@pytest.fixture
def written() -> Callable[..., dict[str, bytes]]:
    """``written(publication, before=bytes) -> {path: bytes}``; ``before`` is the calendar published earlier."""

    def make(made: Publication, before: bytes = b"") -> dict[str, bytes]:
        return dict(calendar_files(made, read_before(before)))

    return make


@pytest.fixture
def read() -> Callable[[bytes], Calendar]:
    """``read(bytes) -> Calendar`` by a strict parser that shares nothing with the writer."""

    def parse(data: bytes) -> Calendar:
        return IcsCalendarStream.calendar_from_ics(data.decode())

    return parse


Published = Callable[..., dict[str, Entry]]


@pytest.fixture
def published(written: Callable[..., dict[str, bytes]], read: Callable[[bytes], Calendar]) -> Published:
    """``published(publication, before=…, path=…) -> {uid before the @: entry}`` as the strict parser reads them."""

    def make(made: Publication, before: bytes = b"", path: str = "calendar/programme.ics") -> dict[str, Entry]:
        calendar = read(written(made, before)[path])
        found = {str(entry.uid).partition("@")[0]: entry for entry in calendar.events}
        assert len(found) == len(calendar.events)
        return found

    return make
