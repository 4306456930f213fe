"""The roster as it is on a day: on the screen, or as a workbook to be changed and read back; and an empty one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.arguments import china_date
from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.named_files import refuse_in_site, write_named
from shuxiang.cli.ledger.office import Office, office
from shuxiang.cli.ledger.roster.entering import roster_ledger
from shuxiang.cli.problem import Problem
from shuxiang.cli.text_table import text_table
from shuxiang.cli.written_file import replace_file
from shuxiang.core.labels import day_text
from shuxiang.core.ledger.groups import in_group_order
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
    place = office(options)
    on: date = options.on or place.today
    ledger = roster_ledger(place)
    members = _in_order([m for m in ledger.members.values() if m.belonged_on(on)], on, ledger, _groups(place))
    if options.output:
        _write(place, options, members, on)
        return 0
    if not members:
        print(f"{day_text(on)}的名册上没有人。导入名册：ledger.py roster import 名册.xlsx")  # noqa: T201
        return 0
    more = ("联系方式",) if options.contact else ()
    rows = [(*_cells(member, on), *((member.contact,) if options.contact else ())) for member in members]
    print(f"{day_text(on)}的名册，{len(members)} 人。\n")  # noqa: T201
    print(text_table((*COLUMNS, *more), rows))  # noqa: T201
    return 0


def _cells(member: Member, on: date) -> tuple[str, ...]:
    name = (member.number or "（已注销）", member.name, member.group_on(on), member.sector)
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
    return sorted(members, key=lambda member: (order.index(member.group_on(on)), member.number.zfill(20)))


def _groups(place: Office) -> tuple[str, ...]:
    programme = place.schedule.programme_on(place.today)
    return programme.groups if programme else ()


def _write(place: Office, options: argparse.Namespace, members: Sequence[Member], on: date) -> None:
    from shuxiang.exports.roster_table import roster_table  # noqa: PLC0415  # openpyxl takes its time to load
    from shuxiang.exports.table_workbook import table_workbook  # noqa: PLC0415

    path = _target(options.output)
    sheet = roster_table(members, _all_groups(place, members, on), on, contact=options.contact)
    write_named(place, path, table_workbook([sheet]), [member.id for member in members])
    print(  # noqa: T201
        f"已写出 {path}，{len(members)} 人。改好可以再导入；上面有姓名，用完请收好或删除。"
    )


def _all_groups(place: Office, members: Sequence[Member], on: date) -> tuple[str, ...]:
    """The groups to choose from: the programme's, and those in which members are."""
    return tuple(dict.fromkeys([*_groups(place), *(member.group_on(on) for member in members)]))


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

    place, path = office(options), _target(options.output)
    refuse_in_site(place, path)
    replace_file(path, table_workbook([empty_roster(_groups(place))]))
    print(f"已写出 {path}。填好后运行 python3 scripts/ledger.py roster import {path}")  # noqa: T201
    return 0


def _target(path: Path) -> Path:
    """Where to write; Problem when that would not do, or something is there already."""
    if path.suffix.lower() != ".xlsx":
        raise Problem(f"{path} 不是以 .xlsx 结尾，Excel 会打不开。请改一个文件名。")
    if not path.absolute().parent.is_dir():
        raise Problem(f"不能写到 {path}：它所在的文件夹不存在。请换一个位置。")
    if path.exists():
        raise Problem(f"{path} 已经存在，没有覆盖。请换一个文件名。")
    return path


LIST = Command(
    "列出名册",
    "列出今天（或某一天）的名册：编号、姓名、小组、界别、有没有卡片。加 -o 则写成 Excel。",
    _describe_list,
    _list,
)
TEMPLATE = Command(
    "写出空白名册",
    "写出一份空白的名册工作簿，小组从下拉框里选；填好用 roster import 导入。",
    _describe_template,
    _template,
)
