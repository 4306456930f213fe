"""UIDs stay, and SEQUENCE grows when an entry changes: the publication before is the memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.feeds.revisions import read_before

Make = Callable[..., Any]
ALL = "calendar/programme.ics"
SLOT = "article-2026-W47"
LATER = date(2026, 11, 25)


@pytest.fixture
def programme(programme: Make) -> Make:
    """``programme(year, **fields) -> Programme`` of a year's last eighteen weeks: memory needs no more of them."""

    def make(year: int = 2026, **fields: Any) -> Any:
        return programme(year, starts=date.fromisocalendar(year, 36, 1), **fields)

    return make


@pytest.fixture
def first(publication: Make, material: Make) -> Any:
    """The site of 21 November, with one material."""
    return publication(material("2026-W47", "旧题目"))


@pytest.fixture
def second(publication: Make, material: Make) -> Any:
    """The site of 25 November, the material under a new title."""
    return publication(material("2026-W47", "新题目"), today=LATER)


def test_a_new_entry_has_the_number_and_the_moment_of_its_day(first: Any, published: Make) -> None:
    entry = published(first)[SLOT]

    assert entry.sequence == 324
    assert entry.dtstamp == datetime(2026, 11, 20, 16, tzinfo=UTC)


def test_what_has_not_changed_keeps_its_number_and_its_moment(first: Any, written: Make) -> None:
    before = written(first)

    assert written(replace(first, today=LATER), before[ALL]) == before


def test_a_changed_title_keeps_the_uid_and_raises_the_number(
    first: Any, second: Any, written: Make, published: Make
) -> None:
    before, after = published(first), published(second, written(first)[ALL])

    assert set(before) == set(after)
    assert after[SLOT].summary.endswith("新题目")
    assert after[SLOT].sequence == 328
    assert after[SLOT].dtstamp == datetime(2026, 11, 24, 16, tzinfo=UTC)
    assert {uid for uid in after if after[uid].sequence != before[uid].sequence} == {SLOT}


def test_two_changes_on_one_day_are_two_numbers(first: Any, second: Any, written: Make, published: Make) -> None:
    same_day = replace(second, today=first.today)

    assert published(same_day, written(first)[ALL])[SLOT].sequence == 325


def test_a_change_back_is_a_change(first: Any, second: Any, written: Make, published: Make) -> None:
    after = written(second, written(first)[ALL])[ALL]

    assert published(replace(first, today=LATER), after)[SLOT].sequence == 329


@pytest.mark.parametrize("what", ["summary", "date", "venue"])
def test_every_kind_of_change_counts(
    publication: Make, programme: Make, event: Make, written: Make, published: Make, *, what: str
) -> None:
    def site(title: str, starts: str, venue: str) -> Any:
        return publication(programmes=(programme(events=(event("a", title, starts, venue=venue),)),))

    old = {"summary": "甲", "date": "2026-11-25T15:00", "venue": "一楼"}
    new = {**old, what: {"summary": "乙", "date": "2026-11-26T15:00", "venue": "二楼"}[what]}
    before = written(site(*old.values()))[ALL]

    assert published(site(*new.values()), before)["event.a.2026"].sequence == 325


def test_a_lost_site_never_lowers_a_number(first: Any, second: Any, written: Make, published: Make) -> None:
    known = published(second, written(first)[ALL])
    lost = published(second)

    assert all(lost[uid].sequence >= known[uid].sequence for uid in known)


def test_an_entry_that_comes_back_does_not_fall_behind(
    publication: Make, programme: Make, event: Make, written: Make, published: Make
) -> None:
    held = publication(programmes=(programme(events=(event("a", "甲", "2026-11-25T15:00"),)),))
    without = written(publication(today=LATER), written(held)[ALL])[ALL]

    assert published(replace(held, today=LATER), without)["event.a.2026"].sequence == 328


def test_an_entry_that_was_changed_often_does_not_fall_behind_when_it_comes_back(
    publication: Make, programme: Make, event: Make, written: Make, published: Make
) -> None:
    def held(title: str) -> Any:
        return publication(programmes=(programme(events=(event("a", title, "2026-11-25T15:00"),)),))

    file = b""
    for title in "甲乙丙丁戊己庚":
        file = written(held(title), file)[ALL]
    for _ in range(3):  # away for longer than one build
        file = written(publication(), file)[ALL]
    back = published(held("辛"), file)

    assert back["event.a.2026"].sequence == 330
    assert back[SLOT].sequence == 324


def test_only_the_calendar_that_the_next_build_reads_keeps_the_highest_number(first: Any, written: Make) -> None:
    assert [path for path, data in written(first).items() if b"\r\nX-SHUXIANG-HIGHEST:324\r\n" in data] == [ALL]


def test_before_2026_the_numbers_begin_at_zero(first: Any, published: Make) -> None:
    assert published(replace(first, today=date(2025, 6, 1)))[SLOT].sequence == 0


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.replace(b"SEQUENCE:324", b"SEQUENCE:99999999999999999999"),
        lambda data: data.replace(b"SEQUENCE:324", b"SEQUENCE:-5"),
        lambda data: data.replace(b"SEQUENCE:324\r\n", b""),
        lambda data: data.replace(b"SEQUENCE:324\r\n", b"SEQUENCE:324\r\nSEQUENCE:9\r\n"),
        lambda data: data.replace(b"DTSTAMP:20261120T160000Z", b"DTSTAMP:20261399T160000Z"),
        lambda data: data.replace(b"END:VEVENT", b"END:VEVENTS"),
        lambda data: data.replace(b"\r\n", b"\n"),
        lambda data: data[:400],
        lambda data: data.decode().encode("utf-16"),
        lambda data: b"\xff\xfe" + data,
        lambda _: b"",
        lambda _: b"BEGIN:VEVENT\r\n" * 50_000,
        lambda _: b"<html>404</html>",
    ],
)
def test_an_old_calendar_that_cannot_be_read_counts_as_none(
    first: Any, second: Any, written: Make, spoil: Callable[[bytes], bytes]
) -> None:
    assert written(second, spoil(written(first)[ALL])) == written(second)


@given(st.binary() | st.text("BEGIN:VENTUDSQC \r\n0123456789Z", max_size=300).map(str.encode))
def test_no_old_file_stops_a_build(data: bytes) -> None:
    for entry in read_before(data).entries.values():
        assert 0 <= entry.revision.sequence < 1_000_000
