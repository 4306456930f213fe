"""``ledger.py report``: 周调度、月通报、季评估、年度总结, each as Word, Excel and a web page."""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.named_files import refuse_in_site, write_named
from shuxiang.cli.ledger.office import Office, office
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.cli.slot_names import period_named
from shuxiang.cli.written_file import replace_file
from shuxiang.core.calendar import FIRST_YEAR, LAST_YEAR, NAMES, Every, Period, period_of
from shuxiang.core.home_period import day_within, slots_at_home
from shuxiang.core.report import KINDS, report
from shuxiang.exports.report_table import LAST, THIS
from shuxiang.exports.report_words import PRIVATE, Stamp

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

    from shuxiang.core.ledger.ledger import Ledger
    from shuxiang.core.report import Report

FOLDER = "reports"
"""Below the ledger's folder; a folder for each period in it."""

_LENGTHS = {Every.WEEK: 7, Every.MONTH: 31, Every.QUARTER: 92, Every.HALF_YEAR: 184, Every.YEAR: 366}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAMED = "（含姓名）"


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    kinds = "，".join(f"{every} {title}" for every, title in KINDS.items())
    parser.add_argument("kind", choices=[str(every) for every in KINDS], metavar="种类", help=kinds)
    parser.add_argument(
        "--at",
        metavar="时段",
        help="哪一段：2026-W47、第3周、2026-11、2026-Q4、2026，或其中的一天 2026-11-18。不写则是今天所在的一段",
    )
    parser.add_argument(
        "--names", action="store_true", help="另附名单：谁交了什么。文件名带“（含姓名）”，只供办公室内部使用"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="文件夹", help=f"写到哪个文件夹。不写则是 data/ledger/{FOLDER}/时段"
    )


def write_report(options: argparse.Namespace) -> int:
    """Write the three files and return the exit code."""
    own = office(options)
    period = report_period(own, Every(options.kind), options.at)
    folder = options.output or own.folder / FOLDER / period.key
    if folder.exists() and not folder.is_dir():
        raise Problem(f"{folder} 是一个文件，不是文件夹。请用 -o 换一个文件夹。")
    refuse_in_site(own, folder)
    with step(f"正在生成{KINDS[period.every]}"), _without_collecting():
        made, stamp = _made(own, period, names=options.names)
        files = _files(made, stamp)
        written = _written(own, made, folder, files, names=options.names)
    print("\n".join([*_said(made, names=options.names), *(f"已写出 {_shown(own, path)}" for path in written)]))  # noqa: T201
    return 0


def report_period(own: Office, every: Every, at: str | None) -> Period:
    """The period to report on: today's, or that of a day or of a key, of its own length or a shorter one."""
    if at is None:
        return period_of(every, own.today)
    text = at.strip()
    day = _day(text)
    if day:
        return period_of(every, day)
    named = period_named(own.opened, text)
    if _LENGTHS[named.every] > _LENGTHS[every]:
        raise Problem(
            f"{KINDS[every]}一次只说一{NAMES[every]}，“{text}”比一{NAMES[every]}长。"
            f"请写成 {period_of(every, own.today).key} 这样。"
        )
    return named if named.every is every else period_of(every, day_within(named))


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Problem(f"日期“{text}”不存在。请核对月份和日子。") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Problem(f"日期“{text}”不在 {FIRST_YEAR} 到 {LAST_YEAR} 年之间。请核对年份。")
    return day


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


def _ledger(own: Office, period: Period, *, names: bool) -> Ledger:
    """The ledger without what it tells of people, except good notes and, where asked for, names."""
    counted = own.ledger(own.store.events(told=False))
    at_home = {slot.id for slot in slots_at_home(own.schedule.slots, period)}
    quoted = {slot for (slot, _), row in counted.rows.items() if row.chosen and slot in at_home}
    if not (quoted or names):
        return counted
    told = own.ledger(event for event in own.store.events(quoted) if event.seq <= counted.last)
    return replace(counted, members=told.members, rows={**counted.rows, **told.rows})


def _made(own: Office, period: Period, *, names: bool) -> tuple[Report, Stamp]:
    """The report, and the ledger's head that it was made from, which nobody may have moved on meanwhile."""
    ledger = _ledger(own, period, names=names)
    head = own.store.head(ledger.last) if ledger.last else None
    name = own.settings.office or str(own.opened.config.site_name)
    stamp = Stamp(name, ledger.last, head.code if head else "", names)
    return report(ledger, own.schedule, period, own.today), stamp


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


def _written(own: Office, made: Report, folder: Path, files: Mapping[str, bytes], *, names: bool) -> list[Path]:
    """The files' places. Who is named, or quoted, is remembered before, so that forgetting them finds the files."""
    quoted = {note.member.id for note in made.good}
    folder.mkdir(parents=True, exist_ok=True)
    paths = {folder / f"{made.title}-{made.name}{_NAMED if names else ''}{ending}": ending for ending in files}
    for path, ending in paths.items():
        if names:
            write_named(own, path, files[ending], sorted({place.member.id for place in made.places} | quoted))
        else:
            own.store.note_file(str(path.resolve()), sorted(quoted))
            replace_file(path, files[ending])
    return list(paths)


def _said(made: Report, *, names: bool) -> Iterator[str]:
    tally, every = made.total.now.tally, made.period.every
    yield f"{made.title}：{made.name}，应交 {tally.due} 人次，已交 {tally.handed_in} 人次。"
    if made.is_running:
        yield f"{THIS[every]}还没有结束，只算到今天。要{LAST[every]}的，请加 --at {made.before.key}。"
    if names:
        yield PRIVATE


def _shown(own: Office, path: Path) -> str:
    return path.relative_to(own.root).as_posix() if path.is_relative_to(own.root) else str(path)


COMMAND = Command(
    "写出周调度、月通报、季评估、年度总结",
    "写出一段时间的汇总：周调度（week）、月通报（month）、季评估（quarter）、年度总结（year），"
    "Word、Excel、网页各一份。默认没有姓名；每个数字都注明怎样查到它数的记录。",
    describe,
    write_report,
)
