"""Group figures for the site: what would be public is shown, and written when it is agreed to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from shuxiang.cli.agreeing import add_agreeing, agreed
from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.figures_text import explained, nothing, preview
from shuxiang.cli.ledger.office import Office, office
from shuxiang.cli.problem import Problem
from shuxiang.cli.settings import PLUGIN
from shuxiang.cli.slot_names import period_named
from shuxiang.cli.written_file import replace_file
from shuxiang.core.calendar import NAMES, Every, Period, period_of
from shuxiang.core.figures import Figures, Terms, figures
from shuxiang.core.figures_form import FiguresError, from_text, to_text
from shuxiang.core.home_period import slots_at_home
from shuxiang.core.ledger.groups import in_group_order
from shuxiang.core.ledger.query import has_begun
from shuxiang.core.ledger.tally import Place, places
from shuxiang.mkdocs_plugin.figures_file import figures_path
from shuxiang.pages.figures_page import TITLE

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from pathlib import Path

    from shuxiang.mkdocs_plugin.options import Options

KINDS = (Every.MONTH, Every.QUARTER, Every.YEAR)
_NEXT = "下次生成网站（scripts/build.py）或发布（scripts/publish.py）以后，网站才会跟着变。"


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument(
        "--period",
        choices=[str(kind) for kind in KINDS],
        default=str(Every.MONTH),
        help="哪一种时段：month 一个月，quarter 一个季度，year 一年。不写则是 month",
    )
    parser.add_argument(
        "--at", metavar="时段", help="哪一段：2026-11、2026-Q4、2026，或其中的一天。不写则是今天所在的一段"
    )
    parser.add_argument("--off", action="store_true", help="不再公开：撤下以前公开的数字")
    add_agreeing(parser)


def action(options: argparse.Namespace) -> int:
    """Show the figures, write or remove them, and return the exit code."""
    own = office(options)
    path = _path(own)
    if options.off:
        return _off(own, path, dry=options.dry_run)
    period = _period(own, options)
    found, order = _counted(own, period)
    terms = Terms(own.settings.smallest_group, own.settings.ranking, order)
    result = figures(found, period, own.today, terms)
    if not any(cadence.total for cadence in result.cadences):
        raise Problem(f"{nothing(result)}以前公开的没有改动；要撤下，请加 --off。")
    _say([*preview(result), *explained(result, found, order)])
    return _publish(own, path, result, options)


def _path(own: Office) -> Path:
    """Where the site looks for the figures."""
    config = own.opened.config
    path = figures_path(config, cast("Options", config.plugins[PLUGIN].config))
    if path is None:
        raise Problem("配置文件里的 figures 是空的，网站不会显示小组学习情况。请删去这一项，再运行一次。")
    return path


def _off(own: Office, path: Path, *, dry: bool) -> int:
    if not path.exists():
        _say([f"现在没有公开{TITLE}。"])
    elif dry:
        _say([f"会删去 {_shown(own, path)}。只是看看，没有删。"])
    else:
        path.unlink()
        _say([f"不再公开{TITLE}，已删去 {_shown(own, path)}。{_NEXT}"])
    return 0


def _period(own: Office, options: argparse.Namespace) -> Period:
    every = Every(options.period)
    if options.at is None:
        return period_of(every, own.today)
    text = options.at.strip()
    day = _day(text)
    named = period_of(every, day) if day else period_named(own.opened, text)
    if named.every is not every:
        raise Problem(
            f"--at 要写一个{NAMES[every]}，例如 {period_of(every, own.today).key}。"
            "要公开的是另一种时段时，请用 --period 说明：month、quarter 或 year。"
        )
    return named


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _counted(own: Office, period: Period) -> tuple[list[Place], tuple[str, ...]]:
    """Everyone who counts for the period's slots that have begun, and the groups in order."""
    begun = [slot for slot in slots_at_home(own.schedule.slots, period) if has_begun(slot, own.today)]
    cadences = [cadence.id for programme in own.schedule.programmes for cadence in programme.cadences]
    slots = sorted(begun, key=lambda slot: cadences.index(slot.cadence.id))
    ledger = own.ledger(own.store.events({slot.id for slot in slots}))
    found = list(places(ledger, slots, own.today))
    years = {slot.programme_year for slot in slots}
    listed = [name for programme in own.schedule.programmes if programme.year in years for name in programme.groups]
    return found, in_group_order((place.group for place in found), listed, ledger)


def _publish(own: Office, path: Path, result: Figures, options: argparse.Namespace) -> int:
    text = to_text(result)
    try:
        from_text(text)
    except FiguresError as error:
        raise Problem(f"没有写入：{error}。请检查小组和栏目的名称是不是太长，有没有看不见的字符。") from None
    if path.exists() and path.read_bytes() == text.encode():
        _say(["和已经公开的一样，没有要改的。"])
    elif agreed(options, "公开以上数字吗？"):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text.encode())
        _say([f"已写入 {_shown(own, path)}。{_NEXT}不想再公开时，加 --off 运行一次。"])
    return 0


def _shown(own: Office, path: Path) -> str:
    return path.relative_to(own.root).as_posix() if path.is_relative_to(own.root) else path.as_posix()


def _say(lines: Iterable[str]) -> None:
    print("\n".join(lines), flush=True)  # noqa: T201


COMMAND = Command(
    "在网站上公开小组合计（默认不公开）",
    "在网站上公开一段时间里各小组的合计。先列出会公开的全部数字，同意了才写入；没有任何个人的情况，人少的小组并在一起。",
    describe,
    action,
)
