"""Install from a parcel: look it through, put the parts in place, set up and build, or leave all as it was.

Standard library only: this runs from the parcel itself, before anything is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from shuxiang.cli.problem import Problem, guarded
from shuxiang.cli.progress import step
from shuxiang.release.bundle import machine
from shuxiang.release.bundle.installation import ENVIRONMENT, Place, Prepared, exchange, prepare, survey
from shuxiang.release.bundle.opening import Parcel, open_parcel
from shuxiang.release.bundle.packing_list import Kind, PackingList
from shuxiang.release.errors import ReleaseError

FOLDER = "shuxiang"
_CHINA = timedelta(hours=8)


@dataclass(frozen=True)
class Order:
    """What is to be installed where; ``today`` is for the first build, None for the day it is."""

    parcel: Path
    to: Path | None
    today: str | None


def install(order: Order) -> int:
    """Install and return the exit code."""
    return guarded(partial(_told, order))


def folder_for(order: Order) -> Path:
    """The folder that is installed into: the one that was named, else one beside the parcel."""
    return (order.to or order.parcel.absolute().parent / FOLDER).absolute()


def _told(order: Order) -> int:
    try:
        return _install(order)
    except ReleaseError as error:
        raise Problem(str(error)) from error


def _install(order: Order) -> int:
    folder = folder_for(order)
    with step("核对安装包…"):
        parcel = open_parcel(order.parcel)
        _require_fitting(parcel, order, folder)
        place = survey(folder)
    _say(_facts(parcel, place))
    with step("写入文件…"):
        prepared = prepare(place, parcel)
    _say(*_kept_content(prepared))
    kept = exchange(prepared, partial(_set_up, listed=parcel.listed, today=order.today), _today())
    _say(*_closing(folder, parcel.listed, kept, is_update=place.earlier is not None))
    return 0


def _require_fitting(parcel: Parcel, order: Order, folder: Path) -> None:
    if parcel.listed.kind is not Kind.SOFTWARE:
        raise Problem(
            f"{order.parcel} 是材料包，不是整套软件的安装包。请在装好的文件夹里运行："
            f"python3 scripts/bundle.py --take {order.parcel}"
        )
    if objection := machine.objection(parcel.listed.needs, machine.this_machine()):
        raise Problem(objection)
    unpacked = order.parcel.resolve()
    if unpacked.is_dir() and (folder.resolve() == unpacked or unpacked in folder.resolve().parents):
        raise Problem(f"不能装到解压出来的安装包自己里面（{folder}）。请用 --to 换一个位置。")


def _set_up(folder: Path, listed: PackingList, today: str | None) -> None:
    """Make the environment and build the site with the project's own command, in a process of its own."""
    given = [] if listed.config == "mkdocs.yml" else ["--config-file", listed.config]
    day = ["--today", today] if today else []
    command = [sys.executable, str(folder / "scripts" / "build.py"), *given, *day]
    code = subprocess.run(command, cwd=folder, check=False).returncode  # noqa: S603  # what was just installed
    if code:
        raise ReleaseError(_not_set_up(folder))


def _not_set_up(folder: Path) -> str:
    log = folder / ENVIRONMENT / "setup.log"
    saved = folder.with_name(f"{folder.name}-setup.log")
    detail = ""
    if log.is_file():
        shutil.copyfile(log, saved)
        detail = f"准备运行环境的详细经过已另存为 {saved}。"
    return f"没有装好，原因见上面。已经恢复成安装之前的样子。{detail}"


def _facts(parcel: Parcel, place: Place) -> str:
    listed = parcel.listed
    what = f"更新 {place.folder}（原来是 {place.earlier.day} 的包）" if place.earlier else f"装到 {place.folder}"
    return (
        f"安装包完好：{listed.day} 打包，{len(listed.files)} 个文件，{listed.size / 2**20:.1f} MB，"
        f"给 {listed.needs.platform}、Python {listed.needs.python} 用。{what}。"
    )


def _kept_content(prepared: Prepared) -> list[str]:
    if not prepared.content.kept or prepared.place.earlier is None:
        return []
    names = [f"  {path}" for path in prepared.content.kept]
    return ["这些材料和配置本单位改过（或后来收过），包里没有新的改动，保留现在的：", *names]


def _closing(folder: Path, listed: PackingList, kept: Sequence[str], *, is_update: bool) -> list[str]:
    lines = []
    if kept:
        names = [f"  {path}" for path in kept]
        lines = ["这些文件本单位改过，包里也有新的，现在用的是包里的；原来的留在：", *names]
    config = "" if listed.config == "mkdocs.yml" else f" --config-file {listed.config}"
    python = "python" if os.name == "nt" else f"python{listed.needs.python}"
    return [
        *lines,
        f"{'更新' if is_update else '装'}好了：{folder}",
        f"以后在这个文件夹里运行命令，例如预览网站：{python} scripts/serve.py{config}",
        f"每周收材料：{python} scripts/bundle.py --take week.zip{config}，再运行 {python} scripts/build.py{config}",
    ]


def _today() -> str:
    return (datetime.now(UTC) + _CHINA).date().isoformat()


def _say(*lines: str) -> None:
    if lines:
        print("\n".join(lines), flush=True)  # noqa: T201
