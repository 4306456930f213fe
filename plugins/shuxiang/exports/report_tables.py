"""A report's tables of counts, each under its code: A each group, B each cadence, C both, D each slot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from shuxiang.core.calendar import Every
from shuxiang.core.labels import dates_text, period_label, slot_label
from shuxiang.core.ledger.queried import TALLIED
from shuxiang.core.ledger.query import NAMES, Measure, query_text
from shuxiang.core.model import Slot
from shuxiang.core.report import Comparison, Report, ReportLine
from shuxiang.exports.document_words import SUM
from shuxiang.exports.report_table import LAST, THIS, Head, ReportTable, Value, difference

RATE = "完成率"
_COUNTS = tuple(measure for measure in TALLIED if measure is not Measure.MEMBERS)
_GROUP, _CADENCE = Head(NAMES["group"], 11, is_text=True), Head(NAMES["cadence"], 8, is_text=True)
_SLOT, _SLOTS, _PART = Head("期", 17, is_text=True), Head(Measure.SLOTS, 5), Head("时段", 12, is_text=True)
_PARTS = {Every.QUARTER: "各月", Every.YEAR: "各季度"}


def slot_words(slot: Slot) -> str:
    """第3周（11月16日至22日）, 11月."""
    label = slot_label(slot)
    return f"{label}（{dates_text(slot.period)}）" if slot.period.every is Every.WEEK else label


def by_group(report: Report) -> ReportTable:
    """A line for each group."""
    source = f"时段={report.period.key} 小组=〔该行〕 计=〔列名〕；{SUM}不写小组"
    blank = _blank(report, "A", "各小组", (_GROUP,), source)
    return _counted(blank, [both.now for both in report.groups], report.total.now)


def by_cadence(report: Report) -> ReportTable:
    """A line for each cadence, with how many slots it had."""
    source = f"时段={report.period.key} 节奏=〔该行〕 计=〔列名〕；{SUM}不写节奏"
    blank = _blank(report, "B", "各节奏", (_CADENCE, _SLOTS), source)
    return _counted(blank, [both.now for both in report.cadences if both.now.slots], report.total.now)


def crossed(report: Report) -> ReportTable:
    """A line for each group in each cadence."""
    source = f"时段={report.period.key} 小组=〔该行〕 节奏=〔该行〕 计=〔列名〕；{SUM}不写小组和节奏"
    return _counted(
        _blank(report, "C", "各小组各节奏", (_GROUP, _CADENCE), source), report.crossed, report.total.now
    )


def by_slot(report: Report) -> ReportTable:
    """A line for each slot."""
    source = f"{_slot_source(report.single)}；{SUM}写 时段={report.period.key} 计=〔列名〕"
    return _counted(_blank(report, "D", "各期", (_CADENCE, _SLOT), source), report.single, report.total.now)


def by_part(report: Report) -> ReportTable:
    """A line for each month of a quarter, for each quarter of a year."""
    source = f"时段=〔该行，如 {report.parts[-1].query.period}〕 计=〔列名〕；" if report.parts else ""
    name = _PARTS.get(report.period.every, "")
    blank = _blank(report, "L", name, (_PART, _SLOTS), f"{source}{SUM}写 时段={report.period.key}")
    return _counted(blank, report.parts, report.total.now)


def _blank(report: Report, code: str, name: str, heads: tuple[Head, ...], source: str) -> ReportTable:
    return ReportTable(code, name, f"{THIS[report.period.every]}{name}情况", heads, source=source)


def running(report: Report) -> ReportTable:
    """A line for each slot that goes on beyond the period."""
    blank = ReportTable(
        code="G",
        name="正在进行",
        title="正在进行、以后才计入的期（到今天为止）",
        heads=(_CADENCE, _SLOT),
        source=_slot_source(report.running),
    )
    return _counted(blank, report.running)


def _slot_source(lines: Sequence[ReportLine]) -> str:
    example = lines[-1].query.slot if lines else "article/2026-W47"
    return f"期次=〔该期〕 计=〔列名〕，期次写法如 {example}"


def _counted(blank: ReportTable, lines: Sequence[ReportLine], total: ReportLine | None = None) -> ReportTable:
    """The table with its lines, and their sum in the last row where there is any line."""
    names = [head.name for head in blank.heads]
    rows = [_row(names, line) for line in lines]
    summed = [total] if total and lines else []
    rows += [(SUM, *_row(names, line)[1:]) for line in summed]
    return replace(
        blank,
        heads=(*blank.heads, *(Head(measure, 2 * len(measure) + 1) for measure in _COUNTS), Head(RATE, 14)),
        rows=tuple(rows),
        queries=tuple(query_text(line.query, measured=False) for line in [*lines, *summed]),
        total=bool(summed),
    )


def _row(names: Iterable[str], line: ReportLine) -> tuple[Value, ...]:
    told: dict[str, Value] = {
        _GROUP.name: line.group,
        _CADENCE.name: line.cadence,
        _SLOT.name: slot_words(line.slot) if line.slot else "",
        _SLOTS.name: line.slots,
        _PART.name: period_label(line.part) if line.part else "",
    }
    counts = (TALLIED[measure](line.tally) for measure in _COUNTS)
    return (*(told[name] for name in names), *counts, line.tally)


def _compared(report: Report, code: str, head: Head, lines: Sequence[Comparison], source: str = "") -> ReportTable:
    """The lines, over those cadences alone that both periods have."""
    this, last = THIS[report.period.every], LAST[report.period.every]
    every = [*lines, *([report.alike_total] if lines else [])]
    told = [*(both.now.group or both.now.cadence for both in lines), *([SUM] if lines else [])]
    names = (f"{this}应交", f"{this}已交", f"{this}{RATE}", f"{last}应交", f"{last}已交", f"{last}{RATE}")
    return ReportTable(
        code=code,
        name=f"{head.name}与{last}比",
        title=f"各{head.name}与{last}比",
        heads=(replace(head, width=11), *map(Head, names, (6, 6, 14, 6, 6, 14)), Head("变化（百分点）", 8)),
        rows=tuple(_compared_row(both, name) for both, name in zip(every, told, strict=True)),
        queries=tuple(query_text(both.now.query, measured=False) for both in every),
        earlier=tuple(query_text(both.before.query, measured=False) for both in every),
        source=(
            f"{head.name}=〔该行〕{source} 计=应交 或 已交，"
            f"{this}再加 时段={report.period.key}，{last}加 时段={report.before.key}"
        ),
        total=bool(lines),
    )


def _compared_row(both: Comparison, name: str) -> tuple[Value, ...]:
    now, before = both.now.tally, both.before.tally
    return (name, now.due, now.handed_in, now, before.due, before.handed_in, before, difference(now, before))


def groups_compared(report: Report) -> ReportTable:
    """Each group beside itself in the last period."""
    cadences = report.alike_total.now.cadence
    source = f" 节奏={cadences}" if cadences else ""
    return _compared(report, "E", _GROUP, report.alike, source)


def cadences_compared(report: Report) -> ReportTable:
    """Each cadence beside itself in the last period."""
    return _compared(report, "F", _CADENCE, report.shared)
