from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.content.events import read_events
from shuxiang.content.yaml_lines import read_mapping
from shuxiang.core.diagnostics import Diagnostic, Origin, Severity
from shuxiang.core.model import Event

LEFT_OUT = "没有采用。"
HOW = f"请写成 at: 2026-11-25 15:00，全天的写 at: 2026-11-25。{LEFT_OUT}"
USABLE = "可用的有 id、kind、title、at、until、venue、hosts、groups、materials、note、on_day_off。"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def read(text: str) -> tuple[tuple[Event, ...], tuple[Diagnostic, ...]]:
    """The events of a file whose ``events`` begin on its first line."""
    fields, problems = read_mapping(text, "f.yml", 1)
    assert problems == ()
    return read_events(fields["events"], "f.yml")


def told(text: str) -> list[str]:
    return [str(problem).removeprefix("f.yml:") for problem in read(text)[1]]


def one(**fields: str) -> str:
    """A file with one event, each field on its line from the second on, and a time unless one is given."""
    given_ = {"kind": "委员大讲堂", "at": "2026-11-25 15:00", **fields}
    lines = [f"{name}: {value}" for name, value in given_.items() if value != "-"]
    return "events:\n  - " + "\n    ".join(lines)


def event(**fields: str) -> Event:
    (found,), problems = read(one(**fields))
    assert problems == ()
    return found


def test_a_whole_entry_becomes_a_whole_event(written: str) -> None:
    """
    events:
      - id: opening
        kind: 委员大讲堂
        title: 怎样写好
          一件提案
        at: 2026-11-25 15:00
        until: 17:30
        venue: 三楼会议室
        hosts: [办公室, 提案委]
        groups: [第一小组, 经济界]
        materials: [topics/2026-11.md, readings/2026/w47.md]
        note: 请带笔记本
        on_day_off: yes
    """
    assert read(written) == (
        (
            Event(
                id="opening",
                kind="委员大讲堂",
                title="怎样写好 一件提案",
                starts=at("2026-11-25 15:00"),
                ends=at("2026-11-25 17:30"),
                origin=Origin("f.yml", 2),
                all_day=False,
                venue="三楼会议室",
                hosts=("办公室", "提案委"),
                groups=("第一小组", "经济界"),
                materials=("topics/2026-11.md", "readings/2026/w47.md"),
                note="请带笔记本",
                on_day_off=True,
            ),
        ),
        (),
    )


def test_a_kind_and_a_time_are_enough() -> None:
    assert event() == Event(
        id="2026-11-25",
        kind="委员大讲堂",
        title="委员大讲堂",
        starts=at("2026-11-25 15:00"),
        ends=at("2026-11-25 17:00"),
        origin=Origin("f.yml", 2),
        open_end=True,
    )


def test_a_title_without_a_kind_is_enough_too() -> None:
    found = event(kind="-", title="读书分享会")
    assert (found.kind, found.title) == ("", "读书分享会")


@pytest.mark.parametrize(
    "name", ["title", "until", "venue", "hosts", "groups", "materials", "note", "on_day_off", "id"]
)
def test_what_is_left_empty_is_as_if_it_were_not_there(name: str) -> None:
    assert event(**{name: ""}) == event()


# Times


@pytest.mark.parametrize(
    ("written_at", "until", "starts", "ends"),
    [
        ("2026-11-25 15:00", "-", "2026-11-25 15:00", "2026-11-25 17:00"),
        ("2026-11-25T15:00", "-", "2026-11-25 15:00", "2026-11-25 17:00"),
        ("2026-11-25 23:00", "-", "2026-11-25 23:00", "2026-11-26 01:00"),
        ("2026-11-25 00:00", "-", "2026-11-25 00:00", "2026-11-25 02:00"),
        ("2026-11-25 15:00", "17:30", "2026-11-25 15:00", "2026-11-25 17:30"),
        ("2026-11-25 15:00", "'17:30'", "2026-11-25 15:00", "2026-11-25 17:30"),
        ("2026-11-25 15:00", "2026-11-26 11:00", "2026-11-25 15:00", "2026-11-26 11:00"),
        ("2026-11-25 15:00-17:30", "-", "2026-11-25 15:00", "2026-11-25 17:30"),
        ("2026-11-25 15:00 - 17:30", "-", "2026-11-25 15:00", "2026-11-25 17:30"),
        ("2026-11-25 15:00\u201317:30", "-", "2026-11-25 15:00", "2026-11-25 17:30"),
        ("2026-11-25 15:00 \u2014 17:30", "-", "2026-11-25 15:00", "2026-11-25 17:30"),
        ("2026-11-25 15:00~17:30", "-", "2026-11-25 15:00", "2026-11-25 17:30"),
        ("2026-11-25T15:00至17:30", "-", "2026-11-25 15:00", "2026-11-25 17:30"),
        ("2026-11-25 15:00到17:30", "-", "2026-11-25 15:00", "2026-11-25 17:30"),
        ("2026-11-25 22:00", "2026-11-26 00:00", "2026-11-25 22:00", "2026-11-26 00:00"),
    ],
)
def test_a_time_may_be_written_in_many_ways(written_at: str, until: str, starts: str, ends: str) -> None:
    found = event(at=written_at, until=until)
    assert (found.starts, found.ends, found.all_day) == (at(starts), at(ends), False)


@pytest.mark.parametrize(
    ("written_at", "until", "ends"),
    [
        ("2026-11-25", "-", "2026-11-26"),
        ("2026-11-25", "2026-11-25", "2026-11-26"),
        ("2026-11-25", "2026-11-27", "2026-11-28"),
        ("2026-12-30", "2027-01-02", "2027-01-03"),
    ],
)
def test_whole_days_run_to_the_end_of_the_last_one(written_at: str, until: str, ends: str) -> None:
    found = event(at=written_at, until=until)
    assert (found.starts, found.ends, found.all_day) == (at(written_at), at(ends), True)


@pytest.mark.parametrize(
    ("fields", "open_end"),
    [
        ({}, True),
        ({"until": ""}, True),
        ({"until": "17:00"}, False),
        ({"at": "2026-11-25 15:00-17:00"}, False),
        ({"at": "2026-11-25"}, False),
        ({"at": "2026-11-25", "until": "2026-11-26"}, False),
    ],
)
def test_an_end_that_nobody_wrote_is_known_to_be_assumed(fields: dict[str, str], open_end: bool) -> None:  # noqa: FBT001
    assert event(**fields).open_end is open_end


def test_an_event_may_last_62_days_and_no_longer() -> None:
    assert event(at="2026-11-01", until="2027-01-01").ends == at("2026-11-01") + timedelta(days=62)
    assert read(one(at="2026-11-01", until="2027-01-02"))[0] == ()
    assert read(one(at="2026-11-01 09:00", until="2027-01-02 09:01"))[0] == ()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"at": "-"}, f"2:活动没有写时间（at）。{HOW}"),
        ({"at": ""}, f"3:活动没有写时间（at）。{HOW}"),
        ({"at": "11月25日"}, f"3:活动的时间“11月25日”写法不对或不存在。{HOW}"),
        ({"at": "2026-11-31 15:00"}, f"3:活动的时间“2026-11-31 15:00”写法不对或不存在。{HOW}"),
        ({"at": "2026-11-25 25:00"}, f"3:活动的时间“2026-11-25 25:00”写法不对或不存在。{HOW}"),
        ({"at": "2026-11-31 15:00-17:00"}, f"3:活动的时间“2026-11-31 15:00”写法不对或不存在。{HOW}"),
        (
            {"at": "2026-11-25 15:00-17:00", "until": "17:30"},
            f"3:活动的时间“2026-11-25 15:00-17:00”写法不对或不存在。{HOW}",
        ),
        (
            {"until": "下午五点"},
            (
                "4:活动的结束时间“下午五点”写法不对，或与 at 的写法不一致。"
                f"请写成 until: 17:00 或 2026-11-25 17:00。{LEFT_OUT}"
            ),
        ),
        (
            {"until": "2026-11-26"},
            (
                "4:活动的结束时间“2026-11-26”写法不对，或与 at 的写法不一致。"
                f"请写成 until: 17:00 或 2026-11-25 17:00。{LEFT_OUT}"
            ),
        ),
        (
            {"at": "2026-11-25", "until": "17:00"},
            (
                "4:活动的结束时间“17:00”写法不对，或与 at 的写法不一致。"
                f"请写成 until: 2026-11-27（最后一天）。{LEFT_OUT}"
            ),
        ),
        (
            {"at": "2026-11-25", "until": "2026-11-27 17:00"},
            (
                "4:活动的结束时间“2026-11-27 17:00”写法不对，或与 at 的写法不一致。"
                f"请写成 until: 2026-11-27（最后一天）。{LEFT_OUT}"
            ),
        ),
        (
            {"until": "14:00"},
            f"4:活动从 2026-11-25 15:00 到 14:00，结束早于开始。请核对 at 和 until。{LEFT_OUT}",
        ),
        (
            {"until": "15:00"},
            f"4:活动从 2026-11-25 15:00 到 15:00，结束早于开始。请核对 at 和 until。{LEFT_OUT}",
        ),
        (
            {"at": "2026-11-25", "until": "2026-11-24"},
            f"4:活动从 2026-11-25 到 2026-11-24，结束早于开始。请核对 at 和 until。{LEFT_OUT}",
        ),
        (
            {"at": "2026-11-25", "until": "2027-11-25"},
            f"4:活动从 2026-11-25 到 2027-11-25，长过两个月。请核对 at 和 until。{LEFT_OUT}",
        ),
        (
            {"at": "2026-11-25 17:00-15:00"},
            f"2:活动从 2026-11-25 17:00 到 15:00，结束早于开始。请核对 at 和 until。{LEFT_OUT}",
        ),
    ],
)
def test_a_time_that_cannot_be_is_told_and_the_event_left_out(fields: dict[str, str], message: str) -> None:
    assert read(one(**fields))[0] == ()
    (problem,) = read(one(**fields))[1]
    assert str(problem) == f"f.yml:{message}"
    assert (problem.code, problem.severity) == ("event-time", Severity.ERROR)


@pytest.mark.parametrize("digits", ["1\uff17:00", "\uff11\uff17:00", "17:0\uff10"])
def test_a_time_in_full_width_digits_is_read(digits: str) -> None:
    assert read(one(until=digits)) == read(one(until="17:00"))
    assert read(one(at=f"2026-11-25 15:00-{digits}")) == read(one(until="17:00"))


@pytest.mark.parametrize(
    ("at", "plain"),
    [
        ("2026-11-25 9:00", "2026-11-25 09:00"),
        ("2026-11-25 9:00-11:00", "2026-11-25 09:00-11:00"),
        ("2026-11-25 9:00-9:30", "2026-11-25 09:00-09:30"),
        ("2026-11-25 14\uff1a30", "2026-11-25 14:30"),
        ("2026-11-25 19:30-21\uff1a00", "2026-11-25 19:30-21:00"),
    ],
)
def test_a_time_as_people_type_it_is_read(at: str, plain: str) -> None:
    events, problems = read(one(at=at))
    assert problems == ()
    assert events == read(one(at=plain))[0]


@pytest.mark.parametrize("last", ["9999-12-31", "9999-12-31 23:00", "9999-11-15", "9999-11-15 10:00"])
def test_a_time_at_the_end_of_the_calendar_stops_nothing(last: str) -> None:
    for found in read(one(at=last))[0]:
        assert found.starts < found.ends


# Names


@pytest.mark.parametrize(
    "names", ["[甲, 乙]", "甲,乙", "甲，乙", "甲、 乙", "[甲, 乙, 甲, '']", "\n      - 甲\n      - 乙"]
)
@pytest.mark.parametrize("field", ["hosts", "groups", "materials"])
def test_names_are_a_list_or_a_text_with_signs_between(names: str, field: str) -> None:
    assert getattr(event(**{field: names}), field) == ("甲", "乙")


@pytest.mark.parametrize("field", ["hosts", "groups", "materials"])
def test_names_that_are_no_list_are_told_and_the_event_kept(field: str) -> None:
    (found,), (problem,) = read(one(**{field: "{甲: 乙}"}))
    assert found == event()
    assert str(problem) == f"f.yml:4:活动的“{field}”应是一个列表。请写成 {field}: [甲, 乙]。"
    assert problem.severity is Severity.WARNING


@pytest.mark.parametrize("field", ["title", "venue", "note"])
def test_a_list_where_a_text_should_be_is_told_and_the_event_kept(field: str) -> None:
    (found,), (problem,) = read(one(**{field: "[甲, 乙]"}))
    assert found == event()
    assert str(problem) == f"f.yml:4:活动的“{field}”应是一行文字。请写成 {field}: 文字。"
    assert problem.severity is Severity.WARNING


def test_an_event_without_a_name_is_told_and_left_out() -> None:
    text = "events:\n  - at: 2026-11-25\n    venue: 礼堂"
    assert told(text) == [f"2:这个活动没有名称。请加上 kind: 委员大讲堂 或 title: 名称。{LEFT_OUT}"]
    assert read(text)[0] == ()


@pytest.mark.parametrize("entry", ["委员大讲堂", "", "[甲]", "{}"])
def test_an_entry_that_is_no_event_is_told_as_one_without_a_name(entry: str) -> None:
    found, (problem,) = read(f"events:\n  - {entry}\n  - {{kind: 甲, at: 2026-11-25}}")
    assert (problem.origin, problem.code) == (Origin("f.yml", 2), "event-title")
    assert [each.kind for each in found] == ["甲"]


def test_a_name_that_an_event_has_not_is_a_warning() -> None:
    (found,), (problem,) = read(one(plcae="礼堂"))
    assert found == event()
    assert str(problem) == f"f.yml:4:活动里没有“plcae”这一项，已忽略。{USABLE}"
    assert problem.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("text", "meant"), [("yes", True), ("是", True), ("True", True), ("no", False), ("否", False)]
)
def test_a_day_off_is_meant_or_not(text: str, meant: bool) -> None:  # noqa: FBT001
    assert event(on_day_off=text).on_day_off is meant


def test_what_is_neither_yes_nor_no_is_told_and_taken_for_no() -> None:
    (found,), (problem,) = read(one(on_day_off="也许"))
    assert not found.on_day_off
    assert str(problem) == (
        "f.yml:4:活动的“on_day_off”只能是 yes 或 no，现为“也许”。请写 on_day_off: yes，或删去这一项。"
    )


# Ids


@pytest.mark.parametrize("id_", ["opening", "2026-opening", "a", "a_b-c", "7"])
def test_an_id_is_taken_as_written(id_: str) -> None:
    assert event(id=id_).id == id_


@pytest.mark.parametrize("id_", ["开幕", "Opening", "-a", "_a", "a b", "a.b", "a/b", "\uff17"])
def test_an_id_that_cannot_be_is_told_and_made_from_the_day(id_: str) -> None:
    (found,), (problem,) = read(one(id=id_))
    assert found.id == "2026-11-25"
    assert str(problem) == f"f.yml:4:活动的 id“{id_}”不能用。请只用小写英文字母、数字、- 和 _。暂用日期代替。"


def test_an_id_used_twice_is_told_at_the_second() -> None:
    found, (problem,) = read(
        "events:\n  - {id: a, kind: 甲, at: 2026-11-25}\n  - {id: a, kind: 乙, at: 2026-11-24}"
    )
    assert [(each.kind, each.id) for each in found] == [("乙", "2026-11-24"), ("甲", "a")]
    assert str(problem) == "f.yml:3:活动的 id“a”用了两次。请给其中一个换一个 id。暂用日期代替。"


def test_events_of_one_day_without_ids_are_numbered_in_the_order_of_the_file() -> None:
    entries = "".join(
        f"\n  - {{kind: {kind}, at: 2026-11-25 1{hour}:00}}" for kind, hour in zip("甲乙丙", "957", strict=True)
    )
    found, problems = read(f"events:{entries}")
    assert problems == ()
    assert {each.kind: each.id for each in found} == {
        "甲": "2026-11-25",
        "乙": "2026-11-25-2",
        "丙": "2026-11-25-3",
    }


def test_an_id_that_looks_like_a_days_own_is_not_given_twice() -> None:
    found, problems = read(
        "events:\n  - {id: 2026-11-25, kind: 甲, at: 2026-12-01}\n  - {kind: 乙, at: 2026-11-25}"
    )
    assert problems == ()
    assert {each.kind: each.id for each in found} == {"甲": "2026-11-25", "乙": "2026-11-25-2"}


# The list


def test_events_are_in_the_order_of_their_start_then_end_then_id() -> None:
    found, _ = read(
        "events:\n"
        "  - {id: d, kind: 丁, at: 2026-12-01}\n"
        "  - {id: c, kind: 丙, at: 2026-11-25 15:00-17:00}\n"
        "  - {id: b, kind: 乙, at: 2026-11-25 15:00-17:00}\n"
        "  - {id: a, kind: 甲, at: 2026-11-25 15:00-18:00}\n"
        "  - {id: e, kind: 戊, at: 2026-11-25}\n"
    )
    assert [each.id for each in found] == ["e", "b", "c", "a", "d"]


@pytest.mark.parametrize("content", ["委员大讲堂", "{kind: 委员大讲堂, at: 2026-11-25}"])
def test_events_that_are_no_list_are_told(content: str) -> None:
    found, (problem,) = read(f"events: {content}")
    assert found == ()
    assert str(problem) == (
        "f.yml:1:events 应是一个列表。"
        "请写成 - {kind: 委员大讲堂, title: …, at: 2026-11-25 15:00, venue: …} 的样子，每项一个活动。"
    )


@pytest.mark.parametrize("content", ["", "[]"])
def test_a_list_without_events_is_no_problem(content: str) -> None:
    assert read(f"events: {content}") == ((), ())


def test_one_bad_event_stops_no_other() -> None:
    found, problems = read(
        "events:\n  - {kind: 甲, at: 明天}\n  - {kind: 乙, at: 2026-11-25}\n  - 丙\n  - {kind: 丁, at: 2026-11-26}"
    )
    assert [each.kind for each in found] == ["乙", "丁"]
    assert [problem.origin.line for problem in problems] == [2, 4]


def test_an_event_says_the_line_it_begins_on_also_after_a_comment() -> None:
    (first, second), _ = read(
        "events:\n  # 第一场\n  - {kind: 甲, at: 2026-11-25}\n\n  - {kind: 乙, at: 2026-11-26}"
    )
    assert (first.origin.line, second.origin.line) == (3, 5)


def test_changing_a_title_changes_no_id_and_no_time() -> None:
    assert replace(event(title="新的题目"), title="委员大讲堂") == event()


# Anything at all


WORDS = st.sampled_from(
    [
        "2026-11-25",
        "2026-11-25 15:00",
        "2026-11-25 15:00-17:00",
        "15:00",
        "9999-12-31",
        "9999-12-31 23:59",
        "0001-01-01",
        "0001-01-01 00:00-00:01",
        "1\uff17:00",
        "2026-11-25-2",
        "yes",
        "甲、乙",
    ]
)
NAMES = st.sampled_from(["id", "kind", "title", "at", "until", "hosts", "groups", "on_day_off", "venue", "甲"])
LEAVES = st.none() | st.booleans() | st.integers() | st.dates() | WORDS | st.text(max_size=6)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=8
)
MAYBE = WORDS | LEAVES | st.lists(WORDS, max_size=3)
LIKELY = st.fixed_dictionaries(
    {"kind": st.just("会"), "at": WORDS},
    optional={"until": WORDS, "id": WORDS, "on_day_off": MAYBE, "hosts": MAYBE},
)


@given(st.lists(LIKELY | TREES, max_size=6) | TREES)
def test_any_yaml_is_events_that_can_be_held_or_is_told_why_not(content: object) -> None:
    text = yaml.safe_dump({"events": content}, allow_unicode=True)
    fields, _ = read_mapping(text, "f.yml", 1)
    found, problems = read_events(fields["events"], "f.yml")
    assert all(each.starts < each.ends and each.title for each in found)
    assert len({each.id for each in found}) == len(found)
    assert list(found) == sorted(found, key=lambda each: (each.starts, each.ends, each.id))
    assert all(problem.what.endswith("。") and problem.fix.endswith("。") for problem in problems)
