"""A slot as people type it: article/2026-W46, 第2周, 周学一文/第2周, 2026-11, 11月."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from shuxiang.cli.opened import Opened, programme_of
from shuxiang.cli.problem import Problem
from shuxiang.core.calendar import Every, Period, parse_key
from shuxiang.core.labels import dated_label, slot_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shuxiang.core.model import Cadence, Slot

_SPOKEN = re.compile(
    r"(?:(?P<year>[0-9]{4})年(?:度)?)?"
    r"(?:第(?P<week>[0-9]{1,3})周|(?P<month>[0-9]{1,2}|十[一二]?|[一二三四五六七八九])月份?"
    r"|第?(?P<quarter>[1-4一二三四])季度?|(?P<half>[上下])半年)?"
)
_NUMERALS = {"上": 1, "下": 2, "十一": 11, "十二": 12}
_NUMERALS |= {numeral: number for number, numeral in enumerate("一二三四五六七八九十", start=1)}
_ENDINGS = {"month": "-{:02}", "quarter": "-Q{}", "half": "-H{}"}
"""What follows the year in a key."""


def period_named(opened: Opened, text: str) -> Period:
    """The period of a key as files write it, or as people say it: 第6周, 2027年第6周, 10月, 十月, 第四季度, 下半年.

    Where no year is said it is that of the programme of today; weeks are counted as the programme counts them.
    PeriodError for what cannot be a period, Problem for a week that the plan does not have.
    """
    spoken = unicodedata.normalize("NFKC", "".join(text.split()))
    match = _SPOKEN.fullmatch(spoken)
    if not match or not spoken:
        return parse_key(spoken.upper())
    if match["week"]:
        return _counted_week(opened, match["year"], int(match["week"]))
    year = match["year"] or f"{programme_of(opened, None).year}"
    said = ((ending, match[name]) for name, ending in _ENDINGS.items() if match[name])
    return parse_key(year + "".join(ending.format(_NUMERALS.get(text) or int(text)) for ending, text in said))


def _counted_week(opened: Opened, year: str | None, number: int) -> Period:
    programme = programme_of(opened, int(year) if year else None)
    weeks = (s for s in opened.library.schedule.slots if s.programme_year == programme.year)
    found = next((s for s in weeks if s.cadence.every is Every.WEEK and s.number == number), None)
    if found is None:
        raise Problem(
            f"{programme.year}年学习计划里没有第{number}周。请核对，或写期次，例如 {programme.year}-W06。"
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
        raise Problem("学习计划里没有写的这一期。可用 python3 scripts/plan.py show 看有哪些期。")
    return found[0]


def _called(slots: Iterable[Slot], name: str, opened: Opened) -> list[Slot]:
    """Those of the key or the dated name; else of the short name, in the programme that runs; else of the period.

    PeriodError or Problem for a name that cannot be one.
    """
    key = name.upper()
    found = [s for s in slots if key in {s.period.key, *s.keys} or name == dated_label(s)]
    programme = opened.library.schedule.programme_on(opened.today)
    if not found and programme:
        found = [s for s in slots if s.programme_year == programme.year and slot_label(s) == name]
    if found:
        return found
    period = period_named(opened, name)
    return [s for s in slots if period.key in {s.period.key, *s.keys}]


def _cadences(opened: Opened) -> Iterable[Cadence]:
    return (cadence for programme in opened.library.schedule.programmes for cadence in programme.cadences)
