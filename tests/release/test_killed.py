"""Killed with SIGKILL at any moment: the site is whole, the next run succeeds, and nothing is left to clear away.

A moment is the beginning or the end of a step, or the one before a file or link is made, renamed or removed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from release_site import (
    KEEP,
    SHARED,
    asked_for,
    contents,
    contents_of,
    faults,
    means,
    own_page,
    shown,
    target_in,
    unanswered,
)
from shuxiang.release.fingerprints import is_fingerprinted
from shuxiang.release.history import State
from shuxiang.release.target import Release

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="here no process can be killed at a chosen moment")

Edition = Callable[[int], Release]
FOREIGN = {"web.config": b"<configuration/>", "WEB-INF/web.xml": b"<web-app/>", "说明.txt": b"?"}


@pytest.fixture(scope="module")
def driver() -> Iterator[Callable[..., str | None]]:
    """``driver(**job) -> the moment of the kill``, None when the job came to its end first."""
    tests = Path(__file__).parent.parent
    command = [sys.executable, str(tests / "release/driver.py")]
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tests), *sys.path])}
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=variables, text=True, encoding="utf-8"
    ) as process:
        assert process.stdin
        assert process.stdout

        def ask(**job: object) -> str | None:
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps(job) + "\n")
            process.stdin.flush()
            answer: str | None = json.loads(process.stdout.readline())
            return answer

        yield ask
        process.stdin.close()


@dataclass(frozen=True)
class Office:
    """A target of one kind below ``root``, and the editions by their ids."""

    root: Path
    kind: str
    releases: dict[str, Release]
    bad: str = ""

    @property
    def www(self) -> Path:
        return self.root / "www"

    @property
    def seen(self) -> Path:
        return self.www / "current" if self.kind == "linked" else self.www

    @property
    def shelf(self) -> Path:
        return (self.www if self.kind == "linked" else self.root / "kept") / "releases"

    def publish(self, release: Release) -> None:
        target_in(self.root, self.kind).publish(release, means(self._look))

    def roll_back(self) -> str:
        return target_in(self.root, self.kind).rollback("", means(self._look)).release

    def _look(self, manifest: object) -> tuple[str, ...]:
        return ("看不到。",) if getattr(manifest, "id", "") == self.bad else ()

    def live(self) -> str:
        live = target_in(self.root, self.kind).live()
        return live.id if live else ""

    def untidy(self) -> list[str]:
        """What a finished run must not leave: anything besides whole releases, their link, history and lock."""
        target = target_in(self.root, self.kind)
        open_ = [event.release for event in target.events() if event.state is State.OPEN]
        too_many = self.ids() if len(self.ids()) > KEEP else []
        return [*open_, *self.broken(), *too_many, *self._strange()]

    def ids(self) -> list[str]:
        return sorted(path.name for path in self.shelf.iterdir()) if self.shelf.exists() else []

    def broken(self) -> list[str]:
        return [fault for id_ in self.ids() for fault in faults(self.shelf / id_, self.releases[id_])]

    def _strange(self) -> list[str]:
        if self.kind == "linked":
            return sorted({path.name for path in self.www.iterdir()} - {*OWN, "current"})
        there = [fault for fault in faults(self.www, self.releases[self.live()]) if fault not in {LOCK, *FOREIGN}]
        return there + sorted({path.name for path in self.shelf.parent.iterdir()} - OWN)


LOCK = ".publishing.lock"
OWN = {LOCK, "history.json", "releases"}


def in_between(office: Office, either: list[Release]) -> list[str]:
    """What readers of a folder in which files are being replaced would find wrong at this moment."""
    there, wrong = contents(office.www), []
    right = [contents_of(release) for release in either]
    for path, page in there.items():
        if path.endswith((".html", "entry.json")):
            wrong += [] if page in [files.get(path) for files in right] else [f"{path} 不完整"]
            asked = {each for each in asked_for(path, page) if is_fingerprinted(each) or path == "index.html"}
            wrong += [f"{path} 要 {each}" for each in asked - there.keys()]
    for files in right:
        wrong += [
            path for path in files.keys() & there.keys() if is_fingerprinted(path) and there[path] != files[path]
        ]
    return wrong + [name for name, content in FOREIGN.items() if there[name] != content]


@pytest.fixture(params=["linked", "plain"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


Killed = Callable[..., Iterator[tuple[int, Office]]]


@pytest.fixture
def killed(kind: str, tmp_path: Path, edition: Edition, driver: Callable[..., str | None]) -> Killed:
    """``killed(before, release, bad) -> each moment's number and what it left``; ``before`` were published."""

    def every_moment(
        before: list[int], number: int = 0, *, bad: int = 0, damage: bool = False, since: str = ""
    ) -> Iterator[tuple[int, Office]]:
        releases = {edition(each).manifest.id: edition(each) for each in range(1, 8)}
        base, wrong = tmp_path / "base", edition(bad).manifest.id if bad else ""
        office = Office(tmp_path / "site", kind, releases, wrong)
        for path, content in FOREIGN.items() if kind == "plain" else ():
            (base / "www" / path).parent.mkdir(parents=True, exist_ok=True)
            (base / "www" / path).write_bytes(content)
        base.mkdir(exist_ok=True)
        for each in before:
            Office(base, kind, releases).publish(edition(each))
        if damage:
            spoil(Office(base, kind, releases))
        job = {"base": str(base), "root": str(office.root), "kind": kind, "bad": wrong, "since": since}
        job["release"] = str(edition(number).folder) if number else ""
        moment = 1
        while driver(**job, at=moment) is not None:
            yield moment, office
            moment += 1
        assert moment > 10

    return every_moment


def spoil(office: Office) -> None:
    (office.seen / SHARED).unlink()
    page = office.seen / "说明/index.html"
    page.write_bytes(page.read_bytes()[:-9])


def assert_next_run_completes(office: Office, moment: int, edition: Edition, again: int) -> None:
    """In turn: the same again, another one, going back, and another after that."""
    if moment % 3 == 0:
        office.publish(edition(again))
        assert (office.live(), office.untidy()) == (edition(again).manifest.id, [])
    if moment % 3 == 1:
        office.publish(edition(4))
        assert (office.live(), office.untidy()) == (edition(4).manifest.id, [])
    if moment % 3 == 2:
        back = office.roll_back()
        assert (office.live(), office.untidy()) == (back, [])
        office.publish(edition(4))
        assert (office.live(), office.untidy()) == (edition(4).manifest.id, [])
        assert unanswered(office.seen, office.releases[back]) == []


def assert_whole(office: Office, edition: Edition, either: list[int]) -> str:
    """Readers see one of two releases, and all that are kept are whole; gives which is seen, "" for none."""
    assert office.broken() == []
    if office.kind == "plain":
        assert in_between(office, [edition(each) for each in either]) == []
        return office.live()
    id_ = shown(office.www)
    assert id_ in {"", *(edition(each).manifest.id for each in either)}
    assert not id_ or faults(office.seen, office.releases[id_]) == []
    assert not id_ or unanswered(office.seen, edition(either[0])) == []
    return id_


def test_a_later_release(kind: str, killed: Killed, edition: Edition) -> None:
    seen = []
    since = "" if kind == "linked" else "先放样式"  # what comes before is the same for both kinds
    for moment, office in killed([1, 2], 3, since=since):
        seen.append(assert_whole(office, edition, [2, 3]))
        assert_next_run_completes(office, moment, edition, 3)
        if moment % 8 == 0:
            assert_nothing_of_it_stays(office, edition)
    old, new = (edition(each).manifest.id for each in (2, 3))
    assert seen == [old] * seen.count(old) + [new] * seen.count(new)
    assert {old, new} == set(seen)


def assert_nothing_of_it_stays(office: Office, edition: Edition) -> None:
    for each in (5, 6):
        office.publish(edition(each))
    there = {path for path in contents(office.seen) if is_fingerprinted(path)}
    assert there <= {path for each in (5, 6) for path in contents_of(edition(each))}
    assert not (office.seen / own_page(3)).exists()


def test_a_release_taken_back(killed: Killed, edition: Edition) -> None:
    seen = []
    for moment, office in killed([1, 2], 3, bad=3, since="通过网址检查"):
        seen.append(assert_whole(office, edition, [2, 3]))
        assert_next_run_completes(office, moment, edition, 2)
    assert (seen[0], seen[-1]) == (edition(3).manifest.id, edition(2).manifest.id)


def test_a_rollback(killed: Killed, edition: Edition) -> None:
    for moment, office in killed([1, 2]):
        assert_whole(office, edition, [2, 1])
        if moment % 2:
            assert_next_run_completes(office, moment // 2, edition, 2)
        else:
            assert_asked_again_it_goes_to_where_it_was_going(office, edition)


def assert_asked_again_it_goes_to_where_it_was_going(office: Office, edition: Edition) -> None:
    events = target_in(office.root, office.kind).events()
    if office.live() == edition(2).manifest.id or events[-1].state is State.OPEN:
        assert (office.roll_back(), office.untidy()) == (edition(1).manifest.id, [])


def test_a_first_release(killed: Killed, edition: Edition) -> None:
    for moment, office in killed([], 1):
        assert_whole(office, edition, [1])
        office.publish(edition(1 + moment % 2))
        assert (office.live(), office.untidy()) == (edition(1 + moment % 2).manifest.id, [])
        if moment % 3 == 0:
            office.publish(edition(3))
            assert (office.roll_back(), office.untidy()) == (edition(1 + moment % 2).manifest.id, [])


def test_the_mending_of_damaged_files(killed: Killed, edition: Edition) -> None:
    for moment, office in killed([1, 2], 2, damage=True):
        again = 2 if moment % 2 else 3
        office.publish(edition(again))
        assert office.live() == edition(again).manifest.id
        assert set(faults(office.seen, edition(again))) <= {LOCK, *FOREIGN}
