"""Who is forgotten leaves nothing but figures; so does what has been kept for long enough."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_desk import NAMES, NOW, Desk, checked_in, verified_backup
from shuxiang.core.calendar import Every, parse_key
from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.core.ledger.ledger import fold
from shuxiang.core.ledger.tally import Tally, places, tallies
from shuxiang.core.model import Cadence, Slot
from shuxiang.store.cleaning import clean
from shuxiang.store.leaving import expire, expiry, forget, parts_of_nobody, years_before
from shuxiang.store.opening import copy_engine, snapshot
from shuxiang.store.store import Store
from shuxiang.store.traces import traces_of

TODAY = NOW.date()
ARTICLE, TOPIC = Cadence("article", "周学一文", Every.WEEK), Cadence("topic", "月讲一题", Every.MONTH)
SLOTS = [
    *(Slot(2026, ARTICLE, parse_key(f"2026-W{week}"), week - 44) for week in (45, 46, 47)),
    Slot(2026, TOPIC, parse_key("2026-11"), 1),
]
PLACES = [slot.id for slot in SLOTS]


def forget_in(desk: Desk, member: str) -> None:
    with desk.store.run("forget", NOW) as run:
        traces = traces_of(member, run.events(()))
        forget(run, fold(run.events(())), member, TODAY, parts_of_nobody(run.events(()), traces))


def expire_in(desk: Desk, before: date, now: datetime = NOW) -> None:
    with desk.store.run("expire", now) as run:
        ledger = fold(run.events(()))
        expire(run, ledger, expiry(run.events(), ledger, before), now.date())


def figures(desk: Desk, today: date = TODAY) -> list[Mapping[tuple[str, str], Tally]]:
    kinds = [fold(desk.store.events(), lambda _: review) for review in (False, True)]  # noqa: B023
    return [tallies(places(ledger, SLOTS, today)) for ledger in kinds]


def test_no_byte_of_a_forgotten_member_is_left_on_the_disk(full: Desk) -> None:
    full.enter(NewEvent(Kind.NICKNAMED, "m1", private={"nickname": "清风徐来"}), source="甲某某的名册.xlsx")
    full.enter(NewEvent(Kind.RETURNED, "m1", PLACES[1], private={"reason": "请再写几句"}))
    full.enter(NewEvent(Kind.NICKNAMED, data={"ignored": True}, private={"nickname": "甲 某某0001"}))
    full.enter(*(checked_in("m1", note=f"流水{number}" * 300) for number in range(30)))
    full.back_up()
    words = ["甲某某", "甲 某某", "清风徐来", "石桥的桥", "流水7", "请再写几句", "13900001", "1" * 64, '"0001"']
    assert all(word.encode() in full.bytes_on_disk() for word in words)

    forget_in(full, "m1")
    with full.shelf.alone():
        clean(full.store, full.shelf)

    left = full.bytes_on_disk()
    assert [word for word in words if word.encode() in left] == []
    assert all(word.encode() in left for word in ["乙某某", "2" * 64, "聊天记录.txt"])
    assert full.verified().faults == ()


def test_a_stand_in_stays_where_the_member_was(full: Desk) -> None:
    forget_in(full, "m1")

    member = full.ledger().members["m1"]
    assert member.forgotten
    assert (member.number, member.name, member.contact, member.nicknames) == ("", "", "", ())
    assert member.active_key is None
    assert member.belonged_on(TODAY)
    assert not member.belonged_on(TODAY + timedelta(days=1))
    assert full.ledger().row("m1", PLACES[1])


def test_that_it_was_done_is_recorded_without_saying_who(full: Desk) -> None:
    forget_in(full, "m1")

    new = [event for event in full.store.events() if event.seq > 13]
    assert [event.kind for event in new] == [Kind.RUN, Kind.KEY_REVOKED, Kind.LEFT, Kind.FORGOTTEN]
    assert new[0].data["command"] == "forget"
    assert not any(event.private for event in new)


def test_who_left_long_ago_is_not_said_to_leave_again(full: Desk) -> None:
    full.enter(NewEvent(Kind.LEFT, "m1", data={"on": "2026-11-10"}))

    forget_in(full, "m1")
    assert full.ledger().members["m1"].spells[-1].end == date(2026, 11, 10)


def test_another_may_enter_what_was_entered_once(full: Desk) -> None:
    receipt = checked_in("m1", note="石桥的桥")
    forget_in(full, "m1")

    with full.store.run("collect", NOW) as run:
        assert run.known([receipt.key]) == {}


def test_files_that_name_the_member_are_deleted_and_others_are_not(full: Desk, tmp_path: Path) -> None:
    for name, members in {"a": ["m1", "m2"], "b": ["m2"], "c": ["m1"]}.items():
        (tmp_path / name).write_text("x", encoding="utf-8")
        full.store.note_file(str(tmp_path / name), members)
    (tmp_path / "c").unlink()
    forget_in(full, "m1")

    with full.shelf.alone():
        cleaned = clean(full.store, full.shelf)
    assert cleaned.files == (tmp_path / "a",)
    assert not (tmp_path / "a").exists()
    assert (tmp_path / "b").exists()
    assert not full.store.unfinished


def test_what_cannot_be_deleted_yet_is_told_and_done_later(full: Desk, tmp_path: Path) -> None:
    (tmp_path / "open.docx").mkdir()
    full.store.note_file(str(tmp_path / "open.docx"), ["m1"])
    forget_in(full, "m1")

    with full.shelf.alone():
        assert "open.docx 没有删掉" in clean(full.store, full.shelf).stuck[0]
        assert full.store.unfinished
        (tmp_path / "open.docx").rmdir()
        assert clean(full.store, full.shelf).stuck == ()
    assert not full.store.unfinished


def test_while_somebody_reads_the_old_content_it_is_not_said_to_be_gone(
    full: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shuxiang.store.opening.WAIT_SECONDS", 0)
    other = Desk(full.folder)
    with snapshot(other.store.engine) as reader:
        reader.exec_driver_sql("SELECT count(*) FROM events").all()
        forget_in(full, "m1")
        with full.shelf.alone():
            assert "没有从数据库文件里擦净" in clean(full.store, full.shelf).stuck[0]
        assert full.store.unfinished
    with full.shelf.alone():
        assert clean(full.store, full.shelf).stuck == ()


def test_a_backup_without_the_member_is_sound_and_knows_why(full: Desk) -> None:
    path = full.back_up()
    before = verified_backup(path)
    forget_in(full, "m1")
    with full.shelf.alone():
        assert clean(full.store, full.shelf).backups == (path,)
        assert clean(full.store, full.shelf).backups == ()

    after = verified_backup(path)
    assert (after.faults, after.parts_gone) == ((), 3)
    backup = Store(copy_engine(path))
    assert backup.head(before.head.seq) == before.head
    why = [event.kind for event in backup.events() if event.seq > before.head.seq]
    assert why == [Kind.RUN, Kind.KEY_REVOKED, Kind.LEFT, Kind.FORGOTTEN]


def test_a_backup_that_cannot_be_read_is_told(full: Desk) -> None:
    full.back_up()
    (full.shelf.folder / "旧.db").write_bytes(b"?" * 5_000)
    forget_in(full, "m1")

    with full.shelf.alone():
        assert clean(full.store, full.shelf).stuck == ("旧.db 读不出来，不知道里面有没有已注销的内容，请自己处理",)


def test_what_is_older_than_the_day_goes_and_what_is_in_force_stays(desk: Desk) -> None:
    old = datetime(2020, 1, 1, 12)  # noqa: DTZ001
    desk.enroll("m1", "m2", now=old)
    again = {"number": "0001", "name": "甲某某", "contact": ""}
    desk.enter(NewEvent(Kind.DESCRIBED, "m1", data={"sector": ""}, private=again), now=old)
    desk.enter(NewEvent(Kind.KEY_REVOKED, "m2", data={"key": "km2"}), now=old)
    desk.enter(checked_in("m1", note="旧的心得"), now=old, source="旧.txt")
    desk.enter(NewEvent(Kind.NICKNAMED, "m1", private={"nickname": "清风"}), now=old)
    desk.enter(checked_in("m1", PLACES[0], note="新的心得"), source="新.txt")
    expire_in(desk, date(2021, 11, 20))

    parts = [(event.kind, event.private is not None) for event in desk.store.events() if event.sealed]
    assert parts == [
        (Kind.JOINED, False),  # m1, described anew
        (Kind.KEY_ISSUED, True),
        (Kind.JOINED, True),
        (Kind.KEY_ISSUED, False),  # m2's, revoked
        (Kind.DESCRIBED, True),
        (Kind.RUN, False),
        (Kind.CHECKED_IN, False),
        (Kind.NICKNAMED, False),
        (Kind.RUN, True),
        (Kind.CHECKED_IN, True),
    ]
    assert desk.verified().faults == ()
    assert desk.ledger().members["m1"].name == "甲某某"


def test_who_has_been_gone_for_longer_is_forgotten(desk: Desk) -> None:
    desk.enroll()
    desk.enter(
        NewEvent(Kind.LEFT, "m1", data={"on": "2026-11-10"}), NewEvent(Kind.LEFT, "m2", data={"on": "2026-11-11"})
    )
    expire_in(desk, date(2026, 11, 11))

    assert {member.id for member in desk.ledger().members.values() if member.forgotten} == {"m1"}
    assert expiry(desk.store.events(), desk.ledger(), date(2026, 11, 11)).members == ()
    assert desk.verified().faults == ()


def test_where_nothing_is_old_there_is_nothing_to_do(full: Desk) -> None:
    assert not expiry(full.store.events(), full.ledger(), TODAY)


@pytest.mark.parametrize(
    ("today", "years", "before"),
    [(date(2026, 11, 20), 5, date(2021, 11, 20)), (date(2028, 2, 29), 1, date(2027, 2, 28))],
)
def test_so_many_years_ago_is_the_same_day(today: date, years: int, before: date) -> None:
    assert years_before(today, years) == before


days = st.dates(date(2026, 11, 1), date(2026, 12, 5)).map(date.isoformat)
members = st.sampled_from(sorted(NAMES))
slots = st.sampled_from(PLACES)
moments = st.sampled_from([f"2026-11-{day:02}T20:00" for day in (3, 10, 16, 20)])


def move(member: str, on: str, group: str) -> NewEvent:
    return NewEvent(Kind.MOVED, member, data={"on": on, "group": group})


def leave(member: str, on: str) -> NewEvent:
    return NewEvent(Kind.LEFT, member, data={"on": on})


def hand_in(place: tuple[str, str], at: str, acts: str, note: str) -> NewEvent:
    told = {"record": "R", "checksum": note, "note": note, "title": ""}
    return NewEvent(Kind.CHECKED_IN, *place, 1, {"acts": acts, "at": at}, told)


def attend(place: tuple[str, str], on: str) -> NewEvent:
    return NewEvent(Kind.ATTENDED, *place, data={"event": "e", "title": "讲座", "on": on})


def give_reason(place: tuple[str, str], kind: Kind) -> NewEvent:
    return NewEvent(kind, *place, private={"reason": "某某"})


def judge(place: tuple[str, str], kind: Kind) -> NewEvent:
    return NewEvent(kind, *place)


happenings = st.one_of(
    st.builds(move, members, days, st.sampled_from("甲乙")),
    st.builds(leave, members, days),
    st.builds(
        hand_in, st.tuples(members, slots), moments, st.sampled_from(["学", "学悟"]), st.text("石桥", max_size=3)
    ),
    st.builds(attend, st.tuples(members, slots), days),
    st.builds(give_reason, st.tuples(members, slots), st.sampled_from([Kind.EXCUSED, Kind.RETURNED])),
    st.builds(judge, st.tuples(members, slots), st.sampled_from([Kind.CLOSED, Kind.PICKED, Kind.CHOSEN])),
)
joined = st.lists(days, min_size=len(NAMES), max_size=len(NAMES))


def roster(dates: list[str]) -> list[NewEvent]:
    names = [{"number": member, "name": name, "contact": ""} for member, name in NAMES.items()]
    data = [{"on": on, "group": "甲", "sector": ""} for on in dates]
    return [
        NewEvent(Kind.JOINED, member, data=one, private=told)
        for member, one, told in zip(NAMES, data, names, strict=True)
    ]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = Desk(tmp_path_factory.mktemp("empty"))
    return desk.folder


def with_amendments(desk: Desk, events: list[NewEvent]) -> None:
    """Enter events; a second receipt of a member for a slot is a later version of the first one."""
    firsts: dict[tuple[str, str], int] = {}
    with desk.store.run("collect", NOW) as run:
        for event in events:
            place = (event.slot, event.member)
            amends = {"amends": firsts[place]} if event.kind is Kind.CHECKED_IN and place in firsts else {}
            seq = run.add(
                NewEvent(event.kind, event.member, event.slot, 1, {**event.data, **amends}, event.private)
            )
            if event.kind is Kind.CHECKED_IN:
                firsts.setdefault(place, seq)


@settings(max_examples=30)
@given(joined, st.lists(happenings, max_size=12), st.sampled_from([*sorted(NAMES), "all that is old"]))
def test_no_figure_of_any_group_or_slot_changes(
    empty: Path, tmp_path_factory: pytest.TempPathFactory, dates: list[str], events: list[NewEvent], leaves: str
) -> None:
    folder = tmp_path_factory.mktemp("desks") / "ledger"
    shutil.copytree(empty, folder)
    desk = Desk(folder)
    with_amendments(desk, [*roster(dates), *events])
    before = figures(desk)

    if leaves in NAMES:
        forget_in(desk, leaves)
    else:
        expire_in(desk, TODAY + timedelta(days=1), NOW + timedelta(days=1))

    assert figures(desk) == before
    assert desk.verified().faults == ()
