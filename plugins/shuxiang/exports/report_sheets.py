"""A report as the sheets of a workbook: the same tables typed, and every row's query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from shuxiang.core.checkin import named_acts
from shuxiang.core.labels import slot_label
from shuxiang.core.ledger.query import query_text
from shuxiang.core.ledger.row import MADE_UP, NOT_BEGUN, Row
from shuxiang.core.ledger.tally import Place, Tally
from shuxiang.core.report import Report
from shuxiang.core.report_names import detailed, member_lines, slots_text, state_name
from shuxiang.exports import outlook_tables, report_tables
from shuxiang.exports.blocks import BarChart
from shuxiang.exports.document_words import NOTHING
from shuxiang.exports.report_document import is_long, parts_chart, report_chart
from shuxiang.exports.report_table import Points, ReportTable, Value, points
from shuxiang.exports.report_tables import slot_words
from shuxiang.exports.report_words import (
    GONE,
    PRIVATE,
    Stamp,
    as_of,
    evidence,
    how_to_ask,
    included,
    period_words,
)
from shuxiang.exports.report_words import title as report_title
from shuxiang.exports.table_sheet import CellKind, CellValue, Field, TableSheet

MOST_DETAILED = 20_000
"""Places listed one by one; more would take minutes to write and to open."""

_TABLES = (
    report_tables.by_group,
    report_tables.by_cadence,
    report_tables.crossed,
    report_tables.by_part,
    report_tables.by_slot,
    report_tables.groups_compared,
    report_tables.cadences_compared,
    report_tables.running,
    outlook_tables.meetings,
    outlook_tables.coming,
    outlook_tables.gatherings,
    outlook_tables.prepared_next,
    outlook_tables.short,
    outlook_tables.prepared_now,
)
_LONG = {report_tables.by_part, outlook_tables.prepared_next, outlook_tables.prepared_now}
"""Tables of quarters and years only."""

_NAMED = (Field("小组", width=18), Field("编号", width=10), Field("姓名", width=12))
_NUMBER = CellKind.NUMBER


def report_sheets(report: Report, stamp: Stamp) -> list[TableSheet]:
    """The tables, a sheet each; then the good notes, the members where they are asked for, the queries."""
    tables = [make(report) for make in _TABLES if is_long(report) or make not in _LONG]
    sheets = [_sheet(table, report, stamp) for table in tables]
    return [
        *sheets,
        _good(report, stamp),
        *(_named(report) if stamp.names else ()),
        _queries(tables, report, stamp),
    ]


def _heading(title: str, report: Report, stamp: Stamp) -> str:
    return " ".join([report_title(report, stamp), period_words(report), title])


def _sheet(table: ReportTable, report: Report, stamp: Stamp) -> TableSheet:
    source = f"（出处 {table.code}）" if table.source else ""
    return TableSheet(
        name=table.name,
        title=_heading(table.title, report, stamp),
        fields=_fields(table),
        rows=tuple(tuple(_cell(value) for value in row) for row in table.rows) or _empty(len(table.heads)),
        notes=(f"{as_of(report)}。{source}", *(included(report) if _counts(table) else ())),
        total=table.total,
        chart=_chart(table, report),
        wide=True,
    )


def _counts(table: ReportTable) -> bool:
    return any(head.name == report_tables.RATE for head in table.heads)


def _chart(table: ReportTable, report: Report) -> BarChart | None:
    if table.code == "A" and report.groups:
        return report_chart(report)
    return parts_chart(report) if table.code == "L" and report.parts else None


def _empty(columns: int) -> tuple[tuple[CellValue, ...], ...]:
    return ((NOTHING, *([None] * (columns - 1))),)


def _fields(table: ReportTable) -> tuple[Field, ...]:
    kinds = [_kind([row[place] for row in table.rows]) for place in range(len(table.heads))]
    return tuple(
        Field(head.name, kind, max(head.width * 2, 10)) for head, kind in zip(table.heads, kinds, strict=True)
    )


def _kind(values: list[Value]) -> CellKind:
    """What a column holds besides words that stand for what is not there."""
    value = next((value for value in values if not isinstance(value, str)), "")
    kinds = {Tally: CellKind.PERCENT, Points: CellKind.POINTS, int: CellKind.NUMBER, date: CellKind.DATE}
    return kinds.get(type(value), CellKind.TEXT)


def _cell(value: Value) -> CellValue:
    """A rate as a share of one, whose numbers stand in the columns beside it; 无 where there is none."""
    if isinstance(value, Tally):
        return NOTHING if value.rate is None else float(value.rate)
    if isinstance(value, Points):
        return NOTHING if value.value is None else points(value.value)
    return value


def _good(report: Report, stamp: Stamp) -> TableSheet:
    who = (Field("姓名", width=12),) if stamp.names else ()
    rows: tuple[tuple[CellValue, ...], ...] = tuple(
        (
            note.group,
            *((note.member.name,) if stamp.names else ()),
            note.slot.cadence.name,
            slot_words(note.slot),
            note.text or GONE,
        )
        for note in report.good
    )
    fields = (Field("小组", width=18), *who, Field("节奏"), Field("期", width=30), Field("心得", width=60))
    return TableSheet(
        name="好心得",
        title=_heading("好心得", report, stamp),
        fields=fields,
        rows=rows or _empty(len(fields)),
        notes=(f"{as_of(report)}。（出处 I）",),
        wide=True,
    )


def _named(report: Report) -> Iterator[TableSheet]:
    counts = tuple(Field(name, _NUMBER, 8) for name in ("应交", "已交", "补学", "请假", "未开展"))
    slots = tuple(Field(name, width=28) for name in ("已交的期", "回炉的期", "未开展的期", "请假的期"))
    rows: tuple[tuple[CellValue, ...], ...] = tuple(
        (
            *(line.group, line.member.number, line.member.name),
            *(line.tally.due, line.tally.handed_in, line.tally.made_up, line.tally.excused, line.tally.not_begun),
            *(slots_text(some) for some in (line.handed_in, line.returned, line.not_begun, line.excused)),
        )
        for line in member_lines(report)
    )
    fields = (*_NAMED, *counts, *slots)
    whole = len(report.places) <= MOST_DETAILED
    note = (
        "每人每期一行的明细在下一页。"
        if whole
        else f"明细有 {len(report.places)} 行，太多了，没有列出；请按月生成。"
    )
    yield TableSheet("名单", "名单", fields, rows or _empty(len(fields)), (PRIVATE, note), wide=True)
    if whole:
        yield _detail(report)


def _detail(report: Report) -> TableSheet:
    fields = (
        *_NAMED,
        *(Field("节奏"), Field("期", width=30), Field("状态", width=10), Field("补学", width=8)),
        *(Field("完成", width=10), Field("完成时间", CellKind.MOMENT, 18), Field("台账号", width=14)),
    )
    rows = tuple(_detail_row(place) for place in detailed(report))
    return TableSheet("明细", "每人每期一行", fields, rows or _empty(len(fields)), (PRIVATE,), wide=True)


def _detail_row(place: Place) -> tuple[CellValue, ...]:
    row = place.row
    return (
        *(place.group, place.member.number, place.member.name),
        *(place.slot.cadence.name, slot_label(place.slot), state_name(place) or NOT_BEGUN),
        MADE_UP if row and row.made_up(place.slot.period.end) else "",
        _acts(row),
        row.first_at if row else None,
        "、".join(map(str, row.evidence)) if row else "",
    )


def _acts(row: Row | None) -> str:
    return named_acts(row.acts) if row else ""


def _queries(tables: list[ReportTable], report: Report, stamp: Stamp) -> TableSheet:
    names = (("查询", 8), ("在哪一页", 20), ("哪一行", 24), ("查询的写法", 60), ("上一段时间的写法", 60))
    rows = [row for table in tables for row in _query_rows(table)]
    rows.append(("I1", "好心得", "", query_text(report.good_query), ""))
    return TableSheet(
        name="数字出处",
        title=_heading("数字出处", report, stamp),
        fields=tuple(Field(name, width=width) for name, width in names),
        rows=tuple(rows),
        notes=(evidence(stamp), "没有写“计=”的，请在后面加上：计=列名，例如 计=已交。", *how_to_ask(report, stamp)),
        wide=True,
    )


def _query_rows(table: ReportTable) -> Iterator[tuple[CellValue, ...]]:
    """A line for each query; rows that one query finds together, such as slots without material, have one line."""
    alike = Counter(table.queries)
    told: set[str] = set()
    for number, (values, query) in enumerate(zip(table.rows, table.queries, strict=False), start=1):
        if query and query not in told:
            told.add(query)
            words = [value for value in values if isinstance(value, str)]
            earlier = table.earlier[number - 1] if table.earlier else ""
            yield (
                f"{table.code}{number}",
                table.name,
                " ".join(words[: 1 if alike[query] > 1 else None]),
                query,
                earlier,
            )
