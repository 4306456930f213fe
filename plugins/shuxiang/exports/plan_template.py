"""The year's plan as a workbook to fill in: one row for each slot, what is known already filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from shuxiang.core.days import DayOf
from shuxiang.core.labels import dates_text, days_text, slot_label
from shuxiang.core.model import Material, Programme, Recess, Slot
from shuxiang.core.schedule import Schedule, unannounced_years
from shuxiang.exports import plan_baseline, plan_help, plan_look
from shuxiang.exports.cell_text import shown
from shuxiang.exports.holiday_note import holiday_note
from shuxiang.exports.plan_columns import (
    CADENCE,
    COLUMNS,
    DATES,
    DAYS_OFF,
    GROUP,
    INPUTS,
    ORDINAL,
    PATH,
    PERIOD,
    Column,
    field_values,
)
from shuxiang.exports.plan_sheet import SHEET_NAME
from shuxiang.exports.steady_zip import steady_zip

HEADING_ROW = 3
SPARE_ROWS = 200
"""Rows below the plan that have the drop-downs too, for what is added."""

_HINT = "白色的格子填写，灰色的格子不用填、不要改。怎样填、怎样导入，见“说明”。"
_NOT_ANNOUNCED = "放假安排还没有全部公布，没有公布的暂按星期一到星期五上班排。"
_LISTS_FROM = len(INPUTS) + 3
_NOT_IN_LIST = {
    CADENCE: "请从下拉框里选。",
    GROUP: "不在名单里。两个以上请用顿号隔开；确实要这样写，请选“是”。",
}


@dataclass(frozen=True, slots=True)
class _Line:
    """One row: what stands under the columns' names; ``rest`` marks a week without a slot."""

    texts: dict[Column, str]
    rest: bool = False


def plan_template(schedule: Schedule, year: int, day_of: DayOf) -> bytes:
    """The workbook of one year of the schedule; the same input gives the same bytes."""
    programme = next(p for p in schedule.programmes if p.year == year)
    slots = [slot for slot in schedule.slots if slot.programme_year == year]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET_NAME
    hint = _HINT + (_NOT_ANNOUNCED if unannounced_years(programme, day_of) else "")
    _write_plan(sheet, programme, hint, list(_lines(schedule, programme, slots, day_of)))
    _write_help(book.create_sheet(plan_help.SHEET_NAME))
    hidden = book.create_sheet(plan_baseline.SHEET_NAME)
    _write_hidden(hidden, [material for slot in slots for material in slot.materials])
    _add_list(sheet, hidden, CADENCE, [cadence.name for cadence in programme.cadences])
    _add_list(sheet, hidden, GROUP, list(programme.groups))
    book.properties.creator = "shuxiang"
    book.properties.title = shown(programme.title)
    return steady_zip(book)


def _lines(schedule: Schedule, programme: Programme, slots: list[Slot], day_of: DayOf) -> Iterator[_Line]:
    """The rows in the order of time; a week off stands where its slot would be."""
    recesses = [recess for recess in schedule.recesses if schedule.owner_of(recess) == programme]
    for slot in slots:
        while recesses and recesses[0].start < slot.period.start:
            yield _recess_line(recesses.pop(0))
        blank = [None] * (slot.cadence.at_least - len(slot.materials))
        yield from (_slot_line(slot, material, day_of) for material in [*slot.materials, *blank])
    yield from map(_recess_line, recesses)


def _slot_line(slot: Slot, material: Material | None, day_of: DayOf) -> _Line:
    values = field_values(material)
    place = {
        CADENCE: slot.cadence.name,
        PERIOD: slot.period.key,
        ORDINAL: slot_label(slot),
        DATES: dates_text(slot.period),
        DAYS_OFF: holiday_note(slot, day_of),
        PATH: material.path if material else "",
    }
    return _Line(place | {column: values[column.field] for column in INPUTS})


def _recess_line(recess: Recess) -> _Line:
    texts = {
        PERIOD: "、".join(recess.keys),
        ORDINAL: "不设期",
        DATES: days_text(recess.start, recess.end),
        DAYS_OFF: recess.name,
    }
    return _Line(texts, rest=True)


def _write_plan(sheet: Worksheet, programme: Programme, hint: str, lines: list[_Line]) -> None:
    plan_look.dress_title(plan_look.put(sheet, 1, 1, programme.title), plan_look.put(sheet, 2, 1, hint))
    for place, column in enumerate(COLUMNS, start=1):
        plan_look.dress_column(sheet, place, column)
        plan_look.dress_heading(plan_look.put(sheet, HEADING_ROW, place, column.name), column)
    for number, line in enumerate(lines, start=HEADING_ROW + 1):
        _write_line(sheet, number, line)
    plan_look.arrange(sheet, HEADING_ROW, HEADING_ROW + len(lines))


def _write_line(sheet: Worksheet, number: int, line: _Line) -> None:
    for place, column in enumerate(COLUMNS, start=1):
        cell = plan_look.put(sheet, number, place, line.texts.get(column, ""))
        plan_look.dress_cell(cell, column, rest=line.rest)
    sheet.row_dimensions[number].height = plan_look.row_height(line.texts)


def _write_help(sheet: Worksheet) -> None:
    for number, text in enumerate(plan_help.PARAGRAPHS, start=1):
        cell = plan_look.put(sheet, number, 1, text.removeprefix("# "))
        plan_look.dress_help(sheet, cell, heading=text.startswith("# "))
    plan_look.arrange_help(sheet)


def _write_hidden(sheet: Worksheet, materials: list[Material]) -> None:
    sheet.sheet_state = "veryHidden"
    for number, texts in enumerate(plan_baseline.baseline_rows(materials), start=1):
        for place, text in enumerate(texts, start=1):
            plan_look.put(sheet, number, place, text)


def _add_list(sheet: Worksheet, hidden: Worksheet, column: Column, names: list[str]) -> None:
    """A drop-down; its names stand in the hidden sheet: a comma or 255 characters end those in a rule."""
    if not names:
        return
    place = _LISTS_FROM + COLUMNS.index(column)
    for number, name in enumerate(names, start=1):
        plan_look.put(hidden, number, place, name)
    letter = get_column_letter(place)
    source = f"{quote_sheetname(hidden.title)}!${letter}$1:${letter}${len(names)}"
    rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    rule.errorStyle = "stop" if column is CADENCE else "warning"
    rule.error = _NOT_IN_LIST[column]
    rule.errorTitle = column.name
    mine = get_column_letter(COLUMNS.index(column) + 1)
    rule.add(f"{mine}{HEADING_ROW + 1}:{mine}{sheet.max_row + SPARE_ROWS}")
    sheet.add_data_validation(rule)
