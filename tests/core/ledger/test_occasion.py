from dataclasses import replace
from datetime import date, datetime

from shuxiang.core.calendar import Every, parse_key
from shuxiang.core.diagnostics import Origin
from shuxiang.core.ledger.occasion import Occasion, nearest, occasions, on_day, unplanned
from shuxiang.core.model import Cadence, Event, Lecture, Material, Programme
from shuxiang.core.schedule import Schedule, plan

CADENCES = (Cadence("article", "周学一文", Every.WEEK), Cadence("topic", "月讲一题", Every.MONTH, at_least=2))
PROGRAMME = Programme(2026, "计划", date(2026, 1, 5), date(2027, 1, 4), CADENCES)
EIGHTEENTH = date(2026, 11, 18)


def event(id_: str, starts: str, ends: str, *materials: str, title: str = "怎样读预算") -> Event:
    return Event(
        id=id_,
        kind="委员大讲堂",
        title=title,
        starts=datetime.fromisoformat(starts),
        ends=datetime.fromisoformat(ends),
        origin=Origin("docs/programme/2026.yml", 9),
        venue="三楼",
        materials=materials,
    )


def material(cadence: str, key: str, path: str, lecture: Lecture | None = None) -> Material:
    return Material(path, Origin(f"docs/{path}", 3), "预算", cadence, parse_key(key), 0, lecture=lecture)


MORNING = event("2026-11-18", "2026-11-18T09:30", "2026-11-18T11:30", "t1.md", "w47.md", "gone.md")
MATERIALS = (
    material("article", "2026-W47", "w47.md"),
    material("topic", "2026-11", "t1.md", Lecture(at="2026-11-18 09:30")),
    material("topic", "2026-11", "t2.md", Lecture(at="2026-11-25", venue="书屋")),
)


def schedule(*events: Event, materials: tuple[Material, ...] = MATERIALS) -> Schedule:
    found, _ = plan([replace(PROGRAMME, events=events)], materials)
    return found


def test_an_event_counts_for_the_slots_of_its_materials_each_once() -> None:
    found = occasions(schedule(replace(MORNING, materials=("t1.md", "w47.md", "t2.md", "gone.md"))))[0]
    assert found.slots == ("topic/2026-11", "article/2026-W47")
    assert (found.id, found.kind, found.title, found.on) == (
        "2026-11-18",
        "委员大讲堂",
        "委员大讲堂：怎样读预算",
        EIGHTEENTH,
    )


def test_a_lecture_is_an_occasion_of_its_own_unless_an_event_tells_of_it() -> None:
    assert [(one.id, one.title, one.slots) for one in occasions(schedule(MORNING))] == [
        ("2026-11-18", "委员大讲堂：怎样读预算", ("topic/2026-11", "article/2026-W47")),
        ("lecture-topic-2026-11-2", "讲座：预算", ("topic/2026-11",)),
    ]
    first, second = occasions(schedule())
    assert (first.id, first.timed, first.open_end, first.on) == ("lecture-topic-2026-11", True, True, EIGHTEENTH)
    assert (second.timed, second.open_end, second.venue) == (False, False, "书屋")


def test_a_lecture_without_a_date_is_none() -> None:
    undated = (material("topic", "2026-11", "t.md", Lecture(at="下周三")), material("article", "2026-W47", "w.md"))
    assert occasions(schedule(materials=undated)) == ()


def test_everyone_is_invited_where_the_groups_say_so() -> None:
    named = replace(MORNING, groups=("第一小组", "界别"))
    assert occasions(schedule(named))[0].groups == ("第一小组", "界别")
    assert occasions(schedule(replace(MORNING, groups=("全体委员",))))[0].groups == ()


def test_an_id_that_a_later_programme_uses_again_is_another_occasion() -> None:
    opening = event("opening", "2026-01-10T09:00", "2026-01-10T10:00")
    later = event("opening", "2027-01-10T09:00", "2027-01-10T10:00")
    next_year = Programme(2027, "计划", date(2027, 1, 4), date(2028, 1, 3), CADENCES, events=(later,))
    both, _ = plan([replace(PROGRAMME, events=(opening,)), next_year], ())
    assert [one.id for one in occasions(both)] == ["opening", "opening@2027"]


def test_what_lasts_several_days_is_found_on_each_of_them() -> None:
    course = occasions(schedule(event("c", "2026-11-17T00:00", "2026-11-20T00:00"), materials=()))
    assert [bool(on_day(course, date(2026, 11, day))) for day in (16, 17, 18, 19, 20)] == [
        *(False, True, True, True, False)
    ]
    assert course[0].on == date(2026, 11, 17)


def test_the_nearest_are_told_in_their_order() -> None:
    days = [event(f"e{day}", f"2026-11-{day}T09:00", f"2026-11-{day}T10:00") for day in (10, 17, 19, 28)]
    found = occasions(schedule(*days, materials=()))
    assert [one.id for one in nearest(found, EIGHTEENTH, 2)] == ["e17", "e19"]
    assert [one.id for one in nearest(found, EIGHTEENTH, 3)] == ["e10", "e17", "e19"]


def test_an_unplanned_meeting_is_known_by_day_and_title() -> None:
    meeting = unplanned(" 提案\u3000座谈会 ", EIGHTEENTH)
    assert meeting == unplanned("提案 座谈会", EIGHTEENTH)
    assert isinstance(meeting, Occasion)
    assert (meeting.title, meeting.on, meeting.slots, meeting.groups) == ("提案 座谈会", EIGHTEENTH, (), ())
    assert meeting.id.startswith("2026-11-18-")
    assert (
        len({meeting.id, unplanned("座谈会", EIGHTEENTH).id, unplanned("提案 座谈会", date(2026, 11, 19)).id}) == 3
    )
