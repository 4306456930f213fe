"""The year's plan as a workbook: written for the clerk to fill in, and read back into files."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.agreeing import add_agreeing, agreed
from shuxiang.cli.arguments import add_year
from shuxiang.cli.docs_files import is_taken, objection
from shuxiang.cli.opened import open_library, programme_of
from shuxiang.cli.problem import Problem
from shuxiang.cli.workbook_file import workbook_bytes
from shuxiang.cli.written_file import create_file, is_within, reason, refuse_published, replace_file
from shuxiang.content.header_edit import HeaderEditError, edit_header, skeleton
from shuxiang.exports.cell_text import brief
from shuxiang.exports.plan_baseline import find_baseline
from shuxiang.exports.plan_changes import CellProblem, Creation, PlanChanges, Update
from shuxiang.exports.plan_files import Shelf
from shuxiang.exports.plan_import import plan_import
from shuxiang.exports.plan_preview import preview
from shuxiang.exports.plan_sheet import find_plan
from shuxiang.exports.spreadsheet import WorkbookError
from shuxiang.exports.xlsx_reader import read_workbook

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from shuxiang.content.library import Library


@dataclass(frozen=True, slots=True)
class _Edit:
    """A file's bytes as they were read and as they are to be."""

    update: Update
    path: Path
    before: bytes
    after: bytes


def add_template(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of ``template``."""
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="文件",
        help="写到哪个文件。不写则是“学习计划-年份.xlsx”",
    )
    add_year(parser)
    parser.add_argument("--force", action="store_true", help="文件已经存在也照写，旧的不保留")


def add_import(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of ``import``."""
    parser.add_argument("file", type=Path, metavar="文件", help="填好的工作簿，例如 plan.xlsx")
    add_agreeing(parser)


def template(options: argparse.Namespace) -> int:
    """Write the workbook of a year and return the exit code."""
    from shuxiang.exports.plan_template import plan_template  # noqa: PLC0415  # openpyxl takes its time to load

    opened = open_library(options)
    programme = programme_of(opened, options.year)
    path = options.output or Path(f"学习计划-{programme.year}.xlsx")
    if path.suffix.lower() != ".xlsx":
        raise Problem(f"{path} 不是以 .xlsx 结尾，Excel 会打不开。请改一个文件名。")
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise Problem(f"不能写到 {path}：它是一个文件夹，或它所在的文件夹不存在。请换一个位置。")
    refuse_published(path, opened.config, "计划表含有尚未发布的安排")
    if path.exists() and not options.force:
        raise Problem(f"{path} 已经存在，没有覆盖。请换一个文件名，或加 --force。")
    replace_file(path, plan_template(opened.library.schedule, programme.year, opened.library.day_of))
    print(f"已写出 {path}：{programme.title}。填好后运行 python3 scripts/plan.py import {path}")  # noqa: T201
    return 0


def import_(options: argparse.Namespace) -> int:
    """Show what a workbook asks for, write what is agreed to; 1 when a cell or a file was left out, else 0."""
    opened = open_library(options)
    docs, root = Path(opened.config.docs_dir), opened.library.root
    changes, name = _read(options.file, opened.library, opened.config)
    edits, refused = _edits(changes.updates, docs)
    changes = replace(
        changes,
        updates=tuple(edit.update for edit in edits),
        bad=tuple(sorted([*changes.bad, *refused])),
        warnings=tuple(w for w in changes.warnings if w.row not in {cell.row for cell in refused}),
    )
    _say([f"{options.file} 的工作表“{name}”里有 {changes.rows} 行填了内容。", *preview(changes, root)])
    left_out = bool(changes.bad or changes.conflicts)
    if not (changes.creations or edits) or not agreed(options):
        return int(left_out)
    failures = list(_write(changes.creations, edits, docs, root))
    done = len(changes.creations) + len(edits) - len(failures)
    _say([*failures, f"写好了 {done} 个文件。以后再改这些内容，请先重新导出一份工作簿。"])
    return int(left_out or bool(failures))


def _read(path: Path, library: Library, config: MkDocsConfig) -> tuple[PlanChanges, str]:
    """What the workbook asks for, and the name of the sheet it is in."""
    try:
        sheets = read_workbook(workbook_bytes(path, "计划表"))
        plan = find_plan(sheets)
    except WorkbookError as error:
        raise Problem(f"{path}\uff1a{error}") from error
    docs = Path(config.docs_dir)
    shelf = Shelf(
        library.schedule,
        library.materials,
        library.root,
        lambda name: is_taken(docs / name),
        partial(objection, config),
    )
    return plan_import(plan, find_baseline(sheets), shelf), plan.name


def _edits(updates: Sequence[Update], docs: Path) -> tuple[list[_Edit], list[CellProblem]]:
    """Each file as it will be; and the cells whose file cannot be changed safely."""
    edits: list[_Edit] = []
    refused: list[CellProblem] = []
    for update in updates:
        try:
            edits.append(_edit(update, docs))
        except HeaderEditError as error:
            first = update.changes[0]
            refused.append(CellProblem(first.row, first.column, f"{brief(update.material.path)}：{error}"))
    return edits, refused


def _edit(update: Update, docs: Path) -> _Edit:
    """The file as it will be; HeaderEditError when it cannot be changed safely."""
    path = (docs / update.material.path).resolve()
    if not is_within(path, docs):
        raise HeaderEditError("这是一个链接，指向文档文件夹以外，没有动它。请打开文件自己改。")
    before = path.read_bytes()
    return _Edit(update, path, before, edit_header(before, {change.field: change.new for change in update.changes}))


def _write(creations: Sequence[Creation], edits: Sequence[_Edit], docs: Path, root: str) -> Iterator[str]:
    """Write the files; yields a sentence for each that is not as it was when the changes were shown."""
    for creation in creations:
        yield from _one(f"{root}{creation.path}", partial(_made, docs / creation.path, _header(creation)))
    for edit in edits:
        yield from _one(f"{root}{edit.update.material.path}", partial(_changed, edit))


def _one(name: str, action: Callable[[], str]) -> Iterator[str]:
    """Write one file; a sentence when that was not done. Another file's turn comes all the same."""
    try:
        problem = action()
    except OSError as error:
        problem = f"没有写成：{reason(error)}。"
    if problem:
        yield f"{name} {problem}请再导入一次。"


def _made(path: Path, data: bytes) -> str:
    return "" if create_file(path, data) else "刚刚有了，没有动它。"


def _changed(edit: _Edit) -> str:
    if _now(edit.path) != edit.before:
        return "刚刚有人改过，没有动它。"
    replace_file(edit.path, edit.after)
    return ""


def _header(creation: Creation) -> bytes:
    place = {"cadence": creation.slot.cadence.id, "slot": creation.slot.period.key}
    return skeleton({**creation.fields, **place}).encode()


def _now(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _say(lines: Sequence[str]) -> None:
    print("\n".join(lines), flush=True)  # noqa: T201
