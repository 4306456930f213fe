"""Runs are entered whole or not at all, one after another, and each thing once."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_desk import NOW, Desk, checked_in
from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.store.errors import StoreError
from shuxiang.store.opening import file_engine, snapshot
from shuxiang.store.store import Store

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PLACES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


def test_a_run_begins_with_an_event_of_its_own_that_says_what_came_in(desk: Desk) -> None:
    with desk.store.run("collect", NOW, source="聊天记录.txt", digest="ab") as run:
        run.add(checked_in("m1"))

    first, second = desk.store.events()
    assert (first.kind, first.seq, first.run, first.entered) == (Kind.RUN, 1, 1, NOW)
    assert (first.data, first.private) == ({"command": "collect", "digest": "ab"}, {"input": "聊天记录.txt"})
    assert (second.seq, second.run, second.line, second.slot) == (2, 1, 7, "article/2026-W46")


def test_a_run_that_adds_nothing_leaves_no_trace(desk: Desk) -> None:
    with desk.store.run("collect", NOW):
        pass

    assert desk.store.last() == 0


def test_a_run_that_fails_enters_nothing(desk: Desk) -> None:
    def fail() -> None:
        with desk.store.run("collect", NOW) as run:
            run.add(checked_in("m1"))
            run.flush()
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert desk.store.last() == 0
    assert desk.verified().faults == ()


@settings(max_examples=15)
@given(st.lists(st.tuples(PLACES, st.dictionaries(WORDS, WORDS, max_size=2)), min_size=1, max_size=4), WORDS)
def test_what_is_entered_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, entered: list[tuple[str, dict[str, str]]], source: str
) -> None:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.enter(*(NewEvent(Kind.NICKNAMED, slot=slot, private=told) for slot, told in entered), source=source)

    assert [(event.slot, event.private) for event in desk.store.events() if event.seq > 1] == entered
    assert desk.verified().faults == ()


def test_inside_a_run_its_own_events_and_keys_are_there_already(desk: Desk) -> None:
    receipt = checked_in("m1")
    with desk.store.run("collect", NOW) as run:
        assert run.known([receipt.key]) == {}
        run.add(receipt)
        assert run.known([receipt.key, "other"]) == {receipt.key: 2}
        assert [event.seq for event in run.events()] == [1, 2]
        assert run.known([receipt.key]) == {receipt.key: 2}


def test_of_some_slots_only_their_events_come_and_those_of_none(desk: Desk) -> None:
    desk.enter(checked_in("m1", "article/2026-W46"), checked_in("m1", "article/2026-W47"))

    assert [event.slot for event in desk.store.events(["article/2026-W47"])] == ["", "article/2026-W47"]


def test_a_withdrawn_run_frees_what_it_entered(desk: Desk) -> None:
    desk.enter(checked_in("m1"))
    with desk.store.run("undo", NOW) as run:
        run.withdraw(1)
        assert run.known([checked_in("m1").key]) == {}


def test_a_reader_sees_the_ledger_as_it_was_when_it_began(desk: Desk) -> None:
    desk.enter(checked_in("m1"))
    reading = desk.store.events()
    next(reading)
    desk.enter(checked_in("m2"))

    assert [event.seq for event in reading] == [2]
    assert desk.store.last() == 4


def test_the_head_is_the_last_event_and_its_code(desk: Desk) -> None:
    desk.enter(checked_in("m1"))
    before = desk.store.head()
    desk.enter(checked_in("m2"))

    assert before.seq == 2
    assert desk.store.head().seq == 4
    assert desk.store.head().code != before.code
    assert desk.store.head(2) == before


def test_a_kind_of_event_from_the_future_is_told(desk: Desk) -> None:
    desk.enter(checked_in("m1"))
    with desk.behind_its_back() as connection:
        connection.exec_driver_sql("UPDATE events SET kind = 'praised' WHERE seq = 2")

    with pytest.raises(StoreError, match="第 2 号是这个版本不认识的记录"):
        list(desk.store.events())


_WRITER = """
import sys
from pathlib import Path
from ledger_desk import NOW, checked_in
from shuxiang.store.opening import file_engine
from shuxiang.store.store import Store
store = Store(file_engine(Path(sys.argv[1])))
sys.stdin.readline()
store.prepare()
for number in range(40):
    with store.run("collect", NOW, source=sys.argv[2]) as run:
        receipts = [checked_in("m1", note=f"{number}"), checked_in("m2", note=f"{number} {sys.argv[2]}")]
        for receipt in receipts:
            if not run.known([receipt.key]):
                run.add(receipt)
"""


def test_processes_that_make_and_write_a_ledger_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    variables = {"PYTHONPATH": ":".join(sys.path)} if sys.platform != "win32" else None
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(path), name], stdin=subprocess.PIPE, env=variables)  # noqa: S603
        for name in ("一", "二")
    ]
    for writer in writers:
        assert writer.stdin
        writer.stdin.write(b"go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=60)
    assert [writer.returncode for writer in writers] == [0, 0]

    store = Store(file_engine(path))
    notes = [event.told("note") for event in store.events() if event.kind is Kind.CHECKED_IN]
    both = [f"{number}" for number in range(40)]
    assert sorted(notes) == sorted(
        [*both, *(f"{number} 一" for number in both), *(f"{number} 二" for number in both)]
    )
    with snapshot(store.engine) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM facts").scalar_one() == 2
    assert NOW + timedelta(0) == next(store.events()).entered
