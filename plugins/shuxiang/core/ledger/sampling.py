"""抽审: a random sample of what was handed in, which anyone who has the ledger and the seed can draw again.

Each row gets the SHA-256 of ``seed|slot|member id``; those with the smallest are picked. Drawn from is what has
been handed in and neither judged nor picked before, so whether the programme reviews all does not matter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from shuxiang.core.ledger.event import Kind, LedgerEvent

Drawn = tuple[str, str]
"""A slot's id and a member's."""

_WORK = {Kind.CHECKED_IN, Kind.ATTENDED}
_SETTLED = {Kind.CLOSED, Kind.RETURNED, Kind.PICKED}


def share_of(text: str) -> Fraction:
    """``10%`` or ``12.5%`` as a part of one; ValueError for what is none, or nothing, or more than all."""
    number = text.strip().replace("\uff05", "%").removesuffix("%")
    if not (number.isascii() and number.replace(".", "", 1).isdigit()) or len(number) > 6:
        raise ValueError(text)
    share = Fraction(number) / 100
    if not 0 < share <= 1:
        raise ValueError(text)
    return share


def draw(population: Iterable[Drawn], share: Fraction, seed: str) -> tuple[Drawn, ...]:
    """So many of the population, rounded up; whatever order it comes in."""
    ranked = sorted(population, key=lambda one: (_rank(seed, one), one))
    return tuple(sorted(ranked[: ceil(len(ranked) * share)]))


def _rank(seed: str, one: Drawn) -> bytes:
    return hashlib.sha256("|".join([seed, *one]).encode()).digest()


class _Fact(NamedTuple):
    """One event about a slot, as little of it as a draw needs."""

    run: int
    kind: Kind
    member: str


@dataclass(slots=True)
class Pool:
    """What may be drawn from, as of the last event that was taken in. Events come in their order."""

    facts: dict[str, list[_Fact]] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)
    forgotten: set[str] = field(default_factory=set)

    def take(self, event: LedgerEvent) -> None:
        """Let the event count."""
        if event.kind is Kind.WITHDRAWN:
            self.withdrawn.add(event.data["of"])
        elif event.kind is Kind.FORGOTTEN:
            self.forgotten.add(event.member)
        elif event.slot and (event.kind in _WORK or event.kind in _SETTLED):
            self.facts.setdefault(event.slot, []).append(_Fact(event.run, event.kind, event.member))

    def undecided(self, slots: Collection[str]) -> tuple[Drawn, ...]:
        """What was handed in for the slots and nobody has looked at; nothing of those who were forgotten."""
        return tuple((slot, member) for slot in slots for member in sorted(self._members(slot) - self.forgotten))

    def _members(self, slot: str) -> set[str]:
        done: set[str] = set()
        settled: set[str] = set()
        for fact in self.facts.get(slot, ()):
            if fact.run in self.withdrawn:
                continue
            if fact.kind in _WORK:
                done.add(fact.member)
            elif fact.member in done:
                settled.add(fact.member)
        return done - settled


def redrawn(events: Iterable[LedgerEvent]) -> tuple[int, ...]:
    """The numbers of the samples that come out otherwise when they are drawn again: none, in a sound ledger."""
    pool = Pool()
    samples: list[tuple[LedgerEvent, tuple[Drawn, ...]]] = []
    picks: dict[int, set[Drawn]] = {}
    for event in events:
        if event.kind is Kind.SAMPLED:
            samples.append((event, pool.undecided(event.data["slots"])))
        elif event.kind is Kind.PICKED:
            picks.setdefault(event.run, set()).add((event.slot, event.member))
        pool.take(event)
    return tuple(
        event.seq for event, population in samples if not _agrees(event, population, picks.get(event.run, set()))
    )


def _agrees(event: LedgerEvent, population: tuple[Drawn, ...], picked: set[Drawn]) -> bool:
    drawn = draw(population, share_of(event.data["share"]), event.data["seed"])
    return picked == set(drawn) and event.data["of"] == len(population) and event.data["picked"] == len(drawn)
