"""An event that somebody has put another shape in is told by its number, with what to do; restoring still works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shuxiang.store.opening import outside

if TYPE_CHECKING:
    from conftest import SmallOffice

SAID = "可能有人直接改过数据库，没有动它。请运行 python3 scripts/ledger.py verify 核对"
JOINED, ISSUED, CHECKED_IN = 2, 9, 16
"""The numbers of the first member's joining and key, and of the receipt."""


def change(office: SmallOffice, statement: str) -> None:
    with outside(office.store.engine) as connection:
        connection.exec_driver_sql(statement)


@pytest.fixture
def collected(office: SmallOffice) -> SmallOffice:
    office.enroll()
    (office.root / "chat.txt").write_text(office.receipt("0001", note="石桥的桥"), encoding="utf-8")
    assert office.run("collect", "chat.txt").code == 0
    assert office.run("backup").code == 0
    return office


@pytest.mark.parametrize(
    ("seq", "statement"),
    [
        (JOINED, "UPDATE events SET data = '[]' WHERE seq = 2"),
        (JOINED, """UPDATE events SET data = '{"on": 20261102, "group": "石桥"}' WHERE seq = 2"""),
        (JOINED, """UPDATE private SET content = '["石桥"]' WHERE seq = 2"""),
        (ISSUED, """UPDATE events SET data = '{"key": ["石桥"]}' WHERE seq = 9"""),
        (CHECKED_IN, """UPDATE events SET data = '{"acts": 5, "at": "2026-11-12T20:00"}' WHERE seq = 16"""),
        (CHECKED_IN, """UPDATE events SET data = '{"石桥": 1}' WHERE seq = 16"""),
    ],
)
def test_the_commands_name_the_event_and_say_nothing_of_what_is_in_it(
    collected: SmallOffice, seq: int, statement: str
) -> None:
    change(collected, statement)

    for words in (["member", "0001"], ["show", "--names"], ["collect", "chat.txt"], ["forget", "0001", "--yes"]):
        said = collected.run(*words)
        assert (said.code, said.out.count("石桥")) == (1, 0)
        assert said.err.startswith(f"台账第 {seq} 号读不懂，{SAID}")
        assert "石桥" not in said.err


def test_the_backup_takes_the_place_of_a_ledger_in_which_a_run_cannot_be_read(collected: SmallOffice) -> None:
    (backup,) = (collected.folder / "backups").glob("*.db")
    assert collected.run("close", "article/2026-W46", "0001").code == 0
    change(collected, "UPDATE events SET data = '[]'")

    said = collected.run("restore", str(backup), "--yes")
    assert (said.code, said.err) == (0, "")
    assert "会失去这以后登记的 2 号，分 1 次" in said.out
    assert collected.run("verify").code == 0
    assert collected.ledger().members["m0001"].name == "甲某"
