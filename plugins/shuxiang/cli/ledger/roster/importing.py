"""``ledger.py roster import``: a roster from Excel into the ledger, shown first."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.agreeing import add_agreeing
from shuxiang.cli.arguments import china_date
from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.office import Office, open_office
from shuxiang.cli.ledger.roster.entering import Input, enter, refuse, roster_ledger
from shuxiang.core.labels import day_text
from shuxiang.core.ledger.groups import groups_on
from shuxiang.core.ledger.roster_change import What
from shuxiang.core.ledger.roster_changes import RosterChanges, roster_changes
from shuxiang.core.ledger.roster_entry import RosterTerms

if TYPE_CHECKING:
    import argparse
    from datetime import date

    from shuxiang.cli.ledger.roster.roster_file import RosterFile

NEW_NUMBER = (
    "换了编号的，手里的卡照旧能用，只是上面印的是旧编号；"
    "要换卡的，用 python3 scripts/ledger.py roster keys 新编号。"
)

_SOME = 12
"""Places that are listed one by one."""


def add_on(parser: argparse.ArgumentParser, without: str) -> None:
    """Add ``--on``."""
    example = f"从哪一天起算，例如 2026-11-21，不改以前的。不写则从{without}"
    parser.add_argument("--on", type=china_date, metavar="年-月-日", help=example)


def new_member() -> str:
    """The id of a new member, drawn at random."""
    return f"m{secrets.token_hex(6)}"


def _describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="文件", help="名册，例如 名册.xlsx；.csv 也可以")
    sheet = "读哪一张工作表。只有一张像名册、或有一张叫“名册”的不用写；可以写几次"
    parser.add_argument("--sheet", action="append", default=[], metavar="名称", help=sheet)
    parser.add_argument("--contact", action="store_true", help="把联系方式也记进台账。不写则不读")
    add_on(parser, "今天；第一次导入则从学习计划的第一天")
    parser.add_argument("--complete", action="store_true", help="名册是完整的：台账里有、名册里没有的算离开")
    add_agreeing(parser)


def _import(options: argparse.Namespace) -> int:
    from shuxiang.cli.ledger.roster.roster_file import read_roster  # noqa: PLC0415  # openpyxl takes its time to load

    office = open_office(options)
    file = read_roster(options.file, options.sheet, contact=options.contact)
    refuse(file.roster.problems)
    first = not roster_ledger(office).members
    terms = _terms(office, options, first=first)
    print("\n".join(_told(file, terms.on, options, first=first)), flush=True)  # noqa: T201
    find = partial(roster_changes, entries=file.roster.entries, terms=terms, new_id=new_member)
    entered = enter(office, options, Input("roster import", file.name, file.digest), find)
    if entered:
        print("\n".join(_next(entered)), flush=True)  # noqa: T201
    return 0


def _terms(office: Office, options: argparse.Namespace, *, first: bool) -> RosterTerms:
    programme = office.schedule.programme_on(office.today)
    on = office.today
    if options.on:
        on = options.on
    elif first and programme:
        on = min(programme.starts, office.today)
    return RosterTerms(on, bool(options.on), options.complete, groups_on(office.schedule, office.today))


def _told(file: RosterFile, on: date, options: argparse.Namespace, *, first: bool) -> Iterator[str]:
    """What was read, what was not, and from which day it is to hold."""
    roster = file.roster
    sheets = "、".join(f"“{name}”" for name in roster.sheets)
    yield f"{file.name} 的工作表{sheets}里有 {len(roster.entries)} 位委员。"
    if first and not options.on:
        yield f"第一次导入，从 {day_text(on)} 起算，这样全年的各期都算得到他们。要从别的日子起算，加 --on。"
    else:
        yield f"变动从 {day_text(on)} 起算，以前的不改。"
    if roster.passed_over:
        yield f"没有读的列：{'、'.join(roster.passed_over)}。"
    if roster.contacts:
        yield "联系方式没有读；要记进台账，加 --contact。"
    if roster.skipped:
        more = f"等 {len(roster.skipped)} 行" if len(roster.skipped) > _SOME else ""
        yield f"没有编号和姓名、当作小标题或合计跳过的行：{'、'.join(roster.skipped[:_SOME])}{more}。"
    if not roster.grouped:
        yield "名册里没有“小组”一列：新加入的记为未分组，已在台账里的照旧。"
    if first and roster.typed:
        yield "编号是数字格式的，前面没有零。要用 0001 这样的编号，请先把这一列设为“文本”再填。"


def _next(entered: RosterChanges) -> Iterator[str]:
    whats = {change.what for change in entered.changes}
    if What.JOINS in whats:
        yield "要发委员卡：python3 scripts/ledger.py roster keys（给还没有卡的委员）。"
    if What.LEAVES in whats:
        yield "离开的委员有卡的，卡还能签名。要作废：python3 scripts/ledger.py roster revoke 编号。"
    if What.RENUMBERED in whats:
        yield NEW_NUMBER


COMMAND = Command(
    "导入名册",
    "从 Excel 读名册：编号、姓名、小组，界别可有可无，其他列不读。先列出变动，同意了才写入；有一格不对就都不写。",
    _describe,
    _import,
)
