"""Take documents that were carried in: looked at, checked as a whole, then put in place by a rename."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from shuxiang.cli.arguments import config_file, project_root
from shuxiang.cli.bundle_output import grouped
from shuxiang.cli.bundle_soundness import added, errors_in
from shuxiang.cli.check import HEADINGS
from shuxiang.cli.opened import open_config
from shuxiang.cli.problem import Problem
from shuxiang.core.diagnostics import Severity
from shuxiang.release.bundle import documents, workplace
from shuxiang.release.bundle.carriable import is_page
from shuxiang.release.bundle.delivered import FOLDER
from shuxiang.release.bundle.documents import Delivery, Shelf
from shuxiang.release.bundle.opening import Parcel, open_parcel
from shuxiang.release.bundle.packing_list import Kind
from shuxiang.release.bundle.paths import shown

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from shuxiang.core.diagnostics import Diagnostic

_MOST_SHOWN = 30
_MOST_REMOVED = 0.2
_FEW = 1
"""So many removed files are no reason to ask, however few there are."""
_INHERIT = re.compile(r"^[\"']?INHERIT[\"']?\s*:\s*[\"']?([^\"'#\n]+)", re.MULTILINE)


def take(options: argparse.Namespace) -> int:
    """Show what the parcel brings, put it in place when nothing stands against it, and return the exit code."""
    home = config_file(options.config_file).resolve().parent
    _require_no_installation(home)
    lock = home / FOLDER / "lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(lock, timeout=0):
            return _take(options, home)
    except Timeout:
        raise Problem("另一个命令正在收材料。请等它结束后再运行一次。") from None


def _take(options: argparse.Namespace, home: Path) -> int:
    parcel = _documents(options.take)
    _require_digest(parcel, options)
    shelf = Shelf(_docs_folder(options, home), home)
    documents.mend(shelf)
    delivery = documents.look(shelf, parcel, insists=options.yes)
    _require_no_programs(delivery, options)
    _say(_seen(options.take, parcel))
    _say(*_shown(delivery))
    if delivery.merged.is_empty:
        back = "要把本地删去的放回来，请加 --yes 再运行一次。" if delivery.merged.gone else ""
        _say(f"没有要写入的改动。{back}")
        return 0
    if options.dry_run:
        _say("只是看看，没有写入。")
        return 0
    if not options.yes and (reasons := list(_reasons_to_ask(delivery))):
        raise Problem(
            "没有写入：" + "；".join(reasons) + f"。看过以后，确实要收就加 --yes 再运行一次"
            f"（收之前的材料会留在 {FOLDER}/former）。"
        )
    try:
        _require_sound(documents.prepare(delivery), delivery, options)
        documents.put_in_place(delivery)
    finally:
        documents.mend(shelf)
    _say(f"收好了。收之前的材料留在 {shelf.kept}，下次再收时换掉。", f"生成网站：{_build_command(options)}")
    return 0


def _require_no_installation(home: Path) -> None:
    """Problem while an installation that is not finished might take back what would be written now."""
    for folder in (project_root(), home, home.parent):
        if workplace.is_open(folder):
            raise Problem(
                f"{folder} 的安装或更新没有做完，现在不能收材料。请等它完成；已经中断的，请再运行一次 install.py，"
                "会先恢复原来的文件。"
            )


def _documents(place: Path) -> Parcel:
    parcel = open_parcel(place)
    if parcel.listed.kind is Kind.SOFTWARE:
        raise Problem(f"{place} 是整套软件的安装包，不是材料包。请用它旁边的 install.py 安装或更新。")
    return parcel


def _require_digest(parcel: Parcel, options: argparse.Namespace) -> None:
    """Problem when the zip is not the one whose SHA-256 was read out."""
    if options.sha256 is None:
        return
    wanted = re.sub(r"[\s:-]", "", "".join(options.sha256)).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", wanted):
        raise Problem(f"--sha256 要的是 64 个 0-9、a-f，给的是 {len(wanted)} 个字符。请照打包时显示的重写。")
    if not parcel.sha256:
        raise Problem("解压出来的文件夹没有总的校验值。请用原来的 zip，或去掉 --sha256。")
    if parcel.sha256 != wanted:
        raise Problem(
            f"{parcel.place} 的 SHA-256 是 {parcel.sha256}，和给的不一样，没有收。"
            "请重新拷贝一份，并与打包的人核对。"
        )


def _docs_folder(options: argparse.Namespace, home: Path) -> Path:
    documents.mend_at(home)
    return Path(open_config(options)[0].docs_dir).resolve()


def _require_no_programs(delivery: Delivery, options: argparse.Namespace) -> None:
    """Problem when the parcel would change what the configuration runs, or takes for a template."""
    docs = delivery.shelf.docs
    used = {os.path.realpath(path) for path in _used_by_the_build(options)}
    for path in _written(delivery):
        place = docs / path
        if used & {os.path.realpath(each) for each in (place, *place.parents) if docs in each.parents}:
            raise Problem(
                f"材料包里的“{shown(path)}”是生成网站时要运行的程序、模板或配置（{config_file(options.config_file)}"
                "里写着它），不能当作材料收，没有采用。请在外网去掉它，重新打包；它要随整套软件的安装包带进来。"
            )


def _used_by_the_build(options: argparse.Namespace) -> Iterator[Path]:
    config, source = open_config(options)[0], config_file(options.config_file)
    yield from (source.parent / hook for hook in config.hooks)
    yield from (Path(config.docs_dir) / template for template in config.extra_templates)
    if config.theme.custom_dir:
        yield Path(config.theme.custom_dir)
    seen: set[Path] = set()
    while source not in seen and source.is_file():
        seen.add(source)
        yield source
        found = _INHERIT.search(source.read_text(encoding="utf-8-sig", errors="replace"))
        source = Path(os.path.normpath(source.parent / found[1].strip())) if found else source


def _written(delivery: Delivery) -> list[str]:
    """What the parcel would write, in order."""
    merged, theirs = delivery.merged, delivery.parcel.listed.documents
    return sorted(path for path in (*merged.new, *merged.changed, *merged.conflicts) if path in theirs)


def _reasons_to_ask(delivery: Delivery) -> Iterator[str]:
    merged = delivery.merged
    if merged.conflicts:
        yield "上面“两边都改过”的文件，收下以后本地的改动就不在原处了"
    if delivery.is_older:
        day = delivery.parcel.listed.day
        yield f"这个包是 {day} 打的，比上次收的（{delivery.base.day}）旧，会把后来的改动退回去"
    if len(merged.removed) > _FEW and delivery.removed_share > _MOST_REMOVED:
        yield f"要删去 {len(merged.removed)} 个文件，超过现有材料的五分之一"
    if any(map(is_page, _written(delivery))):
        yield "上面的网页文件会原样公布，其中的脚本也会在读者的电脑上运行"


def _require_sound(coming: Path, delivery: Delivery, options: argparse.Namespace) -> None:
    """Problem, after the errors are listed as `check` lists them, when the parcel brings any."""
    errors = errors_in(options, coming)
    if not errors:
        return
    brought = added(errors_in(options), errors)
    if not brought:
        _say(
            f"材料里另有 {len(errors)} 处错误，收之前就有，和这个包无关。请运行 python3 scripts/check.py 看是哪些。"
        )
        return
    _say(HEADINGS[Severity.ERROR].format(count=len(brought)), *(f"  {error}" for error in brought))
    if all(_is_in(delivery, error) for error in brought):
        raise Problem("材料有错，一个文件也没有写入。请在外网改好，重新打包。")
    raise Problem(
        "收下以后材料会有错，一个文件也没有写入。有的错在包里没有的文件上：请在内网改好上面列出的文件，再收一次；"
        "或请外网改好，重新打包。"
    )


def _is_in(delivery: Delivery, error: Diagnostic) -> bool:
    return error.origin.path.removeprefix(f"{delivery.shelf.docs.name}/") in delivery.parcel.listed.documents


def _seen(place: Path, parcel: Parcel) -> str:
    listed = parcel.listed
    kind = "全部材料" if listed.kind is Kind.DOCUMENTS else "部分材料"
    digest = f"它的 SHA-256：\n{grouped(parcel.sha256)}" if parcel.sha256 else ""
    return f"{place}：{listed.day} 打包的{kind}，{len(listed.files)} 个文件，完好。{digest}"


def _shown(delivery: Delivery) -> Iterator[str]:
    merged, theirs = delivery.merged, delivery.parcel.listed.documents
    groups = (
        ("新增", merged.new),
        ("改动", merged.changed),
        ("删去", merged.removed),
        ("本单位自己的，包里没有，保留", [path for path in merged.kept if path not in theirs]),
        ("本单位改过、包里没有新的改动，保留本地的", [path for path in merged.kept if path in theirs]),
        ("本地删去的，没有放回", merged.gone),
        ("两边都改过", merged.conflicts),
        ("其中有网页文件", list(filter(is_page, _written(delivery)))),
    )
    for what, paths in groups:
        if paths:
            yield f"{what}（{len(paths)}）："
            yield from (f"  {delivery.shelf.docs.name}/{shown(path)}" for path in paths[:_MOST_SHOWN])
            if len(paths) > _MOST_SHOWN:
                yield f"  ……还有 {len(paths) - _MOST_SHOWN} 个"


def _build_command(options: argparse.Namespace) -> str:
    given = f" --config-file {options.config_file}" if options.config_file else ""
    return f"python3 scripts/build.py{given}"


def _say(*lines: str) -> None:
    if lines:
        print("\n".join(lines), flush=True)  # noqa: T201
