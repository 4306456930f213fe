from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuxiang.core.calendar import Every, parse_key, periods
from shuxiang.core.diagnostics import Origin
from shuxiang.core.ledger.event import Kind, LedgerEvent, NewEvent
from shuxiang.core.ledger.ledger import Ledger, fold
from shuxiang.core.ledger.query import Measure, Query, queried_places, queried_presences, queried_slots
from shuxiang.core.ledger.tally import Tally
from shuxiang.core.model import Cadence, Material, Programme
from shuxiang.core.report import Line, Report, cadence_names, report
from shuxiang.core.report_names import detailed, member_lines, slots_text
from shuxiang.core.schedule import plan

STARTS, ENDS = date(2026, 8, 31), date(2026, 12, 28)
CADENCES = (
    Cadence("article", "周学一文", Every.WEEK),
    Cadence("topic", "月讲一题", Every.MONTH),
    Cadence("book", "季读一书", Every.QUARTER),
    Cadence("manuscript", "年撰一稿", Every.YEAR),
)
GROUPS = ("第一小组", "第二小组")
BOOK = Material("book.md", Origin("docs/book.md", 1), "怎样读预算", "book", parse_key("2026-Q4"), 0)
SCHEDULE, _ = plan([Programme(2026, "计划", STARTS, ENDS, CADENCES, groups=GROUPS)], [BOOK])
SLOTS = [slot.id for slot in SCHEDULE.slots]
TODAY = date(2026, 12, 2)
NOVEMBER = parse_key("2026-11")
YEAR = parse_key("2026")
LATER = TODAY + timedelta(days=200)


def ledger(events: Sequence[NewEvent], runs: Sequence[int] = ()) -> Ledger:
    """The ledger of these events; ``runs`` says of which run each is, all of one if nothing is said."""
    return fold(
        LedgerEvent(
            seq,
            run,
            event.kind,
            datetime.fromisoformat("2026-12-01T09:00:00"),
            event.member,
            event.slot,
            event.line,
            event.data,
            event.private,
        )
        for seq, (event, run) in enumerate(zip(events, runs or [1] * len(events), strict=True), start=1)
    )


def joined(member: str, group: str, on: date = STARTS) -> NewEvent:
    told = {"number": f"00{member}", "name": f"某{member}", "contact": ""}
    return NewEvent(Kind.JOINED, member, data={"on": on.isoformat(), "group": group, "sector": ""}, private=told)


def checked_in(member: str, slot: str, at: str = "2026-11-04T20:00", note: str = "") -> NewEvent:
    told = {"record": "K7Q2MX4D", "checksum": "x", "note": note, "title": ""}
    return NewEvent(Kind.CHECKED_IN, member, slot, data={"acts": "学", "at": at}, private=told)


def attended(member: str, slot: str, event: str = "talk") -> NewEvent:
    return NewEvent(Kind.ATTENDED, member, slot, data={"event": event, "title": "大讲堂", "on": "2026-11-18"})


def november(*events: NewEvent, today: date = TODAY) -> Report:
    return report(ledger(events), SCHEDULE, NOVEMBER, today)


def rows_of(query: Query, of: Ledger, today: date) -> int:
    """How many rows a query finds."""
    if query.measure in {Measure.SLOTS, Measure.EMPTY}:
        return len(queried_slots(query, SCHEDULE.slots, today))
    if query.measure is Measure.PRESENT:
        return len(list(queried_presences(query, of)))
    return len(list(queried_places(query, of, SCHEDULE.slots, today)))


MEMBERS = st.sampled_from("12345")
PLACES = st.tuples(MEMBERS, st.sampled_from([*SLOTS[6:16], "topic/2026-11", "book/2026-Q4", "manuscript/2026"]))
DAYS = st.dates(date(2026, 8, 1), date(2026, 12, 20))


@st.composite
def histories(draw: st.DrawFn) -> list[NewEvent]:
    """A roster with its changes, then what came in about it in any order."""
    groups = st.sampled_from([*GROUPS, "第三小组", ""])
    roster = [joined(member, draw(groups), draw(DAYS)) for member in "12345"]
    changes = st.builds(
        lambda member, group, day, left: NewEvent(
            Kind.LEFT if left else Kind.MOVED, member, data={"on": day.isoformat(), "group": group}
        ),
        *(MEMBERS, groups, DAYS, st.booleans()),
    )
    received = PLACES.flatmap(
        lambda place: DAYS.map(lambda day: checked_in(*place, f"{day}T20:00", note="想到一点"))
    )
    decided = st.builds(
        lambda place, kind: NewEvent(kind, *place, data={"good": True}),
        *(PLACES, st.sampled_from([Kind.EXCUSED, Kind.CLOSED, Kind.RETURNED, Kind.PICKED, Kind.CHOSEN])),
    )
    present = PLACES.map(lambda place: attended(*place))
    work = [*draw(st.lists(received, max_size=14)), *draw(st.lists(present, max_size=3))]
    return [*roster, *draw(st.lists(changes, max_size=3)), *work, *draw(st.lists(decided, max_size=8))]


# Every figure is the number of rows that its query finds


@settings(max_examples=40)
@given(histories(), st.sampled_from([NOVEMBER, parse_key("2026-W47"), parse_key("2026-Q4")]), DAYS)
def test_every_figure_is_the_number_of_rows_of_its_query(events: list[NewEvent], period, today: date) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    of = ledger(events)
    figures = dict(report(of, SCHEDULE, period, today).figures())
    assert figures == {query: rows_of(query, of, today) for query in figures}


def summed(lines: Sequence[Line]) -> Tally:
    return sum((line.tally for line in lines), Tally())


@settings(max_examples=25)
@given(histories(), DAYS)
def test_groups_and_cadences_and_slots_sum_up_to_the_same_total(events: list[NewEvent], today: date) -> None:
    of = ledger(events)
    made = report(of, SCHEDULE, NOVEMBER, today)
    total = made.total.now.tally
    assert summed([both.now for both in made.groups]) == total
    assert summed([both.now for both in made.cadences]) == total
    assert summed(made.crossed) == summed(made.single) == total
    assert total.members == len(made.places)
    counted = {slot.id for slot in made.slots}
    assert total.handed_in == sum(row.is_handed_in for (slot, _), row in of.rows.items() if slot in counted)
    assert sum((line.tally for line in member_lines(made)), Tally()) == total
    assert sorted(map(id, detailed(made))) == sorted(map(id, made.places))


@settings(max_examples=15)
@given(histories())
def test_months_sum_up_to_quarters_and_quarters_to_the_year(events: list[NewEvent]) -> None:
    of = ledger(events)

    def sum_of(every: Every) -> Tally:
        reports = (report(of, SCHEDULE, period, LATER) for period in periods(every, date(2026, 1, 1), YEAR.end))
        return sum((made.total.now.tally for made in reports), Tally())

    assert sum_of(Every.MONTH) == sum_of(Every.QUARTER) == report(of, SCHEDULE, YEAR, LATER).total.now.tally


@settings(max_examples=20)
@given(histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_receipts_came_in_changes_no_figure(events: list[NewEvent], random) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    fixed = [event for event in events if event.kind in {Kind.JOINED, Kind.MOVED, Kind.LEFT}]
    received = [event for event in events if event.kind in {Kind.CHECKED_IN, Kind.ATTENDED, Kind.EXCUSED}]
    shuffled = random.sample(received, len(received))
    one, other = (report(ledger([*fixed, *some]), SCHEDULE, NOVEMBER, TODAY) for some in (received, shuffled))
    assert list(one.figures()) == list(other.figures())


@settings(max_examples=20)
@given(histories())
def test_figures_need_nothing_that_is_told_of_persons(events: list[NewEvent]) -> None:
    bare = [replace(event, private=None) for event in events]
    told, untold = (report(ledger(some), SCHEDULE, NOVEMBER, TODAY) for some in (events, bare))
    assert list(told.figures()) == list(untold.figures())


# What is in it


def test_a_month_with_nothing_in_it_is_a_report_all_the_same() -> None:
    made = report(ledger([joined("1", "第一小组")]), SCHEDULE, parse_key("2025-03"), TODAY)
    assert (made.slots, made.groups, made.single, made.meetings, made.good) == ((), (), (), (), ())
    assert made.total.now.tally == Tally()
    assert made.total.now.tally.rate is None


def test_a_ledger_without_a_roster_is_reported_on() -> None:
    made = november()
    assert made.groups == ()
    assert made.total.now.tally == Tally()
    assert len(made.slots) == 5


def test_groups_stand_in_the_programmes_order_whatever_they_have_done() -> None:
    roster = [joined("1", "第三小组"), joined("2", "第二小组"), joined("3", "第一小组")]
    made = november(*roster, checked_in("1", "article/2026-W46"))
    assert [both.now.group for both in made.groups] == ["第一小组", "第二小组", "第三小组"]


def test_slots_that_have_not_begun_are_not_due_yet() -> None:
    made = november(joined("1", "第一小组"), today=date(2026, 11, 10))
    assert [slot.id for slot in made.slots] == ["topic/2026-11", "article/2026-W45", "article/2026-W46"]
    assert made.is_running


def test_the_last_period_stands_beside_this_one() -> None:
    made = november(joined("1", "第一小组"), checked_in("1", "topic/2026-10", "2026-10-08T20:00"))
    (group,) = made.groups
    assert (group.before.tally.handed_in, group.now.tally.handed_in) == (1, 0)
    assert group.before.query == Query("2026-10", group="第一小组")


def test_what_goes_on_into_later_periods_is_told_apart() -> None:
    made = november(joined("1", "第一小组"), checked_in("1", "book/2026-Q4"))
    assert {line.query.slot: line.tally.handed_in for line in made.running} == {
        "book/2026-Q4": 1,
        "manuscript/2026": 0,
    }
    assert "book/2026-Q4" not in {slot.id for slot in made.slots}


def test_what_is_over_goes_on_no_more() -> None:
    made = november(joined("1", "第一小组"), today=date(2027, 1, 5))
    assert made.running == ()


def test_coming_slots_and_those_without_material_are_listed() -> None:
    made = november()
    assert made.coming[2].id == "article/2026-W49"
    (_, past), (_, coming) = made.short
    assert len(past) == 5
    assert {slot.id for slot in coming} == {slot.id for slot in made.coming} - {"book/2026-Q4"}


def test_events_are_counted_once_for_each_who_was_there() -> None:
    made = november(
        *(joined(member, "第一小组") for member in "12"),
        attended("1", "topic/2026-11"),
        attended("1", "article/2026-W47"),
        attended("2", "topic/2026-11"),
        attended("2", "", "walk"),
    )
    assert [(meeting.query.event, meeting.present) for meeting in made.meetings] == [("talk", 2), ("walk", 1)]


def test_good_notes_come_with_their_group() -> None:
    made = november(
        joined("1", "第一小组"),
        checked_in("1", "article/2026-W46", note="水渠的道理"),
        NewEvent(Kind.CHOSEN, "1", "article/2026-W46", data={"good": True}),
    )
    assert [(note.group, note.text, note.member.id) for note in made.good] == [("第一小组", "水渠的道理", "1")]


def test_a_run_that_was_withdrawn_counts_for_nothing() -> None:
    events = [
        joined("1", "第一小组"),
        checked_in("1", "article/2026-W46"),
        NewEvent(Kind.WITHDRAWN, data={"of": 2}),
    ]
    of = ledger(events, runs=[1, 2, 3])
    assert report(of, SCHEDULE, NOVEMBER, TODAY).total.now.tally.handed_in == 0


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("2026-11", "2026年11月"),
        ("2026-W47", "2026年第12周"),
        ("2025-W10", "2025年3月3日至9日"),
        ("2026", "2026年"),
    ],
)
def test_a_period_is_called_as_the_programme_counts_it(key: str, name: str) -> None:
    assert report(ledger([]), SCHEDULE, parse_key(key), TODAY).name == name


def test_cadences_of_one_name_are_told_apart_by_their_ids() -> None:
    twins = (Cadence("law", "每月一法", Every.MONTH), Cadence("rule", "每月一法", Every.MONTH), CADENCES[0])
    made, _ = plan([Programme(2026, "计划", STARTS, ENDS, twins)], [])
    assert cadence_names(made) == {"law": "law", "rule": "rule", "article": "周学一文"}


# Members by name


def test_members_stand_by_group_and_number_with_what_they_did() -> None:
    roster = [joined("2", "第二小组"), joined("3", "第一小组"), joined("1", "第一小组")]
    work = [checked_in("1", f"article/2026-W{week}") for week in (45, 46, 47)]
    excuse = NewEvent(Kind.EXCUSED, "3", "article/2026-W45", private={"reason": "出差"})
    first, second, third = member_lines(november(*roster, *work, excuse))
    assert [line.member.id for line in (first, second, third)] == ["1", "3", "2"]
    assert slots_text(first.handed_in) == "周学一文第10\u201412周"
    assert slots_text(first.not_begun) == "月讲一题11月；周学一文第13周"
    assert slots_text(second.excused) == "周学一文第10周"
    assert second.tally.due == 4
