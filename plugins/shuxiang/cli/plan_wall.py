"""A wall of everything that is planned, as one file that needs no site; for the office, never part of the site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.arguments import add_year
from shuxiang.cli.opened import Opened, open_library, programme_of
from shuxiang.cli.problem import Problem
from shuxiang.cli.written_file import refuse_published, replace_file
from shuxiang.mkdocs_plugin.wall_output import standing_alone, wall_of
from shuxiang.pages.events import event_views
from shuxiang.pages.slot_view import Site, views
from shuxiang.pages.wall.plan import GENERATOR, plan_of, sheet_names

if TYPE_CHECKING:
    import argparse

    from shuxiang.core.model import Programme
    from shuxiang.pages.wall.plan import Plan

NOTE = "内部用：含尚未发布的安排，请不要放到网站上。"
DESCRIPTION = (
    "把一年或一个月的学习计划排成一张挂图，写成一个网页文件，用浏览器打开就能打印。"
    "它包括尚未发布的安排，只供办公室使用；网站上的挂图只有已经发布的。"
)


def add_wall(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `plan.py wall`."""
    add_year(parser)
    parser.add_argument(
        "--sheet",
        default="a3",
        metavar="纸张",
        help="a3（全年一张，不写就是它）、a4（全年两张），或一个月，例如 2026-11",
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="文件", help="写到哪里。不写则为 挂图-2026-a3.html 的样子"
    )


def wall(options: argparse.Namespace) -> int:
    """Write the file and return 0; Problem when the sheet does not exist or the place will not do."""
    opened = open_library(options)
    programme = programme_of(opened, options.year)
    known = sheet_names(programme)
    sheet = options.sheet.lower()
    if sheet not in known:
        raise Problem(f"--sheet 不能是“{options.sheet}”。可以写 a3、a4，或 {known[2]} 至 {known[-1]} 中的一个月。")
    target = (options.output or Path(f"挂图-{programme.year}-{sheet}.html")).absolute()
    _refuse(target, opened)
    html = _html(opened, programme, sheet)
    replace_file(target, html.encode())
    print(f"已写入 {target}。请用浏览器打开，再打印。{NOTE}")  # noqa: T201
    return 0


def _html(opened: Opened, programme: Programme, sheet: str) -> str:
    plan = whole_plan(opened)
    return standing_alone(wall_of(plan, programme, sheet), plan, opened.config.theme.custom_dir, NOTE)


def whole_plan(opened: Opened) -> Plan:
    """The plan of all materials, published or not."""
    library = opened.library
    site = Site(library.schedule, str, opened.today)
    slots = views(site)
    return plan_of(site, slots, event_views(site, slots), library.day_of, opened.config.site_name)


def _refuse(target: Path, opened: Opened) -> None:
    """Keep what is not published out of the site, and other people's files as they are."""
    refuse_published(target, opened.config, "挂图含有尚未发布的安排")
    if not target.parent.is_dir():
        raise Problem(f"没有文件夹 {target.parent}。请先建好，或用 -o 换一个地方。")
    if target.exists() and not _is_ours(target):
        raise Problem(f"{target} 已经存在，而且不是以前生成的挂图，没有动它。请用 -o 换一个文件名。")


def _is_ours(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return f'content="{GENERATOR}"'.encode() in file.read(2000)
