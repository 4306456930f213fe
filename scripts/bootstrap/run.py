"""Run a command in the project's environment, making the environment first when need be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bootstrap import stamp
from bootstrap.exclusive import exclusively
from bootstrap.installer import install, run_listening, variables
from bootstrap.stamp import Environment
from shuxiang.cli.commands import command as command_module
from shuxiang.cli.problem import Problem, guarded
from shuxiang.release.bundle import documents
from shuxiang.release.bundle.delivered import FOLDER
from shuxiang.release.bundle.packing_list import OWN_CONTENT
from shuxiang.release.errors import ReleaseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bootstrap.installer import Runner

WAITING = "另一个命令正在准备运行环境，等它完成…"
TAKING = "另一个命令正在收材料，等它完成…"


def in_environment(root: Path, command: str, requirements: str, argv: Sequence[str]) -> int:
    """Run a command of the package in the environment and return its exit code."""
    return guarded(partial(_run, Environment(root), command, requirements, argv))


def in_this_python(command: str, argv: Sequence[str]) -> int:
    """Run a command that needs nothing installed and return its exit code."""
    return command_module(command).main(argv)


def prepare(environment: Environment, requirements: str, run: Runner = run_listening) -> None:
    """Make the environment or bring it up to date; at once when there is nothing to do."""
    if stamp.is_ready(environment, requirements):
        return
    _require_own_folder(environment)
    environment.folder.mkdir(exist_ok=True)
    with exclusively(lambda: environment.lock, lambda: print(WAITING, flush=True)):
        if not stamp.is_ready(environment, requirements):  # another process may just have made it
            install(environment, requirements, run)


def _run(environment: Environment, command: str, requirements: str, argv: Sequence[str]) -> int:
    for home in _homes(environment.root, argv):
        _finish_taking(home)
    prepare(environment, requirements)
    return call([str(environment.python), "-m", "shuxiang.cli", command, *argv], _variables())


def _homes(root: Path, argv: Sequence[str]) -> list[Path]:
    """Where the configuration may lie: with the project, in its own content, or where the command says."""
    joined = "\0".join(argv).replace("--config-file=", "--config-file\0")
    _, found, rest = joined.partition("--config-file\0")
    given = [Path(rest.split("\0", maxsplit=1)[0]).absolute().parent] if found else []
    return [root, root / OWN_CONTENT, *given]


def _finish_taking(home: Path) -> None:
    """Bring the documents back into their place when a run that was taking new ones was cut off."""
    if not documents.is_cut_off(home):
        return
    with exclusively(lambda: home / FOLDER / "lock", lambda: print(TAKING, flush=True)):
        try:
            documents.mend_at(home)
        except ReleaseError as error:
            raise Problem(str(error)) from error


def call(command: Sequence[str], variables: dict[str, str]) -> int:
    """Run a command in the foreground: it gets the signals, and its end is this process's end."""
    process = subprocess.Popen(command, env=variables)  # noqa: S603  # the project's own environment
    # Ctrl-C reaches both processes; the command answers it and this one waits for the answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    code = process.wait()
    return code if code >= 0 else 128 - code


def _variables() -> dict[str, str]:
    return {**variables(os.environ), "PYTHONIOENCODING": f"{sys.stdout.encoding}:replace"}


def _require_own_folder(environment: Environment) -> None:
    """Refuse to clear a `.venv` that is no virtual environment."""
    folder = environment.folder
    if not folder.exists():
        return
    own = folder.is_dir() and (
        not any(folder.iterdir()) or environment.lock.exists() or (folder / "pyvenv.cfg").exists()
    )
    if not own:
        raise Problem(f"{folder} 已经存在，而且不是 Python 的运行环境，没有动它。请把它改名或移走后再运行一次。")
