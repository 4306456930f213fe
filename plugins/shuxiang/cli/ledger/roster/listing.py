"""The roster as it is on a day: on the screen, or as a workbook to be changed and read back; and an empty one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.arguments import china_date
from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.named_files import NamedFile, write_named
from shuxiang.cli.ledger.no_roster import refuse_without_roster
from shuxiang.cli.ledger.office import Office, open_office
from shuxiang.cli.ledger.output import output_file
from shuxiang.cli.ledger.roster.entering import roster_ledger
from shuxiang.cli.text_table import text_table
from shuxiang.cli.written_file import replace_file
from shuxiang.core.card import number_order
from shuxiang.core.labels import day_text
from shuxiang.core.ledger.groups import groups_on, in_group_order
from shuxiang.core.ledger.ledger import Ledger
from shuxiang.core.ledger.member import Member

if TYPE_CHECKING:
    import argparse
    from datetime import date

COLUMNS = ("编号", "姓名", "小组", "界别", "卡片", "从哪天起")


def _describe_list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", type=china_date, metavar="年-月-日", help="哪一天的名册。不写则今天")
    parser.add_argument("--contact", action="store_true", help="也列出联系方式（导入时加了 --contact 才有）")
    what = "写成 Excel 工作簿，改好可以再导入，例如 名册.xlsx。不写则列在屏幕上"
    parser.add_argument("-o", "--output", type=Path, metavar="文件", help=what)


def _list(options: argparse.Namespace) -> int:
    office = open_office(options)
    on: date = options.on or office.today
    ledger = roster_ledger(office)
    refuse_without_roster(ledger.members)
    present = [member for member in ledger.members.values() if member.belonged_on(on)]
    known = [member for member in present if not member.forgotten]
    members = _in_order(known, on, ledger, groups_on(office.schedule, on))
    if options.output:
        _write(office, options, members, on)
        return 0
    if not members:
        print(f"{day_text(on)}的名册上没有人。")  # noqa: T201
        return 0
    more = ("联系方式",) if options.contact else ()
    rows = [(*_cells(member, on), *((member.contact,) if options.contact else ())) for member in members]
    print(f"{day_text(on)}的名册，{len(members)} 人。{_forgotten(len(present) - len(known))}\n")  # noqa: T201
    print(text_table((*COLUMNS, *more), rows))  # noqa: T201
    return 0


def _forgotten(count: int) -> str:
    return f"另有 {count} 位已注销。" if count else ""


def _cells(member: Member, on: date) -> tuple[str, ...]:
    name = (member.number, member.name, member.group_on(on), member.sector)
    return (*name, _card(member), "，".join(_spell(member, on)))


def _card(member: Member) -> str:
    """Whether the member has a card, has one no longer, or never had one."""
    return "有" if member.active_key else "已作废" if member.keys else ""


def _spell(member: Member, on: date) -> Iterator[str]:
    """Since when the member is in the group of that day, and what comes after."""
    spell = next(spell for spell in member.spells if on in spell)
    yield f"{spell.start}"
    if spell.end:
        after = next((later.group for later in member.spells if later.start == spell.end), "")
        yield f"{spell.end} 起{f'在{after}' if after else '不在'}"


def _in_order(members: list[Member], on: date, ledger: Ledger, listed: Sequence[str]) -> list[Member]:
    """By group, and by number in each."""
    order = in_group_order((member.group_on(on) for member in members), listed, ledger)
    return sorted(members, key=lambda member: (order.index(member.group_on(on)), number_order(member.number)))


def _write(office: Office, options: argparse.Namespace, members: Sequence[Member], on: date) -> None:
    from shuxiang.exports.roster_table import roster_table  # noqa: PLC0415  # openpyxl takes its time to load
    from shuxiang.exports.table_workbook import table_workbook  # noqa: PLC0415

    path = output_file(options.output, (".xlsx",), office.opened.config)
    sheet = roster_table(members, _all_groups(office, members, on), on, contact=options.contact)
    write_named(office, [NamedFile(path, table_workbook([sheet]), members)])
    print(  # noqa: T201
        f"已写出 {path}，{len(members)} 人。改好可以再导入；上面有姓名，用完请收好或删除。"
    )


def _all_groups(office: Office, members: Sequence[Member], on: date) -> tuple[str, ...]:
    """The groups to choose from: the programme's, and those in which members are."""
    return tuple(dict.fromkeys([*groups_on(office.schedule, on), *(member.group_on(on) for member in members)]))


def _describe_template(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path("名册.xlsx"),
        metavar="文件",
        help="写到哪个文件。不写则是“名册.xlsx”",
    )


def _template(options: argparse.Namespace) -> int:
    from shuxiang.exports.roster_table import empty_roster  # noqa: PLC0415  # openpyxl takes its time to load
    from shuxiang.exports.table_workbook import table_workbook  # noqa: PLC0415

    office = open_office(options)
    path = output_file(options.output, (".xlsx",), office.opened.config, "里面要填委员的姓名")
    replace_file(path, table_workbook([empty_roster(groups_on(office.schedule, office.today))]))
    print(f"已写出 {path}。填好后运行 python3 scripts/ledger.py roster import {path}")  # noqa: T201
    return 0


LIST = Command(
    "列出名册",
    "列出今天（或某一天）的名册：编号、姓名、小组、界别、有没有卡片。加 -o 则写成 Excel。",
    _describe_list,
    _list,
)
TEMPLATE = Command(
    "写出空白名册",
    "写出一份空白的名册工作簿，小组从下拉框里选；填好用 python3 scripts/ledger.py roster import 导入。",
    _describe_template,
    _template,
)
