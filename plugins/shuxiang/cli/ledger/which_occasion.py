"""Which event, lecture or meeting a command is about: named, or the only one of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuxiang.cli.problem import Problem
from shuxiang.core.labels import day_text
from shuxiang.core.ledger.naming import plain
from shuxiang.core.ledger.occasion import Occasion, nearest, occasions, on_day, unplanned
from shuxiang.exports.cell_text import clean

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence
    from datetime import date

    from shuxiang.cli.ledger.office import Office

LONGEST_TITLE = 60
_SHOWN = 6
_NOT_IN_PLAN = "学习计划里没有的会，用 --title 写上名称（不计入任何一期）。"


def add_occasion(parser: argparse.ArgumentParser) -> None:
    """Add ``--event`` and ``--title``."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--event", metavar="活动", help="哪一个活动或讲座：写它的 id，或名称里的几个字")
    which.add_argument("--title", metavar="名称", help="学习计划里没有的会，写它的名称；不计入任何一期")


def find_occasion(office: Office, options: argparse.Namespace, on: date | None) -> Occasion:
    """The one that ``--event`` or ``--title`` names, else the only one of the day; Problem otherwise."""
    if options.title is not None:
        return _own(options.title, on)
    known = occasions(office.schedule)
    if options.event is not None:
        return _named(known, options.event, on)
    if on is None:
        raise Problem("不知道是哪一个活动。请加 --on 写明日期，或加 --event 写明活动。")
    today = on_day(known, on)
    if len(today) > 1:
        raise Problem(f"{day_text(on)}有 {len(today)} 个活动，请加 --event 写明是哪一个：\n{_list(today)}")
    if not today:
        raise Problem(f"{day_text(on)}没有活动和讲座。{_near(known, on)}{_NOT_IN_PLAN}")
    return today[0]


def known_occasion(office: Office, event: str, title: str, on: date | None) -> Occasion | None:
    """The one that a sheet's marks tell of; None when the plan no longer has it."""
    if on and unplanned(title, on).id == event:
        return unplanned(title, on)
    return next((occasion for occasion in occasions(office.schedule) if occasion.id == event), None)


def _own(typed: str, on: date | None) -> Occasion:
    title = clean(typed)
    if on is None:
        raise Problem("学习计划里没有的会，请加 --on 写明是哪一天开的。")
    if not plain(title) or len(title) > LONGEST_TITLE:
        raise Problem(f"--title 要写这个会的名称，不超过 {LONGEST_TITLE} 个字。")
    return unplanned(title, on)


def _named(known: Sequence[Occasion], text: str, on: date | None) -> Occasion:
    own = [occasion for occasion in known if occasion.id == text.strip()]
    alike = [occasion for occasion in known if plain(text) and plain(text) in plain(occasion.title)]
    found = [occasion for occasion in own or alike if on is None or occasion.covers(on)]
    if len(found) == 1:
        return found[0]
    if found:
        raise Problem(f"有 {len(found)} 个活动叫这个名称，请写 id，或加上日期：\n{_list(found)}")
    where = f"{day_text(on)}没有" if on else "学习计划里没有"
    raise Problem(f"{where}这个活动。{_near(known, on) if on else ''}{_NOT_IN_PLAN}")


def _near(known: Sequence[Occasion], on: date) -> str:
    near = nearest(known, on, _SHOWN)
    return f"前后的有：\n{_list(near)}\n" if near else "学习计划里还没有活动。"


def _list(found: Iterable[Occasion]) -> str:
    lines = [f"  {day_text(one.on)} {one.title}（--event {one.id}）" for one in found]
    more = [f"  还有 {len(lines) - _SHOWN} 个"] if len(lines) > _SHOWN else []
    return "\n".join([*lines[:_SHOWN], *more])
