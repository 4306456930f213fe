"""From a filled-in plan to changes of files: a merge of three, value by value.

What the header said when the workbook was written (the baseline), what the cell says, what the header says now.
An emptied cell deletes nothing, a value that stands in a file is replaced only where nobody but the clerk has
changed it, and all else is said. What has been imported once changes nothing the next time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from shuxiang.core.model import Material, Slot
from shuxiang.exports.cell_text import brief, shown
from shuxiang.exports.cell_values import cell_value
from shuxiang.exports.plan_baseline import Baseline
from shuxiang.exports.plan_changes import CellProblem, Change, Creation, PlanChanges, Update
from shuxiang.exports.plan_columns import INPUTS, TITLE, Column, field_values
from shuxiang.exports.plan_files import FileFinder, Shelf
from shuxiang.exports.plan_sheet import PlanRow, PlanSheet
from shuxiang.exports.plan_slots import SlotFinder, unreadable
from shuxiang.exports.plan_titles import Titles


def plan_import(plan: PlanSheet, baseline: Baseline | None, shelf: Shelf) -> PlanChanges:
    """What the sheet asks for. Nothing is read or written here."""
    importer = _Importer(
        baseline,
        shelf,
        SlotFinder(shelf.schedule, plan),
        FileFinder(shelf, baseline),
        Titles(shelf.materials.values(), shelf.root),
        bad=list(plan.problems),
    )
    for row in plan.rows:
        importer.take(row)
    return PlanChanges(
        creations=tuple(importer.creations),
        updates=tuple(importer.updates),
        conflicts=tuple(sorted(importer.conflicts)),
        bad=tuple(sorted(set(importer.bad))),
        warnings=tuple(sorted(importer.warnings)),
        kept=tuple(importer.kept),
        rows=len(plan.rows),
    )


@dataclass
class _Importer:
    """What the rows so far come to."""

    baseline: Baseline | None
    shelf: Shelf
    slots: SlotFinder
    files: FileFinder
    titles: Titles
    bad: list[CellProblem]
    conflicts: list[CellProblem] = field(default_factory=list)
    creations: list[Creation] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    warnings: list[CellProblem] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def take(self, row: PlanRow) -> None:
        """Add one row's wishes."""
        slot = self.slots.find(row)
        material = slot if isinstance(slot, CellProblem) else self.files.find(row, slot)
        if isinstance(slot, CellProblem) or isinstance(material, CellProblem):
            self.bad += [problem for problem in (slot, material) if isinstance(problem, CellProblem)]
        elif material:
            self._update(row, slot, material)
        else:
            self._create(row, slot)

    def _update(self, row: PlanRow, slot: Slot, material: Material) -> None:
        changes = tuple(self._changes(row, slot, material))
        for change in (change for change in changes if change.field == TITLE.field):
            self._warn(row, change.new, material)
        self.updates += [Update(row.number, slot, material, changes)] if changes else []

    def _warn(self, row: PlanRow, title: str, material: Material | None) -> None:
        if warning := self.titles.warning(row, title, material):
            self.warnings.append(warning)

    def _changes(self, row: PlanRow, slot: Slot, material: Material) -> Iterator[Change]:
        """The values that the clerk has changed and nobody else has."""
        now = field_values(material)
        for column in self._readable(row):
            before = self._before(row, material, column)
            current = shown(now[column.field])
            if not row.text(column):
                self._note_kept(row, column, before, current)
                continue
            if row.text(column) in {current, before}:
                continue
            value = self._value(row, column, slot)
            if not value or value in {current, before}:
                continue
            if not current or before == current:
                place = row.columns[column]
                yield Change(row.number, place, column.name, column.field, now[column.field], value)
            else:
                self.conflicts.append(_conflict(row, column, current, value, known=before is not None))

    def _readable(self, row: PlanRow) -> Iterator[Column]:
        """The columns to be filled in; a cell that cannot be read is told, whatever the file says."""
        for column in (column for column in INPUTS if column in row.columns):
            if problem := unreadable(row, column):
                self.bad.append(problem)
            else:
                yield column

    def _before(self, row: PlanRow, material: Material, column: Column) -> str | None:
        """What the file, maybe under another name, said when the workbook was written; None when nobody knows."""
        if self.baseline is None:
            return None
        named = self.files.named(row)
        return self.baseline.value(named if named in self.baseline.values else material.path, column.field)

    def _note_kept(self, row: PlanRow, column: Column, before: str | None, current: str) -> None:
        if before and current:
            self.kept.append(row.problem(column, "").address)

    def _value(self, row: PlanRow, column: Column, slot: Slot) -> str:
        """What the cell says, ready for a header; empty, and said, when it says nothing usable."""
        programme = next(p for p in self.shelf.schedule.programmes if p.year == slot.programme_year)
        value = cell_value(row, column, slot, programme)
        if isinstance(value, str):
            return value
        self.bad.append(value)
        return ""

    def _create(self, row: PlanRow, slot: Slot) -> None:
        texts = {column: self._value(row, column, slot) for column in self._readable(row) if row.text(column)}
        fields = {column.field: text for column, text in texts.items() if text}
        path = self.files.free_path(row, slot) if TITLE.field in fields else None
        if isinstance(path, CellProblem):
            self.bad.append(path)
        elif path:
            self._warn(row, fields[TITLE.field], None)
            self.creations.append(Creation(row.number, slot, path, fields))
        elif TITLE not in texts and not unreadable(row, TITLE):
            what = "这一行填了别的，还没有题目，没有新建文件。"
            self.bad.append(row.problem(TITLE, what, "请补上题目再导入。"))


def _conflict(row: PlanRow, column: Column, current: str, value: str, *, known: bool) -> CellProblem:
    what = f"{column.name}，表里是“{brief(value)}”，文件里是“{brief(current)}”"
    if known:
        return row.problem(column, f"{what}，是导出以后改的，没有动它。", "请在文件里改，或重新导出后再填。")
    return row.problem(column, f"{what}。这份表没有导出时的底稿，不知道哪个是新的，没有动它。", "请在文件里改。")
