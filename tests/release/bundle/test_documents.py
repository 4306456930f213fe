from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from shuxiang.release.bundle.delivered import FOLDER, Record, delivered
from shuxiang.release.bundle.documents import Shelf, is_cut_off, look, mend, mend_at, prepare, put_in_place
from shuxiang.release.bundle.merging import Merge
from shuxiang.release.bundle.opening import open_parcel
from shuxiang.release.bundle.packing_list import Kind
from shuxiang.release.errors import ReleaseError

MakeParcel = Callable[..., Path]
Tree = Callable[[Path], dict[str, str]]
KilledAt = Callable[[int, Callable[[], object]], bool]
FIRST = {"docs/a.md": "a1", "docs/b.md": "b1", "docs/图/c.png": "c1"}
SECOND = {"docs/a.md": "a2", "docs/图/d.png": "d2", "docs/b.md": "b1"}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    home = tmp_path / "home"
    (home / "docs").mkdir(parents=True)
    return Shelf(home / "docs", home)


def take(parcel: Path, shelf: Shelf) -> Merge:
    mend(shelf)
    delivery = look(shelf, open_parcel(parcel))
    prepare(delivery)
    put_in_place(delivery)
    return delivery.merged


def texts(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {f"docs/{p.relative_to(folder).as_posix()}": p.read_text(encoding="utf-8") for p in files}


@pytest.fixture
def first(make_parcel: MakeParcel) -> Path:
    return make_parcel(FIRST, "first.zip", Kind.DOCUMENTS)


@pytest.fixture
def second(make_parcel: MakeParcel) -> Path:
    return make_parcel(SECOND, "second.zip", Kind.DOCUMENTS)


@pytest.fixture
def taken(shelf: Shelf, first: Path) -> Shelf:
    take(first, shelf)
    return shelf


def test_all_documents_come_and_the_next_time_only_what_has_changed(taken: Shelf, second: Path) -> None:
    assert texts(taken.docs) == FIRST
    assert take(second, taken) == Merge(("图/d.png",), ("a.md",), ("图/c.png",), (), (), ())
    assert texts(taken.docs) == SECOND
    assert texts(taken.kept) == FIRST
    assert sorted(path.name for path in taken.home.iterdir()) == ["data", "docs"]


def test_some_documents_are_added_and_none_removed(taken: Shelf, make_parcel: MakeParcel) -> None:
    week = make_parcel({"docs/a.md": "a3", "docs/e.md": "e3"}, "week.zip", Kind.SOME_DOCUMENTS)
    assert take(week, taken) == Merge(("e.md",), ("a.md",), (), (), (), ())
    assert texts(taken.docs) == {**FIRST, "docs/a.md": "a3", "docs/e.md": "e3"}
    assert set(delivered(taken.home, taken.docs).documents) == {"a.md", "b.md", "e.md", "图/c.png"}


def test_what_the_office_changed_since_is_seen(taken: Shelf, second: Path) -> None:
    for path in ("a.md", "b.md", "own.md"):
        (taken.docs / path).write_text("own", encoding="utf-8")
    merged = look(taken, open_parcel(second)).merged
    assert merged.conflicts == ("a.md",)
    assert merged.kept == ("b.md", "own.md")
    take(second, taken)
    assert texts(taken.docs) == {"docs/a.md": "a2", "docs/b.md": "own", "docs/own.md": "own", "docs/图/d.png": "d2"}
    assert texts(taken.kept)["docs/a.md"] == "own"
    assert look(taken, open_parcel(second)).merged == Merge((), (), (), ("b.md", "own.md"), (), ())


def test_documents_that_came_from_nobody_knows_where_are_not_taken_for_old(shelf: Shelf, first: Path) -> None:
    (shelf.docs / "a.md").write_text("own", encoding="utf-8")
    (shelf.docs / "b.md").write_text("b1", encoding="utf-8")
    assert look(shelf, open_parcel(first)).merged == Merge(("图/c.png",), (), (), (), (), ("a.md",))


def test_after_an_installation_its_own_list_is_what_came_last(
    shelf: Shelf, make_parcel: MakeParcel, second: Path
) -> None:
    software = open_parcel(make_parcel({**FIRST, "mkdocs.yml": ""}, "software.zip"))
    for path in software.listed.files:
        software.copy(path, shelf.home / path)
    shutil.copyfile(second.with_name("sources of second.zip") / "docs/a.md", shelf.docs / "new.md")
    assert delivered(shelf.home, shelf.docs) == Record()
    (shelf.home / "MANIFEST.json").write_bytes(software.place.read_bytes()[43:].split(b"PK\x03\x04")[0])
    assert sorted(delivered(shelf.home, shelf.docs).documents) == ["a.md", "b.md", "图/c.png"]
    assert look(shelf, open_parcel(second)).merged.changed == ("a.md",)


def test_hidden_files_of_the_office_stay(taken: Shelf, second: Path) -> None:
    (taken.docs / ".obsidian").mkdir()
    (taken.docs / ".obsidian/app.json").write_text("own", encoding="utf-8")
    take(second, taken)
    assert (taken.docs / ".obsidian/app.json").exists()


def test_nothing_is_written_through_a_link(shelf: Shelf, first: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (shelf.docs / "图").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ReleaseError, match="经过一个链接"):
        take(first, shelf)
    assert list((tmp_path / "elsewhere").iterdir()) == []
    mend(shelf)
    assert [path.name for path in shelf.docs.iterdir()] == ["图"]


def test_a_folder_that_cannot_be_renamed_stays(taken: Shelf, second: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self == taken.coming:
            raise PermissionError(13, "in use")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(ReleaseError, match="没有权限"):
        take(second, taken)
    assert texts(taken.docs) == FIRST


def test_killed_at_any_step_there_is_the_old_or_the_new_and_the_next_run_tidies(
    taken: Shelf, second: Path, killed_at: KilledAt, tmp_path: Path
) -> None:
    saved = tmp_path / "saved"
    shutil.copytree(taken.home, saved)
    step, outcomes = 0, []
    while killed_at(step, lambda: take(second, taken)):
        mend_at(taken.home)
        mend(taken)
        found = texts(taken.docs)
        outcomes.append(found == SECOND)
        assert found in (FIRST, SECOND)
        base = set(delivered(taken.home, taken.docs).documents)
        assert base == {path.removeprefix("docs/") for path in found}
        assert sorted(path.name for path in taken.home.iterdir()) == ["data", "docs"]
        assert sorted(p.name for p in (taken.home / FOLDER).iterdir()) in (
            ["delivered.json"],
            ["delivered.json", "former"],
        )
        shutil.rmtree(taken.home)
        shutil.copytree(saved, taken.home)
        step += 1
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {False, True}


def test_killed_between_the_two_renames_the_folder_is_found_again_from_its_home_alone(
    taken: Shelf, second: Path, killed_at: KilledAt
) -> None:
    step = 0
    while taken.docs.exists():
        assert killed_at(step, lambda: take(second, taken))
        step += 1
    mend_at(taken.home)
    assert texts(taken.docs) == FIRST
    mend_at(taken.home)
    assert texts(taken.docs) == FIRST


@pytest.mark.parametrize("spoilt", [b"", bytes(40), b"docs", b"/before/it/was/moved/docs"])
def test_a_note_that_a_power_cut_has_spoilt_is_made_good_from_what_is_there(spoilt: bytes, taken: Shelf) -> None:
    taken.docs.rename(taken.former)
    (taken.home / FOLDER / "replacing").write_bytes(spoilt)
    mend_at(taken.home)
    assert texts(taken.docs) == FIRST
    assert not is_cut_off(taken.home)


def test_documents_that_somebody_has_made_in_the_meantime_are_not_taken_for_those_that_came(
    taken: Shelf, second: Path
) -> None:
    prepare(look(taken, open_parcel(second)))
    taken.docs.rename(taken.former)
    (taken.home / FOLDER / "replacing").write_text(str(taken.docs), encoding="utf-8")
    taken.docs.mkdir()
    (taken.docs / "since.md").write_text("since", encoding="utf-8")
    with pytest.raises(ReleaseError, match="是后来新建的，没有动它"):
        mend_at(taken.home)
    taken.docs.rename(taken.docs.with_name("aside"))
    mend_at(taken.home)
    assert texts(taken.docs) == FIRST


def test_a_name_that_differs_in_case_only_from_one_that_is_there_is_refused(
    taken: Shelf, make_parcel: MakeParcel
) -> None:
    for path in ("docs/A.md", "docs/B.md/c.md"):
        week = make_parcel({path: "x"}, "week.zip", Kind.SOME_DOCUMENTS)
        with pytest.raises(ReleaseError, match="只有大小写之类的差别"):
            look(taken, open_parcel(week))
    renamed = make_parcel({"docs/A.md": "a1", "docs/b.md": "b1", "docs/图/c.png": "c1"}, "all.zip", Kind.DOCUMENTS)
    assert look(taken, open_parcel(renamed)).merged.removed == ("a.md",)


def test_links_of_the_office_stay_links_and_what_is_behind_them_is_compared(
    taken: Shelf, second: Path, first: Path, tmp_path: Path
) -> None:
    (taken.docs / "图").rename(tmp_path / "nas")
    (taken.docs / "图").symlink_to(tmp_path / "nas")
    (taken.docs / "nowhere").symlink_to("nothing")
    assert look(taken, open_parcel(first)).merged.is_empty
    with pytest.raises(ReleaseError, match=r"图/d\.png 经过一个链接"):
        take(second, taken)
    assert (taken.docs / "图").is_symlink()
    assert not taken.coming.parent.exists()


def test_a_folder_that_cannot_be_copied_is_told_with_its_reason(
    taken: Shelf, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise shutil.Error([("a", "b", "[Errno 28] No space left on device: 'b'")])

    monkeypatch.setattr(shutil, "copytree", refuse)
    with pytest.raises(ReleaseError, match=r"^磁盘空间不足"):
        take(second, taken)
