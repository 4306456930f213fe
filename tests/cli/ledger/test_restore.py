from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from ledger_desk import NOW, Desk, checked_in, told
from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.store.leaving import forget


@pytest.fixture
def backed_up(office: Any) -> Any:
    """The office, with a backup from before one more receipt came in."""
    office.enroll()
    office.run("backup")
    office.enter([checked_in("m0001", note="备份以后")], "collect")
    return office


def backup(office: Any) -> Path:
    path: Path = office.folder / "backups" / "台账-2026-11-20-1200.db"
    return path


def test_what_will_be_lost_is_shown_and_nothing_is_done_unasked(backed_up: Any) -> None:
    before = told(backed_up.store.events())
    said = backed_up.run("restore", str(backup(backed_up)))

    assert said.code == 0
    assert (
        f"会失去这以后登记的 2 号，分 1 次：\n  第 {len(before) - 1} 号起，2026-11-20 12:00，collect，2 号"
        in said.out
    )
    assert "请加 --yes 再运行一次" in said.out
    assert told(backed_up.store.events()) == before


def test_with_consent_the_ledger_is_as_it_was_and_the_present_one_is_kept(backed_up: Any) -> None:
    before = told(backed_up.store.events())
    assert backed_up.run("restore", str(backup(backed_up)), "--yes").code == 0
    assert told(backed_up.store.events())[:-1] == before[:-2]
    assert backed_up.run("verify").code == 0

    (kept,) = (backed_up.folder / "backups").glob("*恢复前.db")
    said = backed_up.run("restore", str(kept), "--yes")
    assert "会回来的是备份里 2 号，分 1 次" in said.out
    assert told(backed_up.store.events())[:-1] == before


def test_what_is_restored_already_is_not_restored_again(backed_up: Any) -> None:
    backed_up.run("restore", str(backup(backed_up)), "--yes")
    before = told(backed_up.store.events())
    said = backed_up.run("restore", str(backup(backed_up)), "--yes")

    assert "没有要恢复的" in said.out
    assert told(backed_up.store.events()) == before


def test_a_private_part_that_was_taken_away_comes_back(backed_up: Any) -> None:
    backed_up.run("restore", str(backup(backed_up)), "--yes")
    with backed_up.store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM private WHERE seq = 2")
    assert backed_up.run("verify").code == 1

    assert backed_up.run("restore", str(backup(backed_up)), "--yes").code == 0
    assert backed_up.run("verify").code == 0


def test_a_lost_ledger_is_not_begun_anew_by_accident(backed_up: Any) -> None:
    last = backed_up.store.last()
    for path in backed_up.folder.glob("ledger.db*"):
        path.unlink()
    said = backed_up.run("verify")
    assert said.code == 1
    assert "ledger.db 不见了，旁边却有备份" in said.err
    assert not (backed_up.folder / "ledger.db").exists()

    assert backed_up.run("restore", str(backup(backed_up)), "--yes").code == 0
    assert backed_up.store.last() == last - 1


def test_a_damaged_ledger_is_put_aside_and_made_anew(backed_up: Any) -> None:
    last = backed_up.store.last()
    for path in backed_up.folder.glob("ledger.db*"):
        path.write_bytes(b"damaged" * 1_000)
    said = backed_up.run("restore", str(backup(backed_up)), "--yes")

    assert (said.code, said.err) == (0, "")
    (aside,) = backed_up.folder.glob("读不出来的台账-*.db")
    assert aside.read_bytes().startswith(b"damaged")
    assert backed_up.run("verify").code == 0
    assert backed_up.store.last() == last - 1


def test_a_backup_of_another_ledger_needs_to_be_meant(backed_up: Any) -> None:
    other = backed_up.root.parent / "other.db"
    shutil.copyfile(backup(backed_up), other)
    last = backed_up.store.last()
    for path in backed_up.folder.glob("ledger.db*"):
        path.unlink()
    shutil.rmtree(backed_up.folder / "backups")
    backed_up.enter([checked_in("m9")])

    refused = backed_up.run("restore", str(other), "--yes")
    assert refused.code == 1
    assert "另一份台账的备份" in refused.err
    assert backed_up.run("restore", str(other), "--yes", "--other-ledger").code == 0
    assert backed_up.store.last() == last - 1


@pytest.mark.parametrize("what", ["none.db", "mkdocs.yml", "data/ledger/ledger.db", "cut.db", "changed.db"])
def test_what_is_no_sound_backup_is_refused_and_nothing_changes(backed_up: Any, what: str) -> None:
    data = backup(backed_up).read_bytes()
    (backed_up.root / "cut.db").write_bytes(data[: len(data) // 2])
    (backed_up.root / "changed.db").write_bytes(data.replace("甲某".encode(), "赵某".encode()))
    before = told(backed_up.store.events())
    said = backed_up.run("restore", str(backed_up.root / what), "--yes")

    assert said.code == 1
    assert "backups" in said.err or "台账没有改动" in said.err
    assert "赵某" not in said.err
    assert told(backed_up.store.events()) == before


def test_going_to_another_office_and_back_costs_nothing(backed_up: Any) -> None:
    own = told(backed_up.store.events())
    other = Desk(backed_up.root.parent / "other")
    other.enroll("m1")
    other.enter(NewEvent(Kind.EXPIRED, data={"before": "2026-11-20"}))
    assert backed_up.run("restore", str(other.back_up()), "--yes", "--other-ledger").code == 0
    assert backed_up.store.last() == other.store.last() + 1

    (kept,) = (backed_up.folder / "backups").glob("*恢复前.db")
    said = backed_up.run("restore", str(kept), "--yes", "--other-ledger")
    assert said.code == 0
    assert "不会回来" not in said.out
    assert told(backed_up.store.events())[:-1] == own


def test_what_is_forgotten_in_a_backup_only_is_told_before_it_goes_everywhere(backed_up: Any) -> None:
    (backed_up.root.parent / "twin").mkdir()
    shutil.copyfile(backed_up.folder / "ledger.db", backed_up.root.parent / "twin" / "ledger.db")
    twin = Desk(backed_up.root.parent / "twin")
    with twin.store.run("forget", NOW) as run:
        forget(run, twin.ledger(), "m0001", NOW.date())
    before = told(backed_up.store.events())
    said = backed_up.run("restore", str(twin.back_up()))

    assert "备份里记着的：注销了 1 位委员。恢复以后会照样清除，不能反悔" in said.out
    assert "现在的台账里 3 号的个人内容，注销 1 位委员；data/ledger/backups 里的备份也一样" in said.out
    assert told(backed_up.store.events()) == before


def test_what_was_forgotten_here_is_told_not_to_come_back(backed_up: Any) -> None:
    stick = backed_up.root.parent / "stick.db"
    shutil.copyfile(backup(backed_up), stick)
    backed_up.run("forget", "0001", "--yes")
    said = backed_up.run("restore", str(stick), "--yes")

    assert said.code == 0
    assert "不会回来：备份里 2 号的个人内容，注销 1 位委员" in said.out
    assert backed_up.ledger().members["m0001"].forgotten
    assert backed_up.run("verify").code == 0


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0"])
def test_an_empty_file_is_called_no_backup(backed_up: Any, content: bytes) -> None:
    (backed_up.root / "空.db").write_bytes(content)
    said = backed_up.run("restore", str(backed_up.root / "空.db"), "--yes")

    assert said.code == 1
    assert "不是台账的备份" in said.err
