from __future__ import annotations

from typing import Any

import pytest


def tamper(office: Any, statement: str) -> None:
    with office.store.engine.begin() as connection:
        connection.exec_driver_sql(statement)


def test_a_sound_ledger_says_how_far_it_goes(office: Any) -> None:
    office.enroll()
    head = office.store.head()
    said = office.run("verify")

    assert (said.code, said.err) == (0, "")
    assert f"核对通过：台账共 {head.seq} 号，校验码 {head.code}。" in said.out


def test_an_empty_ledger_is_sound(office: Any) -> None:
    assert "核对通过：台账还是空的。" in office.run("verify").out


@pytest.mark.parametrize(
    "form", ["{0}:{1}", "{0}\uff1a{1}", "第 {0} 号 {1}", "{0} {2}", "{0},{3}", "共 {0} 号\uff0c校验码 {1}。"]
)
def test_what_was_printed_before_is_checked_however_it_was_copied(office: Any, form: str) -> None:
    office.enroll()
    seq, code = office.store.head(10)
    kept = form.format(seq, code, code.replace("-", " "), code.upper().replace("-", ""))
    said = office.run("verify", "--against", kept)

    assert (said.code, said.err) == (0, "")
    assert f"和当时的第 10 号、校验码 {code} 一致" in said.out


def test_another_code_than_was_printed_fails(office: Any) -> None:
    office.enroll()
    said = office.run("verify", "--against", "10:0000-0000-0000-0000")

    assert said.code == 1
    assert "第 10 号的校验码和当时的不同" in said.err


def test_a_number_beyond_the_end_fails(office: Any) -> None:
    office.enroll()

    assert "后面的记录被删掉了" in office.run("verify", "--against", "99:0000-0000-0000-0000").err


@pytest.mark.parametrize("text", ["", "10", "10:xyz", "abcd-abcd-abcd-abcd"])
def test_what_is_no_number_and_code_is_refused(office: Any, text: str) -> None:
    said = office.run("verify", "--against", text or "?")

    assert said.code == 1
    assert "写法是 台账号:校验码" in said.err.replace("\uff1a", ":")


def test_a_changed_ledger_fails_and_names_nobody(office: Any) -> None:
    office.enroll()
    tamper(office, "UPDATE private SET content = replace(content, '甲某', '赵某') WHERE seq = 2")
    said = office.run("verify")

    assert said.code == 1
    assert "台账核对没有通过：\n  第 2 号的个人内容被改动过。" in said.err
    assert "restore" in said.err
    assert "赵某" not in said.err + said.out


def test_a_database_that_cannot_be_read_says_what_to_do(office: Any) -> None:
    office.folder.mkdir(parents=True)
    (office.folder / "ledger.db").write_bytes(b"x" * 5_000)
    said = office.run("verify")

    assert said.code == 1
    assert "restore" in said.err
    assert "Traceback" not in said.err


def test_a_tail_that_was_cut_off_shows_beside_a_backup(office: Any) -> None:
    office.enroll()
    last = office.store.last()
    assert office.run("backup").code == 0
    said = office.run("verify")
    assert f"到第 {last} 号为止，每一号都在" in said.out
    assert f"和 data/ledger/backups 里的 1 份备份也对得上，其中最新的到第 {last} 号。" in said.out

    for table in ("events", "private", "entry_keys"):
        tamper(office, f"DELETE FROM {table} WHERE seq >= {last}")  # noqa: S608
    said = office.run("verify")
    assert said.code == 1
    assert f"和备份 台账-2026-11-20-1200.db 对不上：当时台账有 {last} 号" in said.err


@pytest.mark.parametrize("name", ["verify", "show"])
def test_a_damaged_event_is_told_by_its_number(office: Any, name: str) -> None:
    office.enroll()
    tamper(office, "UPDATE events SET data = '甲某' WHERE seq = 3")
    said = office.run(name)

    assert said.code == 1
    assert "第 3 号" in said.err
    assert "restore" in said.err
    assert "甲某" not in said.err
