"""A report as a document to read and send on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from shuxiang.core.calendar import Every
from shuxiang.core.ledger.query import query_text
from shuxiang.core.ledger.tally import Tally, percent
from shuxiang.core.report import Report
from shuxiang.core.report_names import member_lines, slots_text
from shuxiang.exports import outlook_tables, report_tables
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
from shuxiang.exports.document_words import NOTHING, part_heading
from shuxiang.exports.report_table import LAST, NEXT, THIS, ReportTable, value_words
from shuxiang.exports.report_words import (
    PRIVATE,
    PURPOSE,
    Stamp,
    as_of,
    evidence,
    good_words,
    how_to_ask,
    included,
    period_words,
    summary,
    title,
    unlike,
)

MOST_ROWS = 24
"""Rows that a table may have in a report that is read; longer ones stand in the workbook."""

_DETACHABLE = "这一页供核对数字用，印发时可以抽去。"
_SOURCES = (Column("出处", 3), Column("哪张表", 11), Column("查询的写法", 30))
_NAMED = (Column("小组", 10), Column("编号", 7), Column("姓名", 8))
_NAMED_COUNTS = (Column("应交", 6, Align.RIGHT), Column("已交", 6, Align.RIGHT))


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the report: its tables, each below a heading of its own where there are several, and what else."""

    title: str
    tables: tuple[ReportTable, ...] = ()
    before: tuple[Block, ...] = ()
    after: tuple[Block, ...] = ()

    def blocks(self) -> Iterator[Block]:
        yield from self.before
        for table in self.tables:
            if len(self.tables) > 1:
                yield Heading(table.title, 2)
            yield _block(table)
        yield from self.after
        if not (self.before or self.tables or self.after):
            yield Paragraph(NOTHING)


def report_document(report: Report, stamp: Stamp) -> Document:
    """The report; each table says from where it is, and 无 stands where there is nothing.

    What is technical stands on a last page of its own, which may be left out.
    """
    parts = (*_results(report), *_outlook(report, stamp))
    named = _names(report) if stamp.names else ()
    return Document(
        title=title(report, stamp),
        subtitle="\n".join(filter(None, [stamp.office, period_words(report), as_of(report)])),
        blocks=tuple(chain(_told(parts, stamp), named, _sources(report, stamp, parts))),
        footer=" ".join([title(report, stamp), report.name]),
    )


def report_chart(report: Report) -> BarChart:
    """The groups' rates in the groups' own order; beside the last period's where the two may be compared."""
    this = Series(THIS[report.period.every], tuple(_percent(both.now.tally) for both in report.groups))
    last = Series(LAST[report.period.every], tuple(_percent(both.before.tally) for both in report.groups))
    return BarChart(
        title=f"各小组{report_tables.RATE}",
        categories=tuple(both.now.group for both in report.groups),
        series=(this, last) if report.is_alike and report.total.before.tally.due else (this,),
    )


def parts_chart(report: Report) -> BarChart:
    """The rates of a long period's parts, as time goes."""
    names = (str(row[0]) for row in report_tables.by_part(report).rows[:-1])
    rates = tuple(_percent(line.tally) for line in report.parts)
    return BarChart(
        f"{report_tables.by_part(report).name}{report_tables.RATE}",
        tuple(names),
        (Series(THIS[report.period.every], rates),),
    )


def _percent(tally: Tally) -> float | None:
    return None if tally.rate is None else float(percent(tally.rate))


def _told(parts: Iterable[_Part], stamp: Stamp) -> Iterator[Block]:
    if stamp.names:
        yield Paragraph(PRIVATE)
    for number, part in enumerate(parts, start=1):
        yield part_heading(number, part.title)
        yield from part.blocks()


def _results(report: Report) -> Iterator[_Part]:
    """What the period came to."""
    yield _Part("总的情况", before=tuple(_summary(report)))
    yield _Part("各小组", (report_tables.by_group(report),), after=tuple(_chart(report)))
    yield _Part("各节奏", (report_tables.by_cadence(report),))
    if sum(both.now.slots > 0 for both in report.cadences) > 1:
        yield _Part("各小组各节奏", (report_tables.crossed(report),))
    yield _in_time(report)
    yield _compared(report)


def _compared(report: Report) -> _Part:
    """This period beside the last, as far as one may stand beside the other."""
    tables = (report_tables.groups_compared(report), report_tables.cadences_compared(report))
    why = () if report.is_alike else tuple(map(Paragraph, unlike(report)))
    return _Part(f"与{LAST[report.period.every]}比", tuple(table for table in tables if table.rows), why)


def _in_time(report: Report) -> _Part:
    """Slot by slot; of a quarter the months, of a year the quarters."""
    if not is_long(report):
        return _Part("各期", (report_tables.by_slot(report),))
    table = report_tables.by_part(report)
    return _Part(table.name, (table,), after=(parts_chart(report),) if report.parts else ())


def is_long(report: Report) -> bool:
    """Whether the report would be buried under its single slots."""
    return report.period.every in {Every.QUARTER, Every.YEAR}


def _outlook(report: Report, stamp: Stamp) -> Iterator[_Part]:
    """What goes on, what was there besides, and what comes next."""
    coming, short = (
        (outlook_tables.prepared_next(report), outlook_tables.prepared_now(report))
        if is_long(report)
        else (outlook_tables.coming(report), outlook_tables.short(report))
    )
    yield _Part("正在进行的期", (report_tables.running(report),))
    yield _Part("活动", (outlook_tables.meetings(report),))
    yield _Part("好心得", after=(_good(report, stamp),))
    yield _Part(f"{NEXT[report.period.every]}安排", (coming, outlook_tables.gatherings(report), short))


def _summary(report: Report) -> Iterator[Block]:
    yield from map(Paragraph, summary(report))
    yield Paragraph(PURPOSE)
    yield from (Paragraph(words, note=True) for words in included(report))


def _block(table: ReportTable) -> Block:
    if not table.rows:
        return Paragraph(NOTHING)
    if len(table.rows) > MOST_ROWS:
        return Paragraph(f"共 {len(table.rows)} 行，见 Excel 文件的“{table.name}”一页{_from(table)}。")
    columns = tuple(
        Column(head.name, head.width, Align.LEFT if head.is_text else Align.RIGHT) for head in table.heads
    )
    rows = tuple(tuple(map(value_words, row)) for row in table.rows)
    return Table(columns, rows, total=table.total, note=_from(table))


def _from(table: ReportTable) -> str:
    return f"（出处 {table.code}）" if table.source else ""


def _chart(report: Report) -> Iterator[Block]:
    if report.groups:
        yield report_chart(report)


def _good(report: Report, stamp: Stamp) -> Block:
    notes = tuple(good_words(note, names=stamp.names) for note in report.good)
    return Items(notes) if notes else Paragraph(NOTHING)


def _sources(report: Report, stamp: Stamp, parts: Iterable[_Part]) -> Iterator[Block]:
    """The queries of all that was told, and of which state of the ledger."""
    tables = [table for part in parts for table in part.tables if table.source]
    good = ("I", "好心得", query_text(report.good_query))
    yield PageBreak()
    yield Heading("数字出处")
    yield Paragraph(_DETACHABLE, note=True)
    yield Paragraph(evidence(stamp))
    yield Table(_SOURCES, (*((table.code, table.title, table.source) for table in tables), good))
    yield from map(Paragraph, how_to_ask(report, stamp))


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
