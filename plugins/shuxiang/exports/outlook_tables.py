"""A report's tables of events, of what comes next, and of the slots whose materials are short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shuxiang.core.labels import dates_text, day_of_month, days_text, slot_label
from shuxiang.core.ledger.occasion import Occasion
from shuxiang.core.ledger.query import NAMES, Measure, query_text
from shuxiang.core.model import Slot
from shuxiang.core.report import Preparation, Report
from shuxiang.exports.document_words import titles
from shuxiang.exports.report_table import NEXT, THIS, Head, ReportTable, trimmed

UNDECIDED = "待定"
UNTOLD = "没有登记"
"""In place of how many came, where no sign-in sheet has been entered."""


def meetings(report: Report) -> ReportTable:
    """The events and how many came."""
    return ReportTable(
        code="H",
        name="活动",
        title=f"{THIS[report.period.every]}活动到会情况",
        heads=(Head(NAMES["event"], 30, is_text=True), Head("日期", 12), Head(f"{Measure.PRESENT}人数", 8)),
        rows=tuple((met.title, met.on, UNTOLD if met.present is None else met.present) for met in report.meetings),
        queries=tuple("" if met.present is None else query_text(met.query) for met in report.meetings),
        source=f"时段={report.period.key} 活动=〔该活动的代号，见 Excel 文件的“数字出处”〕 计={Measure.PRESENT}",
    )


def coming(report: Report) -> ReportTable:
    """What is due next, and with which materials."""
    table = ReportTable(
        code="J",
        name=f"{NEXT[report.period.every]}安排",
        title=f"{NEXT[report.period.every]}各期和材料",
        heads=_text_heads({NAMES["cadence"]: 9, "期": 9, "日期": 19, "材料": 28, "负责小组": 10}),
        rows=tuple(
            (
                slot.cadence.name,
                slot_label(slot),
                dates_text(slot.period),
                titles(slot, "、") or UNDECIDED,
                _in_charge(slot),
            )
            for slot in report.coming
        ),
    )
    return trimmed(table)


def gatherings(report: Report) -> ReportTable:
    """The events that come next."""
    table = ReportTable(
        code="M",
        name=f"{NEXT[report.period.every]}活动",
        title=f"{NEXT[report.period.every]}活动",
        heads=_text_heads({"时间": 13, "活动": 24, "地点": 13, "主办": 12, "参加": 14}),
        rows=tuple(
            (_when(each), each.title, each.venue, "、".join(each.hosts), "、".join(each.groups))
            for each in report.gatherings
        ),
    )
    return trimmed(table)


def _when(occasion: Occasion) -> str:
    """12月3日 09:30, 12月22日至23日."""
    if occasion.timed:
        return f"{day_of_month(occasion.on)} {occasion.starts:%H:%M}"
    return days_text(occasion.on, occasion.ends.date())


def prepared_next(report: Report) -> ReportTable:
    """A line for each cadence: how many slots come next, and how many have their materials."""
    next_ = NEXT[report.period.every]
    return _prepared(report.prepared[1], "N", f"{next_}各节奏", f"{next_}排了几期、备了几期", report.after.key)


def prepared_now(report: Report) -> ReportTable:
    """The same of this period, where anything is short."""
    lines = [line for line in report.prepared[0] if line.short]
    return _prepared(
        lines,
        "O",
        f"{THIS[report.period.every]}缺材料",
        f"{THIS[report.period.every]}还没有材料的期",
        report.period.key,
    )


def _prepared(lines: Sequence[Preparation], code: str, name: str, title: str, period: str) -> ReportTable:
    measures = (Measure.PLANNED, Measure.READY, Measure.EMPTY)
    return ReportTable(
        code=code,
        name=name,
        title=title,
        heads=(Head(NAMES["cadence"], 8, is_text=True), *(Head(measure, 8) for measure in measures)),
        rows=tuple((line.cadence, line.planned, line.ready, line.short) for line in lines),
        queries=tuple(query_text(line.query, measured=False) for line in lines),
        source=f"时段={period} 节奏=〔该行〕 计=〔列名〕",
    )


def _text_heads(widths: Mapping[str, float]) -> tuple[Head, ...]:
    return tuple(Head(name, width, is_text=True) for name, width in widths.items())


def _in_charge(slot: Slot) -> str:
    return "、".join(dict.fromkeys(material.group for material in slot.materials if material.group))


def short(report: Report) -> ReportTable:
    """Slots without enough material, of this period and the next."""
    names = (THIS[report.period.every], NEXT[report.period.every])
    found = [
        (name, query, slot) for name, (query, slots) in zip(names, report.short, strict=True) for slot in slots
    ]
    return ReportTable(
        code="K",
        name="缺材料",
        title="还没有材料的期",
        heads=(*_text_heads({"时段": 6, NAMES["cadence"]: 9, "期": 10, "日期": 18}), Head("还缺（篇）", 6)),
        rows=tuple(
            (
                name,
                slot.cadence.name,
                slot_label(slot),
                dates_text(slot.period),
                slot.cadence.at_least - len(slot.materials),
            )
            for name, _, slot in found
        ),
        queries=tuple(query_text(query) for _, query, _ in found),
        source="；".join(
            f"{name} {query_text(query)}" for name, (query, _) in zip(names, report.short, strict=True)
        ),
    )
