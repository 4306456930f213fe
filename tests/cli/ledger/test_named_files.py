"""Files with names in them can always be found again: after a failure, after a cut, and by who comes later."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from sqlalchemy import select

from shuxiang.cli.ledger import named_files
from shuxiang.cli.written_file import replace_file
from shuxiang.store import schema

if TYPE_CHECKING:
    from conftest import SmallOffice


def listed(office: SmallOffice) -> set[tuple[str, str]]:
    with office.store.engine.connect() as connection:
        rows = connection.execute(select(schema.named_files))
        return {(Path(row.path).name, row.member) for row in rows}


def test_a_file_that_could_not_be_written_anew_is_still_found_by_those_it_names(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enroll()
    office.run("sheet", "2026-11-18")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(named_files, "replace_file", full)
        said = office.run("sheet", "2026-11-18", "--groups", "第一小组", "--force")
    assert (said.code, "磁盘空间不足" in said.err) == (1, True)
    paper = office.folder / "sheets" / "签到表-2026-11-18-委员大讲堂：怎样读预算.docx"
    assert (paper.name, "m0005") in listed(office)
    assert paper.relative_to(office.root).as_posix() in office.run("forget", "0005", "--yes").out
    assert not paper.exists()


def test_what_a_cut_leaves_beside_a_file_is_removed_by_the_next_command(office: SmallOffice) -> None:
    office.enroll()
    half, never = office.folder / ".sx-1", office.folder / ".sx-2"
    for path in (half, never):
        office.store.note_file(str(office.folder / "名单.xlsx"), ["m0001"], str(path))
    half.write_text("甲某", encoding="utf-8")

    with FileLock(office.folder / ".writing.lock"):
        office.run("verify")
    assert half.exists()
    office.run("verify")
    assert not half.exists()
    assert listed(office) == {("名单.xlsx", "m0001")}


def test_a_file_is_known_at_its_first_byte_and_only_under_its_own_name_in_the_end(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enroll()
    seen: list[set[tuple[str, str]]] = []

    def look(path: Path, data: bytes, **how: Any) -> None:
        seen.append(listed(office))
        replace_file(path, data, **how)

    monkeypatch.setattr(named_files, "replace_file", look)
    office.run("roster", "list", "-o", "名册.xlsx")
    (known,) = seen
    assert ("名册.xlsx", "m0001") in known
    assert next(name for name, member in known if not member).startswith(".sx-")
    assert listed(office) == {("名册.xlsx", f"m000{number}") for number in range(1, 7)}


def test_who_is_forgotten_while_a_file_is_written_is_in_no_file(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enroll()

    def late(path: Path, data: bytes, **how: Any) -> None:
        monkeypatch.setattr(named_files, "replace_file", replace_file)
        office.run("forget", "0003", "--yes")
        replace_file(path, data, **how)

    monkeypatch.setattr(named_files, "replace_file", late)
    said = office.run("roster", "list", "-o", "名册.xlsx")
    assert (said.code, said.err) == (1, "名册刚刚有人改过，文件没有写成。请再运行一次。\n")
    assert not (office.root / "名册.xlsx").exists()
    assert office.run("roster", "list", "-o", "名册.xlsx").code == 0
