"""Which period a report or the public figures are about: of a kind, and which one."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from shuxiang.cli.problem import Problem
from shuxiang.cli.slot_names import period_named
from shuxiang.core.calendar import FIRST_YEAR, LAST_YEAR, Every, Period, period_of
from shuxiang.core.home_period import day_within

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from shuxiang.cli.ledger.office import Office

_LENGTHS = {Every.WEEK: 7, Every.MONTH: 31, Every.QUARTER: 92, Every.HALF_YEAR: 184, Every.YEAR: 366}
_ONE = {Every.WEEK: "一周", Every.MONTH: "一个月", Every.QUARTER: "一个季度", Every.YEAR: "一年"}
_CALLED = {"周": Every.WEEK, "月": Every.MONTH, "季": Every.QUARTER, "季度": Every.QUARTER, "年": Every.YEAR}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def add_period(parser: argparse.ArgumentParser, kinds: Mapping[Every, str], without: Every | None = None) -> None:
    """Add the kind of period, ``kinds`` with what each is for, and ``--at``; ``without`` stands for no kind."""
    told = "，".join(f"{every}（{_name(every)}）{what}" for every, what in kinds.items())
    parser.add_argument(
        "kind",
        type=_kind,
        nargs="?" if without else None,
        choices=[str(every) for every in kinds],
        default=str(without) if without else None,
        metavar="种类",
        help=f"{told}{f'。不写则是 {without}' if without else ''}",
    )
    parser.add_argument(
        "--at",
        metavar="时段",
        help="哪一段：2026-W47、第3周、2026-11、11月、2026-Q4、2026，或其中的一天，如 2026-11-18。不写则是今天的",
    )


def asked_period(office: Office, options: argparse.Namespace, what: str) -> Period:
    """The period asked for: today's, or that of a day or of a name, of its own length or a shorter one.

    ``what`` is to be made, for the sentence that refuses a longer one.
    """
    every = Every(options.kind)
    if options.at is None:
        return period_of(every, office.today)
    text = options.at.strip()
    day = _day(text)
    if day:
        return period_of(every, day)
    named = period_named(office.opened, text)
    if _LENGTHS[named.every] > _LENGTHS[every]:
        raise Problem(
            f"{what}一次只说{_ONE[every]}，--at 写的比{_ONE[every]}长。"
            f"请写成 {period_of(every, office.today).key} 这样，或者换一个种类。"
        )
    return named if named.every is every else period_of(every, day_within(named))


def _kind(text: str) -> str:
    return str(_CALLED.get(text, text))


def _name(every: Every) -> str:
    return next(name for name, kind in _CALLED.items() if kind is every)


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Problem("--at 写的日期不存在。请核对月份和日子。") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Problem(f"--at 写的日期不在 {FIRST_YEAR} 到 {LAST_YEAR} 年之间。请核对年份。")
    return day
