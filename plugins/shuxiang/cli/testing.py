"""Run every check and every test, and say in a line each how they went."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from shuxiang.cli.arguments import Parser, project_root
from shuxiang.cli.browser import VARIABLE, Machine, ready
from shuxiang.cli.problem import guarded
from shuxiang.cli.test_programs import ready_programs

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence


PROCESSES = min((os.cpu_count() or 1) + 2, 6)
"""Two more than there are cores: many tests wait for a browser, a server or another command."""

SIDE_BY_SIDE = ("-n", str(PROCESSES), "--dist", "worksteal")
"""Each process takes over tests of another when it has done its own: none is idle at the end."""


PATIENCE_SECONDS = 45 * 60.0
"""No step takes so long on any machine; one that does has come to a standstill."""


_READING_SECONDS = 120.0
"""Beyond it the tests do without."""

_ANEW = "PYTHONDONTWRITEBYTECODE"
"""With it each of the many processes would compile all modules for itself."""


@dataclass(frozen=True)
class Check:
    """One step: what it is called, and the arguments that make this Python run it."""

    name: str
    arguments: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """How one step went."""

    name: str
    code: int
    seconds: float


def parser() -> argparse.ArgumentParser:
    """Describe the arguments."""
    return Parser(
        "python3 scripts/test.py",
        "运行全部检查（代码规范、代码格式、类型）和全部测试（包括浏览器测试）。"
        "其余参数原样交给 pytest，例如：python3 scripts/test.py -k 打卡。"
        f"没有 Chrome 或 Chromium 时用 apt 安装；也可用环境变量 {VARIABLE} 指定浏览器。"
        "没有 nginx、sshd、rsync 时取来解开在 build/ 里用，不安装。",
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run the steps and return 0 when all went well, 1 when not."""
    _, for_pytest = parser().parse_known_args(argv)
    return guarded(partial(_run, for_pytest))


def checks(for_pytest: Sequence[str]) -> tuple[Check, ...]:
    """List the steps in their order."""
    return (
        Check("代码规范", ("ruff", "check", "plugins", "scripts", "tests")),
        Check("代码格式", ("ruff", "format", "--check", "plugins", "scripts", "tests")),
        Check("类型", ("mypy", "plugins/shuxiang", *_script_files())),
        Check("测试", ("pytest", *SIDE_BY_SIDE, *for_pytest)),
    )


def perform(steps: Sequence[Check], run: Callable[[Check], int]) -> list[Outcome]:
    """Run each step, also those after one that failed."""
    outcomes = []
    for number, check in enumerate(steps, 1):
        print(f"[{number}/{len(steps)}] {check.name}…", flush=True)  # noqa: T201
        started = time.monotonic()
        outcomes.append(Outcome(check.name, run(check), time.monotonic() - started))
    return outcomes


def summary(outcomes: Sequence[Outcome]) -> list[str]:
    """Say how each step went and, last, whether all went well."""
    lines = [
        f"{outcome.name}：{'通过' if outcome.code == 0 else f'没有通过（退出码 {outcome.code}）'}，"
        f"用时 {outcome.seconds:.1f} 秒"
        for outcome in outcomes
    ]
    failed = [outcome.name for outcome in outcomes if outcome.code]
    return [*lines, f"没有通过：{'、'.join(failed)}" if failed else "全部通过"]


def _run(for_pytest: Sequence[str]) -> int:
    machine = Machine.this()
    os.environ[VARIABLE] = ready(machine)
    os.environ |= ready_programs(machine, project_root() / "build" / "test-programs")
    with reading_ahead(for_pytest) as reading:
        outcomes = perform(checks(for_pytest), partial(_run_after, reading))
    print("\n".join(summary(outcomes)), flush=True)  # noqa: T201
    return int(any(outcome.code for outcome in outcomes))


@contextmanager
def reading_ahead(for_pytest: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Let pytest read the tests while the block runs.

    In a new checkout each of its processes would compile them all; so one does, beside the checks before them.
    """
    command = [sys.executable, "-m", "pytest", "--collect-only", "--quiet", *for_pytest]
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603
        command, cwd=project_root(), env=_environment(), stdin=nowhere, stdout=nowhere, stderr=nowhere
    ) as reading:
        try:
            yield reading
        finally:
            reading.kill()


def _run_after(reading: subprocess.Popen[bytes], check: Check) -> int:
    if check.arguments[0] == "pytest":
        with suppress(subprocess.TimeoutExpired):
            reading.wait(_READING_SECONDS)
    return run_check(check)


def run_check(check: Check, seconds: float = PATIENCE_SECONDS) -> int:
    """Run a step to its end and return its exit code; 1 when the seconds are up."""
    command = [sys.executable, "-m", *check.arguments]
    try:
        done = subprocess.run(  # noqa: S603
            command, cwd=project_root(), env=_environment(), check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        print(f"{check.name}：过了 {seconds:.0f} 秒还没有结束，已停下。", flush=True)  # noqa: T201
        return 1
    return done.returncode


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != _ANEW} | {"MYPYPATH": "scripts"}


def _script_files() -> list[str]:
    root = project_root()
    return sorted(path.relative_to(root).as_posix() for path in (root / "scripts").rglob("*.py"))
