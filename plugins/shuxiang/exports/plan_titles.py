"""Titles that move while their texts stay: what a plan cannot do, and a person may think it does."""

from __future__ import annotations

from collections.abc import Iterable

from shuxiang.core.model import Material
from shuxiang.exports.cell_text import brief, meaning, shown
from shuxiang.exports.plan_changes import CellProblem
from shuxiang.exports.plan_columns import TITLE
from shuxiang.exports.plan_sheet import PlanRow


class Titles:
    """The titles that the files have now."""

    def __init__(self, materials: Iterable[Material], root: str) -> None:
        self._root = root
        self._materials: dict[str, list[Material]] = {}
        for material in materials:
            self._materials.setdefault(meaning(shown(material.title)), []).append(material)

    def warning(self, row: PlanRow, title: str, material: Material | None) -> CellProblem | None:
        """What to think of before the row's file, None for a new one, is given this title."""
        said = (
            [f"《{brief(material.title)}》有正文，题目改了正文不会跟着换。"]
            if material and not material.blank
            else []
        )
        other = next((m for m in self._materials.get(meaning(title), ()) if m != material), None)
        if other:
            stays = "" if other.blank else "，它的正文不会跟着过来"
            said.append(f"《{brief(title)}》是 {self._root}{other.path} 现在的题目{stays}。")
        return row.problem(TITLE, "".join(said)) if said else None
