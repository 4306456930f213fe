"""Keeps what lies on the disk at many moments of a command's run, and goes on from each; a program of its own.

Each line of standard input is a job: the command's words, the project that it is to work on, how many moments. A
moment is a statement of the database, a piece of one, or a file that is opened, renamed or removed. What a kill
(SIGKILL) would leave is what the files hold then: nothing that the process has in its memory, no lock, and no
``finally`` counts. So one run, with the files copied at each moment, says as much as that many kills, and costs
seconds instead of minutes.
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
import sqlite3
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool

from shuxiang.store import opening

for name in ("file_engine", "copy_engine", "new_copy_engine"):
    # An engine holds no connection, only the statements that it has once compiled: one for each path saves half.
    setattr(opening, name, cache(getattr(opening, name)))

from ledger_desk import Desk, told  # noqa: E402
from shuxiang.cli.ledger import office as ledger_office  # noqa: E402
from shuxiang.cli.ledger.command import ACTION  # noqa: E402
from shuxiang.cli.ledger.commands import parser  # noqa: E402
from shuxiang.cli.ledger.office import discreetly  # noqa: E402
from shuxiang.cli.problem import guarded  # noqa: E402
from shuxiang.store.opening import file_engine, snapshot  # noqa: E402
from shuxiang.store.verifying import verify  # noqa: E402

Action = Callable[[], int]
_FILES = {"open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.chmod", "os.truncate"}
PATIENCE_SECONDS = 240
"""A job that takes longer has come to a standstill: its program ends, and whoever waits for it hears so."""

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


class Moments:
    """Counts the moments of a run and does something at each; nothing while that is done, and outside a run."""

    def __init__(self) -> None:
        self._at: Callable[[int], None] | None = None
        self._number = 0
        event.listen(Engine, "before_cursor_execute", lambda *_: self._pass())
        event.listen(Engine, "after_cursor_execute", lambda *_: self._pass())
        event.listen(Engine, "commit", lambda *_: self._pass())
        event.listen(Pool, "connect", lambda connection, _: self._watch(connection))
        sys.addaudithook(lambda name, _: self._pass() if name in _FILES else None)

    def of(self, action: Action, at: Callable[[int], None]) -> int:
        """Run the command; how many moments there were."""
        self._number, self._at = 0, at
        try:
            quietly(action)
        finally:
            self._at = None
        return self._number

    def _watch(self, connection: sqlite3.Connection) -> None:
        if self._at:
            connection.set_progress_handler(self._pass, _INSTRUCTIONS)

    def _pass(self) -> None:
        at, self._at = self._at, None
        if at:
            self._number += 1
            at(self._number)
            self._at = at


def quietly(action: Action) -> int:
    """Run the command; its exit code."""
    nowhere = io.StringIO()
    with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        return guarded(partial(discreetly, action))


@cache
def _plan() -> None:
    """Read the documents once, for all runs of all jobs: they are the same everywhere."""
    options = parser().parse_args(["verify"])
    opened, config = ledger_office.open_sound_plan(options), ledger_office.open_config(options)
    ledger_office.open_sound_plan = lambda _: opened
    ledger_office.open_config = lambda _: config


def do(job: dict[str, Any], moments: Moments) -> dict[str, Any]:
    """Cut the command off at so many moments; what was wrong after which."""
    base, root = Path(job["base"]), Path(job["root"])
    os.environ["SHUXIANG_ROOT"] = str(root)
    _plan()
    options = parser().parse_args(job["words"])
    action = partial(getattr(options, ACTION), options)
    data = root / "data"

    def start(left: Path) -> None:
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(left / "data", data)

    def keep(at: int) -> None:
        if at in chosen:
            shutil.copytree(data, base / str(at) / "data")

    start(base)
    quietly(action)  # loads what there is to load
    gc.freeze()
    start(base)
    number = moments.of(action, lambda _: None)
    right, wrong = state(root), []
    chosen = set(random.Random(6).sample(range(1, number + 1), min(number, job["kills"])))  # noqa: S311
    start(base)
    moments.of(action, keep)
    left = sorted(int(path.name) for path in base.iterdir() if path.name != "data")
    for at in left:
        start(base / str(at))
        wrong += [f"{at}: {fault}" for fault in faults(root)] if job["whole"] else []
        again = quietly(action)
        wrong += [] if again in job["codes"] else [f"{at}: again {again}"]
        now = state(root)
        wrong += [f"{at}: {name} {now[name]} != {right[name]}" for name in right if now[name] != right[name]]
    return {"killed": len(left), "wrong": wrong, "faults": right["faults"]}


if __name__ == "__main__":
    os.fsync = lambda *_: None
    opening.SYNCHRONOUS = "OFF"  # a killed process loses nothing that it had written; no power is cut here
    watch = Moments()
    for line in sys.stdin:
        signal.alarm(PATIENCE_SECONDS)
        print(json.dumps(do(json.loads(line), watch)), flush=True)  # noqa: T201
