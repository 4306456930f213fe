"""What was done to a target is remembered, and a damaged memory stops nothing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.release.history import Event, Kind, State, as_json, by_last_use, from_json

A, B, C = "20261121-aaaaaaaaaa", "20261128-bbbbbbbbbb", "20261205-cccccccccc"
AT = "2026-11-21T07:00:00+08:00"


def event(release: str, previous: str = "", state: State = State.GOOD, kind: Kind = Kind.PUBLISH) -> Event:
    return Event(AT, kind, release, previous, state)


EVENTS = st.builds(
    Event,
    st.just(AT),
    st.sampled_from(Kind),
    st.sampled_from([A, B, C]),
    st.sampled_from(["", A, B]),
    st.sampled_from(State),
)


@given(st.lists(EVENTS, max_size=5))
def test_events_come_back_as_they_were_written(events: list[Event]) -> None:
    assert from_json(as_json(events)) == tuple(events)


def test_no_more_than_two_hundred_events_are_kept_the_last_ones() -> None:
    kept = from_json(as_json([event(A)] * 150 + [event(B)] * 150))
    assert [each.release for each in kept] == [A] * 50 + [B] * 150


@pytest.mark.parametrize(
    "data",
    [None, b"", b"{", b"[]", b"null", b'"x"', b"\xff", b"[" * 100_000, b'{"events": 3}', b'{"events": "abc"}'],
)
def test_what_cannot_be_read_is_no_history(data: bytes | None) -> None:
    assert from_json(data) == ()


@pytest.mark.parametrize(
    "damage",
    [{"release": "../../etc"}, {"release": None}, {"at": "yesterday"}, {"kind": "delete"}, {"state": "?"}],
)
def test_an_event_that_cannot_be_read_is_left_out_and_the_others_stay(damage: dict[str, object]) -> None:
    rows = json.loads(as_json([event(A), event(B), event(C)]))
    rows["events"][1] |= damage
    assert [each.release for each in from_json(json.dumps(rows).encode())] == [A, C]


@given(st.binary(max_size=40) | st.recursive(st.none() | st.text(max_size=5), st.lists, max_leaves=4))
def test_whatever_lies_there_is_read_without_an_error(data: object) -> None:
    events = from_json(data if isinstance(data, bytes) else json.dumps({"events": data}).encode())
    assert isinstance(events, tuple)


def test_the_release_that_was_seen_last_stands_last() -> None:
    assert by_last_use([event(A), event(B, A), event(A, B, kind=Kind.ROLLBACK)]) == [B, A]


def test_a_withdrawn_release_does_not_count_as_seen() -> None:
    assert by_last_use([event(A), event(B, A), event(C, B, State.WITHDRAWN)]) == [A, B]


def test_a_release_that_another_has_replaced_is_known_even_where_its_own_event_is_lost() -> None:
    assert by_last_use([event(B, A)]) == [A, B]
