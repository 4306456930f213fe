"""Figures on the screen: what the page will show, and what the office should know before it agrees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shuxiang.cli.text_table import text_table
from shuxiang.core.calendar import NAMES
from shuxiang.core.figures import CadenceFigures, Figures, Line, group_sizes
from shuxiang.core.home_period import period_before
from shuxiang.core.labels import day_text, period_label
from shuxiang.core.ledger.tally import Place
from shuxiang.pages.figures_page import TITLE, handed_in_text, rate_text

_COLUMNS = ("小组", "应交人次", "已交人次", "完成率")


def nothing(result: Figures) -> str:
    """Why there is nothing to show."""
    return (
        f"{period_label(result.period)}没有可以公开的数字：还没有开始的期次，或者还没有导入名册，"
        f"或者人数一共不到 {result.smallest} 人。"
    )


def preview(result: Figures) -> Iterator[str]:
    """Exactly what the page will show."""
    running = f"（这个{NAMES[result.period.every]}还没有结束）" if result.is_running else ""
    yield f"网站的“{TITLE}”一页会有这些数字，能打开网站的人都看得到："
    yield f"{period_label(result.period)}，截至{day_text(result.as_of)}{running}"
    for cadence in result.cadences:
        yield ""
        yield f"{cadence.name}（{cadence.slots} 期）{'' if cadence.total else '：人数太少，不列数字'}"
        if cadence.total:
            yield text_table(_COLUMNS, map(_row, cadence.lines), right=(1, 2, 3))


def _row(line: Line) -> tuple[str, ...]:
    return (line.name, str(line.due), handed_in_text(line), rate_text(line))


def explained(result: Figures, found: Sequence[Place], order: Sequence[str]) -> Iterator[str]:
    """What the page will not show, for the office alone; and what goes with it."""
    apart = [_not_alone(cadence, found, order, result.smallest) for cadence in result.cadences]
    if any(apart):
        yield "\n没有单独列出的小组（只在这里告诉您，不会公开）："
        yield from (
            f"  {cadence.name}：{names}" for cadence, names in zip(result.cadences, apart, strict=True) if names
        )
    if result.ranked:
        yield "\n设置里有 ranking: disclosed，各组按完成率排列。网页开头会写明这是办公室的选择，为什么可能不妥。"
    if result.is_running:
        yield "\n这一段还没有结束。几次公开的数字前后相减，会多露出一些情况，最好等结束以后公开一次。"
        yield f"要上一段的，加 --at {period_before(result.period).key}。"


def _not_alone(cadence: CadenceFigures, found: Sequence[Place], order: Sequence[str], smallest: int) -> str:
    sizes = group_sizes((place for place in found if place.slot.cadence.id == cadence.id), order)
    shown = {line.name for line in cadence.groups}
    return "、".join(f"{name}（{_reason(size, smallest)}）" for name, size in sizes.items() if name not in shown)


def _reason(size: int, smallest: int) -> str:
    return f"不足 {smallest} 人" if size < smallest else "人数最少的一组，和别的组并在一起"
