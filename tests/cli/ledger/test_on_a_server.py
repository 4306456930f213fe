"""A ledger in PostgreSQL: the same commands, the same words and the same events as in a file."""

from __future__ import annotations

import os
import re
import signal
from typing import TYPE_CHECKING, Any

import pytest

from forked import exit_code
from ledger_desk import checked_in, told
from postgres import PASSWORD, PostgresServer
from shuxiang.store.run import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMANDS = (
    "collect 群聊.txt",
    "collect 群聊.txt",
    "review --slot 第2周 --sample 50% --seed 7",
    "close 第2周 0001",
    "return 第2周 0002 --reason 请补一句",
    "excuse 第2周 0004 --reason 住院",
    "choose 第2周 0001",
    "roster move 0005 第一小组 --yes",
    "roster leave 0006 --yes",
    "undo --yes",
    "show --names",
    "report month --at 2026-11",
    "member 0001",
    "verify",
    "forget 0003 --yes",
    "expire --years 1 --yes",
    "show",
    "verify",
)
_PASSING = re.compile("(?:[0-9a-f]{4}-){3}[0-9a-f]{4}|.*秒）\n")
"""Codes hang on what is drawn at random, and no two runs take as long."""


@pytest.fixture
def away(office: Any, server: PostgresServer) -> Iterator[Any]:
    """The office with its ledger on the server: its six people, and what two of them handed in."""
    with office.moved_to(server) as database:
        office.database = database
        office.enroll()
        office.enter([checked_in("m0003", note="桥边的心得"), checked_in("m0004", note="渠边")], "collect")
        yield office


def lived_through(office: Any) -> tuple[list[tuple[str, int, str, str]], list[tuple[Any, ...]]]:
    """What all commands say, and the events that are there in the end."""
    office.enroll()
    receipts = [office.receipt(number, note=f"{number}的心得") for number in ("0001", "0002", "0003")]
    (office.root / "群聊.txt").write_text("\n\n".join(receipts), encoding="utf-8")
    said = []
    for words in COMMANDS:
        answer = office.run(*words.split())
        said.append((words, answer.code, _PASSING.sub("", answer.out), _PASSING.sub("", answer.err)))
    return said, told(office.store.events())


def test_commands_do_and_say_the_same_on_a_server_as_in_a_file(office: Any, server: PostgresServer) -> None:
    here, kept = lived_through(office)
    with office.moved_to(server):
        there, also_kept = lived_through(office)

    assert [(words, code) for words, code, *_ in here if code] == []
    assert there == here
    assert also_kept == kept


def test_a_run_that_is_killed_leaves_nothing_and_can_be_made_again(
    away: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (away.root / "群聊.txt").write_text(f"{away.receipt('0001')}\n\n{away.receipt('0002')}", encoding="utf-8")
    before = told(away.store.events())
    with monkeypatch.context() as patch:
        flush = Run.flush
        patch.setattr(Run, "flush", lambda run: (flush(run), os.kill(os.getpid(), signal.SIGKILL)))
        assert exit_code(lambda: away.run("collect", "群聊.txt")) == -signal.SIGKILL
    assert told(away.store.events()) == before

    assert away.run("collect", "群聊.txt").code == 0
    assert [event.member for event in away.store.events()][-2:] == ["m0001", "m0002"]
    assert away.run("verify").code == 0


def test_a_backup_of_a_server_goes_back_into_a_server(away: Any, server: PostgresServer) -> None:
    assert away.run("backup").code == 0
    (backup,) = (away.folder / "backups").glob("*.db")
    kept = told(away.store.events())
    away.enter([checked_in("m0001", note="以后的")], "collect")

    assert away.run("restore", str(backup), "--yes").code == 0
    assert told(away.store.events())[: len(kept)] == kept
    away.settle(server.address(server.new_database()))
    assert away.run("restore", str(backup), "--yes", "--other-ledger").code == 0
    assert told(away.store.events())[: len(kept)] == kept
    assert away.run("verify").code == 0


def test_nothing_of_who_is_forgotten_is_left_in_any_table(away: Any, server: PostgresServer) -> None:
    assert "桥边的心得" in server.all_that_is_in(away.database)
    assert away.run("forget", "0003", "--yes").code == 0

    left = server.all_that_is_in(away.database)
    assert [word for word in ("丙某", '"0003"', "桥边的心得") if word in left] == []
    assert "渠边" in left


@pytest.mark.parametrize(("password", "port", "said"), [("wrong", 0, "不让登录"), (PASSWORD, 1, "连不上数据库")])
def test_a_server_that_cannot_be_used_is_told_without_the_password(
    away: Any, server: PostgresServer, password: str, port: int, said: str
) -> None:
    away.settle(PostgresServer(server.folder, port or server.port).address(away.database, password))
    answer = away.run("show")

    assert answer.code == 1
    assert said in answer.err
    assert password not in answer.err + answer.out
