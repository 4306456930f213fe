"""``ledger.py attend``: who was there, from a filled-in sign-in sheet or by number, into the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.agreeing import add_agreeing, agreed
from shuxiang.cli.arguments import china_date, sayable
from shuxiang.cli.ledger.attend_text import preview
from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.member_numbers import members_numbered
from shuxiang.cli.ledger.office import Office, open_office
from shuxiang.cli.ledger.which_occasion import add_occasion, find_occasion, known_occasion
from shuxiang.cli.problem import Problem
from shuxiang.core.labels import day_text
from shuxiang.core.ledger.attending import Attending, attending
from shuxiang.core.ledger.sign_in import Presence, RowFinding, Signed

if TYPE_CHECKING:
    import argparse

    from shuxiang.core.ledger.occasion import Occasion
    from shuxiang.exports.sign_in_reading import FilledIn

TYPED = "命令行"


@dataclass(frozen=True, slots=True)
class _Input:
    """``findings`` are those that show without the ledger; ``place`` says where one is."""

    name: str
    rows: Sequence[Signed]
    digest: str = ""
    findings: Sequence[RowFinding] = ()
    place: Callable[[RowFinding], str] = lambda _: TYPED


def _describe(parser: argparse.ArgumentParser) -> None:
    given = parser.add_argument(
        "given", nargs="*", metavar="文件或编号", help="填好的签到表（.xlsx）；或到会委员的编号，可以写几个"
    )
    given.default = []
    parser.add_argument("--excused", nargs="+", default=[], metavar="编号", help="请假委员的编号，可以写几个")
    add_occasion(parser)
    on = "活动是哪一天的。签到表里记着，不用写；只写编号的要写，或写 --event"
    parser.add_argument("--on", type=china_date, metavar="年-月-日", help=on)
    add_agreeing(parser)


def _attend(options: argparse.Namespace) -> int:
    """Show what the sheet adds and enter it; 1 when a row was left out, else 0."""
    office = open_office(options)
    occasion, source = _from_file(office, options) if _names_file(options) else _typed(office, options)
    if occasion.on > office.today:
        raise Problem(f"“{occasion.title}”在{day_text(occasion.on)}，还没有到。请核对日期和活动。")
    found = attending(occasion, source.rows, list(office.store.events()), office.ledger)
    told = preview(office, occasion, found, [(source.place(each), each) for each in _all(source, found)])
    print("\n".join([f"{source.name}\uff1a{told[0]}", *told[1:]]), flush=True)  # noqa: T201
    if found.changes_anything and agreed(options):
        _enter(office, occasion, source, found)
    return int(bool(_all(source, found)))


def _all(source: _Input, found: Attending) -> list[RowFinding]:
    return sorted([*source.findings, *found.findings], key=lambda finding: finding.line)


def _names_file(options: argparse.Namespace) -> bool:
    files = [each for each in options.given if Path(each).suffix or len(Path(each).parts) > 1]
    if files and (len(options.given) > 1 or options.excused):
        raise Problem("一次收一份签到表，不和编号写在一起。")
    return bool(files)


def _typed(office: Office, options: argparse.Namespace) -> tuple[Occasion, _Input]:
    """The members of the command line."""
    if not options.given and not options.excused:
        raise Problem(
            "请写填好的签到表，或到会委员的编号。例如 python3 scripts/ledger.py attend 签到表.xlsx，"
            "或 python3 scripts/ledger.py attend --on 2026-11-18 0001 0003"
        )
    occasion = find_occasion(office, options, options.on)
    members = members_numbered(office.ledger(), [*options.given, *options.excused], occasion.on)
    if set(members[: len(options.given)]) & set(members[len(options.given) :]):
        raise Problem("有一个编号既写了到会，又写了请假。请留下一处。")
    there = [Signed(0, number) for number in options.given]
    excused = [Signed(0, number, presence=Presence.EXCUSED) for number in options.excused]
    return occasion, _Input(TYPED, [*there, *excused])


def _from_file(office: Office, options: argparse.Namespace) -> tuple[Occasion, _Input]:
    """The rows of the filled-in sheet, and what it is about: as the command line says, else as its marks do."""
    from shuxiang.cli.workbook_file import workbook_bytes  # noqa: PLC0415  # openpyxl takes its time to load
    from shuxiang.exports.sign_in_reading import read_sign_in  # noqa: PLC0415  # as above
    from shuxiang.exports.spreadsheet import WorkbookError  # noqa: PLC0415
    from shuxiang.exports.xlsx_reader import read_workbook  # noqa: PLC0415

    path = Path(options.given[0])
    if path.suffix.lower() == ".docx":
        raise Problem(f"{path} 是 Word 文件，供打印签到用。请在同名的 Excel（.xlsx）里填好，再收那一份。")
    data = workbook_bytes(path, "签到表")
    try:
        filled = read_sign_in(read_workbook(data))
    except WorkbookError as error:
        raise Problem(f"{path}\uff1a{error}") from None
    digest = hashlib.sha256(data).hexdigest()
    source = _Input(sayable(path.name), filled.rows, digest, filled.findings, filled.place)
    return _occasion(office, options, filled), source


def _occasion(office: Office, options: argparse.Namespace, filled: FilledIn) -> Occasion:
    if options.event is not None or options.title is not None or options.on or not filled.marks:
        return find_occasion(office, options, options.on)
    marks = filled.marks
    found = known_occasion(office, marks.event, marks.title, marks.on)
    if found is None:
        when = f"（{day_text(marks.on)}的）" if marks.on else ""
        what = f"做这张签到表时的那个活动{when}，现在的学习计划里没有了，可能改了日期或 id。"
        raise Problem(f"{what}请加 --event 写明是哪一个活动。")
    return found


def _enter(office: Office, occasion: Occasion, source: _Input, shown: Attending) -> None:
    """Enter what was shown, unless the ledger has changed meanwhile so that it would be something else."""
    with office.store.run("attend", office.now, source=source.name, digest=source.digest) as run:
        found = attending(occasion, source.rows, list(run.events()), office.ledger)
        if found != shown:
            raise Problem("台账刚刚有了别的登记，和上面列的不一样了，没有写入。请再运行一次。")
        for former in found.withdrawn:
            run.withdraw(former)
        for event in found.events:
            run.add(event)
    undo = "" if found.withdrawn else f"；弄错了可以撤销：python3 scripts/ledger.py undo {run.seq}"
    print(f"已登记，这一次是台账第 {run.seq} 号{undo}")  # noqa: T201


COMMAND = Command(
    "收签到表：登记谁到会",
    "读填好的签到表，登记到会和请假，计入活动关联的各期。先列出会登记什么，同意了才写入；同一张表再收一次，"
    "不会重复登记，改过的会更正。人少的可以直接写编号。",
    _describe,
    _attend,
)
