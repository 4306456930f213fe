from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from shuxiang.release.bundle.delivered import FOLDER, delivered
from shuxiang.release.bundle.documents import Shelf, look, mend, mend_at, prepare, put_in_place
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
    assert take(second, taken) == Merge(("图/d.png",), ("a.md",), ("图/c.png",), (), ())
    assert texts(taken.docs) == SECOND
    assert texts(taken.kept) == FIRST
    assert sorted(path.name for path in taken.home.iterdir()) == ["data", "docs"]


def test_some_documents_are_added_and_none_removed(taken: Shelf, make_parcel: MakeParcel) -> None:
    week = make_parcel({"docs/a.md": "a3", "docs/e.md": "e3"}, "week.zip", Kind.SOME_DOCUMENTS)
    assert take(week, taken) == Merge(("e.md",), ("a.md",), (), (), ())
    assert texts(taken.docs) == {**FIRST, "docs/a.md": "a3", "docs/e.md": "e3"}
    assert set(delivered(taken.home, taken.docs)) == {"a.md", "b.md", "e.md", "图/c.png"}


def test_what_the_office_changed_since_is_seen(taken: Shelf, second: Path) -> None:
    for path in ("a.md", "b.md", "own.md"):
        (taken.docs / path).write_text("own", encoding="utf-8")
    merged = look(taken, open_parcel(second)).merged
    assert merged.conflicts == ("a.md",)
    assert merged.kept == ("b.md", "own.md")
    take(second, taken)
    assert texts(taken.docs) == {"docs/a.md": "a2", "docs/b.md": "own", "docs/own.md": "own", "docs/图/d.png": "d2"}
    assert texts(taken.kept)["docs/a.md"] == "own"
    assert look(taken, open_parcel(second)).merged == Merge((), (), (), ("b.md", "own.md"), ())


def test_documents_that_came_from_nobody_knows_where_are_not_taken_for_old(shelf: Shelf, first: Path) -> None:
    (shelf.docs / "a.md").write_text("own", encoding="utf-8")
    (shelf.docs / "b.md").write_text("b1", encoding="utf-8")
    assert look(shelf, open_parcel(first)).merged == Merge(("图/c.png",), (), (), (), ("a.md",))


def test_after_an_installation_its_own_list_is_what_came_last(
    shelf: Shelf, make_parcel: MakeParcel, second: Path
) -> None:
    software = open_parcel(make_parcel({**FIRST, "mkdocs.yml": ""}, "software.zip"))
    for path in software.listed.files:
        software.copy(path, shelf.home / path)
    shutil.copyfile(second.with_name("sources of second.zip") / "docs/a.md", shelf.docs / "new.md")
    assert delivered(shelf.home, shelf.docs) == {}
    (shelf.home / "MANIFEST.json").write_bytes(software.place.read_bytes()[43:].split(b"PK\x03\x04")[0])
    assert sorted(delivered(shelf.home, shelf.docs)) == ["a.md", "b.md", "图/c.png"]
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
        base = set(delivered(taken.home, taken.docs))
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
