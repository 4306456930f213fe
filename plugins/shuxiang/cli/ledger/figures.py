"""Group figures for the site: what would be public is shown, and written when it is agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from shuxiang.cli.agreeing import add_agreeing, agreed
from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.figures_text import explained, nothing, preview
from shuxiang.cli.ledger.office import Office, open_office
from shuxiang.cli.ledger.which_period import add_period, asked_period
from shuxiang.cli.problem import Problem
from shuxiang.cli.settings import PLUGIN
from shuxiang.cli.written_file import replace_file
from shuxiang.core.calendar import Every, Period
from shuxiang.core.figures import Figures, Terms, figures
from shuxiang.core.figures_form import FiguresError, from_text, to_text
from shuxiang.core.home_period import slots_at_home
from shuxiang.core.ledger.groups import groups_of, in_group_order
from shuxiang.core.ledger.left_over import in_period, left_over, left_over_words, work_left_over
from shuxiang.core.ledger.queried import has_begun
from shuxiang.core.ledger.tally import Place, places
from shuxiang.mkdocs_plugin.figures_file import figures_path
from shuxiang.pages.figures_page import TITLE

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from pathlib import Path

    from shuxiang.mkdocs_plugin.options import Options

KINDS = {Every.MONTH: "一个月", Every.QUARTER: "一个季度", Every.YEAR: "一年"}
_NEXT = "下次生成网站（scripts/build.py）或发布（scripts/publish.py）以后，网站才会跟着变。"


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    add_period(parser, KINDS, without=Every.MONTH)
    parser.add_argument("--off", action="store_true", help="不再公开：撤下以前公开的数字")
    add_agreeing(parser, "公开")


def action(options: argparse.Namespace) -> int:
    """Show the figures, write or remove them, and return the exit code."""
    office = open_office(options)
    path = _path(office)
    if options.off:
        return _off(office, path, options)
    period = asked_period(office, options, f"“{TITLE}”")
    found, order, left = _counted(office, period)
    terms = Terms(office.settings.smallest_group, office.settings.ranking, order)
    result = figures(found, period, office.today, terms)
    if not any(cadence.total for cadence in result.cadences):
        raise Problem(f"{nothing(result)}以前公开的没有改动；要撤下，请加 --off。")
    _say([*preview(result), *explained(result, found, order), *filter(None, [left])])
    return _publish(office, path, result, options)


def _path(office: Office) -> Path:
    """Where the site looks for the figures."""
    config = office.opened.config
    path = figures_path(config, cast("Options", config.plugins[PLUGIN].config))
    if path is None:
        raise Problem("配置文件里的 figures 是空的，网站不会显示小组学习情况。请删去这一项，再运行一次。")
    return path


def _off(office: Office, path: Path, options: argparse.Namespace) -> int:
    if not path.exists():
        _say([f"现在没有公开{TITLE}。"])
        return 0
    _say([f"会删去 {office.shown(path)}，网站上不再有这些数字。"])
    if agreed(options, "撤下吗？", "撤下"):
        path.unlink()
        _say([f"不再公开{TITLE}，已删去 {office.shown(path)}。{_NEXT}"])
    return 0


def _counted(office: Office, period: Period) -> tuple[list[Place], tuple[str, ...], str]:
    """Everyone who counts for the period's slots that have begun, the groups in order, and what is not counted."""
    begun = [slot for slot in slots_at_home(office.schedule.slots, period) if has_begun(slot, office.today)]
    cadences = [cadence.id for programme in office.schedule.programmes for cadence in programme.cadences]
    slots = sorted(begun, key=lambda slot: cadences.index(slot.cadence.id))
    gone = left_over(office.store.slots(), office.schedule.slots, in_period(period))
    ledger = office.ledger(office.store.events({*gone, *(slot.id for slot in slots)}))
    found = list(places(ledger, slots, office.today))
    order = in_group_order((place.group for place in found), groups_of(office.schedule, slots), ledger)
    return found, order, left_over_words(work_left_over(ledger, gone))


def _publish(office: Office, path: Path, result: Figures, options: argparse.Namespace) -> int:
    text = to_text(result)
    try:
        from_text(text)
    except FiguresError as error:
        raise Problem(f"没有写入：{error}。请检查小组和节奏的名称是不是太长，有没有看不见的字符。") from None
    if path.exists() and path.read_bytes() == text.encode():
        _say(["和已经公开的一样，没有要改的。"])
    elif agreed(options, "公开以上数字吗？"):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text.encode())
        _say([f"已写入 {office.shown(path)}。{_NEXT}不想再公开时，加 --off 运行一次。"])
    return 0


def _say(lines: Iterable[str]) -> None:
    print("\n".join(lines), flush=True)  # noqa: T201


COMMAND = Command(
    "在网站上公开小组合计（默认不公开）",
    "在网站上公开一段时间里各小组的合计。先列出会公开的全部数字，同意了才写入；没有任何个人的情况，人少的小组并在一起。",
    describe,
    action,
)
