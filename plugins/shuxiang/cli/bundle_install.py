"""Install from a parcel: look it through, put the parts in place, set up and build, or leave all as it was.

Standard library only: this runs from the parcel itself, before anything is installed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NoReturn

from shuxiang.cli.problem import INTERRUPTED, Problem, guarded
from shuxiang.cli.progress import step
from shuxiang.core.moments import CHINA
from shuxiang.release.bundle import machine
from shuxiang.release.bundle.installation import ENVIRONMENT, Place, Prepared, exchange, prepare, survey
from shuxiang.release.bundle.opening import Parcel, open_parcel
from shuxiang.release.bundle.packing_list import Kind, PackingList
from shuxiang.release.bundle.paths import shown
from shuxiang.release.bundle.workplace import claim, leave, require_ours
from shuxiang.release.errors import ReleaseError

FOLDER = "shuxiang"
_MOST_SHOWN = 30
_MOST_REMOVED = 0.2

Alone = Callable[[Callable[[], Path]], AbstractContextManager[None]]
"""Holds the lock on the file that its argument makes and names, so that no two install into one folder at once."""


@dataclass(frozen=True)
class Order:
    """What is to be installed where.

    ``today`` is for the first build, None for the day it is. ``insists`` is whether an older parcel may be
    installed over a younger one, and many documents be removed.
    """

    parcel: Path
    to: Path | None
    today: str | None
    insists: bool = False


def install(order: Order, alone: Alone) -> int:
    """Install and return the exit code."""
    return guarded(partial(_told, order, alone))


def folder_for(order: Order) -> Path:
    """The folder that is installed into, links followed: the one that was named, else one beside the parcel."""
    return (order.to or order.parcel.absolute().parent / FOLDER).resolve()


def _told(order: Order, alone: Alone) -> int:
    try:
        with _stopping_as_ctrl_c_does():
            return _install(order, alone)
    except ReleaseError as error:
        raise Problem(str(error)) from error
    except KeyboardInterrupt:
        raise Problem("已中断，没有装。原来的文件都已恢复，可以再运行一次。", INTERRUPTED) from None


@contextmanager
def _stopping_as_ctrl_c_does() -> Iterator[None]:
    """Let a plain ``kill``, and the end of a terminal, undo what has been begun."""

    def stop(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), stop) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _install(order: Order, alone: Alone) -> int:
    folder = folder_for(order)
    with step("核对安装包…"):
        parcel = open_parcel(order.parcel)
        _require_fitting(parcel, order, folder)
        require_ours(folder)
    with alone(partial(claim, folder)):
        try:
            return _exchange(parcel, order, folder)
        finally:
            leave(folder)


def _exchange(parcel: Parcel, order: Order, folder: Path) -> int:
    place = survey(folder, _today())
    _say(*_rescued(place))
    _require_younger(parcel, place, order)
    _say(_facts(parcel, place))
    with step("写入文件…"):
        prepared = prepare(place, parcel)
    _require_most_kept(prepared, order)
    _say(*_office_s_own(prepared))
    kept = exchange(prepared, partial(_set_up, listed=parcel.listed, today=order.today))
    _say(*_kept_aside(prepared, kept), *_closing(folder, parcel.listed, is_update=place.is_update))
    return 0


def _require_fitting(parcel: Parcel, order: Order, folder: Path) -> None:
    if parcel.listed.kind is not Kind.SOFTWARE:
        raise Problem(
            f"{order.parcel} 是材料包，不是整套软件的安装包。请在装好的文件夹里运行："
            f"{_python()} scripts/bundle.py --take {order.parcel}"
        )
    if objection := machine.objection(parcel.listed.needs, machine.this_machine()):
        raise Problem(objection)
    unpacked = order.parcel.resolve()
    if unpacked.is_dir() and (folder == unpacked or unpacked in folder.parents):
        raise Problem(f"不能装到解压出来的安装包自己里面（{folder}）。请用 --to 换一个位置。")


def _require_younger(parcel: Parcel, place: Place, order: Order) -> None:
    if place.earlier and parcel.listed.day < place.earlier.day and not order.insists:
        raise Problem(
            f"这个安装包是 {parcel.listed.day} 打的，比装着的（{place.earlier.day}）旧，没有装。"
            "确实要换回旧的，请加 --yes 再运行一次。"
        )


def _require_most_kept(prepared: Prepared, order: Order) -> None:
    merged = prepared.content
    before = len(merged.removed) + len(prepared.parcel.listed.documents)
    if len(merged.removed) > _MOST_REMOVED * before and not order.insists:
        _say("安装包里没有、装了就会删去的材料：", *_names(merged.removed))
        raise Problem(
            f"要删去 {len(merged.removed)} 个材料文件，超过五分之一，没有装。"
            "确实要删，请加 --yes 再运行一次（删去的会留在 data/kept 里）。"
        )


def _set_up(folder: Path, listed: PackingList, today: str | None) -> None:
    """Make the environment and build the site with the project's own command, in a process of its own."""
    given = [] if listed.config == "mkdocs.yml" else ["--config-file", listed.config]
    day = ["--today", today] if today else []
    if run_in_own_group([sys.executable, str(folder / "scripts" / "build.py"), *given, *day], folder):
        raise ReleaseError(_not_set_up(folder))


def run_in_own_group(command: Sequence[str], folder: Path) -> int:
    """Run a command in the middle of an installation; neither it nor what it has started outlives this call."""
    variables = {**os.environ, "SHUXIANG_INSTALLING": str(folder)}
    with subprocess.Popen(  # noqa: S603  # what was just installed
        command, cwd=folder, env=variables, start_new_session=True
    ) as process:
        try:
            return process.wait()
        except BaseException:  # Ctrl-C too
            _end(process)
            raise


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        command = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # written above
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _not_set_up(folder: Path) -> str:
    log = folder / ENVIRONMENT / "setup.log"
    saved = folder.with_name(f"{folder.name}-setup.log")
    detail = ""
    if log.is_file():
        try:
            shutil.copyfile(log, saved)
        except OSError:
            detail = "准备运行环境的详细经过没能另存。"
        else:
            detail = f"准备运行环境的详细经过已另存为 {saved}。"
    return f"没有装好，原因见上面。已经恢复成安装之前的样子。{detail}"


def _rescued(place: Place) -> list[str]:
    if not place.rescued:
        return []
    return [
        "上一次安装中断了，已经恢复成那之前的样子。中断以后改过、新增的文件另存在这里，请看一看，要用的拷回去：",
        *_names(place.rescued),
    ]


def _facts(parcel: Parcel, place: Place) -> str:
    listed = parcel.listed
    what = f"装到 {place.folder}"
    if place.is_update:
        was = f"原来是 {place.earlier.day} 的包" if place.earlier else "原来的清单已损坏，和包里不一样的都会留下"
        what = f"更新 {place.folder}（{was}）"
    return (
        f"安装包完好：{listed.day} 打包，{len(listed.files)} 个文件，{listed.size / 2**20:.1f} MB，"
        f"给 {listed.needs.platform}、Python {listed.needs.python} 用。{what}。"
    )


def _office_s_own(prepared: Prepared) -> Iterator[str]:
    """What stays as the office has it, and why."""
    if not prepared.place.is_update:
        return
    merged, brought = prepared.content, prepared.brought
    record, listed, docs = prepared.office.record, prepared.parcel.listed, prepared.parcel.listed.docs + "/"
    came = record.documents if record else {}
    carried = [p for p in merged.kept if prepared.still(p) == came.get(p.removeprefix(docs))]
    own = [path for path in merged.kept if path not in listed.files and path not in carried]
    edited = [path for path in merged.kept if path in listed.files and path not in carried]
    groups = (
        ("每周收进来的材料，比安装包新，保留：", carried),
        ("本单位自己的文件，安装包里没有，保留：", own),
        ("本单位改过、安装包里没有变的，保留现在的：", edited),
        ("本单位删去、安装包里没有变的，仍然删去：", merged.gone),
        ("这些是链接，没有动它们指向的东西（包里的材料可以用 --take 收）：", brought.left_alone),
    )
    for title, paths in groups:
        if paths:
            yield title
            yield from _names(paths)
    if brought.beside:
        yield (
            f"本单位改过配置 {listed.config}，照旧用它；安装包里新的一份放在旁边的 {brought.beside}，"
            "请对照着看有没有要改的。"
        )


def _kept_aside(prepared: Prepared, kept: Sequence[str]) -> Iterator[str]:
    removed = [path for path in kept if path.split("/", 3)[-1] in prepared.content.removed]
    replaced = [path for path in kept if path not in removed]
    if removed:
        yield from ("这些材料安装包里没有了，已经移走，原来的留在：", *_names(removed))
    if replaced:
        yield from ("这些文件本单位改过，包里也有新的，现在用的是包里的；原来的留在：", *_names(replaced))


def _closing(folder: Path, listed: PackingList, *, is_update: bool) -> list[str]:
    config = "" if listed.config == "mkdocs.yml" else f" --config-file {listed.config}"
    python = "python" if os.name == "nt" else f"python{listed.needs.python}"
    return [
        f"{'更新' if is_update else '装'}好了：{folder}",
        f"以后在这个文件夹里运行命令，例如预览网站：{python} scripts/serve.py{config}",
        f"每周收材料：{python} scripts/bundle.py --take week.zip{config}，再运行 {python} scripts/build.py{config}",
    ]


def _names(paths: Sequence[str]) -> list[str]:
    lines = [f"  {shown(path)}" for path in paths[:_MOST_SHOWN]]
    return [*lines, f"  ……还有 {len(paths) - _MOST_SHOWN} 个"] if len(paths) > _MOST_SHOWN else lines


def _python() -> str:
    return "python" if os.name == "nt" else "python3"


def _today() -> str:
    return datetime.now(CHINA).date().isoformat()


def _say(*lines: str) -> None:
    if lines:
        print("\n".join(lines), flush=True)  # noqa: T201
