"""Events of a ledger told one after another, as the store would give them back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from shuxiang.core.ledger.event import Kind, LedgerEvent, NewEvent

ENTERED = datetime.fromisoformat("2026-11-20T12:00:00")
SLOT = "article/2026-W46"
PEOPLE = {
    "0001": ("甲某", "第一小组"),
    "0002": ("乙某", "第一小组"),
    "0003": ("丙某", "第二小组"),
    "0004": ("丁某", "第二小组"),
    "0005": ("戊某", "第三小组"),
    "0006": ("己某", ""),
}
"""A roster: number, name, group; member ids are ``m`` and the number."""


@dataclass
class Story:
    """``events`` so far; each method adds one, in the run that is open, and gives its number."""

    events: list[LedgerEvent] = field(default_factory=list)
    run_seq: int = 0

    def run(self, command: str = "test", source: str = "") -> int:
        """Begin another run."""
        self.run_seq = len(self.events) + 1
        return self.tell(Kind.RUN, data={"command": command, "digest": ""}, private={"input": source})

    def tell(
        self,
        kind: Kind,
        member: str = "",
        slot: str = "",
        data: dict[str, Any] | None = None,
        private: dict[str, Any] | None = None,
    ) -> int:
        """Add an event."""
        seq = len(self.events) + 1
        run = self.run_seq or seq
        sealed = private is not None
        self.events.append(
            LedgerEvent(seq, run, kind, ENTERED, member, slot, 0, data or {}, private, sealed=sealed)
        )
        return seq

    def enroll(self) -> None:
        """Let all of :data:`PEOPLE` join."""
        for number, (name, group) in PEOPLE.items():
            self.join(f"m{number}", group, number=number, name=name)

    def join(
        self, member: str, group: str = "甲组", on: str = "2026-11-02", number: str = "", name: str = ""
    ) -> int:
        told = {"number": number or member, "name": name or f"{member}某", "contact": ""}
        return self.tell(Kind.JOINED, member, data={"on": on, "group": group, "sector": ""}, private=told)

    def check_in(
        self,
        member: str = "m1",
        slot: str = SLOT,
        *,
        at: str = "2026-11-12T20:00",
        acts: str = "学",
        note: str = "",
        amends: int = 0,
        checksum: str = "",
    ) -> int:
        data: dict[str, Any] = {"acts": acts, "at": at, **({"amends": amends} if amends else {})}
        told = {"record": f"{member}{slot}", "checksum": checksum or f"{at}{acts}{note}", "note": note, "title": ""}
        return self.tell(Kind.CHECKED_IN, member, slot, data, told)

    def attend(
        self,
        member: str = "m1",
        slot: str = SLOT,
        *,
        event: str = "e1",
        title: str = "讲座",
        on: str = "2026-11-11",
    ) -> int:
        return self.tell(Kind.ATTENDED, member, slot, {"event": event, "title": title, "on": on})

    def give_back(self, reason: str, member: str = "m1", slot: str = SLOT) -> int:
        return self.tell(Kind.RETURNED, member, slot, private={"reason": reason})

    def close(self, member: str = "m1", slot: str = SLOT) -> int:
        return self.tell(Kind.CLOSED, member, slot)

    def excuse(self, reason: str = "", member: str = "m1", slot: str = SLOT) -> int:
        return self.tell(Kind.EXCUSED, member, slot, private={"reason": reason})

    def choose(self, member: str = "m1", slot: str = SLOT, *, good: bool = True) -> int:
        return self.tell(Kind.CHOSEN, member, slot, {"good": good})

    def pick(self, member: str = "m1", slot: str = SLOT) -> int:
        return self.tell(Kind.PICKED, member, slot)

    def withdraw(self, run: int) -> int:
        return self.tell(Kind.WITHDRAWN, data={"of": run})

    def let_go(self, *seqs: int) -> None:
        """The private parts of these events are no longer there."""
        for seq in seqs:
            self.events[seq - 1] = replace(self.events[seq - 1], private=None)

    def new_events(self) -> list[NewEvent]:
        """What was told, on its way into a ledger."""
        return [
            NewEvent(event.kind, event.member, event.slot, data=event.data, private=event.private)
            for event in self.events
        ]
