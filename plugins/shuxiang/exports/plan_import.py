"""From a filled-in plan to changes of files: a merge of three, value by value.

What the header said when the workbook was written (the baseline), what the cell says, what the header says now.
An emptied cell deletes nothing, a value that stands in a file is replaced only where nobody but the clerk has
changed it, and all else is said. What has been imported once changes nothing the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from shuxiang.core.model import Material, Slot
from shuxiang.core.schedule import Schedule
from shuxiang.exports.cell_moments import MomentError, read_moment
from shuxiang.exports.cell_text import LONGEST, meaning, shown
from shuxiang.exports.plan_baseline import Baseline
from shuxiang.exports.plan_changes import CellProblem, Change, Creation, PlanChanges, Update
from shuxiang.exports.plan_columns import GROUP, INPUTS, LECTURE_AT, PATH, PERIOD, TITLE, Column, field_values
from shuxiang.exports.plan_sheet import PlanRow, PlanSheet
from shuxiang.exports.plan_slots import SlotFinder, unreadable


@dataclass(frozen=True, slots=True)
class Shelf:
    """What there is: the schedule with all materials, the materials by path, and which other paths are taken.

    ``root`` stands before paths in messages (``docs/``); ``exists`` knows every file, material or not.
    """

    schedule: Schedule
    materials: Mapping[str, Material]
    root: str
    exists: Callable[[str], bool]


def plan_import(plan: PlanSheet, baseline: Baseline | None, shelf: Shelf) -> PlanChanges:
    """What the sheet asks for. Nothing is read or written here."""
    importer = _Importer(baseline, shelf, SlotFinder(shelf.schedule), bad=list(plan.problems))
    for row in plan.rows:
        importer.take(row)
    return PlanChanges(
        creations=tuple(importer.creations),
        updates=tuple(importer.updates),
        conflicts=tuple(sorted(importer.conflicts)),
        bad=tuple(sorted(set(importer.bad))),
        kept=tuple(importer.kept),
        rows=len(plan.rows),
    )


@dataclass
class _Importer:
    """What the rows so far come to."""

    baseline: Baseline | None
    shelf: Shelf
    finder: SlotFinder
    bad: list[CellProblem]
    conflicts: list[CellProblem] = field(default_factory=list)
    creations: list[Creation] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    claimed: dict[str, int] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def take(self, row: PlanRow) -> None:
        """Add one row's wishes."""
        slot = self.finder.find(row)
        if isinstance(slot, CellProblem):
            self.bad.append(slot)
            return
        material = self._material(row, slot)
        problem = material if isinstance(material, CellProblem) else self._claim(row, slot, material)
        if problem:
            self.bad.append(problem)
        elif isinstance(material, Material):
            changes = tuple(self._changes(row, slot, material))
            self.updates += [Update(row.number, slot, material, changes)] if changes else []
        else:
            self._create(row, slot)

    def _material(self, row: PlanRow, slot: Slot) -> Material | CellProblem | None:
        """The file that the row is about; None for one that is not there yet."""
        named = self._named_path(row)
        only = slot.material if slot.cadence.at_least == 1 else None
        if not named:
            return only or self._with_title(row, slot)
        material = self.shelf.materials.get(named)
        if material is None and only and self.baseline and named in self.baseline.values:
            return only  # the file has another name since
        if material is None:
            fix = "请清空这一格再导入；文件改了名的，请重新导出一份工作簿。"
            return row.problem(PATH, f"找不到文件“{named}”，可能改了名或删去了。", fix)
        if material not in slot.materials:
            what = f"文件“{named}”是 {material.cadence_id} 的 {material.period.key}，和这一行的栏目、期次不同。"
            fix = "要给文件换期次，请改文件里的 slot；要为这一期另建文件，请清空这一格。"
            return row.problem(PATH, what, fix)
        return material

    def _named_path(self, row: PlanRow) -> str:
        return row.text(PATH).replace("\\", "/").removeprefix(self.shelf.root)

    def _with_title(self, row: PlanRow, slot: Slot) -> Material | None:
        """Where a period has several files and the row does not say which: the one with its title."""
        title = meaning(row.text(TITLE))
        return next((m for m in slot.materials if meaning(shown(m.title)) == title), None)

    def _claim(self, row: PlanRow, slot: Slot, material: Material | None) -> CellProblem | None:
        """What is wrong when an earlier row is about the same file already."""
        several = slot.cadence.at_least > 1
        title = shown(material.title) if material else row.text(TITLE)
        mine = [f"title {slot.id} {meaning(title)}"] if several else [slot.id]
        if material:
            mine.append(f"file {material.path}")
        wanted = mine[-1:] if several and row.text(PATH) else mine
        earlier = next((self.claimed[key] for key in wanted if key in self.claimed), 0)
        self.claimed.update({key: row.number for key in mine if key not in self.claimed})
        if not earlier:
            return None
        what = f"和第 {earlier} 行是同一期" + ("的同一篇。" if several else "，一期只能有一篇。")
        return row.problem(PERIOD, what, "这一行没有采用。请删去一行，或改正期次。")

    def _changes(self, row: PlanRow, slot: Slot, material: Material) -> Iterator[Change]:
        """The values that the clerk has changed and nobody else has."""
        path = self._named_path(row) or material.path
        now = field_values(material)
        for column in (column for column in INPUTS if column in row.columns):
            before = self.baseline.value(path, column.field) if self.baseline else None
            current = shown(now[column.field])
            if column not in row.cells or not self._says_something(row, column):
                self._note_kept(row, column, before, current)
                continue
            if row.text(column) in {current, before}:
                continue
            value = self._value(row, column, slot)
            if value is None or value in {current, before}:
                continue
            if not current or before == current:
                place = row.columns[column]
                yield Change(row.number, place, column.name, column.field, now[column.field], value)
            else:
                self.conflicts.append(_conflict(row, column, current, value, known=before is not None))

    def _says_something(self, row: PlanRow, column: Column) -> bool:
        cell = row.cells[column]
        return bool(cell.error or cell.uncomputed or row.text(column))

    def _note_kept(self, row: PlanRow, column: Column, before: str | None, current: str) -> None:
        if before and current:
            self.kept.append(row.problem(column, "").address)

    def _value(self, row: PlanRow, column: Column, slot: Slot) -> str | None:
        """What the cell says, ready for a header; None, and said, when it says nothing usable."""
        if problem := unreadable(row, column):
            self.bad.append(problem)
            return None
        text = row.text(column)
        if len(text) > LONGEST:
            what = f"这一格有 {len(text)} 个字，超过 {LONGEST} 个。"
            self.bad.append(row.problem(column, what, "正文请写进文件里，表里只写简短的说明。"))
            return None
        if column is LECTURE_AT:
            return self._moment(row, column, slot)
        return self._group(row, column, slot) if column is GROUP else text

    def _moment(self, row: PlanRow, column: Column, slot: Slot) -> str | None:
        try:
            return read_moment(row.cells[column], slot.period)
        except MomentError as error:
            self.bad.append(row.problem(column, str(error)))
            return None

    def _group(self, row: PlanRow, column: Column, slot: Slot) -> str | None:
        """The group as the programme writes it; several may be joined with 、."""
        programmes = self.shelf.schedule.programmes
        groups = next((p.groups for p in programmes if p.year == slot.programme_year), ())
        known = {meaning(group): group for group in groups}
        typed = row.text(column).replace("\uff0c", "、").replace(",", "、").split("、")
        if not known or meaning(row.text(column)) in known:
            return known.get(meaning(row.text(column)), row.text(column))
        strange = next((part for part in typed if meaning(part) not in known), None)
        if strange is None:
            return "、".join(known[meaning(part)] for part in typed)
        what = f"学习计划里没有“{strange}”这个小组或界别。"
        fix = f"可用的有 {'、'.join(groups)}；新的请先加到学习计划的 groups 里。"
        self.bad.append(row.problem(column, what, fix))
        return None

    def _create(self, row: PlanRow, slot: Slot) -> None:
        texts = {c: self._value(row, c, slot) for c in INPUTS if c in row.cells and self._says_something(row, c)}
        fields = {column.field: text for column, text in texts.items() if text}
        if TITLE not in texts:
            what = "这一行填了别的，还没有题目，没有新建文件。"
            self.bad.append(row.problem(TITLE, what, "请补上题目再导入。"))
        elif "title" in fields:
            self.creations.append(Creation(row.number, slot, self._free_path(slot), fields))

    def _free_path(self, slot: Slot) -> str:
        """``readings/2026/2026-W47.md``, or with -2, -3 … where that name is something else's."""
        stem = f"{slot.cadence.folder or slot.cadence.id}/{slot.programme_year}/{slot.period.key}"
        number = 1
        path = f"{stem}.md"
        while path in self.taken or self.shelf.exists(path):
            number += 1
            path = f"{stem}-{number}.md"
        self.taken.add(path)
        return path


def _conflict(row: PlanRow, column: Column, current: str, value: str, *, known: bool) -> CellProblem:
    what = f"{column.name}，表里是“{value}”，文件里是“{current}”"
    if known:
        return row.problem(column, f"{what}，是导出以后改的，没有动它。", "请在文件里改，或重新导出后再填。")
    return row.problem(column, f"{what}。这份表没有导出时的底稿，不知道哪个是新的，没有动它。", "请在文件里改。")
