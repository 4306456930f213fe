"""Killed at any moment, a command leaves a sound ledger; run again, it does what it was to do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="here a database in use cannot be copied")

KILLS = 50
PATIENCE_SECONDS = 60
TODAY = "2026-11-20"


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


@pytest.fixture(scope="module")
def driver() -> Iterator[Callable[[dict[str, Any]], dict[str, Any]]]:
    """``driver(job) -> what was wrong``."""
    tests = Path(__file__).parents[2]
    with subprocess.Popen(  # noqa: S603
        [sys.executable, str(Path(__file__).with_name("killed_driver.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tests), *sys.path])},
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdin
        assert process.stdout
        hear, say = process.stdout, process.stdin

        def ask(job: dict[str, Any]) -> dict[str, Any]:
            say.write(json.dumps(job) + "\n")
            say.flush()
            heard = hear.readline()
            assert heard, f"the driver has ended with {process.wait(PATIENCE_SECONDS)}"
            answer: dict[str, Any] = json.loads(heard)
            return answer

        yield ask
        process.stdin.close()


@pytest.fixture
def killed(full: Any, driver: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Cut the command off at many moments, each time in the office as it is now."""

    def kill(*words: str, whole: bool = True, codes: tuple[int, ...] = (0,), kills: int = KILLS) -> dict[str, Any]:
        base = full.root.parent / "base"
        shutil.copytree(full.root / "data", base / "data")
        where = {"base": str(base), "root": str(full.root)}
        return driver(
            {"words": [*words, "--today", TODAY], "kills": kills, "whole": whole, "codes": codes, **where}
        )

    return kill


def test_collecting_receipts(full: Any, killed: Any) -> None:
    result = killed("collect", str(full.root / "聊天记录.txt"))

    assert result["killed"] == KILLS
    assert result["wrong"] == result["faults"] == []


def test_restoring_a_backup(full: Any, killed: Any) -> None:
    assert full.run("collect", str(full.root / "聊天记录.txt")).code == 0
    (backup,) = (full.folder / "backups").glob("*.db")
    result = killed("restore", str(backup), "--yes")

    assert result["killed"] == KILLS
    assert result["wrong"] == result["faults"] == []


def test_restoring_a_ledger_that_is_lost(full: Any, killed: Any) -> None:
    (backup,) = (full.folder / "backups").glob("*.db")
    (full.folder / "ledger.db").write_bytes(b"damaged" * 1000)
    result = killed("restore", str(backup), "--yes", whole=False, kills=10)

    assert result["killed"] == 10
    assert result["wrong"] == result["faults"] == []


def test_forgetting_a_member(full: Any, killed: Any) -> None:
    report = full.folder / "reports" / "x.docx"
    report.parent.mkdir()
    report.touch()
    full.store.note_file(str(report), ["m0001", "m0002"])
    result = killed("forget", "0001", "--yes", codes=(0, 1))

    assert result["killed"] == KILLS
    assert result["wrong"] == result["faults"] == []
