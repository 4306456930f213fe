"""What an import would do, or has done, as lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shuxiang.core.labels import slot_label
from shuxiang.core.model import Slot
from shuxiang.exports.cell_text import brief
from shuxiang.exports.plan_changes import CellProblem, Change, Creation, PlanChanges, Update

_BRIEFLY = {
    "lecture.at": "讲座",
    "lecture.speaker": "主讲",
    "lecture.venue": "地点",
    "source": "来源",
    "recommended_by": "推荐",
    "group": "小组/界别",
    "author": "作者",
    "summary": "导语",
}
"""What a new file's second line calls its values, the title apart, in this order."""

_TO_SWAP = "  要调换两期，请改两个文件里的 slot，再重新导出。"


def preview(changes: PlanChanges, root: str) -> list[str]:
    """What is to be made, changed and left, in this order, each by row; ``root`` goes before paths (``docs/``)."""
    return [
        *_group("要新建的 {} 份材料，正文待写：", [_creation(item, root) for item in changes.creations]),
        *_group("要改动的 {} 份材料：", [_update(item, root) for item in changes.updates]),
        *_warnings(changes.warnings),
        *problems(changes.conflicts, changes.bad),
        *_kept(changes.kept),
        *([] if changes.creations or changes.updates else ["没有要写入的改动。"]),
    ]


def problems(conflicts: Iterable[CellProblem], bad: Iterable[CellProblem]) -> list[str]:
    """The cells that stay out, with what to do about each."""
    return [
        *_group("表里和文件里不一样、没有动的 {} 格：", [f"  {item}" for item in conflicts]),
        *_group("要改正的 {} 格：", [f"  {item}" for item in bad]),
    ]


def _group(heading: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield heading.format(len(lines))
        yield from lines


def _creation(item: Creation, root: str) -> str:
    head = f"  第 {item.row} 行  {_place(item.slot)}《{brief(item.fields['title'])}》→ {root}{item.path}"
    said = [f"{name} {brief(item.fields[field])}" for field, name in _BRIEFLY.items() if field in item.fields]
    return "\n".join([head, *([f"      {' · '.join(said)}"] if said else [])])


def _update(item: Update, root: str) -> str:
    head = f"  第 {item.row} 行  {_place(item.slot)}《{brief(item.material.title)}》{root}{item.material.path}"
    return "\n".join([head, *map(_change, item.changes)])


def _change(change: Change) -> str:
    old = brief(change.old) or "（空）"
    return f"      {change.address} {change.name}\uff1a{old} → {brief(change.new)}"


def _place(slot: Slot) -> str:
    return f"{slot.cadence.name} {slot_label(slot)}（{slot.period.key}）"


def _warnings(warnings: tuple[CellProblem, ...]) -> Iterator[str]:
    if warnings:
        yield from _group("要留意的 {} 处题目：", [f"  {item}" for item in warnings])
        yield _TO_SWAP


def _kept(addresses: tuple[str, ...]) -> Iterator[str]:
    if addresses:
        yield f"{'、'.join(addresses)} 在表里清空了，文件里的内容仍然保留；要删去请直接改文件。"
