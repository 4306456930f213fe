"""Open every script: check the Python that runs it, then run a command in the project's own environment.

Python 3.6 must be able to import this file, so that an old Python prints a sentence and not a syntax error:
what needs a newer one is imported after the check, and annotations stand in quotes.
"""

import importlib.util
import io
import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
NEWER_COMMANDS = ("python3.14", "python3.13", "python3.12", "python3.11")


def launch(command: str, requirements: str = "build") -> int:
    """Run a command in the project's environment, made first when need be; return its exit code."""
    if not _open():
        return 2
    from bootstrap.run import in_environment  # noqa: PLC0415  # an old Python could not read it

    return in_environment(ROOT, command, requirements, sys.argv[1:])


def launch_bare(command: str) -> int:
    """Run a command that needs nothing but the standard library; return its exit code."""
    if not _open():
        return 2
    from bootstrap.run import in_this_python  # noqa: PLC0415  # an old Python could not read it

    return in_this_python(command, sys.argv[1:])


def objection(
    version: "tuple[int, ...]",
    has_module: "Callable[[str], object]",
    find_command: "Callable[[str], object]",
) -> "str | None":
    """Say in a sentence why this Python will not do; None when it will.

    `has_module` and `find_command` answer something true for a module or a command that exists.
    """
    if version[:2] < OLDEST:
        return _too_old(version, find_command)
    missing = [name for name in ("venv", "ensurepip") if not has_module(name)]
    if missing:
        return (
            f"这台电脑的 Python 缺少 {'、'.join(missing)} 组件，无法准备运行环境。"
            f"请先安装（Debian：sudo apt install python{version[0]}.{version[1]}-venv），再运行一次。"
        )
    return None


def unfinished(root: "Path", variables: "Mapping[str, str]") -> "str | None":
    """Say in a sentence that an installation was cut off, or is under way, in this folder; None when none is.

    What would be written now would have to be undone with it. The installation itself may build.
    """
    if not (root / ".installing" / "parts.json").exists() or variables.get("SHUXIANG_INSTALLING") == str(root):
        return None
    return (
        f"{root} 的安装或更新没有做完（正在进行，或中断了），现在不能运行别的命令。"
        f"请等它完成；已经中断的，请在安装包所在的文件夹再运行一次 install.py --to {root}，会先恢复原来的文件。"
    )


def other_than_installed(
    root: "Path", version: "tuple[int, ...]", find_command: "Callable[[str], object]"
) -> "str | None":
    """Say which Python the packages that came in a bundle are made for; None when this one, or when none came."""
    try:
        with (root / "MANIFEST.json").open(encoding="utf-8", errors="replace") as file:
            found = re.search(r'"python": "(3\.[0-9]+)"', file.read(2000))  # the machine stands before the files
    except OSError:
        found = None
    if not found or not (root / "wheels").is_dir() or found.group(1) == "{}.{}".format(*version):
        return None
    command = "python" + found.group(1)
    sentence = "正在使用的 Python 是 {}.{}，这里的软件包是给 Python {} 用的。".format(*version[:2], found.group(1))
    if find_command(command):
        return f"{sentence}这台电脑上有 {command}，请改用它运行，例如：{command} scripts/build.py"
    return f"{sentence}请用安装时的那个 Python 运行（Windows：py -{found.group(1)} scripts\\build.py）。"


def writing_chinese(stream: "TextIO") -> "TextIO":
    """Return the console so that it keeps an encoding with Chinese in it and never fails over a character."""
    encoding = stream.encoding or "utf-8"
    try:
        "书香".encode(encoding)
    except (LookupError, UnicodeEncodeError):
        encoding = "utf-8"
    if sys.version_info < (3, 7):  # noqa: UP036  # an old Python gets this far, to be told that it is old
        return open(stream.fileno(), "w", 1, encoding, "replace", closefd=False)
    if isinstance(stream, io.TextIOWrapper):  # and not something a caller has put in its place
        stream.reconfigure(encoding=encoding, errors="replace", line_buffering=True)
    return stream


def _open() -> bool:
    sys.stdout, sys.stderr = writing_chinese(sys.stdout), writing_chinese(sys.stderr)
    version = tuple(sys.version_info[:3])
    problem = (
        unfinished(ROOT, os.environ)
        or other_than_installed(ROOT, version, shutil.which)
        or objection(version, _has_module, shutil.which)
    )
    if problem:
        print(problem, file=sys.stderr)
        return False
    sys.path.insert(0, str(ROOT / "plugins"))
    os.environ["SHUXIANG_ROOT"] = str(ROOT)
    return True


def _has_module(name: str) -> bool:
    spec = importlib.util.find_spec(name)
    return spec is not None and spec.origin is not None


def _too_old(version: "tuple[int, ...]", find_command: "Callable[[str], object]") -> str:
    found = f"正在使用的 Python 是 {version[0]}.{version[1]}，需要 3.11 或更新的版本。"
    for command in NEWER_COMMANDS:
        if find_command(command):
            return f"{found}这台电脑上有 {command}，请改用它运行，例如：{command} scripts/build.py"
    return f"{found}请先安装（Debian 12 及以后：sudo apt install python3 python3-venv），再运行一次。"
