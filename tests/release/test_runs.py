"""The record of updates: kept whole, few of them, and of these little for readers."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuxiang.core.update import REASON_WORDS, Reason, Result
from shuxiang.pages.status_page import NO_RUNS
from shuxiang.release import runs
from shuxiang.release.errors import ReleaseError
from shuxiang.release.runs import CHINA, KEPT, SHOWN, RunRecord

MORNING = datetime(2026, 11, 23, 6, 30, 2, tzinfo=CHINA)
GOOD = RunRecord(
    MORNING, MORNING + timedelta(seconds=40), Result.PUBLISHED, automatic=True,
    release="20261123-1a2b3c4d5e", day=date(2026, 11, 23),
)  # fmt: skip
FULL = RunRecord(MORNING, MORNING, Result.FAILED, automatic=True, reason=Reason.FULL)

zones = st.integers(-720, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2050, 1, 1), timezones=zones)  # noqa: DTZ001
records = st.builds(
    RunRecord,
    moments,
    moments,
    st.sampled_from(Result),
    automatic=st.booleans(),
    reason=st.none() | st.sampled_from(Reason),
    release=st.sampled_from(["", "20261123-1a2b3c4d5e"]),
    day=st.none() | st.dates(),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "publish" / "内网.json"


def test_before_the_first_update_there_is_nothing(path: Path) -> None:
    assert runs.read(path) == ()


@given(st.lists(records, max_size=4))
@settings(max_examples=50)
def test_updates_are_read_back_as_they_were_in_their_order(
    tmp_path_factory: pytest.TempPathFactory, given_: list[RunRecord]
) -> None:
    place = tmp_path_factory.mktemp("runs") / "a.json"
    for record in given_:
        runs.append(place, record)

    assert list(runs.read(place)) == given_


def test_only_the_last_ones_are_kept(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"version": 1, "runs": [{
        "begun": MORNING.isoformat(), "ended": MORNING.isoformat(), "result": "unchanged", "automatic": True,
    }] * KEPT}), encoding="utf-8")  # fmt: skip
    runs.append(path, GOOD)

    kept = runs.read(path)
    assert len(kept) == KEPT
    assert kept[-1] == GOOD


def test_an_update_that_was_broken_off_is_found_by_the_next(path: Path) -> None:
    later = MORNING + timedelta(hours=1)
    runs.begin(path, MORNING)
    assert runs.read(path) == ()
    runs.begin(path, later, automatic=False)
    runs.begin(path, later + timedelta(hours=1))

    assert [(r.begun, r.automatic, r.result, r.reason) for r in runs.read(path)] == [
        (MORNING, True, Result.FAILED, Reason.BROKEN_OFF),
        (later, False, Result.FAILED, Reason.BROKEN_OFF),
    ]


def test_an_update_that_has_ended_is_not_taken_for_broken_off(path: Path) -> None:
    runs.begin(path, MORNING)
    runs.append(path, GOOD)
    runs.begin(path, MORNING + timedelta(days=7))

    assert runs.read(path) == (GOOD,)


def test_a_full_disk_leaves_the_record_as_it_was_and_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs.append(path, GOOD)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ReleaseError, match="磁盘空间不足"):
        runs.append(path, FULL)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["begun", "ended", "result", "automatic", "reason", "day", "runs"]), inner
        )
    ),
    max_leaves=12,
)


@given(st.binary(max_size=60) | JUNK.map(lambda content: json.dumps(content).encode()))
@settings(max_examples=100)
def test_a_file_that_somebody_has_spoilt_stops_no_update(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    place = tmp_path_factory.mktemp("runs") / "a.json"
    place.write_bytes(content)
    runs.append(place, GOOD)

    assert runs.read(place)[-1] == GOOD


@pytest.mark.parametrize(
    "spoilt",
    [
        {"ended": "2026-11-23T06:30"},
        {"result": "so-so"},
        {"reason": "/srv/secret"},
        {"day": "2026-13-01"},
        {"begun": 7},
    ],
)
def test_a_record_that_makes_no_sense_is_left_out_and_the_others_stay(
    path: Path, spoilt: dict[str, object]
) -> None:
    runs.append(path, FULL)
    runs.append(path, GOOD)
    content = json.loads(path.read_bytes())
    content["runs"][0].update(spoilt)
    path.write_text(json.dumps(content), encoding="utf-8")

    assert runs.read(path) == (GOOD,)


def test_readers_are_told_of_the_last_few_in_china_time_with_codes_for_words() -> None:
    told = json.loads(runs.public([FULL] * 20 + [replace(GOOD, ended=datetime(2026, 11, 22, 22, 31, tzinfo=UTC))]))

    assert len(told["runs"]) == SHOWN
    assert told["runs"][-1] == {
        "ended": "2026-11-23T06:31+08:00",
        "result": "published",
        "automatic": True,
        "reason": "",
        "release": "20261123-1a2b3c4d5e",
        "day": "2026-11-23",
    }
    assert told["runs"][0]["reason"] == "full"


def test_what_is_no_release_id_is_not_told() -> None:
    assert b"srv" not in runs.public([replace(GOOD, release="/srv/www/shuxiang")])


@given(st.lists(records, max_size=3))
@settings(max_examples=50)
def test_readers_learn_of_nothing_but_moments_codes_and_ids(given_: list[RunRecord]) -> None:
    for row in json.loads(runs.public(given_))["runs"]:
        assert row.keys() == {"ended", "result", "automatic", "reason", "release", "day"}
        assert datetime.fromisoformat(row["ended"]).utcoffset() == timedelta(hours=8)
        assert row["reason"] in {"", *Reason}


def test_a_site_that_was_only_built_says_what_a_site_without_updates_would() -> None:
    assert runs.public(()) == NO_RUNS.encode()


def test_every_reason_has_its_words_and_what_to_do() -> None:
    assert set(REASON_WORDS) == set(Reason)
    assert all(words.what and words.fix.endswith("。") for words in REASON_WORDS.values())
