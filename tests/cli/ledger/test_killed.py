"""Killed (SIGKILL) at any moment, a command leaves a sound ledger; run again, it does what it was to do."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool

from forked import exit_code
from ledger_desk import Desk, told
from shuxiang.cli.ledger import backup, restore, restore_text, verify
from shuxiang.cli.ledger import office as ledger_office
from shuxiang.store import opening, scrubbing, shelf

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="here no process can be killed at a chosen moment")

KILLS = 50
INSTRUCTIONS = 25
"""So many steps of SQLite's own machine are one moment."""
OPENERS = (verify, backup, restore, restore_text, ledger_office, shelf, scrubbing)
FILES = {"open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.chmod", "os.truncate"}
"""What is done to files is a moment too, and so is each statement and the end of each transaction."""


@pytest.fixture(autouse=True)
def _engines_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine holds no connection, only the statements that it has once compiled: that saves half of the time."""
    for name in ("file_engine", "copy_engine", "new_copy_engine"):
        kept = cache(getattr(opening, name))
        for module in OPENERS:
            if hasattr(module, name):
                monkeypatch.setattr(module, name, kept)


@pytest.fixture
def full(office: Any) -> Any:
    """The office with its people, two receipts, a backup from then, and more receipts still in the chat."""
    office.enroll()
    chat = office.root / "聊天记录.txt"
    chat.write_text("\n\n".join(office.receipt(n, note=f"{n}的心得") for n in ("0001", "0002")), encoding="utf-8")
    assert office.run("collect", str(chat)).code == 0
    assert office.run("backup").code == 0
    more = [
        office.receipt(n, slot="article/2026-W47", at="2026-11-17 09:00", note="又一篇") for n in ("0001", "0003")
    ]
    chat.write_text("\n\n".join([*more, office.receipt("0004", note="迟来的")]), encoding="utf-8")
    return office


def only_backup(office: Any) -> str:
    (path,) = (office.folder / "backups").glob("*.db")
    return str(path)


def test_collecting_receipts(full: Any) -> None:
    assert_killed_or_not_is_the_same(full, ("collect", "聊天记录.txt"))


def test_restoring_a_backup(full: Any) -> None:
    words = ("restore", only_backup(full), "--yes")
    assert full.run("collect", "聊天记录.txt").code == 0

    assert_killed_or_not_is_the_same(full, words)


def test_restoring_a_ledger_that_is_lost(full: Any) -> None:
    (full.folder / "ledger.db").write_bytes(b"damaged" * 1000)

    assert_killed_or_not_is_the_same(full, ("restore", only_backup(full), "--yes"), kills=10, whole=False)


def test_forgetting_a_member(full: Any) -> None:
    report = full.folder / "reports" / "x.docx"
    report.parent.mkdir()
    report.touch()
    full.store.note_file(str(report), ["m0001", "m0002"])

    # Who was forgotten before the kill cannot be forgotten again, and the command says so.
    assert_killed_or_not_is_the_same(full, ("forget", "0001", "--yes"), codes=(0, 1))


def assert_killed_or_not_is_the_same(
    office: Any, words: Sequence[str], *, kills: int = KILLS, codes: Sequence[int] = (0,), whole: bool = True
) -> None:
    """Kill the command at moments of its run, from the same ledger each time; ``whole``: that one can be read."""
    saved, counted = office.root / "saved", office.root / "moments"
    shutil.copytree(office.folder, saved)

    def run(moment: int) -> int:
        shutil.rmtree(office.folder)
        shutil.copytree(saved, office.folder)
        return exit_code(lambda: killed_at(moment, lambda: office.run(*words), counted))

    assert office.run(*words).code == 0  # loads what there is to load: that has moments of its own
    assert run(0) == 0
    desk = Desk(office.folder)
    undisturbed = state(desk)
    assert undisturbed["faults"] == []
    moments = random.Random(6).sample(range(1, int(counted.read_text()) + 1), kills)  # noqa: S311
    ended = []
    for moment in moments:
        ended.append(run(moment))
        if whole:
            assert (moment, desk.verified().faults) == (moment, ())
        assert office.run(*words).code in codes
        assert (moment, state(desk)) == (moment, undisturbed)
    assert set(ended) <= {-signal.SIGKILL, 0}
    assert ended.count(-signal.SIGKILL) >= kills - 1  # a run may be a step shorter than the one that was counted


def killed_at(moment: int, action: Callable[[], object], counted: Path) -> None:
    """Do it in this process, which ends by ``kill -9`` at that moment; 0: never, and all moments are counted."""
    steps = itertools.count(1)

    def tick(*_: object) -> None:
        if next(steps) == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, name, tick)
    event.listen(Pool, "connect", lambda connection, _: connection.set_progress_handler(tick, INSTRUCTIONS))
    sys.addaudithook(lambda name, _: tick() if name in FILES else None)
    action()
    counted.write_text(str(next(steps) - 1), encoding="ascii")


def state(desk: Desk) -> dict[str, Any]:
    """The ledger and its folder, without what is drawn at random, and what is wrong with it."""
    with desk.behind_its_back() as connection:
        keys = connection.exec_driver_sql("SELECT key, seq FROM entry_keys ORDER BY key").all()
        files = connection.exec_driver_sql("SELECT DISTINCT path, member FROM named_files ORDER BY 1, 2").all()
        facts = connection.exec_driver_sql("SELECT name, value FROM facts ORDER BY 1").all()
    there = {str(path.relative_to(desk.folder)) for path in desk.folder.rglob("*") if path.is_file()}
    return {
        "faults": list(desk.verified().faults),
        "events": told(desk.store.events()),
        "entry_keys": keys,
        "named_files": files,
        "facts": [row for row in facts if row[0] != "gone"],
        "files": sorted(name for name in there if "恢复前" not in name and "ledger.db" not in name),
    }
