"""Plan the year: see it, ask why it is so, find what is missing."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from shuxiang.cli.arguments import Parser, add_commands, add_config_file, add_today, add_year
from shuxiang.cli.opened import Opened, open_library, programme_of
from shuxiang.cli.plan_text import gaps_text, year_table
from shuxiang.cli.problem import Problem, guarded
from shuxiang.core.calendar import PeriodError, parse_key
from shuxiang.core.explain import Ground, explain, explain_day
from shuxiang.core.gaps import gaps

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

WEEKS_AHEAD = 4
MOST_WEEKS = 520
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def parser() -> argparse.ArgumentParser:
    """Describe the commands and their arguments."""
    result = Parser("python3 scripts/plan.py", "排一年的学习计划：看全年、问为什么、查缺什么。")
    commands = add_commands(result)
    show = commands.add_parser(
        "show", help="把一年的学习计划列成表", description="把一年的学习计划列成表：各期、节假日、材料和活动。"
    )
    add_year(show)
    show.add_argument("--cadence", metavar="节奏", help="只列这一个节奏，写它的 id，例如 article")
    why = commands.add_parser(
        "explain", help="说明一期为什么是这样", description="用一两句话说明一期（或一天）为什么是这样。"
    )
    why.add_argument("slot", metavar="期次", help="例如 2026-W08、article/2026-W08、2026-11，或一天：2026-02-18")
    missing = commands.add_parser(
        "gaps", help="列出还缺什么", description="列出近期没有材料的期、没有日期的讲座、讲过没有评的材料。"
    )
    missing.add_argument(
        "--weeks", type=int, default=WEEKS_AHEAD, metavar="周数", help=f"往后看几周，不写则 {WEEKS_AHEAD} 周"
    )
    for command in (show, why, missing):
        add_config_file(command)
        add_today(command)
    return result


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command says and return the exit code."""
    options = parser().parse_args(argv)
    actions: dict[str, Callable[[argparse.Namespace], int]] = {"show": _show, "explain": _explain, "gaps": _gaps}
    return guarded(partial(actions[options.command], options))


def _show(options: argparse.Namespace) -> int:
    opened = open_library(options)
    programme = programme_of(opened, options.year)
    if options.cadence and not programme.cadence(options.cadence):
        known = "、".join(f"{cadence.id}（{cadence.name}）" for cadence in programme.cadences)
        raise Problem(f"{programme.year}年学习计划里没有节奏“{options.cadence}”。现有 {known}。")
    library = opened.library
    print(year_table(programme, library.schedule, library.day_of, options.cadence or ""))  # noqa: T201
    return 0


def _explain(options: argparse.Namespace) -> int:
    opened = open_library(options)
    print("\n".join(_sentences(opened, options.slot.strip())))  # noqa: T201
    return 0


def _sentences(opened: Opened, asked: str) -> Sequence[str]:
    ground = Ground(opened.library.schedule, opened.library.day_of, opened.publish_ahead)
    if _DAY.fullmatch(asked):
        try:
            return explain_day(ground, date.fromisoformat(asked))
        except ValueError:
            raise Problem(f"日期“{asked}”不存在。请核对月份和日子。") from None
    cadence_id, _, key = asked.rpartition("/")
    try:
        return explain(ground, parse_key(key), cadence_id)
    except PeriodError as error:
        raise Problem(str(error)) from error


def _gaps(options: argparse.Namespace) -> int:
    if not 1 <= options.weeks <= MOST_WEEKS:
        raise Problem(f"--weeks 要的是 1 到 {MOST_WEEKS} 的整数，给的是 {options.weeks}。")
    opened = open_library(options)
    found = gaps(opened.library.schedule, opened.today, options.weeks)
    print(gaps_text(found, options.weeks, opened.today))  # noqa: T201
    return 0
