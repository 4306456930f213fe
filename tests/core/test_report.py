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
from shuxiang.core.ledger.queried import OF_SLOTS, queried_places, queried_presences, queried_slots
from shuxiang.core.ledger.query import Measure, Query
from shuxiang.core.ledger.tally import Tally
from shuxiang.core.model import Cadence, Event, Material, Programme
from shuxiang.core.report import Report, ReportLine
from shuxiang.core.report_names import detailed, member_lines, slots_text
from shuxiang.core.reporting import cadence_names, report
from shuxiang.core.schedule import plan

STARTS, ENDS = date(2026, 8, 31), date(2026, 12, 28)
CADENCES = (
    Cadence("article", "周学一文", Every.WEEK),
    Cadence("topic", "月讲一题", Every.MONTH),
    Cadence("book", "季读一书", Every.QUARTER),
    Cadence("manuscript", "年撰一稿", Every.YEAR),
)
GROUPS = ("第一小组", "第二小组")
ORIGIN = Origin("docs/book.md", 1)
BOOK = Material("book.md", ORIGIN, "怎样读预算", "book", parse_key("2026-Q4"), 0)
PROGRAMME = Programme(2026, "计划", STARTS, ENDS, CADENCES, groups=GROUPS)
SCHEDULE, _ = plan([PROGRAMME], [BOOK])
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
    if query.measure in OF_SLOTS:
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


def summed(lines: Sequence[ReportLine]) -> Tally:
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
    assert summed([both.now for both in made.alike]) in {made.alike_total.now.tally, Tally()}
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
    assert [slot.id for slot in made.slots] == ["article/2026-W45", "article/2026-W46", "topic/2026-11"]
    assert (made.is_running, made.is_ahead) == (True, False)


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
    assert [slot.id for slot in made.coming][:1] == ["article/2026-W49"]
    (_, past), (_, coming) = made.short
    assert len(past) == 5
    assert {slot.id for slot in coming} == {slot.id for slot in made.coming} - {"book/2026-Q4"}


def test_a_month_ahead_has_not_begun() -> None:
    made = report(ledger([]), SCHEDULE, parse_key("2027-03"), TODAY)
    assert (made.is_running, made.is_ahead) == (False, True)


def test_slots_stand_in_the_programmes_order_of_cadences() -> None:
    made = report(ledger([]), SCHEDULE, parse_key("2026-Q4"), LATER)
    for slots in (made.slots, november().coming):
        names = [slot.cadence.id for slot in slots]
        assert list(dict.fromkeys(names)) == [one.id for one in CADENCES if one.id in names]
        assert names == sorted(names, key=[one.id for one in CADENCES].index)


def test_a_quarter_is_told_by_its_months_and_a_year_by_its_quarters() -> None:
    events = [joined("1", "第一小组"), checked_in("1", "article/2026-W46"), checked_in("1", "book/2026-Q4")]
    of = ledger(events)
    made = {key: report(of, SCHEDULE, parse_key(key), LATER) for key in ("2026-Q4", "2026", "2026-11")}
    parts = {key: [(line.query.period, line.tally.handed_in) for line in one.parts] for key, one in made.items()}
    assert parts["2026-Q4"] == [("2026-10", 0), ("2026-11", 1), ("2026-12", 1)]
    assert parts["2026"] == [("2026-Q3", 0), ("2026-Q4", 2)]
    assert parts["2026-11"] == []
    assert summed(made["2026"].parts) == made["2026"].total.now.tally


def test_only_cadences_that_both_periods_have_are_compared() -> None:
    """The week with the last day of November brings the monthly topic too, the week before only an article."""
    events = [joined("1", "第一小组"), checked_in("1", "article/2026-W48"), checked_in("1", "article/2026-W47")]
    made = report(ledger(events), SCHEDULE, parse_key("2026-W49"), LATER)
    assert not made.is_alike
    assert [both.now.cadence for both in made.shared] == ["周学一文"]
    (group,) = made.alike
    assert group.before.query == Query("2026-W48", cadence="周学一文", group="第一小组")
    assert (group.now.tally.due, made.groups[0].now.tally.due) == (1, 2)
    assert (made.alike_total.now.tally.handed_in, made.alike_total.before.tally.handed_in) == (0, 1)


def test_periods_of_the_same_cadences_are_compared_whole() -> None:
    made = november(joined("1", "第一小组"))
    assert made.is_alike
    assert made.alike == made.groups


def test_it_is_told_how_far_each_cadence_has_its_materials() -> None:
    now, coming = november().prepared
    assert [(line.cadence, line.planned, line.ready, line.short) for line in now] == [
        ("周学一文", 4, 0, 4),
        ("月讲一题", 1, 0, 1),
    ]
    assert ("季读一书", 1, 1, 0) in [(line.cadence, line.planned, line.ready, line.short) for line in coming]


def lecture(id_: str, day: str) -> Event:
    starts, ends = (datetime.fromisoformat(f"{day}T{hour}:00") for hour in (15, 17))
    return Event(id_, "委员大讲堂", "怎样读预算", starts, ends, ORIGIN, hosts=("办公室",))


EVENTS = (lecture("talk", "2026-11-18"), lecture("walk", "2026-12-10"))


def test_an_event_of_the_programme_is_told_with_or_without_a_sign_in_sheet() -> None:
    schedule, _ = plan([replace(PROGRAMME, events=EVENTS)], [])
    without = report(ledger([]), schedule, NOVEMBER, TODAY)
    entered = report(ledger([joined("1", "一组"), attended("1", "", "talk")]), schedule, NOVEMBER, TODAY)
    assert [(met.query.event, met.present) for met in without.meetings] == [("talk", None)]
    assert [(met.query.event, met.present) for met in entered.meetings] == [("talk", 1)]
    assert report(ledger([]), schedule, parse_key("2026-12"), TODAY).meetings == ()


def test_the_events_of_the_next_period_are_announced() -> None:
    schedule, _ = plan([replace(PROGRAMME, events=EVENTS)], [])
    assert [(each.id, each.hosts) for each in report(ledger([]), schedule, NOVEMBER, TODAY).gatherings] == [
        ("walk", ("办公室",))
    ]


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
    assert slots_text(first.not_begun) == "周学一文第13周；月讲一题11月"
    assert slots_text(second.excused) == "周学一文第10周"
    assert second.tally.due == 4
