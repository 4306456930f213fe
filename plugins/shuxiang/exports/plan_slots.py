"""From a row's 栏目 and 期次 to its slot, or to the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterable

from shuxiang.core.calendar import EXAMPLES, NAMES, Every, Period, PeriodError
from shuxiang.core.model import Cadence, Slot
from shuxiang.core.schedule import Schedule
from shuxiang.exports.cell_periods import read_period
from shuxiang.exports.cell_text import meaning
from shuxiang.exports.plan_changes import CellProblem
from shuxiang.exports.plan_columns import CADENCE, PERIOD, Column
from shuxiang.exports.plan_sheet import PlanRow


class SlotFinder:
    """All slots by cadence, under its name or its id, and by each of their keys."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._cadences: dict[str, list[Cadence]] = {}
        for cadence in (cadence for programme in schedule.programmes for cadence in programme.cadences):
            for name in {meaning(cadence.name), meaning(cadence.id)}:
                self._cadences.setdefault(name, []).append(cadence)
        self._slots = {
            (name, key): slot
            for slot in schedule.slots
            for name in (meaning(slot.cadence.name), meaning(slot.cadence.id))
            for key in slot.keys
        }

    def find(self, row: PlanRow) -> Slot | CellProblem:
        """The row's slot, or what is wrong with which of its cells."""
        for column in (CADENCE, PERIOD):
            if problem := _unusable(row, column):
                return problem
        name = meaning(row.text(CADENCE))
        cadences = self._cadences.get(name)
        if cadences is None:
            known = "、".join(dict.fromkeys(c.name for p in self._schedule.programmes for c in p.cadences))
            return row.problem(CADENCE, f"没有“{row.text(CADENCE)}”这个栏目。", f"可用的有 {known}。")
        kinds = {cadence.every for cadence in cadences}
        try:
            period = read_period(row.cells[PERIOD], kinds.pop() if len(kinds) == 1 else None)
        except PeriodError as error:
            return row.problem(PERIOD, error.what, error.fix)
        return self._slots.get((name, period.key)) or self._no_slot(row, period, cadences)

    def _no_slot(self, row: PlanRow, period: Period, cadences: Iterable[Cadence]) -> CellProblem:
        every = {cadence.every for cadence in cadences}
        if period.every not in every:
            example = EXAMPLES[min(every)]
            what = f"“{row.text(CADENCE)}”每{NAMES[min(every)]}一期，“{period.key}”却不是{NAMES[min(every)]}。"
            return row.problem(PERIOD, what, f"请写成 {example} 的样子。")
        recess = next((r for r in self._schedule.recesses if period.key in r.keys), None)
        if recess and period.every is Every.WEEK:
            fix = "请把内容移到前一期或后一期的那一行。"
            return row.problem(PERIOD, f"{period.key} 这一周放假（{recess.name}），不设期。", fix)
        fix = f"请核对期次；{period.year} 年的计划如还没有，请先建 programme/{period.year}.yml。"
        return row.problem(PERIOD, f"“{row.text(CADENCE)}”的各年计划里没有 {period.key} 这一期。", fix)


def _unusable(row: PlanRow, column: Column) -> CellProblem | None:
    """A cell that says nothing of where the row belongs."""
    cell = row.cells.get(column)
    if cell and (cell.error or cell.uncomputed):
        return unreadable(row, column)
    if not row.text(column):
        return row.problem(column, f"这一行填了内容，“{column.name}”却空着，不知道属于哪一期。", "请补上。")
    return None


def unreadable(row: PlanRow, column: Column) -> CellProblem | None:
    """What is wrong with a cell whose value cannot be had: an error, or a formula that was never worked out."""
    cell = row.cells.get(column)
    if cell and cell.error:
        return row.problem(column, f"这一格显示的是错误值 {cell.error}。", "请改成要写的内容，或清空。")
    if cell and cell.uncomputed:
        what = "这一格是公式，文件里没有存下它的结果。"
        return row.problem(column, what, "请复制这一格，再“只粘贴数值”，保存后导入。")
    return None
