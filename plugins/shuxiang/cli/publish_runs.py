"""Keeping account of updates: for the office in full, for readers what they may know, on the status page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from shuxiang.cli.problem import Problem
from shuxiang.core.update import Reason, Result
from shuxiang.release import runs
from shuxiang.release.errors import ReleaseError
from shuxiang.release.runs import RunRecord
from shuxiang.release.target import Outcome, Release, Target


class UpdateProblem(Problem):
    """A problem of which readers may know the reason."""

    def __init__(self, problem: Problem, reason: Reason) -> None:
        super().__init__(str(problem), problem.code)
        self.reason = reason


@contextmanager
def because(reason: Reason) -> Iterator[None]:
    """Give the problems of the block a reason."""
    try:
        yield
    except Problem as problem:
        raise UpdateProblem(problem, reason) from problem


@dataclass
class Account:
    """What is known of an update while it runs; ``now`` tells the time."""

    path: Path
    automatic: bool
    now: Callable[[], datetime]
    begun: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.begun = self.now()

    @contextmanager
    def kept(self, target: Target) -> Iterator[None]:
        """Note that an update begins, and that it failed if the block does."""
        runs.begin(self.path, self.begun, automatic=self.automatic)
        try:
            yield
        except (Problem, ReleaseError) as problem:
            self._end(target, Result.FAILED, reason=getattr(problem, "reason", Reason.OTHER))
            raise
        except Exception:
            self._end(target, Result.FAILED, reason=Reason.OTHER)
            raise

    def published(self, target: Target, release: Release, outcome: Outcome) -> None:
        """Note what has come of it."""
        result = Result.UNCHANGED if outcome.previous == outcome.release else Result.PUBLISHED
        if outcome.complaints:
            self._end(target, Result.FAILED, reason=Reason.UNSEEN)
            return
        self._end(target, result, release=outcome.release, day=date.fromisoformat(release.manifest.day))

    def _end(
        self,
        target: Target,
        result: Result,
        reason: Reason | None = None,
        release: str = "",
        day: date | None = None,
    ) -> None:
        record = RunRecord(self.begun, self.now(), result, self.automatic, reason, release, day)
        runs.append(self.path, record)
        show(target, self.path)


def show(target: Target, path: Path) -> None:
    """Tell the readers of the live release; where that cannot be done, the page says what it knows."""
    with suppress(ReleaseError):
        target.write_status(runs.public(runs.read(path)))
