"""Fill the environment with venv and pip."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from bootstrap import stamp
from bootstrap.failures import tell
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from bootstrap.stamp import Environment

    # Runs a command, hands on each line of what it prints, and returns its exit code.
    Runner = Callable[[Sequence[str], Callable[[str], None]], int]

# Variables that would point the environment's Python somewhere else.
ELSEWHERE = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")


def install(environment: Environment, name: str, run: Runner) -> None:
    """Bring the environment to the state that a set of requirements demands, and stamp it.

    An environment made by this Python is brought up to date; any other is made from scratch.
    """
    current = stamp.read(environment)
    environment.stamp.unlink(missing_ok=True)
    with environment.log.open("w", encoding="utf-8") as log:
        calls = _Calls(run, environment.log, log.write)
        if not stamp.has_base(environment, current):
            _create(environment, calls)
        _install_requirements(environment, name, calls)
        _install_project(environment, calls)
    stamp.write(environment, stamp.wanted(environment, name))


class _Calls:
    """Runs commands, keeps what they print in the log, and raises Problem when one fails."""

    def __init__(self, run: Runner, log: Path, write: Callable[[str], object]) -> None:
        self._run = run
        self._log = log
        self._write = write

    def __call__(self, command: Sequence[str], note: Callable[[str], object] = str) -> None:
        lines: list[str] = []

        def take(line: str) -> None:
            lines.append(line)
            self._write(line)
            note(line)

        if self._run(command, take):
            raise Problem(tell("".join(lines), self._log))


class _Packages:
    """Counts the packages pip has come to, out of those a file pins, and notices when it has no connection."""

    def __init__(self, requirements: Path) -> None:
        pinned = re.findall(r"^\w\S*==", requirements.read_text(encoding="utf-8"), re.MULTILINE)
        self._total = len(pinned)
        self._seen: set[str] = set()
        self._retrying = False

    def note(self, line: str) -> None:
        match = re.match(r"(?:Collecting|Processing|Requirement already satisfied:) (\S+)", line)
        self._seen |= {match[1]} if match else set()
        self._retrying = "Retrying (" in line

    def __str__(self) -> str:
        return f"{len(self._seen)}/{self._total} 个包{'，连接不上，正在重试' if self._retrying else ''}"


def _create(environment: Environment, call: _Calls) -> None:
    with step("[1/3] 建立运行环境…"):
        _clear(environment)
        # Inside a virtual environment this is the Python that it was made from.
        base = getattr(sys, "_base_executable", None) or sys.executable
        call([base, "-m", "venv", str(environment.folder)])


def _install_requirements(environment: Environment, name: str, call: _Calls) -> None:
    packages = _Packages(environment.requirements(name))
    title = "[2/3] 安装依赖…" if environment.wheels.is_dir() else "[2/3] 下载并安装依赖…"
    with step(title, lambda: str(packages)):
        # Wheels only: building from source would fetch and run code that no hash vouches for.
        only_pinned_wheels = ["--require-hashes", "--only-binary", ":all:", "--progress-bar", "off"]
        listed = ["-r", str(environment.requirements(name))]
        at_hand = _wheels_at_hand(environment, name)
        call([*_pip_install(environment.python), *only_pinned_wheels, *at_hand, *listed], packages.note)


def _wheels_at_hand(environment: Environment, name: str) -> list[str]:
    """Where a bundle was unpacked, its wheels are all that building needs; what tests need is still fetched."""
    if not environment.wheels.is_dir():
        return []
    return [*(["--no-index"] if name == "build" else []), "--find-links", str(environment.wheels)]


def _install_project(environment: Environment, call: _Calls) -> None:
    with step("[3/3] 登记本项目…"):
        nothing_fetched = ["--no-deps", "--no-build-isolation", "--no-index"]
        call([*_pip_install(environment.python), *nothing_fetched, "-e", str(environment.root)])


def _pip_install(python: Path) -> list[str]:
    return [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]


def _clear(environment: Environment) -> None:
    """Empty the environment's folder except for the lock, which this process holds, and the log."""
    for path in environment.folder.iterdir():
        if path in (environment.lock, environment.log):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def run_listening(command: Sequence[str], take: Callable[[str], None]) -> int:
    """Run a command, hand on each line it prints, and return its exit code; it does not outlive this call."""
    with subprocess.Popen(  # noqa: S603  # the commands are written in this file
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=variables(os.environ),
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            for line in process.stdout or ():
                take(line)
            return process.wait()
        finally:
            process.kill()


def variables(current: Mapping[str, str]) -> dict[str, str]:
    """Return the variables for a Python of the environment, without those that would mislead it."""
    kept = {name: value for name, value in current.items() if name not in ELSEWHERE}
    return {**kept, "PIP_USER": "0", "PYTHONNOUSERSITE": "1", "PYTHONUTF8": "1"}
