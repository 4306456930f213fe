"""Kills a command of the ledger (SIGKILL) at many moments of its run, and runs it again; a program of its own.

Each line of standard input is a job: the command's words, the project that it is to work on, how many kills. A
moment is a statement of the database, a piece of one, or a file that is opened, renamed or removed. Each run is a
fork of this process, which has loaded all modules and read the plan, so that a hundred kills cost seconds.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool

from ledger_desk import Desk, told
from shuxiang.cli.ledger import office as ledger_office
from shuxiang.cli.ledger.command import ACTION
from shuxiang.cli.ledger.commands import parser
from shuxiang.cli.ledger.office import discreetly
from shuxiang.cli.problem import guarded
from shuxiang.store import opening
from shuxiang.store.opening import file_engine, snapshot
from shuxiang.store.verifying import verify

Action = Callable[[], int]
_FILES = {"open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.chmod", "os.truncate"}
_INSTRUCTIONS = 25
"""So many steps of SQLite's own machine are one moment."""


def faults(root: Path) -> tuple[str, ...]:
    """What is wrong with the ledger as it lies there."""
    engine = file_engine(root / "data" / "ledger" / "ledger.db")
    with snapshot(engine) as connection:
        return verify(connection).faults


def state(root: Path) -> dict[str, Any]:
    """The ledger and its folder, without what is drawn at random, and what is wrong with it."""
    folder = root / "data" / "ledger"
    desk = Desk(folder)
    with desk.behind_its_back() as connection:
        keys = connection.exec_driver_sql("SELECT key, seq FROM entry_keys ORDER BY key").all()
        files = connection.exec_driver_sql("SELECT DISTINCT path, member FROM named_files ORDER BY 1, 2").all()
        facts = connection.exec_driver_sql("SELECT name, value FROM facts ORDER BY 1").all()
    found = {
        "faults": list(desk.verified().faults),
        "events": repr(told(desk.store.events())),
        "entry_keys": [list(row) for row in keys],
        "named_files": [list(row) for row in files],
        "facts": [list(row) for row in facts if row[0] != "gone"],
    }
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return found | {"files": sorted(name for name in there if "恢复前" not in name and "ledger.db" not in name)}


def at_moments(act: Callable[[], None]) -> None:
    """Let ``act`` be called at each moment of this process from now on."""
    event.listen(Engine, "before_cursor_execute", lambda *_: act())
    event.listen(Engine, "after_cursor_execute", lambda *_: act())
    event.listen(Engine, "commit", lambda *_: act())
    event.listen(Pool, "connect", lambda connection, _: connection.set_progress_handler(act, _INSTRUCTIONS))
    sys.addaudithook(lambda name, _: act() if name in _FILES else None)


def run(action: Action, kill_at: int = 0) -> tuple[int, dict[str, Any]]:
    """Run the command in a fork. Gives its exit code, or minus the signal that ended it; and what it told."""
    ear, mouth = os.pipe()
    child = os.fork()
    if not child:
        _work(action, kill_at, mouth)
    os.close(mouth)
    with os.fdopen(ear, "rb") as stream:
        told_so_far = stream.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), json.loads(told_so_far or "{}")


def quietly(action: Action) -> int:
    """Run the command here. Nothing of the database stays open, which a fork would inherit."""
    nowhere = io.StringIO()
    with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        code = guarded(partial(discreetly, action))
    gc.collect()
    return code


def _work(action: Action, kill_at: int, mouth: int) -> None:
    moments, code = 0, 99

    def act() -> None:
        nonlocal moments
        moments += 1
        if moments == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    with contextlib.suppress(BaseException):
        at_moments(act)
        code = quietly(action)
    with os.fdopen(mouth, "w") as stream:
        json.dump({"moments": moments, "modules": [name for name in sys.modules if name != "__main__"]}, stream)
    os._exit(code)


@cache
def _plan() -> None:
    """Read the documents once, for all the forks of all jobs: they are the same everywhere."""
    options = parser().parse_args(["verify"])
    opened, config = ledger_office.open_library(options), ledger_office.open_config(options)
    ledger_office.open_library = lambda _: opened
    ledger_office.open_config = lambda _: config


def _load(modules: list[str]) -> None:
    """Load what a run has loaded, so that the next forks need not."""
    for name in modules:
        with contextlib.suppress(ImportError):
            import_module(name)
    gc.freeze()


def do(job: dict[str, Any]) -> dict[str, Any]:
    """Kill the command at so many moments; what was wrong after which."""
    base, root = Path(job["base"]), Path(job["root"])
    os.environ["SHUXIANG_ROOT"] = str(root)
    _plan()
    options = parser().parse_args(job["words"])
    action = partial(getattr(options, ACTION), options)

    def start() -> None:
        shutil.rmtree(root / "data", ignore_errors=True)
        shutil.copytree(base / "data", root / "data")

    start()
    _load(run(action)[1]["modules"])
    start()
    moments = run(action)[1]["moments"]
    right, wrong, killed = state(root), [], 0
    for number in random.Random(6).sample(range(1, moments + 1), moments):  # noqa: S311
        if killed == job["kills"]:
            break
        start()
        killed += run(action, number)[0] == -signal.SIGKILL
        wrong += [f"{number}: {fault}" for fault in faults(root)] if job["whole"] else []
        again = quietly(action)
        wrong += [] if again in job["codes"] else [f"{number}: again {again}"]
        now = state(root)
        wrong += [f"{number}: {name} {now[name]} != {right[name]}" for name in right if now[name] != right[name]]
    return {"killed": killed, "wrong": wrong, "faults": right["faults"]}


if __name__ == "__main__":
    os.fsync = lambda *_: None
    opening.SYNCHRONOUS = "OFF"  # a killed process loses nothing that it had written; no power is cut here
    for line in sys.stdin:
        print(json.dumps(do(json.loads(line))), flush=True)  # noqa: T201
