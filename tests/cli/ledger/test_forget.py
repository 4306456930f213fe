from __future__ import annotations

import errno
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ledger_desk import checked_in, told
from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.core.ledger.ledger import fold
from shuxiang.store import shelf
from shuxiang.store.leaving import forget


@pytest.fixture
def full(office: Any) -> Any:
    office.enroll()
    notes = {"m0003": "桥边的心得", "m0004": "听了丙 某的发言"}
    office.enter([checked_in(member, note=note) for member, note in notes.items()], "collect")
    return office


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_what_goes_and_what_stays_is_shown_and_nothing_is_done_unasked(full: Any) -> None:
    before = told(full.store.events())
    listed = write(full.folder / "reports" / "十一月.html", "x")
    full.store.note_file(str(listed.resolve()), ["m0003", "m0001"])
    said = full.run("forget", "0003")

    assert said.code == 0
    assert "注销 0003 丙某" in said.out
    assert "共 3 处" in said.out
    assert "十一月.html" in said.out
    assert f"台账第 {len(before)} 号" in said.out
    assert "请加 --yes 再运行一次" in said.out
    assert told(full.store.events()) == before
    assert listed.exists()


def test_with_consent_nothing_of_the_person_is_left_in_the_ledgers_folder(full: Any) -> None:
    listed = write(full.folder / "reports" / "十一月.html", "丙某")
    full.store.note_file(str(listed.resolve()), ["m0003"])
    full.run("backup")
    said = full.run("forget", "0003", "--yes")

    assert (said.code, said.err) == (0, "")
    assert "已注销" in said.out
    assert "十一月.html" in said.out
    assert full.run("verify").code == 0
    left = b"".join(path.read_bytes() for path in full.folder.rglob("*") if path.is_file())
    assert [word for word in ("丙某", '"0003"', "桥边的心得") if word.encode() in left] == []
    assert "丁某".encode() in left


@pytest.mark.parametrize("number", ["0003", "\uff10\uff10\uff10\uff13", " 0003 "])
def test_a_number_may_be_written_as_people_do(full: Any, number: str) -> None:
    assert "注销 0003 丙某" in full.run("forget", number).out


def test_who_is_not_there_any_more_cannot_be_told_from_who_never_was(full: Any) -> None:
    full.run("forget", "0003", "--yes")
    said = full.run("forget", "0003", "--yes")

    assert said.code == 1
    assert "也可能已经注销" in said.err
    assert "现在已注销 1 位" in said.err
    assert full.run("forget", "没有-!").code == 1


def test_files_that_nobody_registered_are_listed_and_left(full: Any) -> None:
    ours, site = full.folder / "手记.txt", full.root / "docs" / "readings" / "w45.md"
    write(ours, "请丙\u3000某准备")
    write(full.folder / "编号.csv", "a,0003,b")
    (full.folder / "旧.txt").write_bytes("丙某来过".encode("gb18030"))
    write(full.folder / "别人.txt", "丁某 10003")
    write(full.folder / "0003.txt", "x")
    write(site, site.read_text(encoding="utf-8") + "\n作者丙某\n")
    with zipfile.ZipFile(full.folder / "表.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w:t>丙</w:t><w:t>某</w:t>")
    with zipfile.ZipFile(full.folder / "表.xlsx", "w") as archive:
        archive.writestr("xl/sheet.xml", "<v>1</v><v>0003</v><v>5</v>")
    (full.folder / "坏.docx").write_bytes(b"PK\3\4broken")
    (full.folder / "坏.pdf").write_bytes(b"%PDF-broken")
    said = full.run("forget", "0003", "--yes")

    listed = said.out.split("不会自动改，请自己看是否要改：\n")[1].split("\n这些文件")[0]
    names = sorted(Path(line.strip()).name for line in listed.splitlines())
    assert names == ["0003.txt", "w45.md", "手记.txt", "旧.txt", "编号.csv", "表.docx", "表.xlsx"]
    assert ours.exists()
    unread = said.out.split("读不出文字，不知道里面有没有他，请自己看，用不着的请删去：\n")[1].splitlines()[:2]
    assert [Path(line.strip()).name for line in unread] == ["坏.docx", "坏.pdf"]


def test_a_forgetting_that_was_cut_off_is_finished_by_the_next_command(full: Any) -> None:
    listed = write(full.folder / "十一月.html", "丙某")
    full.store.note_file(str(listed.resolve()), ["m0003"])
    full.run("backup")
    with full.store.run("forget", datetime(2026, 11, 20, 12)) as run:  # noqa: DTZ001  # China time without zone
        forget(run, fold(run.events()), "m0003", run.entered.date())
    said = full.run("verify")

    assert said.code == 0
    assert "上次的注销或清除中断了，已接着做完。" in said.err
    assert not listed.exists()
    assert full.run("verify").err == ""
    assert all("丙某".encode() not in path.read_bytes() for path in (full.folder / "backups").glob("*.db"))


def test_what_could_not_be_deleted_is_told_until_it_is(full: Any) -> None:
    (full.folder / "打开着.docx").mkdir()
    full.store.note_file(str((full.folder / "打开着.docx").resolve()), ["m0003"])
    said = full.run("forget", "0003", "--yes")
    assert said.code == 1
    assert "打开着.docx 没有删掉" in said.err

    again = full.run("verify")
    assert again.code == 0
    assert "还没有做完" in again.err
    (full.folder / "打开着.docx").rmdir()
    assert "已接着做完" in full.run("verify").err


def test_a_file_that_goes_is_named_once(full: Any) -> None:
    listed = write(full.folder / "reports" / "十一月.html", "x")
    full.store.note_file(str(listed.resolve()), ["m0003"])
    said = full.run("forget", "0003", "--yes")

    assert said.out.count("十一月.html") == 1
    assert "删去了 1 个文件，还要用的请重新生成。" in said.out


def test_a_name_that_stays_in_the_name_of_a_group_or_an_event_is_told(full: Any) -> None:
    full.enter([NewEvent(Kind.MOVED, "m0001", data={"on": "2026-11-18", "group": "丙 某联络组"})])
    said = full.run("forget", "0003")

    assert f"小组、活动的名称里写着他：台账第 {full.store.last()} 号。" in said.out
    assert "请在名册和学习计划里改掉名称" in said.out


def test_a_full_disk_stops_only_what_is_left_to_clear_away(full: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_: object) -> None:
        raise OSError(errno.ENOSPC, "甲某")

    full.run("backup")
    with monkeypatch.context() as patch:
        patch.setattr(shelf, "put_durably", full_disk)
        said = full.run("forget", "0003", "--yes")
        assert said.code == 1
        assert "已从台账删去，还有清理没有做完" in said.err
        assert "已注销.json 没有写好" in said.err
        assert "2026-11-20-1200.db 还没有清理" in said.err
        again = full.run("verify")
        assert again.code == 0
        assert "还没有做完" in again.err
        patch.setattr(shelf.Shelf, "alone", full_disk)
        assert "现在写不进去" in full.run("verify").err
    assert "已接着做完" in full.run("verify").err
    assert full.run("verify").err == ""
