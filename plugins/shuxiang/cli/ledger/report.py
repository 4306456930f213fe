"""``ledger.py report``: 周调度、月通报、季评估、年度总结, each as Word, Excel and a web page."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.named_files import OWNER_ONLY, NamedFile, write_named
from shuxiang.cli.ledger.office import Office, open_office
from shuxiang.cli.ledger.output import output_folder
from shuxiang.cli.ledger.which_period import add_period, asked_period
from shuxiang.cli.progress import step
from shuxiang.core.calendar import Every, Period
from shuxiang.core.home_period import slots_at_home
from shuxiang.core.ledger.left_over import left_over_words
from shuxiang.core.report import KINDS
from shuxiang.core.reporting import report
from shuxiang.exports.report_table import LAST, THIS
from shuxiang.exports.report_words import PRIVATE, Stamp

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

    from shuxiang.core.ledger.ledger import Ledger
    from shuxiang.core.report import Report

FOLDER = "reports"
"""Below the ledger's folder; a folder for each period in it."""

_NAMED = "（含姓名）"


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    add_period(parser, KINDS)
    parser.add_argument(
        "--names", action="store_true", help="另附名单：谁交了什么。文件名带“（含姓名）”，只供办公室内部使用"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="文件夹", help=f"写到哪个文件夹。不写则是 data/ledger/{FOLDER}/时段"
    )


def write_report(options: argparse.Namespace) -> int:
    """Write the three files and return the exit code."""
    office = open_office(options)
    period = asked_period(office, options, KINDS[Every(options.kind)])
    folder = output_folder(options.output or office.folder / FOLDER / period.key, office.opened.config)
    with step(f"正在生成{KINDS[period.every]}"), _without_collecting():
        made, stamp = _made(office, period, names=options.names)
        files = _files(made, stamp)
        written = _written(office, made, folder, files, names=options.names)
    print("\n".join([*_said(made, names=options.names), *(f"已写出 {office.shown(path)}" for path in written)]))  # noqa: T201
    return 0


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Keep Python from looking for garbage among a hundred thousand rows, again and again; there is none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _ledger(office: Office, period: Period, *, names: bool) -> Ledger:
    """The ledger without what it tells of people, except good notes and, where asked for, names."""
    counted = office.ledger(office.store.events(told=False))
    at_home = {slot.id for slot in slots_at_home(office.schedule.slots, period)}
    quoted = {slot for (slot, _), row in counted.rows.items() if row.chosen and slot in at_home}
    if not (quoted or names):
        return counted
    told = office.ledger(event for event in office.store.events(quoted) if event.seq <= counted.last)
    return replace(counted, members=told.members, rows={**counted.rows, **told.rows})


def _made(office: Office, period: Period, *, names: bool) -> tuple[Report, Stamp]:
    """The report, and the ledger's head that it was made from, which nobody may have moved on meanwhile."""
    ledger = _ledger(office, period, names=names)
    head = office.store.head(ledger.last) if ledger.last else None
    site = str(office.opened.config.site_name)
    stamp = Stamp(office.settings.office, ledger.last, head.code if head else "", names, site)
    return report(ledger, office.schedule, period, office.today), stamp


def _files(made: Report, stamp: Stamp) -> Mapping[str, bytes]:
    """The three files by their endings."""
    from shuxiang.exports.report_document import report_document  # noqa: PLC0415  # what writes files takes its time
    from shuxiang.exports.report_sheets import report_sheets  # noqa: PLC0415
    from shuxiang.exports.table_workbook import table_workbook  # noqa: PLC0415
    from shuxiang.exports.web_document import web_document  # noqa: PLC0415
    from shuxiang.exports.word_document import word_document  # noqa: PLC0415

    document = report_document(made, stamp)
    return {
        ".docx": word_document(document),
        ".xlsx": table_workbook(report_sheets(made, stamp)),
        ".html": web_document(document),
    }


def _written(office: Office, made: Report, folder: Path, files: Mapping[str, bytes], *, names: bool) -> list[Path]:
    """The files' places. Who is named, or quoted, is remembered before, so that forgetting them finds the files."""
    quoted = [note.member for note in made.good]
    members = [*quoted, *(place.member for place in made.places)] if names else quoted
    stem = f"{made.title}-{made.name}{_NAMED if names else ''}"
    named = [NamedFile(folder / f"{stem}{ending}", data, members) for ending, data in files.items()]
    write_named(office, named, mode=OWNER_ONLY if names else None)
    return [file.path for file in named]


def _said(made: Report, *, names: bool) -> Iterator[str]:
    tally, every = made.total.now.tally, made.period.every
    yield f"{made.title}：{made.name}，应交 {tally.due} 人次，已交 {tally.handed_in} 人次。"
    if made.is_ahead:
        yield f"{made.name}还没有开始，里面主要是安排。"
    elif made.is_running:
        yield f"{THIS[every]}还没有结束，只算到今天。要{LAST[every]}的，请加 --at {made.before.key}。"
    yield from filter(None, [left_over_words(made.left_over)])
    if names:
        yield PRIVATE


COMMAND = Command(
    "写出周调度、月通报、季评估、年度总结",
    "写出一段时间的汇总：周调度（week）、月通报（month）、季评估（quarter）、年度总结（year），"
    "Word、Excel、网页各一份。默认没有姓名；每个数字都注明怎样查到它数的记录。",
    describe,
    write_report,
)
