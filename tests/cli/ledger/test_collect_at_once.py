"""Two processes that collect at the same time, some of it the same: nothing is lost and nothing is there twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import shuxiang
from shuxiang.core.ledger.event import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import SmallOffice
    from postgres import PostgresServer

COLLECT = "import sys; from shuxiang.cli.ledger.collect import COMMAND; from argparse import Namespace\n"
COLLECT += "sys.exit(COMMAND.action(Namespace(files=sys.argv[1:], dry_run=False, config_file=None, today=None)))"


def collecting(root: Path, *files: str) -> subprocess.Popen[bytes]:
    path = os.path.dirname(os.path.dirname(shuxiang.__file__))  # noqa: PTH120  # where the package lies
    environment = {**os.environ, "PYTHONPATH": path, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-c", COLLECT, *files]
    return subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603


def test_two_collecting_at_once_lose_and_double_nothing(office: SmallOffice) -> None:
    collect_at_once(office)


def test_nor_do_they_in_a_database_on_a_server(office: SmallOffice, server: PostgresServer) -> None:
    with office.moved_to(server):
        collect_at_once(office)


def collect_at_once(office: SmallOffice) -> None:
    office.enroll()
    slots = ("article/2026-W45", "article/2026-W46", "article/2026-W47", "topic/2026-11")
    texts = {
        (number, slot): office.receipt(number, slot, record=f"AAAA{number}")
        for number in ("0001", "0002", "0003", "0004")
        for slot in slots
    }
    own = {"0001": "left.txt", "0002": "right.txt"}
    for name in ("left.txt", "right.txt"):
        mine = [text for (number, _), text in texts.items() if own.get(number, name) == name]
        (office.root / name).write_text("\n".join(mine), encoding="utf-8")
    (office.root / "both.txt").write_text("\n".join(texts.values()), encoding="utf-8")

    running = [collecting(office.root, "left.txt", "both.txt"), collecting(office.root, "right.txt", "both.txt")]
    said = [process.communicate(timeout=60) for process in running]

    assert [process.returncode for process in running] == [0, 0], said
    entered = Counter((e.member[1:], e.slot) for e in office.store.events() if e.kind is Kind.CHECKED_IN)
    assert entered == Counter(texts.keys())
    assert office.run("verify").code == 0
