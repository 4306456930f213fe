from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.calendar import parse_key
from shuxiang.core.days import Day, is_weekend
from shuxiang.core.diagnostics import Diagnostic, Origin, Severity
from shuxiang.core.engagements import Engagement, clashes, of_event, of_lecture, on_days_off
from shuxiang.core.model import Event, Lecture, Material

WEDNESDAY = "2026-11-18"


def at(text: str) -> datetime:
    """A time of Wednesday 18 November 2026, or a day and a time."""
    return datetime.fromisoformat(text if "-" in text else f"{WEDNESDAY} {text}")


def event(line: int, starts: str = "15:00", ends: str = "17:00", **said: object) -> Event:
    title = f"活动{line}"
    origin = Origin("docs/programme/2026.yml", line)
    made = Event(f"e{line}", "委员大讲堂", title, at(starts), at(ends), origin, groups=(f"第{line}组",))
    return replace(made, **said)  # type: ignore[arg-type]


def lecture(line: int, when: str = f"{WEDNESDAY} 15:00", **said: object) -> Material:
    spoken = replace(Lecture(at=when, origin=Origin(f"docs/{line}.md", 7)), **said)  # type: ignore[arg-type]
    return Material(
        f"{line}.md", Origin(f"docs/{line}.md", 4), f"讲座{line}", "topic", parse_key("2026-11"), 0, lecture=spoken
    )


def engagements(*made: Event | Material) -> list[Engagement]:
    found = [of_event(each) if isinstance(each, Event) else of_lecture(each) for each in made]
    return [engagement for engagement in found if engagement]


def told(*made: Event | Material) -> list[str]:
    return [str(found) for found in clashes(engagements(*made))]


def pairs(found: Iterable[Diagnostic]) -> list[str]:
    """The later one of each pair that clashes, by its place."""
    return [str(each.origin.line) for each in found]


# Two at once


def test_two_in_one_room_are_told_at_the_later_ones_line() -> None:
    (found,) = clashes(engagements(event(7, venue="三楼会议室"), event(12, "16:00", "18:00", venue="三楼会议室")))
    assert str(found) == (
        "docs/programme/2026.yml:12:“活动12”（2026年11月18日 16:00）和“活动7”（docs/programme/2026.yml 第 7 行）"
        "时间重叠，都在“三楼会议室”。请调整其中一个的时间、地点或参加的小组。"
    )
    assert (found.code, found.severity) == ("event-clash", Severity.WARNING)


@pytest.mark.parametrize("venue", ["三楼 会议室", " 三楼会议室", "三楼\u3000会议室", "三楼\t会议室"])
def test_a_room_is_the_same_however_it_is_spaced(venue: str) -> None:
    assert len(told(event(7, venue="三楼会议室"), event(12, venue=venue))) == 1


def test_a_room_is_the_same_in_capitals_and_in_small_letters() -> None:
    assert len(told(event(7, venue="A座301"), event(12, venue="a座301"))) == 1


@pytest.mark.parametrize("venue", ["", " ", "\u3000"])
def test_two_without_a_room_share_none(venue: str) -> None:
    assert told(event(7, venue=venue), event(12, venue=venue)) == []


def test_two_that_want_the_same_group_are_told_which() -> None:
    groups = ("第一小组", "第二小组", "经济界")
    (found,) = told(event(7, groups=groups), event(12, groups=("经济界", "第一小组", "农业界")))
    assert "时间重叠，都要“第一小组、经济界”参加。" in found


def test_two_with_the_same_host_are_told_whom() -> None:
    (found,) = told(event(7, hosts=("王主席",)), event(12, hosts=("李主席", "王主席")))
    assert "时间重叠，都要“王主席”参加。" in found


def test_a_host_here_may_be_a_speaker_there() -> None:
    (found,) = told(event(7, hosts=("王主席",)), lecture(12, speaker="王主席"))
    assert "都要“王主席”参加" in found


def test_the_same_room_and_the_same_people_are_one_complaint() -> None:
    (found,) = told(event(7, venue="礼堂", hosts=("甲",)), event(12, venue="礼堂", hosts=("甲",)))
    assert "时间重叠，都在“礼堂”，都要“甲”参加。" in found


@pytest.mark.parametrize("groups", [(), ("全体",), ("全体委员",), ("第一小组", "全体")])
def test_whoever_invites_everyone_clashes_with_whoever_invites_anyone(groups: tuple[str, ...]) -> None:
    for other in [("第二小组",), ("全体",), ()]:
        (found,) = told(event(7, groups=groups), event(12, groups=other))
        assert "时间重叠，而且有一个是全体参加。" in found
        assert len(told(event(7, groups=other), event(12, groups=groups))) == 1


def test_different_rooms_people_and_groups_do_not_clash() -> None:
    first = event(7, venue="礼堂", hosts=("甲",), groups=("第一小组",))
    assert told(first, event(12, venue="三楼", hosts=("乙",), groups=("第二小组",))) == []


@pytest.mark.parametrize(
    ("starts", "ends", "clash"),
    [
        ("13:00", "15:00", False),
        ("13:00", "15:01", True),
        ("16:59", "18:00", True),
        ("17:00", "18:00", False),
        ("15:30", "16:00", True),
        ("09:00", "21:00", True),
        ("2026-11-17 15:00", "2026-11-17 17:00", False),
        ("2026-11-17 09:00", "2026-11-19 17:00", True),
        ("2026-11-18", "2026-11-19", True),
        ("2026-11-17", "2026-11-18", False),
        ("2026-11-19", "2026-11-20", False),
    ],
)
def test_only_times_that_overlap_clash_and_those_that_touch_do_not(starts: str, ends: str, clash: bool) -> None:  # noqa: FBT001
    first, second = event(7, venue="礼堂"), event(12, starts, ends, venue="礼堂")
    assert bool(told(first, second)) is clash
    assert told(second, first) == told(first, second)


def test_every_pair_of_those_at_once_is_told() -> None:
    made = [
        event(7, "09:00", "21:00", venue="礼堂"),
        event(12, "10:00", "11:00", venue="礼堂"),
        event(17, "10:30", "12:00", venue="礼堂"),
        event(22, "11:00", "12:00", venue="礼堂"),
        event(27, "21:00", "22:00", venue="礼堂"),
    ]
    assert pairs(clashes(engagements(*made))) == ["12", "17", "17", "22", "22"]


def test_the_order_in_which_they_are_given_changes_nothing() -> None:
    made: list[Event | Material] = [
        event(7, "09:00", "12:00", venue="礼堂"),
        event(12, "09:00", "11:00", venue="礼堂"),
        event(17, "10:00", "12:00", groups=("第7组",)),
        lecture(22, f"{WEDNESDAY} 10:00", venue="礼堂"),
    ]
    assert len({tuple(told(*order)) for order in permutations(made)}) == 1


def test_nothing_and_one_alone_do_not_clash() -> None:
    assert told() == []
    assert told(event(7, venue="礼堂")) == []


# Lectures


def test_a_lecture_is_taken_to_last_two_hours() -> None:
    (made,) = engagements(lecture(7, venue="礼堂", speaker="甲"))
    assert (made.starts, made.ends, made.vague) == (at("15:00"), at("17:00"), False)
    assert told(lecture(7, venue="礼堂"), event(12, "16:59", "18:00", venue="礼堂"))
    assert not told(lecture(7, venue="礼堂"), event(12, "17:00", "18:00", venue="礼堂"))


def test_a_lecture_is_told_of_at_the_line_of_its_own_date() -> None:
    (found,) = clashes(engagements(event(7, "14:00", "16:00", venue="礼堂"), lecture(12, venue="礼堂")))
    assert found.origin == Origin("docs/12.md", 7)
    (bare,) = engagements(replace(lecture(12), lecture=Lecture(at=WEDNESDAY)))
    assert bare.origin == Origin("docs/12.md", 4)


def test_a_lecture_invites_no_one_in_particular() -> None:
    assert told(lecture(7, venue="礼堂"), event(12, groups=())) == []
    assert told(lecture(7), lecture(12)) == []


def test_two_lectures_by_one_speaker_clash() -> None:
    (found,) = told(lecture(7, speaker="甲"), lecture(12, f"{WEDNESDAY} 16:00", speaker="甲"))
    assert "都要“甲”参加" in found


def test_a_lecture_with_a_day_but_no_time_clashes_with_nothing() -> None:
    (made,) = engagements(lecture(7, WEDNESDAY, venue="礼堂"))
    assert made.vague
    assert told(lecture(7, WEDNESDAY, venue="礼堂"), event(12, venue="礼堂")) == []


@pytest.mark.parametrize("when", ["", "下周三", "2026-11-31", "2026-11-18 25:00"])
def test_a_lecture_without_a_date_that_can_be_read_takes_no_time(when: str) -> None:
    assert of_lecture(lecture(7, when)) is None
    assert of_lecture(replace(lecture(7), lecture=None)) is None


# Days off


def calendar(day: date) -> Day:
    """Wednesday 18 November 2026 is a holiday, Thursday off without a name, Saturday 21 is worked."""
    known = {
        date(2026, 11, 18): Day(working=False, name="春节"),
        date(2026, 11, 19): Day(working=False),
        date(2026, 11, 21): Day(working=True, name="春节调休"),
    }
    return known.get(day, Day(not is_weekend(day)))


def days_off(*made: Event | Material) -> list[str]:
    return [str(found) for found in on_days_off(engagements(*made), calendar)]


def test_what_falls_on_a_holiday_is_told_its_name() -> None:
    assert days_off(event(7)) == [
        (
            "docs/programme/2026.yml:7:“活动7”在2026年11月18日，这一天是春节，不上班。"
            "请核对日期；就是要在这一天的，加一项 on_day_off: yes。"
        )
    ]
    (found,) = on_days_off(engagements(event(7)), calendar)
    assert (found.code, found.severity) == ("event-day-off", Severity.WARNING)


@pytest.mark.parametrize(("day", "kind"), [("2026-11-22", "周末"), ("2026-11-19", "休息日")])
def test_what_falls_on_a_day_off_without_a_name_is_told_what_kind(day: str, kind: str) -> None:
    (found,) = days_off(event(7, f"{day} 15:00", f"{day} 17:00"))
    assert f"这一天是{kind}，不上班。" in found


def test_a_lecture_on_a_day_off_is_told_also_without_a_time() -> None:
    assert len(days_off(lecture(7), lecture(12, WEDNESDAY), lecture(17, "2026-11-20"))) == 2


def test_a_worked_weekend_is_no_day_off() -> None:
    assert days_off(event(7, "2026-11-21 09:00", "2026-11-21 11:00")) == []


def test_a_day_off_that_is_meant_is_not_told() -> None:
    assert days_off(event(7, on_day_off=True), lecture(12, on_day_off=True)) == []


@pytest.mark.parametrize(
    ("starts", "ends", "off"),
    [
        ("2026-11-17", "2026-11-18", ""),
        ("2026-11-17 20:00", "2026-11-18 00:00", ""),
        ("2026-11-17 20:00", "2026-11-18 00:01", "11月18日"),
        ("2026-11-16", "2026-11-21", "11月18日"),
        ("2026-11-19 23:00", "2026-11-20 01:00", "11月19日"),
        ("2026-11-20", "2026-11-22", ""),
        ("2026-11-20", "2026-11-23", "11月22日"),
    ],
)
def test_of_several_days_the_first_day_off_is_told(starts: str, ends: str, off: str) -> None:
    found = days_off(event(7, starts, ends))
    assert len(found) == (1 if off else 0)
    assert all(f"2026年{off}，" in text for text in found)


# Any number of them


ROOMS = st.sampled_from(["", "礼堂", "礼 堂", "三楼"])
PEOPLE = st.sampled_from(["甲", "乙", "丙"])
GROUPS = st.lists(st.sampled_from(["第一小组", "第二小组", "全体"]), max_size=2).map(tuple)


@st.composite
def many(draw: st.DrawFn) -> list[Event | Material]:
    made: list[Event | Material] = []
    for line in range(draw(st.integers(0, 7))):
        starts = at("08:00") + timedelta(minutes=30 * draw(st.integers(0, 60)))
        length = timedelta(minutes=30 * draw(st.integers(1, 60)))
        if draw(st.booleans()):
            made.append(lecture(line, f"{starts:%Y-%m-%d %H:%M}", venue=draw(ROOMS), speaker=draw(PEOPLE)))
        else:
            bare = event(line, venue=draw(ROOMS), groups=draw(GROUPS), hosts=(draw(PEOPLE),))
            made.append(replace(bare, starts=starts, ends=starts + length))
    return made


@given(many(), st.randoms(use_true_random=False))
def test_exactly_the_pairs_that_overlap_and_share_something_are_told_in_any_order(
    made: list[Event | Material], shuffler: Random
) -> None:
    found = told(*made)
    taken = engagements(*made)
    expected = sum(
        first.starts < second.ends and second.starts < first.ends and shares(first, second)
        for place, first in enumerate(taken)
        for second in taken[:place]
    )
    assert len(found) == expected
    shuffler.shuffle(made)
    assert told(*made) == found


def shares(first: Engagement, second: Engagement) -> bool:
    """A room, a person or a group, or one invites everyone and the other anyone."""
    rooms = [each.venue.replace(" ", "") for each in (first, second)]
    if rooms[0] and rooms[0] == rooms[1]:
        return True
    everyone = "全体" in first.people | second.people
    return bool(first.people & second.people - {"全体"}) or (first.calls and second.calls and everyone)
