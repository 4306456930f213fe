"""``ledger.py member``: 一人一档, a file for each member."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.arguments import add_year
from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.credit_rules import read_rules
from shuxiang.cli.ledger.member_numbers import members_numbered
from shuxiang.cli.ledger.named_files import NamedFile, write_named
from shuxiang.cli.ledger.no_roster import refuse_without_roster
from shuxiang.cli.ledger.office import Office, open_office
from shuxiang.cli.ledger.output import is_folder, output_file, output_folder
from shuxiang.cli.opened import programme_of
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.core.credit import CreditRules, credit
from shuxiang.core.ledger.dossier import Dossier, dossier, dossiers
from shuxiang.core.ledger.numbers import Numbers
from shuxiang.core.ledger.occasion import occasions

if TYPE_CHECKING:
    import argparse

    from shuxiang.core.model import Programme
    from shuxiang.exports.blocks import Document

_FOLDER = "members"
_ENDINGS = (".docx", ".html")
_AT_ONCE = 25
"""So many files are noted together and then written; while they are made, other commands may write theirs."""
_CARE = "里面有姓名和心得，请只交给该看的人。"


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("number", nargs="?", metavar="编号", help="委员编号")
    parser.add_argument("--all", action="store_true", help="名册上每人一份")
    add_year(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="文件或文件夹",
        help="写到哪里；文件名以 .docx 或 .html（网页）结尾。不写则放在 data/ledger/members 里",
    )


def member(options: argparse.Namespace) -> int:
    """Write the file of one member, or of each."""
    if bool(options.number) == options.all:
        raise Problem("请写一个委员编号，或写 --all（每人一份），两样写一样。")
    office = open_office(options)
    programme = programme_of(office.opened, options.year)
    rules = _rules(office, programme)
    ledger = office.ledger()
    refuse_without_roster(ledger.members)
    files = _Files(office, _basis(office, ledger.last), rules, Numbers(ledger.members.values()))
    folder = office.folder / _FOLDER / str(programme.year)
    if options.all:
        found = dossiers(ledger, office.schedule.slots, programme, office.today)
        return _write_all(files, found, _folder(office, options.output) if options.output else folder)
    (id_,) = members_numbered(ledger, [options.number])
    one = dossier(ledger, office.schedule.slots, programme, id_, office.today)
    name = _name(one, files.numbers)
    path = _one_place(office, options.output, name) if options.output else folder / name
    write_named(office, [files.made(one, path)])
    print(f"已写出 {files.office.shown(path)}。{_CARE}")  # noqa: T201
    return 0


def _one_place(office: Office, text: str, name: str) -> Path:
    """Where one member's file goes: in a folder, or under a name that tells what it is."""
    if is_folder(text) or not Path(text).suffix:
        return _folder(office, text) / name
    return output_file(Path(text), _ENDINGS, office.opened.config)


def _folder(office: Office, text: str) -> Path:
    return output_folder(Path(text), office.opened.config)


def _basis(office: Office, last: int) -> str:
    """Which state of the ledger the files are made from, so that they can be checked against it."""
    return f"据台账第 1—{last} 号，校验码 {office.store.head(last).code}" if last else "台账还是空的"


def _rules(office: Office, programme: Programme) -> CreditRules | None:
    """The rules for the year, if there are any."""
    rules, notes = read_rules(office.root, office.schedule)
    for note in notes:
        print(note, file=sys.stderr, flush=True)  # noqa: T201
    return rules if rules and rules.year in {0, programme.year} else None


def _name(one: Dossier, numbers: Numbers) -> str:
    """A name that no other member's file has, though the two have had one number."""
    return f"一人一档-{one.programme.year}-{numbers.typed(one.member)}.docx"


@dataclass(frozen=True)
class _Files:
    """Members' files from one state of the ledger, under one set of rules."""

    office: Office
    basis: str
    rules: CreditRules | None
    numbers: Numbers

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The kinds of events by their ids."""
        return {occasion.id: occasion.kind for occasion in occasions(self.office.schedule)}

    def made(self, one: Dossier, path: Path) -> NamedFile:
        """One member's file."""
        from shuxiang.exports.member_document import member_document  # noqa: PLC0415  # with the writers below

        lines = credit(self.rules, one.deeds(self.kinds)) if self.rules else ()
        document = member_document(one, self.basis, self.rules, lines)
        return NamedFile(path, _bytes(document, path), [one.member])


def _bytes(document: Document, path: Path) -> bytes:
    """A web page or a Word file, as the name says."""
    if path.suffix.lower() == ".html":
        from shuxiang.exports.web_document import web_document  # noqa: PLC0415  # only for a web page

        return web_document(document)
    from shuxiang.exports.word_document import word_document  # noqa: PLC0415  # python-docx takes its time to load

    return word_document(document)


def _write_all(files: _Files, found: Iterable[Dossier], folder: Path) -> int:
    left, done = iter(found), 0
    gc.freeze()  # the ledger stays as it is: what Word files leave behind can be found without looking through it
    with step("正在写一人一档", lambda: f"{done} 份"):
        while some := [files.made(one, folder / _name(one, files.numbers)) for one in islice(left, _AT_ONCE)]:
            write_named(files.office, some)
            done += len(some)
            gc.collect()
    gc.unfreeze()
    print(f"已在 {files.office.shown(folder)} 里写出 {done} 份。{_CARE}")  # noqa: T201
    return 0


COMMAND = Command(
    "一人一档：一位委员学了什么、写了什么、参加了什么",
    "写出一位委员（或每位委员）的学习档案：学了什么、写了什么、参加了什么；"
    "办公室订了积分办法（data/ledger/rules.yml）的，逐条列出算法和依据。不排名次。",
    describe,
    member,
)
