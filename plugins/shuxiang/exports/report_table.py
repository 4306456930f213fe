"""A report's tables as values: each column typed, each row with its query; text or cells are made of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from shuxiang.core.calendar import Every
from shuxiang.core.labels import day_text
from shuxiang.core.ledger.tally import Tally, percent_text
from shuxiang.exports.document_words import NOTHING

LEVEL = "持平"
THIS = {Every.WEEK: "本周", Every.MONTH: "本月", Every.QUARTER: "本季度", Every.YEAR: "本年"}
LAST = {Every.WEEK: "上周", Every.MONTH: "上月", Every.QUARTER: "上季度", Every.YEAR: "上一年"}
NEXT = {Every.WEEK: "下周", Every.MONTH: "下月", Every.QUARTER: "下季度", Every.YEAR: "下一年"}


@dataclass(frozen=True, slots=True)
class Points:
    """A difference of two rates, in shares of one; None where there was no rate."""

    value: Fraction | None


Value = str | int | date | Tally | Points
"""A tally stands for its rate."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column; ``width`` is its share of a page's width, in Chinese characters."""

    name: str
    width: float
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class ReportTable:
    """``queries`` has one for each row, ``earlier`` that of the last period's figures; a column adds ``计=``.

    ``source`` says them all in words.
    """

    code: str
    name: str
    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Value, ...], ...] = ()
    queries: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    source: str = ""
    total: bool = False


def value_words(value: Value) -> str:
    """The value as it is read: 83.3%（10/12）, +5.0, 持平, 2026年11月18日."""
    if isinstance(value, Tally):
        return NOTHING if value.rate is None else f"{percent_text(value.rate)}（{value.handed_in}/{value.due}）"
    if isinstance(value, Points):
        return NOTHING if value.value is None else points_words(value.value)
    return day_text(value) if isinstance(value, date) else str(value)


def points_words(difference: Fraction) -> str:
    """A difference as it is read: +5.0, -4.8; 持平 for one that does not show."""
    shown = points(difference)
    return f"{shown:+.1f}" if shown else LEVEL


def points(difference: Fraction) -> float:
    """A difference of rates in percentage points, to a tenth."""
    return round(difference * 1000) / 10


def difference(now: Tally, before: Tally) -> Points:
    """By how much the rate has changed."""
    return Points(None if now.rate is None or before.rate is None else now.rate - before.rate)


def trimmed(table: ReportTable) -> ReportTable:
    """The table without columns in which nothing stands."""
    if not table.rows:
        return table
    kept = [place for place in range(len(table.heads)) if any(row[place] != "" for row in table.rows)]
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return replace(table, heads=tuple(table.heads[place] for place in kept), rows=rows)
