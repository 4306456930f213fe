"""The documents folder as a command needs it: the configuration, the library in it, and the day."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from mkdocs.structure.files import get_files

from shuxiang.cli.arguments import config_file
from shuxiang.cli.problem import Problem
from shuxiang.cli.settings import PLUGIN, load, set_today
from shuxiang.content.library import PAGE_ENDINGS
from shuxiang.core.diagnostics import Severity
from shuxiang.mkdocs_plugin.options import china_today
from shuxiang.mkdocs_plugin.press import read_library

if TYPE_CHECKING:
    import argparse
    from datetime import date

    from mkdocs.config.defaults import MkDocsConfig

    from shuxiang.content.library import Library
    from shuxiang.core.diagnostics import Diagnostic
    from shuxiang.core.model import Programme
    from shuxiang.mkdocs_plugin.options import Options


@dataclass(frozen=True, slots=True)
class Opened:
    """``today`` is China's; ``publish_ahead`` counts the days by which a material may be early."""

    config: MkDocsConfig
    library: Library
    today: date
    publish_ahead: int


def open_config(options: argparse.Namespace) -> tuple[MkDocsConfig, Options]:
    """The configuration that `--config-file` names, with `--today` set; Problem when our plugin is not in it."""
    config = load(config_file(options.config_file))
    set_today(config, options.today)
    plugin = config.plugins.get(PLUGIN)
    if plugin is None:
        raise Problem(f"配置文件的 plugins 里没有 {PLUGIN}，不知道学习材料在哪里。请加上 - {PLUGIN}。")
    return config, cast("Options", plugin.config)


def open_library(options: argparse.Namespace) -> Opened:
    """Read the documents folder of the configuration; say on standard error when something in it is wrong."""
    opened = _read(options)
    _tell_errors(opened)
    return opened


def open_sound_plan(options: argparse.Namespace) -> Opened:
    """As :func:`open_library`; Problem when a file of the plan has an error.

    Such a year is planned otherwise than the office has it: what is counted, entered or published would be wrong.
    """
    opened = _read(options)
    ill = [str(problem) for problem in _errors(opened) if _is_of_plan(opened, problem)]
    if ill:
        raise Problem("\n".join([_ILL_PLAN, *(f"  {each}" for each in ill)]))
    _tell_errors(opened)
    return opened


_ILL_PLAN = "学习计划的文件有错，照它数出来的数字会不对，所以没有做。请改好再运行一次："


def _read(options: argparse.Namespace) -> Opened:
    config, plugin = open_config(options)
    library = read_library(config, get_files(config))
    return Opened(config, library, china_today(plugin.today), plugin.publish_ahead)


def _errors(opened: Opened) -> list[Diagnostic]:
    return [problem for problem in opened.library.problems if problem.severity is Severity.ERROR]


def _is_of_plan(opened: Opened, problem: Diagnostic) -> bool:
    """Whether the problem's place is in the plan's folder, but on no page."""
    path = problem.origin.path.removeprefix(opened.library.root)
    return path.startswith("programme/") and not path.endswith(PAGE_ENDINGS)


def _tell_errors(opened: Opened) -> None:
    errors = len(_errors(opened))
    if errors:
        notice = f"文件里有 {errors} 处要改，下面说的可能因此不全。请先运行 python3 scripts/check.py 看是哪些。"
        print(notice, file=sys.stderr, flush=True)  # noqa: T201


def programme_of(opened: Opened, year: int | None) -> Programme:
    """The programme of that year, else the one that runs today or comes next; Problem when there is none."""
    programmes = opened.library.schedule.programmes
    if year is None:
        found = opened.library.schedule.programme_on(opened.today)
    else:
        found = next((programme for programme in programmes if programme.year == year), None)
    if found is None:
        known = "、".join(str(programme.year) for programme in programmes)
        has = f"现有 {known} 年的。" if known else "现在一个也没有。"
        wanted = f"{year}年的学习计划" if year else "学习计划"
        example = f"programme/{year or opened.today.year}.yml"
        raise Problem(f"没有{wanted}，{has}请先建 {example}，写一行 year: {year or opened.today.year} 就可以。")
    return found
