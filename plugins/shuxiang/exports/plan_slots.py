"""From a row's 栏目 and 期次 to its slot, or to the reason why there is none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from shuxiang.core.calendar import EXAMPLES, NAMES, Every, Period, PeriodError
from shuxiang.core.labels import slot_label
from shuxiang.core.model import Cadence, Recess, Slot
from shuxiang.core.schedule import Schedule
from shuxiang.exports.cell_periods import SpokenLabel, read_period, spoken_label
from shuxiang.exports.cell_text import brief, meaning
from shuxiang.exports.plan_changes import CellProblem
from shuxiang.exports.plan_columns import CADENCE, PERIOD, Column
from shuxiang.exports.plan_sheet import PlanRow, PlanSheet

_YEAR = re.compile(r"(\d{4}) ?年")


class SlotFinder:
    """All slots by cadence, under its name or its id, by each of their keys, and by their labels.

    A label without a year, 4月, is one of the year that the sheet is about.
    """

    def __init__(self, schedule: Schedule, plan: PlanSheet) -> None:
        self._schedule = schedule
        self._year = _year_of(plan, schedule)
        self._recesses = {
            meaning(text): recess
            for recess in schedule.recesses
            if recess.keys
            for text in (*recess.keys, "、".join(recess.keys))
        }
        self._cadences: dict[str, list[Cadence]] = {}
        for cadence in (cadence for programme in schedule.programmes for cadence in programme.cadences):
            for name in _names(cadence):
                self._cadences.setdefault(name, []).append(cadence)
        self._slots: dict[tuple[str, str], Slot] = {}
        self._labels: dict[tuple[str, str], list[Slot]] = {}
        for slot in schedule.slots:
            for name in _names(slot.cadence):
                self._slots.update({(name, key): slot for key in slot.keys})
                self._labels.setdefault((name, slot_label(slot)), []).append(slot)

    def find(self, row: PlanRow) -> Slot | CellProblem:
        """The row's slot, or what is wrong with which of its cells."""
        if problem := unreadable(row, CADENCE) or unreadable(row, PERIOD):
            return problem
        if not row.text(CADENCE):
            return self._without_cadence(row)
        return self._in_cadence(row) if row.text(PERIOD) else _missing(row, PERIOD)

    def _in_cadence(self, row: PlanRow) -> Slot | CellProblem:
        name = meaning(row.text(CADENCE))
        cadences = self._cadences.get(name)
        if cadences is None:
            known = "、".join(dict.fromkeys(c.name for p in self._schedule.programmes for c in p.cadences))
            return row.problem(CADENCE, f"没有“{brief(row.text(CADENCE))}”这个栏目。", f"可用的有 {known}。")
        if label := spoken_label(row.text(PERIOD)):
            return self._called(row, label, cadences)
        kinds = {cadence.every for cadence in cadences}
        try:
            period = read_period(row.cells[PERIOD], kinds.pop() if len(kinds) == 1 else None)
        except PeriodError as error:
            recess = self._recesses.get(meaning(row.text(PERIOD)))
            return _rest(row, row.text(PERIOD), recess) if recess else row.problem(PERIOD, error.what, error.fix)
        return self._slots.get((name, period.key)) or self._no_slot(row, period, cadences)

    def _without_cadence(self, row: PlanRow) -> CellProblem:
        """A week off is no cadence's; else the cadence is missing, and maybe the key is clear already."""
        if recess := self._recesses.get(meaning(row.text(PERIOD))):
            return _rest(row, row.text(PERIOD), recess)
        label = spoken_label(row.text(PERIOD))
        everything = {name for name, _ in self._labels}
        slots = [slot for name in sorted(everything) for slot in self._labelled(name, label)] if label else []
        keys = " 或 ".join(sorted({slot.period.key for slot in slots}))
        return _missing(row, CADENCE, f"期次请写成 {keys}。" if keys else "")

    def _called(self, row: PlanRow, label: SpokenLabel, cadences: Iterable[Cadence]) -> Slot | CellProblem:
        """The slot of that label, if there is just one."""
        slots = self._labelled(meaning(row.text(CADENCE)), label)
        if len(slots) == 1:
            return slots[0]
        typed = row.text(PERIOD)
        if slots:
            keys = " 或 ".join(slot.period.key for slot in slots)
            return row.problem(PERIOD, f"看不出“{typed}”是哪一年的。", f"请写成 {keys}。")
        example = EXAMPLES[min(cadence.every for cadence in cadences)]
        what = f"“{row.text(CADENCE)}”的计划里没有“{typed}”这一期。"
        return row.problem(PERIOD, what, f"请核对栏目和期次，写成 {example} 的样子。")

    def _labelled(self, name: str, label: SpokenLabel) -> list[Slot]:
        year = label.year or self._year
        slots = self._labels.get((name, label.text), [])
        return [slot for slot in slots if year in {0, slot.programme_year}]

    def _no_slot(self, row: PlanRow, period: Period, cadences: Iterable[Cadence]) -> CellProblem:
        every = {cadence.every for cadence in cadences}
        if period.every not in every:
            example = EXAMPLES[min(every)]
            what = f"“{row.text(CADENCE)}”每{NAMES[min(every)]}一期，“{period.key}”却不是{NAMES[min(every)]}。"
            return row.problem(PERIOD, what, f"请写成 {example} 的样子。")
        recess = self._recesses.get(meaning(period.key))
        if recess and period.every is Every.WEEK:
            return _rest(row, period.key, recess)
        fix = f"请核对期次；{period.year} 年的计划如还没有，请先建 programme/{period.year}.yml。"
        return row.problem(PERIOD, f"“{row.text(CADENCE)}”的各年计划里没有 {period.key} 这一期。", fix)


def _names(cadence: Cadence) -> set[str]:
    return {meaning(cadence.name), meaning(cadence.id)}


def _year_of(plan: PlanSheet, schedule: Schedule) -> int:
    """The programme whose keys the sheet has most of, else the one that stands above its headings; 0 for none."""
    owners = {meaning(key): slot.programme_year for slot in schedule.slots for key in slot.keys}
    found = Counter(owners[key] for key in map(meaning, plan.keys) if key in owners)
    if found:
        return found.most_common(1)[0][0]
    years = {programme.year for programme in schedule.programmes}
    return next((year for year in map(int, _YEAR.findall(plan.above)) if year in years), 0)


def _rest(row: PlanRow, keys: str, recess: Recess) -> CellProblem:
    """A week without a slot, whatever is written in its row."""
    which = "这几周" if "、" in keys else "这一周"
    fix = "请把内容移到前一期或后一期的那一行。"
    return row.problem(PERIOD, f"{brief(keys)} {which}放假（{recess.name}），不设期。", fix)


def _missing(row: PlanRow, column: Column, more: str = "") -> CellProblem:
    """A cell that says nothing of where the row belongs."""
    what = f"这一行填了内容，“{column.name}”却空着，不知道属于哪一期。"
    return row.problem(column, what, f"请补上。{more}")


def unreadable(row: PlanRow, column: Column) -> CellProblem | None:
    """What is wrong with a cell whose value cannot be had: an error, or a formula that was never worked out."""
    cell = row.cells.get(column)
    if cell and cell.error:
        return row.problem(column, f"这一格显示的是错误值 {brief(cell.error)}。", "请改成要写的内容，或清空。")
    if cell and cell.uncomputed:
        what = "这一格是公式，文件里没有存下它的结果。"
        return row.problem(column, what, "请复制这一格，再“只粘贴数值”，保存后导入。")
    return None
