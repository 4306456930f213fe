"""Plan the year: see it, ask why it is so, find what is missing, fill it in, hang it up."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from shuxiang.cli import plan_wall, plan_workbook
from shuxiang.cli.arguments import Parser, add_commands, add_config_file, add_today, add_year
from shuxiang.cli.opened import Opened, open_library, programme_of
from shuxiang.cli.plan_text import gaps_text, year_table
from shuxiang.cli.problem import Problem, guarded
from shuxiang.cli.slot_names import cadence_id, period_named
from shuxiang.core.calendar import FIRST_YEAR, LAST_YEAR, PeriodError
from shuxiang.core.explain import Ground, explain, explain_day
from shuxiang.core.gaps import gaps

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    Describe = Callable[[argparse.ArgumentParser], None]
    Action = Callable[[argparse.Namespace], int]

WEEKS_AHEAD = 4
MOST_WEEKS = 520
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parser() -> argparse.ArgumentParser:
    """Describe the commands and their arguments."""
    result = Parser(
        "python3 scripts/plan.py", "排一年的学习计划：看全年、问为什么、查缺什么、用 Excel 填、打印挂图。"
    )
    commands = add_commands(result)
    for name, command in COMMANDS.items():
        own = commands.add_parser(name, help=command.short, description=command.whole)
        command.describe(own)
        add_config_file(own)
        add_today(own)
    return result


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command says and return the exit code."""
    options = parser().parse_args(argv)
    return guarded(partial(COMMANDS[options.command].action, options))


def _add_show(parser: argparse.ArgumentParser) -> None:
    add_year(parser)
    parser.add_argument("--cadence", metavar="节奏", help="只列这一个节奏，写它的 id，例如 article")


def _add_explain(parser: argparse.ArgumentParser) -> None:
    example = "例如 2026-W08、第6周、article/2026-W08、2026-11，或一天：2026-02-18"
    parser.add_argument("slot", metavar="期次", help=example)


def _add_gaps(parser: argparse.ArgumentParser) -> None:
    text = f"往后看几周，不写则 {WEEKS_AHEAD} 周"
    parser.add_argument("--weeks", type=int, default=WEEKS_AHEAD, metavar="周数", help=text)


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
        return explain_day(ground, _day(asked))
    cadence, _, key = asked.rpartition("/")
    try:
        return explain(ground, period_named(opened, key), cadence_id(opened, cadence))
    except PeriodError as error:
        raise Problem(str(error)) from error


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Problem(f"日期“{text}”不存在。请核对月份和日子。") from None
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        raise Problem(f"日期“{text}”不在 {FIRST_YEAR} 到 {LAST_YEAR - 1} 年之间。请核对年份。")
    return day


def _gaps(options: argparse.Namespace) -> int:
    if not 1 <= options.weeks <= MOST_WEEKS:
        raise Problem(f"--weeks 要的是 1 到 {MOST_WEEKS} 的整数，给的是 {options.weeks}。")
    opened = open_library(options)
    found = gaps(opened.library.schedule, opened.today, options.weeks)
    print(gaps_text(found, options.weeks, opened.today))  # noqa: T201
    return 0


class Command(NamedTuple):
    """One command: how its arguments are described, what it does, its help in short and in whole."""

    describe: Describe
    action: Action
    short: str
    whole: str


COMMANDS = {
    "show": Command(
        _add_show, _show, "把一年的学习计划列成表", "把一年的学习计划列成表：各期、节假日、材料和活动。"
    ),
    "explain": Command(
        _add_explain, _explain, "说明一期为什么是这样", "用一两句话说明一期（或一天）为什么是这样。"
    ),
    "gaps": Command(
        _add_gaps,
        _gaps,
        "列出还缺什么",
        "列出近期没有材料的期、没有正文的材料、没有日期的讲座、讲过没有评的材料。",
    ),
    "template": Command(
        plan_workbook.add_template,
        plan_workbook.template,
        "写出一年的 Excel 工作簿",
        "写出一年的 Excel 工作簿：各期、日期、节假日都排好，等着填题目、来源、主讲和时间。",
    ),
    "import": Command(
        plan_workbook.add_import,
        plan_workbook.import_,
        "读回填好的工作簿",
        "读回填好的工作簿，每行建一份或改一份材料的标题区。先列出改动，同意了才写；别人写过的文字不动。",
    ),
    "wall": Command(plan_wall.add_wall, plan_wall.wall, "写出可以打印的挂图", plan_wall.DESCRIPTION),
}
