"""From programmes, materials and working days to slots in order.

A period belongs to a programme when at least half of the shorter of the two lies in the other; when exactly half
does, the programme that holds the period's first day has it; should two claim it, the earlier has it. So each
period of two programmes that follow one another falls to one of them, a year that starts on Monday 5 January keeps
its January, and a trial of two months still has its year slot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from shuxiang.core.calendar import EXAMPLES, NAMES, Every, Period, parse_key, periods, week
from shuxiang.core.days import DayOf, DaySource, monday_to_friday
from shuxiang.core.diagnostics import Diagnostic, Severity
from shuxiang.core.model import DEFAULT_CADENCES, Cadence, HolidayPolicy, Material, Programme, Recess, Slot
from shuxiang.core.study_weeks import StudyWeek, StudyWeeks, study_weeks, uncovered

_STILL_A_PAGE = "改好之前，本篇有自己的页面，但不进入学习计划。"


@dataclass(frozen=True, slots=True)
class Schedule:
    """Programmes by start, and all their slots by start, then in the programme's order of cadences.

    ``recesses`` are the stretches of time, in order, that belong to a programme but to no study week.
    """

    programmes: tuple[Programme, ...]
    slots: tuple[Slot, ...]
    recesses: tuple[Recess, ...] = ()

    def showing(self, paths: Container[str]) -> Schedule:
        """The same slots, each with only those of its materials whose paths are among ``paths``."""
        slots = (replace(s, materials=tuple(m for m in s.materials if m.path in paths)) for s in self.slots)
        return replace(self, slots=tuple(slots))

    def programme_on(self, day: date) -> Programme | None:
        """The programme running on ``day``, else the next to start, else the last that ended."""
        running = [p for p in self.programmes if p.starts <= day < p.ends]
        coming = [p for p in self.programmes if p.starts > day]
        return next(iter(running + coming + list(self.programmes[-1:])), None)

    def owner_of(self, recess: Recess) -> Programme | None:
        """The programme whose weeks the recess is made of; None for an edge that holds no whole week."""
        first = parse_key(recess.keys[0]) if recess.keys else None
        return next((programme for programme in self.programmes if first and belongs(first, programme)), None)


def default_programme(year: int) -> Programme:
    """The programme of a year that has no file: the default four cadences over the year's ISO weeks."""
    return Programme(
        year=year,
        title=f"{year}年“书香政协”学习计划",
        starts=week(year, 1).start,
        ends=week(year + 1, 1).start,
        cadences=DEFAULT_CADENCES,
    )


def belongs(period: Period, programme: Programme) -> bool:
    """Whether the period is one of the programme's (the module's docstring has the rule)."""
    shared = (min(period.end, programme.ends) - max(period.start, programme.starts)).days
    shorter = min((period.end - period.start).days, (programme.ends - programme.starts).days)
    if shared * 2 == shorter:
        return programme.starts <= period.start < programme.ends
    return shared * 2 > shorter


def slots_of(
    programme: Programme,
    day_of: DayOf = monday_to_friday,
    claimed: Mapping[str, Container[str]] = MappingProxyType({}),
) -> tuple[Slot, ...]:
    """The programme's slots without materials, by start, then in its order of cadences.

    ``claimed`` are, by cadence id, the keys of weeks that an earlier programme has.
    """
    slots = [
        Slot(programme.year, cadence, place.period, number, light=place.light, keys=place.keys)
        for cadence in programme.cadences
        for number, place in enumerate(_places(programme, cadence, day_of, claimed.get(cadence.id, ())), start=1)
    ]
    return tuple(sorted(slots, key=lambda slot: slot.period.start))


def _places(programme: Programme, cadence: Cadence, day_of: DayOf, claimed: Container[str]) -> Iterable[StudyWeek]:
    """The periods that get a slot; only weeks know holidays."""
    if cadence.every is Every.WEEK:
        return _study_weeks(programme, day_of, claimed).weeks
    return (StudyWeek(period, (period.key,)) for period in _periods_of(programme, cadence.every))


def _study_weeks(programme: Programme, day_of: DayOf, claimed: Container[str]) -> StudyWeeks:
    weeks = [week for week in _periods_of(programme, Every.WEEK) if week.key not in claimed]
    return study_weeks(weeks, programme.policy, day_of)


def _periods_of(programme: Programme, every: Every) -> list[Period]:
    return [p for p in periods(every, programme.starts, programme.ends) if belongs(p, programme)]


def plan(
    programmes: Iterable[Programme], materials: Iterable[Material], day_of: DayOf = monday_to_friday
) -> tuple[Schedule, tuple[Diagnostic, ...]]:
    """Lay the materials into the slots. A material that fits none is left out, with a diagnostic.

    Years with materials and no programme get :func:`default_programme`. Of two materials for one slot the one that
    names the slot's own key has it, then the first by path, unless the cadence wants more than one. A material in a
    merged slot takes over its period.
    """
    ordered = sorted(materials, key=lambda material: _natural(material.path))
    everything = _with_defaults(sorted(programmes, key=lambda p: (p.starts, p.year)), ordered)
    slots = _all_slots(everything, day_of)
    keys = {(slot.cadence.id, key): slot for slot in slots.values() for key in slot.keys}
    taken: dict[str, list[Material]] = {}
    named_first = sorted(ordered, key=lambda m: f"{m.cadence_id}/{m.period.key}" not in slots)
    problems = [problem for material in named_first if (problem := _place(material, everything, keys, taken))]
    filled = (_filled(slot, taken.get(slot.id, ())) for slot in slots.values())
    schedule = Schedule(
        everything, tuple(sorted(filled, key=_position(everything))), tuple(_recesses(everything, day_of))
    )
    return schedule, (*problems, *_unannounced(everything, day_of))


def _natural(path: str) -> tuple[tuple[str, int], ...]:
    """Paths in the order in which people number them: 2027-01.md, 2027-01-2.md, 2027-01-10.md."""
    parts = re.split(r"([0-9]+)", path.rpartition(".")[0].casefold())
    texts, numbers = parts[::2], [*parts[1::2], ""]
    return (*((text, int(number[:18] or -1)) for text, number in zip(texts, numbers, strict=True)), (path, 0))


def _all_slots(programmes: Iterable[Programme], day_of: DayOf) -> dict[str, Slot]:
    """All slots by id; what two programmes claim, the earlier has."""
    slots: dict[str, Slot] = {}
    claimed: dict[str, set[str]] = {}
    for programme in programmes:
        for slot in slots_of(programme, day_of, claimed):
            slots.setdefault(slot.id, slot)
        weeks = {week.key for week in _periods_of(programme, Every.WEEK)}
        for cadence in programme.cadences:
            claimed.setdefault(cadence.id, set()).update(weeks)
    return slots


def _filled(slot: Slot, materials: Iterable[Material]) -> Slot:
    ordered = sorted(materials, key=lambda material: _natural(material.path))
    return replace(slot, materials=tuple(replace(m, period=slot.period) for m in ordered))


def _recesses(programmes: Sequence[Programme], day_of: DayOf) -> list[Recess]:
    """All programmes' recesses; the edge of one may be covered by another's week."""
    laid: list[StudyWeeks] = []
    claimed: set[str] = set()
    for programme in programmes:
        laid.append(_study_weeks(programme, day_of, claimed))
        claimed.update(week.key for week in _periods_of(programme, Every.WEEK))
    found = [recess for weeks in laid for recess in weeks.recesses]
    covered = {(w.period.start, w.period.end) for weeks in laid for w in weeks.weeks}
    covered.update((recess.start, recess.end) for recess in found)
    edges = uncovered(((p.starts, p.ends) for p in programmes), covered)
    return sorted([*found, *edges], key=lambda recess: recess.start)


def unannounced_years(programme: Programme, day_of: DayOf) -> tuple[int, ...]:
    """The years in which weeks of the programme begin and whose holidays are not known yet."""
    weeks = _periods_of(programme, Every.WEEK)
    return tuple(sorted({week.start.year for week in weeks if day_of(week.start).source is DaySource.ASSUMED}))


def _unannounced(programmes: Iterable[Programme], day_of: DayOf) -> Iterator[Diagnostic]:
    """A note for each programme whose holidays matter and are not known yet."""
    for programme in programmes:
        years = unannounced_years(programme, day_of)
        if years and programme.policy_origin and programme.policy is not HolidayPolicy.KEEP:
            named = "、".join(f"{year}年" for year in years)
            yield Diagnostic(
                programme.policy_origin,
                "holidays-unannounced",
                f"还没有{named}的放假安排，暂按星期一到星期五为工作日排期。",
                "放假通知公布后，请更新本软件，或把放假和调休的日子写进 programme/holidays.yml。",
                Severity.NOTE,
            )


def _position(programmes: Sequence[Programme]) -> Callable[[Slot], tuple[date, int, int]]:
    """By start, then programme, then the programme's own order of cadences: a total order over slots."""
    rank = {
        (programme.year, cadence.id): (number, place)
        for number, programme in enumerate(programmes)
        for place, cadence in enumerate(programme.cadences)
    }
    return lambda slot: (slot.period.start, *rank[slot.programme_year, slot.cadence.id])


def _with_defaults(programmes: Sequence[Programme], materials: Iterable[Material]) -> tuple[Programme, ...]:
    years = {programme.year for programme in programmes}
    homeless = (m.period for m in materials if not any(belongs(m.period, p) for p in programmes))
    missing = {period.year for period in homeless} - years
    return tuple(sorted([*programmes, *map(default_programme, missing)], key=lambda p: (p.starts, p.year)))


def _place(
    material: Material,
    programmes: Sequence[Programme],
    slots: Mapping[tuple[str, str], Slot],
    taken: dict[str, list[Material]],
) -> Diagnostic | None:
    """Put the material into ``taken`` under its slot's id, or say why it has no place."""
    candidates = [programme for programme in programmes if belongs(material.period, programme)]
    if not candidates:
        return _outside(material, programmes)
    cadence = next(filter(None, (p.cadence(material.cadence_id) for p in candidates)), None)
    if cadence is None:
        return _unknown_cadence(material, candidates[0])
    if cadence.every is not material.period.every:
        return Diagnostic(
            material.origin,
            "slot-kind",
            f"“{cadence.name}”每{NAMES[cadence.every]}一期，期次“{material.period.key}”却不是{NAMES[cadence.every]}。",
            f"请写成 {EXAMPLES[cadence.every]} 的样子。{_STILL_A_PAGE}",
        )
    slot = slots.get((cadence.id, material.period.key))
    if slot is None:
        return _in_recess(material, cadence, slots)
    others = taken.setdefault(slot.id, [])
    if others and cadence.at_least == 1:
        return _taken(material, others[0], slot)
    others.append(material)
    return None


def _in_recess(material: Material, cadence: Cadence, slots: Mapping[tuple[str, str], Slot]) -> Diagnostic:
    """The material's week has no slot because nobody works in it."""
    weeks = [s for s in slots.values() if s.cadence.id == cadence.id]
    before = max((s.period for s in weeks if s.period.end <= material.period.start), default=None)
    after = min((s.period for s in weeks if s.period.start >= material.period.end), default=None)
    nearest = " 或 ".join(period.key for period in (before, after) if period)
    return Diagnostic(
        material.origin,
        "slot-recess",
        f"期次“{material.period.key}”那一周没有工作日，按学习计划的节假日规则（skip）不设期。",
        f"请{f'改为 {nearest}，或' if nearest else ''}把规则改为 light（轻阅读）。{_STILL_A_PAGE}",
    )


def _outside(material: Material, programmes: Sequence[Programme]) -> Diagnostic:
    own = next(p for p in programmes if p.year == material.period.year)
    own_periods = _periods_of(own, material.period.every)
    fix = f"请改为 {own_periods[0].key} 至 {own_periods[-1].key}，或调整" if own_periods else "请调整"
    return Diagnostic(
        material.origin,
        "slot-outside",
        f"期次“{material.period.key}”不在{own.year}年学习计划之内（{own.starts} 起，{own.ends} 前结束）。",
        f"{fix}学习计划的起止日期。{_STILL_A_PAGE}",
    )


def _unknown_cadence(material: Material, programme: Programme) -> Diagnostic:
    known = "、".join(f"{cadence.id}（{cadence.name}）" for cadence in programme.cadences)
    add = (
        "或在学习计划的 cadences 里加上它"
        if programme.origin
        else (f"或新建 programme/{programme.year}.yml 写明这一年的节奏")
    )
    return Diagnostic(
        material.cadence_origin or material.origin,
        "cadence-unknown",
        f"{programme.year}年学习计划里没有节奏“{material.cadence_id}”。",
        f"请改为 {known}之一，{add}。{_STILL_A_PAGE}",
    )


def _taken(material: Material, first: Material, slot: Slot) -> Diagnostic:
    merged = f"{'、'.join(slot.keys)} 按节假日规则合成了一期，" if len(slot.keys) > 1 else ""
    return Diagnostic(
        material.origin,
        "slot-taken",
        f"{merged}期次“{material.period.key}”已经有材料《{first.title}》（{first.path}），一期只能放一篇。",
        f"请给其中一篇换一个期次。{_STILL_A_PAGE}",
    )


def overlaps(programmes: Iterable[Programme]) -> tuple[Diagnostic, ...]:
    """One diagnostic for each programme that begins before an earlier one has ended."""
    found: list[Diagnostic] = []
    longest: Programme | None = None
    for programme in sorted(programmes, key=lambda p: (p.starts, p.year)):
        if longest and programme.starts < longest.ends:
            found += _overlap(longest, programme)
        if longest is None or programme.ends > longest.ends:
            longest = programme
    return tuple(found)


def _overlap(earlier: Programme, later: Programme) -> Iterator[Diagnostic]:
    """The complaint, if there is a file to complain of."""
    if later.origin and earlier.origin:
        yield Diagnostic(
            later.origin,
            "programme-overlap",
            f"{later.year}年学习计划从 {later.starts} 开始，"
            f"而{earlier.year}年的要到 {earlier.ends} 才结束（{earlier.origin.path}），两者重叠。",
            f"请把 starts 改为 {earlier.ends} 或更晚，或把前一个的 ends 提前。"
            "（ends 是结束后的第一天，当天不算在内。）",
        )
