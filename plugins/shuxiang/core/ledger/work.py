"""What one member has done for one slot, as far as the events have told: how it becomes a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from typing import NamedTuple

from shuxiang.core.checkin import ACT_NAMES, Act
from shuxiang.core.ledger.event import Kind, LedgerEvent
from shuxiang.core.ledger.row import Row, State
from shuxiang.core.ledger.version import Version

_ACTS = {name: act for act, name in ACT_NAMES.items()}


@cache
def _acts(text: str) -> frozenset[Act]:
    """The acts of any of the characters; one set for all who did the same."""
    return frozenset(_ACTS[name] for name in text)


class _Receipt(NamedTuple):
    """What a receipt says, and the number under which it was entered."""

    version: Version
    seq: int


class _Decision(NamedTuple):
    """A reviewer's word; ``about`` is the newest receipt that lay before the reviewer, if there was one."""

    seq: int
    kind: Kind
    reason: str
    about: Version | None

    def is_answered(self, version: Version) -> bool:
        """Whether the version may be what a return has brought."""
        return self.kind is Kind.RETURNED and (self.about is None or version.answers(self.about))


@dataclass(slots=True)
class Work:
    """What one member has done for one slot, as far as the events have told.

    ``began`` is when the work was first done, told by whichever version of a receipt is the oldest: who hands in on
    time and mends it later is not late.
    """

    checkins: dict[int, _Receipt] = field(default_factory=dict)
    attended: list[tuple[int, date]] = field(default_factory=list)
    excused: tuple[int, str] | None = None
    decided: _Decision | None = None
    began: datetime | None = None
    picked: int = 0
    chosen: int = 0
    again: bool = False

    @property
    def any(self) -> bool:
        """Whether there is anything that makes a row."""
        return bool(self.checkins or self.attended or self.excused)

    @property
    def is_done(self) -> bool:
        """Whether there is something to judge. A word about what is not there counts for nothing.

        So the decisions on what came in by a run that was withdrawn are not taken for decisions on what comes in
        its place.
        """
        return bool(self.checkins or self.attended)

    @property
    def touched(self) -> bool:
        """Whether it was picked for review, or chosen as a good note."""
        return bool(self.picked or self.chosen)

    def check_in(self, event: LedgerEvent) -> None:
        """Take a receipt; of those with one record number only the newest counts."""
        version, record = Version.of(event), event.data.get("amends", event.seq)
        known = self.checkins.get(record)
        if known is None or version > known.version:
            self.checkins[record] = _Receipt(version, event.seq)
        if self.began is None or version.at < self.began:
            self.began = version.at
        if self.decided:
            self.again = self.again or self.decided.is_answered(version)

    def decide(self, event: LedgerEvent) -> None:
        """Take a reviewer's word on what is there."""
        if self.is_done:
            newest = max((receipt.version for receipt in self.checkins.values()), default=None)
            self.decided = _Decision(event.seq, event.kind, event.told("reason"), newest)
            self.again = False

    def state(self, *, needs_review: bool) -> State:
        """How far it has come."""
        if not self.is_done:
            return State.EXCUSED
        if self.decided and self.decided.kind is Kind.CLOSED:
            return State.CLOSED
        if self.decided and not self.again:
            return State.RETURNED
        return State.WAITING if needs_review or self.picked or self.decided else State.HANDED_IN

    def made(self, place: tuple[str, str], *, needs_review: bool) -> Row:
        """The row; ``place`` is its slot and member."""
        if len(self.checkins) == 1 and not (self.attended or self.excused or self.decided or self.touched):
            return self._plain(place, next(iter(self.checkins.values())), needs_review=needs_review)
        versions = [receipt.version for receipt in sorted(self.checkins.values())]
        moments = [version.at for version in versions] + [datetime.combine(day, time()) for _, day in self.attended]
        began = [self.began] if self.began else []
        state = self.state(needs_review=needs_review)
        acts = "".join(version.acts for version in versions) + ACT_NAMES[Act.STUDY] * len(self.attended)
        return Row(
            member=place[1],
            slot=place[0],
            state=state,
            evidence=tuple(sorted(self._evidence())),
            acts=_acts(acts),
            first_at=min([*moments, *began], default=None),
            last_at=max(moments, default=None),
            note="\n".join(dict.fromkeys(version.note for version in versions if version.note)),
            reason=self._reason(state),
            attended=bool(self.attended),
            chosen=bool(self.chosen),
        )

    def _plain(self, place: tuple[str, str], only: _Receipt, *, needs_review: bool) -> Row:
        """One receipt and nothing else, as nearly all rows are: there may be a hundred thousand."""
        state = State.WAITING if needs_review else State.HANDED_IN
        said = only.version
        return Row(place[1], place[0], state, (only.seq,), _acts(said.acts), self.began, said.at, said.note)

    def _evidence(self) -> Iterable[int]:
        yield from (receipt.seq for receipt in self.checkins.values())
        yield from (seq for seq, _ in self.attended)
        yield from filter(None, [self.picked, self.chosen])
        yield from (item[0] for item in (self.excused, self.decided) if item)

    def _reason(self, state: State) -> str:
        if state is State.RETURNED and self.decided:
            return self.decided.reason
        return self.excused[1] if state is State.EXCUSED and self.excused else ""
