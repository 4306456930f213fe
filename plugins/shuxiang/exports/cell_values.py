"""What a cell says, ready for a header; or why it is no use there."""

from __future__ import annotations

from datetime import date, timedelta

from shuxiang.core.labels import dates_text
from shuxiang.core.model import Programme, Slot
from shuxiang.exports.cell_moments import MomentError, read_moment
from shuxiang.exports.cell_text import LONGEST, brief, meaning
from shuxiang.exports.plan_changes import CellProblem
from shuxiang.exports.plan_columns import GROUP, LECTURE_AT, Column
from shuxiang.exports.plan_sheet import PlanRow

_BESIDE_PROGRAMME = timedelta(days=31)
_BESIDE_SLOT = timedelta(days=183)


def cell_value(row: PlanRow, column: Column, slot: Slot, programme: Programme) -> str | CellProblem:
    """The value of a cell that says something; ``programme`` is the slot's."""
    text = row.text(column)
    if len(text) > LONGEST:
        what = f"这一格有 {len(text)} 个字，超过 {LONGEST} 个。"
        return row.problem(column, what, "正文请写进文件里，表里只写简短的说明。")
    if column is LECTURE_AT:
        return _moment(row, slot, programme)
    return _group(row, programme.groups) if column is GROUP else text


def _moment(row: PlanRow, slot: Slot, programme: Programme) -> str | CellProblem:
    """A time near its slot: a year typed out of habit is not believed."""
    try:
        moment = read_moment(row.cells[LECTURE_AT], slot.period)
    except MomentError as error:
        return row.problem(LECTURE_AT, str(error))
    day = date.fromisoformat(moment[:10])
    far = _away(day, slot.period.start, slot.period.end) > _BESIDE_SLOT
    if far or _away(day, programme.starts, programme.ends) > _BESIDE_PROGRAMME:
        what = f"{day} 离这一期（{slot.period.key}，{dates_text(slot.period)}）太远，没有采用。"
        return row.problem(LECTURE_AT, what, "请核对年份。")
    return moment


def _away(day: date, start: date, end: date) -> timedelta:
    """How far the day is from ``[start, end)``."""
    return max(start - day, day - (end - timedelta(days=1)), timedelta())


def _group(row: PlanRow, groups: tuple[str, ...]) -> str | CellProblem:
    """The group as the programme writes it; several may be joined with 、."""
    known = {meaning(group): group for group in groups}
    text = row.text(GROUP)
    if not known or meaning(text) in known:
        return known.get(meaning(text), text)
    typed = text.replace("\uff0c", "、").replace(",", "、").split("、")
    strange = next((part for part in typed if meaning(part) not in known), None)
    if strange is None:
        return "、".join(known[meaning(part)] for part in typed)
    what = f"学习计划里没有“{brief(strange)}”这个小组或界别。"
    fix = f"可用的有 {'、'.join(groups)}；新的请先加到学习计划的 groups 里。"
    return row.problem(GROUP, what, fix)
