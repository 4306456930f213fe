"""A report as a document to read and send on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from shuxiang.core.ledger.query import query_text
from shuxiang.core.ledger.tally import Tally, percent
from shuxiang.core.report import Report
from shuxiang.core.report_names import member_lines, slots_text
from shuxiang.exports import report_tables
from shuxiang.exports.blocks import (
    Align,
    BarChart,
    Block,
    Column,
    Document,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Series,
    Table,
)
from shuxiang.exports.report_table import LAST, NEXT, NOTHING, THIS, ReportTable, value_words
from shuxiang.exports.report_words import (
    INCLUDED,
    PRIVATE,
    PURPOSE,
    Stamp,
    as_of,
    evidence,
    good_words,
    how_to_ask,
    period_words,
    summary,
)

_NUMERALS = "一二三四五六七八九十"
_NAMED = (Column("小组", 10), Column("编号", 7), Column("姓名", 8))
_NAMED_COUNTS = (Column("应交", 6, Align.RIGHT), Column("已交", 6, Align.RIGHT))


def report_document(report: Report, stamp: Stamp) -> Document:
    """The report; each table has its source below it, and 无 stands where there is nothing."""
    blocks = chain(_opening(stamp), _parts(report, stamp), _names(report) if stamp.names else ())
    return Document(
        title=report.title,
        subtitle="\n".join(filter(None, [stamp.office, period_words(report), as_of(report)])),
        blocks=tuple(blocks),
        footer=" ".join(filter(None, [stamp.office, report.title, report.name])),
    )


def report_chart(report: Report) -> BarChart:
    """The groups' rates in this period and the last, in the groups' own order."""
    this = Series(THIS[report.period.every], tuple(_percent(both.now.tally) for both in report.groups))
    last = Series(LAST[report.period.every], tuple(_percent(both.before.tally) for both in report.groups))
    return BarChart(
        title=f"各小组{report_tables.RATE}",
        categories=tuple(both.now.group for both in report.groups),
        series=(this, last) if report.total.before.tally.due else (this,),
    )


def _percent(tally: Tally) -> float | None:
    return None if tally.rate is None else float(percent(tally.rate))


def _opening(stamp: Stamp) -> Iterator[Block]:
    yield Paragraph(evidence(stamp), note=True)
    if stamp.names:
        yield Paragraph(PRIVATE)


def _parts(report: Report, stamp: Stamp) -> Iterator[Block]:
    last, next_ = LAST[report.period.every], NEXT[report.period.every]
    parts: Sequence[tuple[str, Iterator[Block]]] = (
        ("总的情况", _summary(report)),
        ("各小组", chain(_table(report_tables.by_group(report)), _chart(report))),
        ("各节奏", _table(report_tables.by_cadence(report))),
        ("各小组各节奏", _table(report_tables.crossed(report))),
        ("各期", _table(report_tables.by_slot(report))),
        (f"与{last}比", _tables(report_tables.groups_compared(report), report_tables.cadences_compared(report))),
        ("正在进行的期", _table(report_tables.running(report))),
        ("活动", _table(report_tables.meetings(report))),
        ("好心得", _good(report, stamp)),
        (f"{next_}安排", _tables(report_tables.coming(report), report_tables.short(report))),
    )
    for numeral, (title, blocks) in zip(_NUMERALS, parts, strict=True):
        yield Heading(f"{numeral}、{title}")
        yield from blocks
    yield Heading("数字出处")
    yield from map(Paragraph, how_to_ask(report, stamp))


def _summary(report: Report) -> Iterator[Block]:
    yield from map(Paragraph, summary(report))
    yield Paragraph(PURPOSE)
    yield Paragraph(INCLUDED, note=True)


def _tables(*tables: ReportTable) -> Iterator[Block]:
    for table in tables:
        yield Heading(table.title, 2)
        yield from _table(table)


def _table(table: ReportTable) -> Iterator[Block]:
    if table.rows:
        columns = tuple(
            Column(head.name, head.width, Align.LEFT if head.is_text else Align.RIGHT) for head in table.heads
        )
        rows = tuple(tuple(map(value_words, row)) for row in table.rows)
        yield Table(columns, rows, total=table.total)
    else:
        yield Paragraph(NOTHING)
    if table.source:
        yield Paragraph(f"查询 {table.code}：{table.source}", note=True)


def _chart(report: Report) -> Iterator[Block]:
    if report.groups:
        yield report_chart(report)


def _good(report: Report, stamp: Stamp) -> Iterator[Block]:
    notes = tuple(good_words(note, names=stamp.names) for note in report.good)
    yield Items(notes) if notes else Paragraph(NOTHING)
    yield Paragraph(f"查询 I：{query_text(report.good_query)}，共 {len(notes)} 条", note=True)


def _names(report: Report) -> Iterator[Block]:
    """The members, in a table of their own."""
    yield PageBreak()
    yield Heading("附：名单")
    columns = (*_NAMED, *_NAMED_COUNTS, *(Column(name, 18) for name in ("已交的期", "未开展的期", "请假的期")))
    rows = tuple(
        (
            line.group,
            line.member.number,
            line.member.name,
            str(line.tally.due),
            str(line.tally.handed_in),
            *(slots_text(slots) for slots in (line.handed_in, line.not_begun, line.excused)),
        )
        for line in member_lines(report)
    )
    yield Table(columns, rows) if rows else Paragraph(NOTHING)
