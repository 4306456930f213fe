"""A slot as people type it: article/2026-W46, 第2周, 周学一文/第2周, 2026-11, 11月."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shuxiang.cli.opened import Opened, programme_of
from shuxiang.cli.problem import Problem
from shuxiang.core.calendar import Every, Period, parse_key
from shuxiang.core.labels import dated_label, slot_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shuxiang.core.model import Cadence, Slot

_COUNTED_WEEK = re.compile(r"(?:([0-9]{4})年)?第([0-9]{1,3})周")


def period_named(opened: Opened, text: str) -> Period:
    """The period of a key as files write it; 第6周 and 2027年第6周 are looked up among the slots.

    PeriodError for what cannot be a key, Problem for a week that the plan does not have.
    """
    match = _COUNTED_WEEK.fullmatch(text)
    if not match:
        return parse_key(text.upper())
    programme = programme_of(opened, int(match[1]) if match[1] else None)
    weeks = (s for s in opened.library.schedule.slots if s.programme_year == programme.year)
    found = next((s for s in weeks if s.cadence.every is Every.WEEK and s.number == int(match[2])), None)
    if found is None:
        raise Problem(
            f"{programme.year}年学习计划里没有第{match[2]}周。请核对，或写期次，例如 {programme.year}-W06。"
        )
    return found.period


def cadence_id(opened: Opened, text: str) -> str:
    """The id of a cadence that may be given by its name."""
    return next((cadence.id for cadence in _cadences(opened) if text == cadence.name), text)


def known_cadence(opened: Opened, text: str) -> str:
    """The id of a cadence given by id or name; Problem when no programme has it."""
    known = {cadence.id: cadence.name for cadence in _cadences(opened)}
    found = cadence_id(opened, text)
    if found not in known:
        listed = "、".join(f"{id_}（{name}）" for id_, name in known.items())
        raise Problem(f"学习计划里没有写的这个节奏。现有 {listed}。")
    return found


def find_slot(opened: Opened, text: str) -> Slot:
    """The one slot that is meant; Problem when there is none, or when several go by that name.

    What was typed is not repeated: it may be a member's number in the wrong place.
    """
    cadence, _, name = text.strip().rpartition("/")
    own = known_cadence(opened, cadence) if cadence else ""
    slots = [s for s in opened.library.schedule.slots if s.cadence.id == own or not own]
    found = _called(slots, name, opened)
    if len(found) > 1:
        listed = "、".join(f"{s.id}（{s.cadence.name} {slot_label(s)}）" for s in found)
        raise Problem(f"这样写的有几期：{listed}。请写其中一个。")
    if not found:
        period_named(opened, name)  # says what is wrong with a name that cannot be one
        raise Problem("学习计划里没有写的这一期。可用 python3 scripts/plan.py show 看有哪些期。")
    return found[0]


def _called(slots: Iterable[Slot], name: str, opened: Opened) -> list[Slot]:
    """Those of the key or the dated name; else of the short name, in the programme that runs."""
    key = name.upper()
    found = [s for s in slots if key in {s.period.key, *s.keys} or name == dated_label(s)]
    if found or not (programme := opened.library.schedule.programme_on(opened.today)):
        return found
    return [s for s in slots if s.programme_year == programme.year and slot_label(s) == name]


def _cadences(opened: Opened) -> Iterable[Cadence]:
    return (cadence for programme in opened.library.schedule.programmes for cadence in programme.cadences)
