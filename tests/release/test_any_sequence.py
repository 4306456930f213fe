"""Whatever is done to a target in whatever order, and wherever it breaks off: readers have a whole site.

A kill is an exception here, raised before or after any call to the host and any step; test_killed has real ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from release_site import KEEP, Watched, faults, means, target_in, unanswered
from shuxiang.release.errors import ReleaseError
from shuxiang.release.history import State
from shuxiang.release.target import Outcome, Release

Edition = Callable[[int], Release]


class Killed(BaseException):
    """Stands for SIGKILL."""


@dataclass(frozen=True)
class Action:
    """``number`` is the edition to publish, or 0 to go back; ``fate`` 0: well, -1: not seen, else when killed."""

    number: int
    fate: int


FATES = st.just(0) | st.just(-1) | st.integers(1, 40)
FATES = st.just(0) | st.just(-1) | st.integers(1, 40)
ACTIONS = st.lists(st.builds(Action, st.integers(0, 4), FATES), max_size=7)


@dataclass
class Story:
    """What happens to one target, and what must be true after each thing."""

    root: Path
    kind: str
    edition: Edition
    before: str = ""
    unfinished: set[str] = field(default_factory=set)
    """What kills have left in a folder of files, until a run completes it."""

    def live(self) -> str:
        live = target_in(self.root, self.kind).live()
        return live.id if live else ""

    def happen(self, action: Action) -> Outcome | None:
        left, live = action.fate, self.live()

        def tick(_: str) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                raise Killed

        target = target_in(self.root, self.kind, lambda host: Watched(host, tick))
        by = means(lambda seen: ("看不到。",) if action.fate == -1 and seen.id != live else (), hook=tick)
        if action.number:
            return target.publish(self.edition(action.number), by)
        return target.rollback("", by)

    def tell(self, action: Action) -> None:
        live = self.live()
        try:
            outcome = self.happen(action)
        except ReleaseError:
            assert self.live() == live
            assert set(self.whole()) <= self.unfinished
            return
        except Killed:
            assert self.kind == "plain" or self.whole() == []
            self.before, self.unfinished = "", self.unfinished | set(self.whole())
            return
        assert outcome
        assert self.live() == outcome.release
        assert self.whole() == []
        self.unfinished = set()
        assert not [event for event in target_in(self.root, self.kind).events() if event.state is State.OPEN]
        self.assert_former_readers_are_served(outcome)

    def assert_former_readers_are_served(self, outcome: Outcome) -> None:
        kept = target_in(self.root, self.kind).kept()
        assert len(kept) <= KEEP
        self.before = outcome.previous if outcome.previous not in (None, outcome.release) else self.before
        if self.before:
            assert self.before in kept
            assert unanswered(self.seen, self.by_id(self.before)) == []

    @property
    def seen(self) -> Path:
        return self.root / ("www/current" if self.kind == "linked" else "www")

    def by_id(self, id_: str) -> Release:
        return next(release for release in map(self.edition, range(1, 5)) if release.manifest.id == id_)

    def whole(self) -> list[str]:
        live = self.live()
        if not live:
            return []
        missing = unanswered(self.seen, self.by_id(live))
        return missing + [path for path in faults(self.seen, self.by_id(live)) if path != ".publishing.lock"]


@pytest.mark.parametrize("kind", ["linked", "plain"])
@settings(max_examples=30)
@given(actions=ACTIONS)
def test_any_sequence_keeps_the_site_whole_and_the_release_before_it_at_hand(
    edition: Edition, kind: str, actions: list[Action]
) -> None:
    with TemporaryDirectory() as folder:
        story = Story(Path(folder), kind, edition)
        for action in actions:
            story.tell(action)
        story.tell(Action(4, 0))
        story.tell(Action(3, 0))
        assert (story.live(), story.before) == (edition(3).manifest.id, edition(4).manifest.id)
