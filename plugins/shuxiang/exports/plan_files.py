"""Which file a row is about, and where a new one goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from shuxiang.core.model import Material, Slot
from shuxiang.core.schedule import Schedule
from shuxiang.core.shelving import is_read, stem_of
from shuxiang.exports.cell_text import brief, meaning, shown
from shuxiang.exports.plan_baseline import Baseline
from shuxiang.exports.plan_changes import CellProblem
from shuxiang.exports.plan_columns import PATH, PERIOD, TITLE
from shuxiang.exports.plan_sheet import PlanRow
from shuxiang.exports.plan_slots import unreadable


@dataclass(frozen=True, slots=True)
class Shelf:
    """What there is: the schedule with all materials, the materials by path, and which other paths are taken.

    ``root`` stands before paths in messages (``docs/``); ``exists`` knows every file, material or not;
    ``objection`` says what is against a new file at a path, as a Chinese clause; nothing when nothing is.
    """

    schedule: Schedule
    materials: Mapping[str, Material]
    root: str
    exists: Callable[[str], bool]
    objection: Callable[[str], str] = lambda _: ""


@dataclass
class FileFinder:
    """Finds the file of one row after another, and remembers which rows have spoken for which."""

    shelf: Shelf
    baseline: Baseline | None
    _claimed: dict[str, int] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _by_folded_path: dict[str, Material] = field(init=False)

    def __post_init__(self) -> None:
        self._by_folded_path = {path.casefold(): m for path, m in self.shelf.materials.items()}

    def find(self, row: PlanRow, slot: Slot) -> Material | CellProblem | None:
        """The file that the row is about, None for one that is not there yet, or what is wrong with which cell."""
        if problem := unreadable(row, PATH):
            return problem
        material = self._material(row, slot)
        if isinstance(material, CellProblem):
            return material
        return self._claim(row, slot, material) or material

    def named(self, row: PlanRow) -> str:
        """The path that the row gives, below the documents folder; empty when it gives none."""
        return row.text(PATH).replace("\\", "/").removeprefix(self.shelf.root)

    def free_path(self, row: PlanRow, slot: Slot) -> str | CellProblem:
        """``readings/2026/2026-W47.md``, or with -2, -3 … where that name is something else's.

        Where one file is all that a slot takes, a file of that name which cannot be read is most likely the one.
        """
        stem = stem_of(slot)
        number, path = 1, f"{stem}.md"
        if problem := self._no_place(row, path):
            return problem
        if slot.cadence.at_least == 1 and self._is_unread(path):
            return _unread(row, path)
        while path in self._taken or self.shelf.exists(path):
            number += 1
            path = f"{stem}-{number}.md"
        self._taken.add(path)
        return path

    def _no_place(self, row: PlanRow, path: str) -> CellProblem | None:
        """What is wrong with a folder in which a new file would not be read, or would not be ours."""
        objection = self.shelf.objection(path) if is_read(path) else "网站不读那里的文件"
        if not objection:
            return None
        what = f"按学习计划，这一期的文件应是 {brief(path)}，{objection}，没有新建。"
        return row.problem(PATH, what, "请改正节奏的 folder。")

    def _material(self, row: PlanRow, slot: Slot) -> Material | CellProblem | None:
        named = self.named(row)
        only = slot.material if slot.cadence.at_least == 1 else None
        if not named:
            return only or _with_title(row, slot)
        material = self._at(named)
        if material is None:
            return self._not_read(row, named, only)
        if material not in slot.materials:
            what = (
                f"文件“{brief(named)}”是 {material.cadence_id} 的 {material.period.key}，和这一行的栏目、期次不同。"
            )
            fix = "要给文件换期次，请改文件里的 slot；要为这一期另建文件，请清空这一格。"
            return row.problem(PATH, what, fix)
        return material

    def _at(self, path: str) -> Material | None:
        return self.shelf.materials.get(path) or self._by_folded_path.get(path.casefold())

    def _is_unread(self, path: str) -> bool:
        return self._at(path) is None and self.shelf.exists(path)

    def _not_read(self, row: PlanRow, named: str, only: Material | None) -> Material | CellProblem:
        """A file that is there and says nothing, one that has another name since, or one that is gone."""
        if self.shelf.exists(named):
            return _unread(row, named)
        if only and self.baseline and named in self.baseline.values:
            return only
        fix = "请清空这一格再导入；文件改了名的，请重新导出一份工作簿。"
        return row.problem(PATH, f"找不到文件“{brief(named)}”，可能改了名或删去了。", fix)

    def _claim(self, row: PlanRow, slot: Slot, material: Material | None) -> CellProblem | None:
        """What is wrong when an earlier row is about the same file already."""
        several = slot.cadence.at_least > 1
        if material and row.text(PATH):
            earlier = self._claimed.setdefault(f"named {material.path}", row.number)
            if earlier != row.number:
                return _same_file(row, earlier, several=several)
        title = shown(material.title) if material else row.text(TITLE)
        mine = [f"title {slot.id} {meaning(title)}"] if several else [slot.id]
        if material:
            mine.append(f"file {material.path}")
        wanted = mine[-1:] if several and row.text(PATH) else mine
        earlier = next((self._claimed[key] for key in wanted if key in self._claimed), 0)
        for key in mine:
            self._claimed.setdefault(key, row.number)
        if not earlier:
            return None
        what = f"和第 {earlier} 行是同一期" + ("的同一篇。" if several else "，一期只能有一篇。")
        return row.problem(PERIOD, what, "这一行没有采用。请删去一行，或改正期次。")


def _with_title(row: PlanRow, slot: Slot) -> Material | None:
    """Where a period has several files and the row does not say which: the one with its title."""
    title = meaning(row.text(TITLE))
    return next((m for m in slot.materials if meaning(shown(m.title)) == title), None)


def _unread(row: PlanRow, path: str) -> CellProblem:
    what = f"文件“{brief(path)}”在，但标题区读不出来或编码不对。"
    return row.problem(PATH, what, "请先运行 python3 scripts/check.py，改好再导入。")


def _same_file(row: PlanRow, earlier: int, *, several: bool) -> CellProblem:
    what = f"和第 {earlier} 行写的是同一个文件。"
    if several:
        return row.problem(PATH, what, "要另加一篇，请清空这一格。")
    fix = "一期只能有一篇，请删去一行；要写另一期的，请改正期次，并清空这一格。"
    return row.problem(PATH, what, fix)
