"""Take documents that were carried in: looked at, checked as a whole, then put in place by a rename."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout
from mkdocs.structure.files import get_files

from shuxiang.cli.arguments import config_file
from shuxiang.cli.bundle_output import grouped
from shuxiang.cli.check import HEADINGS
from shuxiang.cli.opened import open_config
from shuxiang.cli.problem import Problem
from shuxiang.core.diagnostics import Severity
from shuxiang.mkdocs_plugin.press import open_press
from shuxiang.release.bundle import documents
from shuxiang.release.bundle.delivered import FOLDER
from shuxiang.release.bundle.documents import Shelf
from shuxiang.release.bundle.opening import Parcel, open_parcel
from shuxiang.release.bundle.packing_list import Kind

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from shuxiang.release.bundle.merging import Merge

_MOST_SHOWN = 30


def take(options: argparse.Namespace) -> int:
    """Show what the parcel brings, put it in place when nothing stands against it, and return the exit code."""
    home = config_file(options.config_file).resolve().parent
    lock = home / FOLDER / "lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(lock, timeout=0):
            return _take(options, home)
    except Timeout:
        raise Problem("另一个命令正在收材料。请等它结束后再运行一次。") from None


def _take(options: argparse.Namespace, home: Path) -> int:
    parcel = _documents(options.take)
    shelf = Shelf(_docs_folder(options, home), home)
    documents.mend(shelf)
    delivery = documents.look(shelf, parcel)
    _say(_seen(options.take, parcel))
    _say(*_shown(delivery.merged, shelf.docs.name))
    if delivery.merged.is_empty:
        _say("没有要写入的改动。")
        return 0
    if options.dry_run:
        _say("只是看看，没有写入。")
        return 0
    if delivery.merged.conflicts and not options.yes:
        raise Problem(
            "没有写入：上面“两边都改过”的文件，收下以后本地的改动就不在原处了。看过以后，"
            f"要用包里的就加 --yes 再运行一次（收之前的材料会留在 {FOLDER}/former）。"
        )
    try:
        _require_sound(documents.prepare(delivery), options)
        documents.put_in_place(delivery)
    finally:
        documents.mend(shelf)
    _say(f"收好了。收之前的材料留在 {shelf.kept}，下次再收时换掉。", f"生成网站：{_build_command(options)}")
    return 0


def _documents(place: Path) -> Parcel:
    parcel = open_parcel(place)
    if parcel.listed.kind is Kind.SOFTWARE:
        raise Problem(f"{place} 是整套软件的安装包，不是材料包。请用它旁边的 install.py 安装或更新。")
    return parcel


def _docs_folder(options: argparse.Namespace, home: Path) -> Path:
    documents.mend_at(home)
    return Path(open_config(options)[0].docs_dir).resolve()


def _require_sound(coming: Path, options: argparse.Namespace) -> None:
    """Problem, after the errors are listed as `check` lists them, when the documents to come have any."""
    config, plugin = open_config(options)
    config.docs_dir = str(coming)
    # Messages name documents as seen from the configuration.
    config.config_file_path = str(coming.with_name("mkdocs.yml"))
    problems = open_press(config, plugin, get_files(config)).problems
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        _say(HEADINGS[Severity.ERROR].format(count=len(errors)), *(f"  {error}" for error in errors))
        raise Problem("材料有错，一个文件也没有写入。请在外网改好，重新打包。")


def _seen(place: Path, parcel: Parcel) -> str:
    listed = parcel.listed
    kind = "全部材料" if listed.kind is Kind.DOCUMENTS else "部分材料"
    digest = f"它的 SHA-256：\n{grouped(parcel.sha256)}" if parcel.sha256 else ""
    return f"{place}：{listed.day} 打包的{kind}，{len(listed.files)} 个文件，完好。{digest}"


def _shown(merged: Merge, folder: str) -> Iterator[str]:
    groups = (
        ("新增", merged.new),
        ("改动", merged.changed),
        ("删去", merged.removed),
        ("本地改过、包里没有新的改动，保留本地的", merged.kept),
        ("两边都改过", merged.conflicts),
    )
    for what, paths in groups:
        if paths:
            yield f"{what}（{len(paths)}）："
            yield from (f"  {folder}/{path}" for path in paths[:_MOST_SHOWN])
            if len(paths) > _MOST_SHOWN:
                yield f"  ……还有 {len(paths) - _MOST_SHOWN} 个"


def _build_command(options: argparse.Namespace) -> str:
    given = f" --config-file {options.config_file}" if options.config_file else ""
    return f"python3 scripts/build.py{given}"


def _say(*lines: str) -> None:
    if lines:
        print("\n".join(lines), flush=True)  # noqa: T201
