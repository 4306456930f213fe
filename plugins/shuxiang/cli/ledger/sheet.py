"""``ledger.py sheet``: the sign-in sheet of an event, on paper and to be filled in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.arguments import china_date
from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.named_files import NamedFile, write_named
from shuxiang.cli.ledger.no_roster import refuse_without_roster
from shuxiang.cli.ledger.office import Office, open_office
from shuxiang.cli.ledger.output import output_folder
from shuxiang.cli.ledger.which_group import known_group
from shuxiang.cli.ledger.which_occasion import add_occasion, find_occasion
from shuxiang.cli.problem import Problem
from shuxiang.core.labels import day_text
from shuxiang.core.ledger.groups import groups_on
from shuxiang.core.ledger.invitation import Invitation, invitation, is_sector

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from shuxiang.core.ledger.ledger import Ledger
    from shuxiang.core.ledger.occasion import Occasion

FOLDER = "sheets"
_UNFIT_FOR_NAME = re.compile("[^\\w\uff08\uff09\uff1a、《》—-]+")
_LONGEST_NAME = 40


def _describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("day", type=china_date, metavar="年-月-日", help="哪一天的活动，例如 2026-11-18")
    add_occasion(parser)
    groups = "只列这些小组或界别的委员，可以写几个。不写则照活动写明的小组，没有写明的列全体"
    parser.add_argument("--groups", nargs="+", metavar="小组", help=groups)
    parser.add_argument(
        "-o", "--output", type=Path, metavar="文件夹", help=f"写到哪个文件夹。不写则是 data/ledger/{FOLDER}"
    )
    parser.add_argument("--force", action="store_true", help="已经做过的重新做，旧的不保留")


def _sheet(options: argparse.Namespace) -> int:
    """Write both files."""
    office = open_office(options)
    occasion = find_occasion(office, options, options.day)
    invited = _invitation(office, occasion, options)
    folder = output_folder(options.output or office.folder / FOLDER, office.opened.config)
    stem = f"签到表-{options.day}-{_UNFIT_FOR_NAME.sub('-', occasion.title)[:_LONGEST_NAME].strip('-.')}"
    paper, typing = (folder / f"{stem}{suffix}" for suffix in (".docx", ".xlsx"))
    _refuse_to_replace([paper, typing], options)
    _write(office, occasion, invited, (paper, typing))
    print("\n".join(_told(occasion, invited, paper, typing)), flush=True)  # noqa: T201
    return 0


def _invitation(office: Office, occasion: Occasion, options: argparse.Namespace) -> Invitation:
    """Those asked to come on the day; where nobody was on the roster yet, those who are today."""
    ledger = office.ledger()
    refuse_without_roster(ledger.members)
    groups: Sequence[str] = [*_asked(office, ledger, options)] or occasion.groups
    listed = groups_on(office.schedule, options.day)
    days = [day for day in (options.day, office.today) if any(m.belonged_on(day) for m in ledger.members.values())]
    if not days:
        raise Problem("那一天和今天，名册上都没有人。请用 python3 scripts/ledger.py roster list --on 日期 核对。")
    found = invitation(ledger, days[0], groups, listed)
    if not found.people:
        raise Problem(
            f"名册里没有“{'、'.join(groups)}”的委员。请用 python3 scripts/ledger.py roster list 核对小组的名称。"
        )
    return found


def _asked(office: Office, ledger: Ledger, options: argparse.Namespace) -> Iterator[str]:
    """The groups and sectors of the command line; Problem for one that there is not."""
    for text in (
        group for words in options.groups or () for group in re.split("[、,\uff0c]", words) if group.strip()
    ):
        yield text if is_sector(text, ledger) else known_group(text, office.schedule, ledger)


def _refuse_to_replace(paths: Sequence[Path], options: argparse.Namespace) -> None:
    there = next((path for path in paths if path.exists()), None)
    if there and not options.force:
        raise Problem(
            f"{there} 已经有了，里面可能填了内容，没有覆盖。要重新做，请加 --force，或用 -o 换一个文件夹。"
        )


def _write(office: Office, occasion: Occasion, invited: Invitation, paths: tuple[Path, Path]) -> None:
    from shuxiang.exports.sign_in_sheet import paper_sheet, typing_sheet  # noqa: PLC0415  # with the writers below
    from shuxiang.exports.table_workbook import table_workbook  # noqa: PLC0415  # openpyxl takes its time to load
    from shuxiang.exports.word_document import word_document  # noqa: PLC0415  # and so does python-docx

    members = [one.member for one in invited.people]
    paper, typing = paths
    printed = NamedFile(paper, word_document(paper_sheet(occasion, invited.people)), members)
    filled_in = NamedFile(typing, table_workbook([typing_sheet(occasion, invited.people)]), members)
    write_named(office, [printed, filled_in])


def _told(occasion: Occasion, invited: Invitation, paper: Path, typing: Path) -> Sequence[str]:
    lines = [
        f"{occasion.title}，{day_text(occasion.on)}，应到 {len(invited.people)} 人：",
        f"  打印签到：{_near(paper)}",
        f"  会后填写：{_near(typing)}",
    ]
    if invited.empty:
        lines.append(f"名册里没有“{'、'.join(invited.empty)}”的委员，请核对小组的名称。")
    return [*lines, f"填好以后：python3 scripts/ledger.py attend {_near(typing)}", "里面有姓名，请只交给该看的人。"]


def _near(path: Path) -> Path:
    """The path as it is typed from here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


COMMAND = Command(
    "做签到表：打印一份，会后填写一份",
    "按名册做一个活动的签到表：Word 的打印出来签到，"
    "Excel 的会后填写，再用 python3 scripts/ledger.py attend 收回来。"
    "一天有几个活动的，用 --event 写明是哪一个。",
    _describe,
    _sheet,
)
