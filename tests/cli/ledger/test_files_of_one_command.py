"""The files of one command are known before the first of them is there; a kill leaves none that is not."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from forked import exit_code
from shuxiang.cli.ledger import member, named_files
from shuxiang.cli.written_file import beside, replace_file
from shuxiang.store.schema import named_files as table

if TYPE_CHECKING:
    from conftest import SmallOffice

ALL = {f"m000{number}" for number in range(1, 7)}


def listed(office: SmallOffice) -> dict[str, str]:
    """The members by the files that name them; nobody by where a file stands that is not whole."""
    with office.store.engine.connect() as connection:
        return {Path(row.path).name: row.member for row in connection.execute(select(table))}


def test_all_are_noted_before_the_first_is_written(office: SmallOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    office.enroll(keys=False)
    seen: list[set[str]] = []

    def look(path: Path, data: bytes, **how: Any) -> None:
        seen.append(set(listed(office).values()))
        replace_file(path, data, **how)

    monkeypatch.setattr(named_files, "replace_file", look)
    assert office.run("member", "--all").code == 0
    assert seen == [ALL | {""}] * 6
    assert set(listed(office).values()) == ALL


def test_those_of_a_large_roster_are_noted_and_written_some_at_a_time(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enroll(keys=False)
    monkeypatch.setattr(member, "_AT_ONCE", 4)
    said = office.run("member", "--all")
    assert "写出 6 份" in said.out
    assert len(list((office.folder / "members" / "2026").iterdir())) == 6
    assert set(listed(office).values()) == ALL


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are copied on POSIX only")
def test_a_kill_in_the_midst_leaves_no_file_that_forgetting_would_not_find(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enroll(keys=False)
    folder = office.folder / "members" / "2026"

    def cut(path: Path, data: bytes, **how: Any) -> None:
        if len(list(folder.iterdir())) == 3:
            beside(path).write_bytes(data[:100])
            os.kill(os.getpid(), signal.SIGKILL)
        replace_file(path, data, **how)

    with monkeypatch.context() as patch:
        patch.setattr(named_files, "replace_file", cut)
        assert exit_code(lambda: office.run("member", "--all")) == -signal.SIGKILL
    left = {path.name for path in folder.iterdir()}
    assert (len(left), left <= listed(office).keys()) == (4, True)

    assert office.run("verify").code == 0
    assert len(list(folder.iterdir())) == 3
    for number in ("0001", "0002", "0003"):
        office.run("forget", number, "--yes")
    assert list(folder.iterdir()) == []


def test_who_is_forgotten_meanwhile_leaves_none_of_the_files(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enroll(keys=False)

    def late(path: Path, data: bytes, **how: Any) -> None:
        monkeypatch.setattr(named_files, "replace_file", replace_file)
        office.run("forget", "0006", "--yes")
        replace_file(path, data, **how)

    monkeypatch.setattr(named_files, "replace_file", late)
    said = office.run("sheet", "2026-11-18")
    assert (said.code, said.err) == (1, "名册刚刚有人改过，文件没有写成。请再运行一次。\n")
    assert list((office.folder / "sheets").iterdir()) == []
