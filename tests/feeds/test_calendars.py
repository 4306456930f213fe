"""Which calendars there are, what each holds, and how their files are written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, cast

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuxiang.core.calendar import Every
from shuxiang.core.model import Cadence
from shuxiang.feeds.calendars import calendars
from shuxiang.feeds.plain import plain
from shuxiang.feeds.publication import Publication, covered

Make = Callable[..., Any]

HOSTILE = st.text(
    st.one_of(
        st.sampled_from('\r\n\t\0\x07\x1b\x7f\x85,;:\\"%=<>&^😀👨\u200d🚀\ufeff\u2028\u2029\u202e\ufffe\uffff'),
        st.characters(),
    ),
    min_size=1,
    max_size=200,
)


@pytest.fixture
def a_fortnight(publication: Make, programme: Make, material: Make) -> Make:
    """``a_fortnight(text, summary) -> Publication`` of two slots and a lecture; the site bears the text too."""
    weeks = programme(
        starts=date(2026, 11, 16), ends=date(2026, 11, 30), cadences=(Cadence("article", "周学一文", Every.WEEK),)
    )

    def make(text: str, summary: str) -> Publication:
        talk = material("2026-W47", text, summary=summary, at="2026-11-18 15:00")
        return cast("Publication", publication(talk, programmes=(weeks,), name=text))

    return make


def test_there_is_one_of_all_one_of_dated_things_and_one_for_each_cadence(publication: Make) -> None:
    made = publication()

    assert [(c.path, c.title) for c in calendars(made.schedule, made.today)] == [
        ("calendar/programme.ics", "全部安排"),
        ("calendar/events.ics", "活动和讲座"),
        ("calendar/cadence/article.ics", "周学一文"),
        ("calendar/cadence/topic.ics", "月讲一题"),
        ("calendar/cadence/manuscript.ics", "年撰一稿"),
    ]


def test_the_parts_together_are_the_whole(
    publication: Make, programme: Make, event: Make, material: Make, published: Make
) -> None:
    held = programme(events=(event("a", "甲", "2026-11-25T15:00"),))
    made = publication(material("2026-W47", at="2026-11-18 15:00"), programmes=(held,))
    uids = {c.path: list(published(made, path=c.path)) for c in calendars(made.schedule, made.today)}
    whole = uids.pop("calendar/programme.ics")

    assert uids["calendar/events.ics"] == ["lecture.article-2026-W47", "event.a.2026"]
    assert all(uid.startswith("topic-") for uid in uids["calendar/cadence/topic.ics"])
    assert sorted(whole) == sorted(uid for part in uids.values() for uid in part)


def test_an_entry_is_the_same_in_every_calendar(publication: Make, material: Make, written: Make) -> None:
    files = written(publication(material("2026-W47", "怎样写提案")))
    paths = ("calendar/programme.ics", "calendar/cadence/article.ics")
    whole, part = (set(re.findall(rb"BEGIN:VEVENT.*?END:VEVENT", files[path], re.DOTALL)) for path in paths)

    assert part < whole


def test_years_that_run_or_come_and_the_one_before_are_covered(programme: Make, publication: Make) -> None:
    made = publication(programmes=tuple(programme(year) for year in range(2023, 2029)))

    assert [p.year for p in covered(made.schedule, date(2026, 11, 21))] == [2025, 2026, 2027, 2028]
    assert [p.year for p in covered(made.schedule, date(2040, 1, 1))] == [2028]


def test_a_cadence_is_called_as_in_the_year_that_runs(programme: Make, publication: Make) -> None:
    names = {2025: "旧名", 2026: "今名", 2027: "新名"}
    years = tuple(programme(y, cadences=(Cadence("article", n, Every.WEEK),)) for y, n in names.items())
    made = publication(programmes=years)

    assert [c.title for c in calendars(made.schedule, made.today)][2:] == ["今名"]


def test_a_site_without_a_programme_still_has_two_calendars_that_can_be_read(
    publication: Make, written: Make, read: Make
) -> None:
    files = written(publication(programmes=()))

    assert [len(read(data).events) for data in files.values()] == [0, 0]
    assert all(b"BEGIN:VTIMEZONE" in data for data in files.values())  # an empty calendar would be none at all


def test_a_calendar_tells_its_name_its_zone_and_how_often_to_ask(publication: Make, written: Make) -> None:
    text = written(publication(name="书香，政协;一"))["calendar/events.ics"].decode()

    for line in (
        "VERSION:2.0",
        "PRODID:-//shuxiang//shuxiang calendar//ZH",
        "NAME:书香，政协\\;一 活动和讲座",
        "X-WR-CALNAME:书香，政协\\;一 活动和讲座",
        "X-WR-TIMEZONE:Asia/Shanghai",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ):
        assert line in text.split("\r\n")


def test_the_zone_is_eight_hours_ahead_and_knows_no_summer_time(publication: Make, written: Make) -> None:
    text = written(publication())["calendar/programme.ics"].decode()
    zone = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE")].split("\r\n")

    assert "TZID:Asia/Shanghai" in zone
    assert [line for line in zone if line.startswith("TZOFFSET")] == ["TZOFFSETFROM:+0800", "TZOFFSETTO:+0800"]
    assert "BEGIN:DAYLIGHT" not in zone


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.one_of(HOSTILE, HOSTILE.map(lambda text: text * 40)), summary=HOSTILE)
def test_whatever_people_type_the_file_stays_a_calendar(
    a_fortnight: Make, written: Make, read: Make, *, title: str, summary: str
) -> None:
    data = written(a_fortnight(title, summary))["calendar/programme.ics"]

    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut
    found = {entry.uid: entry for entry in read(data).events}
    again = icalendar.Calendar.from_ical(data)
    assert len(found) == len(again.events) == 3
    assert found["lecture.article-2026-W47@example"].summary == plain(f"讲座：{title}")
    assert found["article-2026-W47@example"].description.splitlines()[1:] == [t for t in [plain(summary)] if t]


def test_a_line_break_in_a_title_begins_no_line_of_the_file(
    publication: Make, material: Make, written: Make
) -> None:
    title = "甲\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:DISPLAY"
    lines = written(publication(material("2026-W47", title)))["calendar/programme.ics"].decode().split("\r\n")

    assert "BEGIN:VALARM" not in lines
    assert "SUMMARY:周学一文 第46周：甲 END:VEVENT BEGIN:VALARM" in "\n".join(lines)


def test_commas_semicolons_and_backslashes_are_escaped(publication: Make, material: Make, written: Make) -> None:
    text = written(publication(material("2026-W47", "a,b;c\\d")))["calendar/programme.ics"].decode()

    assert "SUMMARY:周学一文 第46周：a\\,b\\;c\\\\d" in text


def test_the_same_publication_is_the_same_bytes(publication: Make, material: Make, written: Make) -> None:
    made = publication(material("2026-W47", at="2026-11-18 15:00"), material("2026-11", cadence="topic"))

    assert written(made) == written(replace(made))
