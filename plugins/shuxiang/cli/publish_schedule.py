"""`publish.py schedule`: files that let the machine publish every week by itself."""

from __future__ import annotations

import argparse
import getpass
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from shuxiang.cli.arguments import config_file, project_root
from shuxiang.cli.deploy_file import choose, read_deployment
from shuxiang.cli.problem import Problem
from shuxiang.cli.written_file import replace_file
from shuxiang.release.due import DAYS, Weekly
from shuxiang.release.errors import ReleaseError
from shuxiang.release.place import Kind
from shuxiang.release.timetable import cron, systemd, windows
from shuxiang.release.timetable.task import Task, Timetable, name_for

KINDS = {"systemd": systemd.timetable, "cron": cron.timetable, "windows": windows.timetable}
DAY_NAMES = dict(zip(DAYS, ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"), strict=True))
TOOLS = ("git", "ssh", "rsync")
USUAL = ("/usr/local/bin", "/usr/bin", "/bin")

_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_PLAIN_FOLDER = re.compile(r"/[^\s:\"'\\%]*")


@dataclass(frozen=True, slots=True)
class Machine:
    """What the files must say of the machine that they are written on, and for."""

    windows: bool
    project: str
    python: str
    user: str
    path: str

    @classmethod
    def this(cls) -> Machine:
        """The machine this runs on."""
        root = project_root().absolute()
        python = stable_python(getattr(sys, "_base_executable", sys.executable))
        return cls(os.name == "nt", str(root), python, _user_of(root), search_path(python))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments of `publish.py schedule`."""
    parser.add_argument(
        "kind",
        choices=KINDS,
        metavar="方式",
        help="systemd（较新的 Linux，多数选它）、cron（其他 Linux）或 windows（Windows 的计划任务）",
    )
    parser.add_argument(
        "--target", metavar="目标", help="发布到哪里，写 deploy.yml 里的名字。只有一个目标时可以不写"
    )
    days = "、".join(f"{day}（{name}）" for day, name in DAY_NAMES.items())
    parser.add_argument("--day", choices=DAYS, default="mon", metavar="星期", help=f"{days}。不写则为 mon")
    parser.add_argument(
        "--at", type=_time, default=time(6, 30), metavar="时:分", help="几点，按北京时间，例如 6:30。不写则为 6:30"
    )
    parser.add_argument("--user", metavar="用户", help="以谁的身份运行。不写则是项目文件夹的所有者")
    parser.add_argument(
        "--name", metavar="名称", help="装到系统里叫什么，用英文字母和数字。不写则按目标的名字取一个"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="文件夹", help="写到哪个文件夹。不写则只显示出来，不写文件"
    )


def run(options: argparse.Namespace) -> int:
    """Write or show the files and say what to do with them; returns 0."""
    return run_on(Machine.this(), options)


def run_on(machine: Machine, options: argparse.Namespace) -> int:
    """`run`, for a given machine."""
    if machine.windows != (options.kind == "windows"):
        here = (
            "Windows，请写 schedule windows" if machine.windows else "Linux 或 macOS，请写 schedule systemd 或 cron"
        )
        raise Problem(f"定时任务里有这台电脑的路径和用户，要在运行它的电脑上生成。这台是 {here}。")
    source = config_file(options.config_file)
    place = choose(read_deployment(source.parent), options.target)
    if place.kind is Kind.ZIP:
        raise Problem(f"目标“{place.name}”是压缩包，要有人拿去解压，不适合定时做。请换一个目标。")
    folder = options.output.absolute() if options.output else None
    if folder:
        _refuse(folder, source.parent / "docs")
    try:
        timetable = KINDS[options.kind](_task(machine, place.name, source, options), str(folder or "."))
    except ReleaseError as error:
        raise Problem(str(error)) from error
    print("\n".join(_written(timetable, folder) if folder else _shown(timetable)))  # noqa: T201
    return 0


def _task(machine: Machine, target: str, source: Path, options: argparse.Namespace) -> Task:
    slash = "\\" if machine.windows else "/"
    script = f"scripts{slash}publish.py"
    return Task(
        name=options.name or name_for(target),
        target=target,
        folder=str(source.parent),
        python=machine.python,
        script=f"{machine.project}{slash}{script}" if options.config_file else script,
        config=source.name if options.config_file else "",
        user=options.user or machine.user,
        path=machine.path,
        weekly=Weekly(DAYS.index(options.day), options.at),
    )


def _shown(timetable: Timetable) -> Iterator[str]:
    for file in timetable.files:
        place = f"{file.place}/{file.name}" if file.place else file.name
        yield f"==== {place} ====\n\n{file.text.removeprefix(chr(0xFEFF)).replace(chr(13), '')}"
    yield "以上只是显示出来。要写成文件并看到装上它的命令，请加 -o 文件夹，例如 -o ."


def _written(timetable: Timetable, folder: Path) -> Iterator[str]:
    folder.mkdir(parents=True, exist_ok=True)
    for file in timetable.files:
        replace_file(folder / file.name, file.data)
        yield f"已写入 {folder / file.name}"
    for heading, commands in timetable.commands:
        if commands:
            yield "\n".join(["", f"{heading}：", *(f"  {command}" for command in commands)])


def _refuse(folder: Path, docs: Path) -> None:
    """Keep paths and user names out of what readers see."""
    if docs.resolve() in (folder.resolve(), *folder.resolve().parents):
        raise Problem(
            f"不能写到文档文件夹里（{folder}）：里面有路径和用户名，会跟着网站发布出去。请用 -o 换一个地方。"
        )


def _time(text: str) -> time:
    match = _TIME.fullmatch(text.replace("\uff1a", ":"))
    if not match:
        raise argparse.ArgumentTypeError(f"“{text}”不是时间，请写成 6:30 这样")
    return time(int(match[1]), int(match[2]))


def stable_python(python: str) -> str:
    """The same Python under the name that stays when the system moves on to the next: python3; none of a venv's."""
    general = Path(shutil.which("python3") or python)
    own = (general.parent.parent / "pyvenv.cfg").exists()
    return str(general) if general.resolve() == Path(python).resolve() and not own else python


def search_path(python: str) -> str:
    """Where the update finds git, ssh and rsync, which timetables otherwise look for in few places."""
    tools = [Path(found).parent.as_posix() for tool in TOOLS if (found := shutil.which(tool))]
    folders = dict.fromkeys([*USUAL, *tools, Path(python).parent.as_posix()])
    return ":".join(folder for folder in folders if _PLAIN_FOLDER.fullmatch(folder))


def _user_of(folder: Path) -> str:
    if os.name == "nt":
        return "\\".join(filter(None, [os.environ.get("USERDOMAIN"), getpass.getuser()]))
    try:
        return folder.owner()
    except KeyError:  # an owner without a name, as in some containers
        return getpass.getuser()
