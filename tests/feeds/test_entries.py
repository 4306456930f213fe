"""What stands in a calendar: slots, events, lectures, each at its time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from shuxiang.core.calendar import Every
from shuxiang.core.days import Day, monday_to_friday
from shuxiang.core.model import Cadence, HolidayPolicy
from shuxiang.feeds.publication import id_from

Make = Callable[..., Any]


def spring_festival(day: date) -> Day:
    """The week of 16 February 2026 off, all else as the weekday says."""
    off = date(2026, 2, 16) <= day < date(2026, 2, 23)
    return Day(working=False, name="春节") if off else monday_to_friday(day)


def test_a_weekly_slot_spans_its_week_and_ends_with_the_day_after_it(
    publication: Make, material: Make, published: Make
) -> None:
    entry = published(publication(material("2026-W47", "怎样写提案")))["article-2026-W47"]

    assert (entry.dtstart, entry.dtend) == (date(2026, 11, 16), date(2026, 11, 23))
    assert entry.summary == "周学一文 第46周：怎样写提案"
    assert entry.description.splitlines() == ["11月16日至22日", "一句导语"]


def test_a_slot_takes_up_no_time_and_an_event_does(
    publication: Make, programme: Make, event: Make, published: Make
) -> None:
    held = publication(programmes=(programme(events=(event("a", "甲", "2026-11-25T15:00"),)),))
    found = published(held)

    assert found["article-2026-W47"].transparency == "TRANSPARENT"
    assert found["event.a.2026"].transparency == "OPAQUE"


def test_a_slot_without_a_material_has_no_title_yet(publication: Make, published: Make) -> None:
    assert published(publication())["article-2026-W48"].summary == "周学一文 第47周"


def test_a_longer_slot_is_one_day_the_first_worked_one(publication: Make, published: Make) -> None:
    def day_of(day: date) -> Day:
        return Day(working=False, name="国庆节") if day.month == 10 and day.day <= 7 else monday_to_friday(day)

    entry = published(publication(day_of=day_of))["topic-2026-10"]

    assert (entry.dtstart, entry.dtend) == (date(2026, 10, 8), date(2026, 10, 9))
    assert entry.summary == "月讲一题 10月"
    assert entry.description == "10月1日至31日"


def test_a_longer_slot_that_began_before_the_programme_stands_on_the_programmes_first_day(
    publication: Make, programme: Make, published: Make
) -> None:
    trial = programme(starts=date(2026, 5, 9), ends=date(2026, 7, 1))

    assert published(publication(programmes=(trial,)))["manuscript-2026"].dtstart == date(2026, 5, 11)


def test_merged_weeks_are_one_entry_over_both(publication: Make, programme: Make, published: Make) -> None:
    merging = programme(policy=HolidayPolicy.MERGE)
    found = published(publication(programmes=(merging,), day_of=spring_festival))

    assert "article-2026-W08" not in found
    assert (found["article-2026-W09"].dtstart, found["article-2026-W09"].dtend) == (
        date(2026, 2, 16),
        date(2026, 3, 2),
    )


def test_a_light_week_says_so(publication: Make, programme: Make, material: Make, published: Make) -> None:
    light = programme(policy=HolidayPolicy.LIGHT)
    made = publication(material("2026-W08", "过年"), programmes=(light,), day_of=spring_festival)
    entry = published(made)["article-2026-W08"]

    assert entry.summary == "周学一文 第7周（轻阅读）：过年"
    assert "读多读少随意" in entry.description


def test_a_week_off_has_no_entry(publication: Make, programme: Make, published: Make) -> None:
    skipping = programme(policy=HolidayPolicy.SKIP)

    assert "article-2026-W08" not in published(publication(programmes=(skipping,), day_of=spring_festival))


def test_a_slot_names_all_its_materials(
    publication: Make, programme: Make, material: Make, published: Make
) -> None:
    pairs = programme(cadences=(Cadence("article", "周学一文", Every.WEEK, at_least=2),))
    both = [material("2026-W47", title, path=f"{title}.md") for title in ("甲", "乙")]
    entry = published(publication(*both, programmes=(pairs,)))["article-2026-W47"]

    assert entry.summary == "周学一文 第46周：乙；甲"
    assert [t for t in entry.description.splitlines() if t.startswith("材料")] == ["材料：乙", "材料：甲"]


def test_an_address_is_said_only_where_the_site_has_said_its_own(
    publication: Make, material: Make, published: Make
) -> None:
    made = publication(material("2026-W47", at="2026-11-18 15:00"))
    silent = published(made)
    spoken = published(replace(made, site_url="https://office.test/sx/"))

    for uid in ("article-2026-W47", "lecture.article-2026-W47"):
        assert silent[uid].url is None
        assert "全文" not in silent[uid].description
        assert spoken[uid].url == "https://office.test/sx/article/2026-W47/"
        assert "全文：https://office.test/sx/article/2026-W47/" in spoken[uid].description


def test_a_material_of_which_there_is_only_the_header_is_introduced_and_no_full_text(
    publication: Make, programme: Make, event: Make, material: Make, published: Make
) -> None:
    held = programme(events=(event("a", "读书会", "2026-11-25T15:00", materials=("article/2026-W47.md",)),))
    blank = material("2026-W47", at="2026-11-18 15:00", blank=True)
    found = published(publication(blank, programmes=(held,), site_url="https://office.test/sx/"))

    for uid in ("article-2026-W47", "lecture.article-2026-W47", "event.a.2026"):
        assert "介绍\uff1ahttps://office.test/sx/article/2026-W47/" in found[uid].description
        assert "全文" not in found[uid].description


def test_an_event_has_its_hours_in_chinas_time_wherever_the_reader_is(
    publication: Make, programme: Make, event: Make, published: Make
) -> None:
    called = {"hosts": ("提案委",), "groups": ("第一小组", "第二小组"), "note": "带材料"}
    given = event("hall", "怎样写提案", "2026-11-25T15:00", **called)
    entry = published(publication(programmes=(programme(events=(given,)),)))["event.hall.2026"]

    assert entry.dtstart.isoformat() == "2026-11-25T15:00:00+08:00"
    assert entry.dtend.isoformat() == "2026-11-25T17:00:00+08:00"
    assert entry.summary == "委员大讲堂：怎样写提案"
    assert entry.location == "三楼会议室"
    assert entry.description.splitlines() == ["主办：提案委", "参加：第一小组、第二小组", "带材料"]


def test_an_event_of_whole_days_ends_with_the_day_after_it(
    publication: Make, programme: Make, event: Make, published: Make
) -> None:
    given = event("study", "集中学习", "2026-12-01", days=3, kind="集中学习")
    entry = published(publication(programmes=(programme(events=(given,)),)))["event.study.2026"]

    assert (entry.dtstart, entry.dtend) == (date(2026, 12, 1), date(2026, 12, 4))
    assert entry.summary == "集中学习"
    assert entry.description == "参加：全体"


def test_an_event_names_the_published_of_its_materials(
    publication: Make, programme: Make, event: Make, material: Make, published: Make
) -> None:
    given = event("a", "读书会", "2026-11-25T15:00", materials=("article/2026-W47.md", "article/2026-W52.md"))
    made = publication(material("2026-W47", "已发布"), programmes=(programme(events=(given,)),))

    assert "材料：已发布" in published(made)["event.a.2026"].description


@pytest.mark.parametrize(
    ("at", "starts", "ends"),
    [
        ("2026-11-18 15:00", "2026-11-18T15:00:00+08:00", "2026-11-18T17:00:00+08:00"),
        ("2026-11-18", "2026-11-18", "2026-11-19"),
    ],
)
def test_a_lecture_has_an_entry_of_its_own(
    publication: Make, material: Make, published: Make, *, at: str, starts: str, ends: str
) -> None:
    entry = published(publication(material("2026-W47", "讲提案", at=at)))["lecture.article-2026-W47"]

    assert (entry.dtstart.isoformat(), entry.dtend.isoformat()) == (starts, ends)
    assert (entry.summary, entry.location) == ("讲座：讲提案", "会议室")
    assert entry.description.startswith("周学一文 第46周\n一句导语")


@pytest.mark.parametrize("at", ["下周三下午", "2026-02-30", "2026-11-18 25:00"])
def test_a_lecture_whose_date_cannot_be_read_has_none(
    publication: Make, material: Make, published: Make, at: str
) -> None:
    assert "lecture.article-2026-W47" not in published(publication(material("2026-W47", at=at)))


def test_a_lecture_at_midnight_on_the_last_day_of_the_year_ends_in_the_next(
    publication: Make, material: Make, published: Make
) -> None:
    entry = published(publication(material("2026-W53", at="2026-12-31 23:00")))["lecture.article-2026-W53"]

    assert entry.dtend.isoformat() == "2027-01-01T01:00:00+08:00"


@pytest.mark.parametrize(("day", "alone"), [("2026-11-18", False), ("2026-11-19", True)])
def test_a_lecture_that_is_an_event_of_its_day_is_not_told_twice(
    publication: Make, programme: Make, event: Make, material: Make, published: Make, *, day: str, alone: bool
) -> None:
    held = event("a", "讲提案", f"{day}T15:00", materials=("article/2026-W47.md",))
    talk = material("2026-W47", "讲提案", at="2026-11-18 15:00")
    found = published(publication(talk, programmes=(programme(events=(held,)),)))

    assert ("lecture.article-2026-W47" in found) is alone


def test_lectures_of_one_slot_are_told_apart_and_stay_so(
    publication: Make, programme: Make, material: Make, published: Make
) -> None:
    pairs = programme(cadences=(Cadence("article", "周学一文", Every.WEEK, at_least=2),))
    later, earlier = (material("2026-W47", p, path=f"{p}.md", at="2026-11-18 15:00") for p in ("b", "a"))
    alone = published(publication(later, programmes=(pairs,)))
    both = published(publication(later, earlier, programmes=(pairs,)))
    lectures = {uid: e.summary for uid, e in both.items() if uid.startswith("lecture.")}

    assert sorted(lectures.values()) == ["讲座：a", "讲座：b"]
    assert {uid: e.summary for uid, e in alone.items() if uid.startswith("lecture.")}.items() <= lectures.items()


def test_no_entry_names_a_person_or_sets_an_alarm(publication: Make, material: Make, written: Make) -> None:
    people = {"author": "甲委员", "recommended_by": "乙委员", "group": "第一小组"}
    made = publication(material("2026-W47", at="2026-11-18 15:00", **people))

    for path, data in written(made).items():
        assert "委员" not in data.decode().replace("委员大讲堂", ""), path
        assert "VALARM" not in data.decode()


def test_uids_come_from_ids_and_keys_and_never_clash(
    publication: Make, programme: Make, event: Make, material: Make, published: Make
) -> None:
    odd = (
        Cadence("event-a", "甲", Every.YEAR),
        Cadence("lecture-event-a", "乙", Every.YEAR),
        Cadence("lecture", "丙", Every.YEAR),
    )
    given = tuple(event(id_, "同名", "2026-11-25T15:00") for id_ in ("a", "b", "a-2026"))
    talk = material("2026", cadence="event-a", at="2026-11-18")

    assert set(published(publication(talk, programmes=(programme(cadences=odd, events=given),)))) == {
        *("event-a-2026", "lecture-event-a-2026", "lecture-2026", "lecture.event-a-2026"),
        *("event.a.2026", "event.b.2026", "event.a-2026.2026"),
    }


def test_all_uids_end_in_the_calendars_own_id(publication: Make, written: Make, read: Make) -> None:
    made = publication(calendar_id="zx.example")

    assert {e.uid.split("@")[1] for e in read(written(made)["calendar/programme.ics"]).events} == {"zx.example"}


def test_a_site_without_an_id_gets_one_from_its_name() -> None:
    assert id_from("书香政协") == id_from("书香政协") != id_from("书香小站")
    assert id_from("书香政协").isalnum()


def test_ten_years_of_entries_keep_their_order(publication: Make, programme: Make, published: Make) -> None:
    years = tuple(programme(year) for year in range(2026, 2036))
    found = list(published(publication(programmes=years, today=date(2026, 1, 5))).values())
    starts = [datetime.combine(e.dtstart, datetime.min.time()) for e in found]

    assert len(found) > 600
    assert starts == sorted(starts)
    assert all(e.dtend - e.dtstart >= timedelta(days=1) for e in found)
