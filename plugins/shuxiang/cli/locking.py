"""Renew the pinned requirements, for every platform and every Python that the project supports.

Standard library only: this command must work when the pinned requirements do not.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import venv
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.arguments import Parser, project_root
from shuxiang.cli.problem import Problem, guarded
from shuxiang.cli.progress import step

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

FOLDER = "scripts/requirements"
OLDEST_PYTHON = "3.11"
INPUTS = {
    "lock": (f"{FOLDER}/lock.in",),
    "build": ("pyproject.toml", f"{FOLDER}/build.in"),
    "dev": ("pyproject.toml", f"{FOLDER}/build.in", "--extra", "dev", "--constraint", f"{FOLDER}/build.txt"),
}


def parser() -> argparse.ArgumentParser:
    """Describe the arguments."""
    result = Parser(
        "python3 scripts/lock.py",
        f"按 pyproject.toml 重新锁定依赖，写入 {FOLDER}/ 下的 build.txt、dev.txt、lock.txt"
        "（版本和校验值，适用于各操作系统和 Python 3.11 及以后）。维护人员改动依赖后运行。",
    )
    result.add_argument("--upgrade", action="store_true", help="同时把各依赖升到允许范围内的最新版本")
    return result


def main(argv: Sequence[str] | None = None) -> int:
    """Write the files and return the exit code."""
    return guarded(partial(_run, parser().parse_args(argv)))


def arguments(name: str, *, upgrade: bool) -> list[str]:
    """Return what uv is asked for one file; its header then names no index, address or path of this machine."""
    return [
        *("pip", "compile", *INPUTS[name], "--output-file", f"{FOLDER}/{name}.txt", "--quiet"),
        *("--universal", "--fork-strategy", "fewest", "--python-version", OLDEST_PYTHON),
        *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--system-certs"),
        *("--custom-compile-command", "python3 scripts/lock.py"),
        *(("--upgrade",) if upgrade else ()),
    ]


def _run(options: argparse.Namespace) -> int:
    root = project_root()
    with tempfile.TemporaryDirectory(prefix="shuxiang-") as folder:
        with step("[1/2] 准备锁定工具…"):
            python = _make_tool(Path(folder), root)
        with step("[2/2] 计算各依赖的版本和校验值…"):
            for name in INPUTS:
                _call([python, "-m", "uv", *arguments(name, upgrade=options.upgrade)], root)
    print(f"已写入 {FOLDER}/：{'、'.join(f'{name}.txt' for name in INPUTS)}。请运行测试后一并提交。")  # noqa: T201
    return 0


def _make_tool(folder: Path, root: Path) -> str:
    venv.create(folder, with_pip=True)
    python = str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    _call([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", f"{FOLDER}/lock.txt"], root)
    return python


def _call(command: Sequence[str], root: Path) -> None:
    done = subprocess.run(  # noqa: S603
        command, cwd=root, env=dict(_variables()), capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        raise Problem(f"没有完成，原因如下。请检查网络和 pyproject.toml 后再运行一次。\n{done.stderr.strip()}")


def _variables() -> Iterator[tuple[str, str]]:
    """Leave out the choice of a virtual environment, which is the caller's and not the tool's."""
    return ((name, value) for name, value in os.environ.items() if name != "VIRTUAL_ENV")
