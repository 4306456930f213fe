from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from shuxiang.release.bundle.delivered import Record, as_bytes, record_file, recorded
from shuxiang.release.bundle.installation import Place, exchange, mend, prepare, survey
from shuxiang.release.bundle.opening import open_parcel
from shuxiang.release.bundle.workplace import OPEN, WORK, claim, is_open, leave
from shuxiang.release.errors import ReleaseError

MakeParcel = Callable[..., Path]
Tree = Callable[[Path], dict[str, str]]
KilledAt = Callable[[int, Callable[[], object]], bool]

OLD = {
    "mkdocs.yml": "old",
    "docs/a.md": "a1",
    "docs/b.md": "b1",
    "docs/c.md": "c1",
    "plugins/x.py": "x1",
    "plugins/y.py": "y1",
    "gone/z.py": "z1",
    "README.md": "r1",
}
NEW = {
    "mkdocs.yml": "old",
    "docs/a.md": "a2",
    "docs/b.md": "b2",
    "docs/c.md": "c1",
    "docs/d.md": "d2",
    "plugins/x.py": "x2",
    "README.md": "r2",
    "fresh/f.py": "f2",
}
DAY = "2026-11-21"


def set_up(folder: Path) -> None:
    """Play the set-up and the build: an environment of the parcel's own, and a site."""
    assert not any((folder / ".venv").iterdir())
    (folder / ".venv/made-by").write_text((folder / "README.md").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "site").mkdir(exist_ok=True)


def failing(folder: Path) -> None:
    set_up(folder)
    raise ReleaseError("没有装好。")


def install(parcel: Path, folder: Path, set_up: Callable[[Path], None] = set_up) -> tuple[str, ...]:
    claim(folder)
    try:
        return exchange(prepare(survey(folder, DAY), open_parcel(parcel)), set_up)
    finally:
        leave(folder)


def mended(folder: Path) -> Place:
    """What the next run finds, and leaves when it goes no further."""
    claim(folder)
    place = survey(folder, DAY)
    leave(folder)
    return place


class Killed(BaseException):
    """Ends a run where it stands; see `cut_off`."""


def cut_off(parcel: Path, folder: Path) -> None:
    """Leave the folder as a run leaves it that was killed in the middle of the set-up."""

    def copy(at: Path) -> None:
        set_up(at)
        shutil.copytree(at, at.with_name("cut off"), symlinks=True)
        raise Killed

    with pytest.raises(Killed):
        install(parcel, folder, copy)
    shutil.rmtree(folder, ignore_errors=True)
    folder.with_name("cut off").rename(folder)
    assert is_open(folder)


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def without_list(found: dict[str, str]) -> set[str]:
    return {path for path in found if path != "MANIFEST.json"}


@pytest.fixture
def old(make_parcel: MakeParcel) -> Path:
    return make_parcel(OLD, "old.zip", day="2026-10-01")


@pytest.fixture
def new(make_parcel: MakeParcel) -> Path:
    return make_parcel(NEW, "new.zip")


@pytest.fixture
def installed(old: Path, tmp_path: Path) -> Path:
    """An installation that has been in use: data, a draft, a target, notes, documents changed and added."""
    folder = tmp_path / "书香 安装"
    install(old, folder)
    for path in ("data/ledger.db", "drafts/d.md", "deploy.yml", "site/index.html", "notes/letter.txt"):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text("own", encoding="utf-8")
    return folder


def test_where_nothing_was_there_is_the_parcel_and_an_environment(old: Path, tmp_path: Path, tree: Tree) -> None:
    folder = tmp_path / "far" / "off"
    assert install(old, folder) == ()
    assert text(folder / ".venv/made-by") == "r1"
    assert {path for path, digest in tree(folder).items() if digest} == {*OLD, "MANIFEST.json", ".venv/made-by"}


def test_a_first_installation_that_fails_leaves_nothing(old: Path, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="没有装好"):
        install(old, tmp_path / "folder", failing)
    assert not (tmp_path / "folder").exists()


def test_an_empty_folder_may_be_installed_into(old: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    install(old, tmp_path / "folder")
    assert (tmp_path / "folder/README.md").exists()


def test_a_folder_with_other_things_in_it_is_not_touched(old: Path, tmp_path: Path, tree: Tree) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "letters.txt").touch()
    before = tree(folder)
    with pytest.raises(ReleaseError, match="不是用安装包装的"):
        install(old, folder)
    assert tree(folder) == before
    with pytest.raises(ReleaseError, match="不是文件夹"):
        install(old, folder / "letters.txt")


def test_an_update_brings_the_new_and_leaves_what_is_the_office_s(installed: Path, new: Path) -> None:
    assert install(new, installed) == ()
    for path, content in NEW.items():
        assert text(installed / path) == content
    assert text(installed / ".venv/made-by") == "r2"
    for path in ("data/ledger.db", "drafts/d.md", "deploy.yml", "site/index.html", "notes/letter.txt"):
        assert text(installed / path) == "own"
    for path in ("gone", "plugins/y.py", WORK):
        assert not (installed / path).exists()


def test_documents_that_only_the_office_changed_stay_and_the_rest_is_kept_aside(installed: Path, new: Path) -> None:
    (installed / "docs/b.md").write_text("b of the office", encoding="utf-8")
    (installed / "docs/c.md").write_text("c of the office", encoding="utf-8")
    (installed / "docs/own.md").write_text("own", encoding="utf-8")
    (installed / "mkdocs.yml").write_text("own address", encoding="utf-8")
    (installed / "plugins/x.py").write_text("patched", encoding="utf-8")
    (installed / "plugins/more.py").write_text("more", encoding="utf-8")
    (installed / "plugins/__pycache__").mkdir()
    (installed / "plugins/__pycache__/x.pyc").touch()
    claim(installed)
    prepared = prepare(survey(installed, DAY), open_parcel(new))
    assert prepared.content.kept == ("docs/c.md", "docs/own.md", "mkdocs.yml")
    assert prepared.content.conflicts == ("docs/b.md",)
    kept = exchange(prepared, set_up)
    aside = f"data/kept/{DAY}"
    assert set(kept) == {f"{aside}/docs/b.md", f"{aside}/plugins/x.py", f"{aside}/plugins/more.py"}
    assert text(installed / "docs/b.md") == "b2"
    assert text(installed / aside / "docs/b.md") == "b of the office"
    assert text(installed / "docs/c.md") == "c of the office"
    assert text(installed / "docs/own.md") == "own"
    assert text(installed / "mkdocs.yml") == "own address"
    assert text(installed / "plugins/x.py") == "x2"
    assert text(installed / aside / "plugins/x.py") == "patched"


def test_a_document_the_office_has_removed_does_not_come_back_unless_it_is_new(installed: Path, new: Path) -> None:
    (installed / "docs/c.md").unlink()
    (installed / "docs/a.md").unlink()
    install(new, installed)
    assert not (installed / "docs/c.md").exists()
    assert text(installed / "docs/a.md") == "a2"


def test_what_is_kept_aside_twice_in_a_day_does_not_meet(installed: Path, old: Path, new: Path) -> None:
    for parcel in (new, old):
        (installed / "README.md").write_text(f"for {parcel.name}", encoding="utf-8")
        install(parcel, installed)
    assert text(installed / f"data/kept/{DAY}/README.md") == "for new.zip"
    assert text(installed / f"data/kept/{DAY}-2/README.md") == "for old.zip"


def test_an_update_that_fails_leaves_all_as_it_was(installed: Path, new: Path, tree: Tree) -> None:
    (installed / "docs/b.md").write_text("b of the office", encoding="utf-8")
    before = tree(installed)
    with pytest.raises(ReleaseError, match="没有装好"):
        install(new, installed, failing)
    assert tree(installed) == before


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "full")])
def test_ctrl_c_and_a_full_disk_leave_all_as_it_was_too(
    error: BaseException, installed: Path, new: Path, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(installed)

    def stop(_: Path) -> None:
        raise error

    with pytest.raises(type(error)):
        install(new, installed, stop)
    assert tree(installed) == before
    monkeypatch.setattr("shuxiang.release.bundle.office_part.shutil.copy2", stop_copying)
    (installed / "docs/c.md").write_text("c of the office", encoding="utf-8")
    before = tree(installed)
    with pytest.raises(ReleaseError, match="磁盘空间不足"):
        install(new, installed)
    assert tree(installed) == before


def stop_copying(*_: object) -> None:
    raise OSError(errno.ENOSPC, "full")


def test_what_else_is_in_the_folder_of_an_office_s_own_content_stays(
    make_parcel: MakeParcel, tmp_path: Path
) -> None:
    own = {"config": "content/mkdocs.yml", "docs": "content/docs"}
    first = {
        "README.md": "r",
        "mkdocs.yml": "sample",
        "docs/s.md": "s",
        "content/mkdocs.yml": "1",
        "content/docs/a.md": "a1",
    }
    folder = tmp_path / "folder"
    install(make_parcel(first, "first.zip", **own), folder)
    for path in ("content/data/ledger.db", "content/site/index.html", "content/docs/own.md"):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text("own", encoding="utf-8")
    install(make_parcel({**first, "content/docs/a.md": "a2"}, "second.zip", **own), folder)
    assert text(folder / "content/docs/a.md") == "a2"
    for path in ("content/data/ledger.db", "content/site/index.html", "content/docs/own.md"):
        assert text(folder / path) == "own"


# what is the office's, and what is nobody's


def test_the_configuration_of_the_office_stays_and_the_new_one_is_laid_beside_it(
    installed: Path, make_parcel: MakeParcel
) -> None:
    (installed / "mkdocs.yml").write_text("own address", encoding="utf-8")
    claim(installed)
    prepared = prepare(survey(installed, DAY), open_parcel(make_parcel({**NEW, "mkdocs.yml": "new"}, "new.zip")))
    assert prepared.brought.beside == "mkdocs.new.yml"
    assert exchange(prepared, set_up) == ()
    assert text(installed / "mkdocs.yml") == "own address"
    assert text(installed / "mkdocs.new.yml") == "new"


def test_links_among_documents_are_carried_over_as_links(installed: Path, new: Path, tmp_path: Path) -> None:
    (tmp_path / "nas").mkdir()
    (installed / "docs/nas").symlink_to(tmp_path / "nas")
    (installed / "docs/nowhere.md").symlink_to("nothing")
    install(new, installed)
    assert (installed / "docs/nas").readlink() == tmp_path / "nas"
    assert (installed / "docs/nowhere.md").readlink() == Path("nothing")
    assert text(installed / "docs/d.md") == "d2"


def test_documents_that_are_a_link_as_a_whole_are_left_alone(installed: Path, new: Path, tmp_path: Path) -> None:
    (installed / "docs").rename(tmp_path / "nas")
    (installed / "docs").symlink_to(tmp_path / "nas")
    claim(installed)
    prepared = prepare(survey(installed, DAY), open_parcel(new))
    assert prepared.brought.left_alone == ("docs",)
    exchange(prepared, set_up)
    assert (installed / "docs").is_symlink()
    assert sorted(path.name for path in (tmp_path / "nas").iterdir()) == ["a.md", "b.md", "c.md"]
    assert text(installed / "docs/a.md") == "a1"
    assert text(installed / "plugins/x.py") == "x2"
    noted = recorded(installed)
    assert noted
    assert set(noted.documents) == {"a.md", "b.md", "c.md"}


@pytest.mark.parametrize("link", ["docs/d.md", "plugins"])
def test_a_link_that_would_be_lost_is_named_before_anything_changes(
    link: str, installed: Path, new: Path, tmp_path: Path, tree: Tree
) -> None:
    if (installed / link).exists():
        (installed / link).rename(tmp_path / "elsewhere")
    (installed / link).symlink_to(tmp_path / "elsewhere")
    before = tree(installed)
    with pytest.raises(ReleaseError, match=f"{link} 是一个链接"):
        install(new, installed)
    assert tree(installed) == before


def test_a_name_that_differs_in_case_only_from_one_of_the_office_s_is_refused(installed: Path, new: Path) -> None:
    (installed / "docs/D.md").write_text("own", encoding="utf-8")
    with pytest.raises(ReleaseError, match="只有大小写之类的差别"):
        install(new, installed)
    assert text(installed / "docs/a.md") == "a1"


def test_what_has_come_since_by_itself_is_no_change_of_the_office(installed: Path, new: Path) -> None:
    (installed / "docs/b.md").write_text("b of a week", encoding="utf-8")
    (installed / "docs/w.md").write_text("w of a week", encoding="utf-8")
    digests = {path.name: digest(path) for path in (installed / "docs").iterdir()}
    record_file(installed).parent.mkdir(parents=True)
    record_file(installed).write_bytes(as_bytes(Record("2026-11-14", digests)))
    assert install(new, installed) == (f"data/kept/{DAY}/docs/w.md",)
    assert text(installed / "docs/b.md") == "b2"
    assert recorded(installed) == Record(
        "2026-11-21", {path.name: digest(path) for path in (installed / "docs").iterdir()}
    )


def test_what_has_come_by_itself_and_is_younger_than_the_parcel_stays(installed: Path, new: Path) -> None:
    for name in ("b.md", "w.md"):
        (installed / "docs" / name).write_text(f"{name} of a week", encoding="utf-8")
    digests = {path.name: digest(path) for path in (installed / "docs").iterdir()}
    record_file(installed).parent.mkdir(parents=True)
    record_file(installed).write_bytes(as_bytes(Record("2026-11-28", digests)))
    assert install(new, installed) == ()
    assert text(installed / "docs/a.md") == "a1"
    assert text(installed / "docs/w.md") == "w.md of a week"
    noted = recorded(installed)
    assert noted
    assert noted.day == "2026-11-28"
    assert {name: noted.documents[name] for name in digests} == digests


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_list_that_a_power_cut_has_spoilt_loses_nothing(installed: Path, new: Path) -> None:
    (installed / "scripts").mkdir()
    (installed / "scripts/install.py").touch()
    (installed / "docs/own.md").write_text("own", encoding="utf-8")
    (installed / "MANIFEST.json").write_bytes(bytes(100))
    kept = install(new, installed)
    assert text(installed / "docs/own.md") == "own"
    assert text(installed / "docs/a.md") == "a2"
    assert {path.removeprefix(f"data/kept/{DAY}/") for path in kept} >= {"docs/a.md", "plugins/x.py"}


def test_the_list_of_something_else_is_not_ours(installed: Path, new: Path, tree: Tree) -> None:
    (installed / "MANIFEST.json").write_text("{}", encoding="utf-8")
    before = tree(installed)
    with pytest.raises(ReleaseError, match="不是用安装包装的"):
        install(new, installed)
    assert tree(installed) == before


@pytest.mark.parametrize("where", ["", "docs/a.md"])
def test_a_workplace_of_somebody_else_s_is_not_touched(
    where: str, old: Path, new: Path, tmp_path: Path, tree: Tree
) -> None:
    folder = tmp_path / "folder"
    if where:
        install(old, folder)
    (folder / WORK).mkdir(parents=True)
    (folder / WORK / "parts.json").write_text("theirs", encoding="utf-8")
    before = tree(folder)
    with pytest.raises(ReleaseError, match="不是安装程序留下的"):
        install(new, folder)
    assert tree(folder) == before


def test_a_folder_that_was_there_stays_and_those_that_were_made_go(old: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    for folder in (tmp_path / "there", tmp_path / "not" / "yet"):
        with pytest.raises(ReleaseError, match="没有装好"):
            install(old, folder, failing)
    assert list((tmp_path / "there").iterdir()) == []
    assert not (tmp_path / "not").exists()


# cut off, and used before it is mended


def test_what_was_written_after_an_update_was_cut_off_is_kept_aside_and_named(installed: Path, new: Path) -> None:
    (installed / "docs/b.md").write_text("b of the office", encoding="utf-8")
    (installed / "docs/c.md").write_text("c of the office", encoding="utf-8")
    cut_off(new, installed)
    assert text(installed / "docs/a.md") == "a2"
    (installed / "docs/a.md").write_text("a since", encoding="utf-8")
    (installed / "docs/week.md").write_text("week", encoding="utf-8")
    (installed / "docs/nas").symlink_to("elsewhere")
    aside = f"data/kept/{DAY}"
    assert set(mended(installed).rescued) == {f"{aside}/docs/a.md", f"{aside}/docs/week.md", f"{aside}/docs/nas"}
    assert text(installed / aside / "docs/a.md") == "a since"
    assert text(installed / aside / "docs/week.md") == "week"
    assert text(installed / "docs/a.md") == "a1"
    assert text(installed / "docs/b.md") == "b of the office"
    assert mended(installed).rescued == ()


def test_nothing_is_kept_aside_when_nothing_was_written_since(installed: Path, new: Path, tree: Tree) -> None:
    (installed / "docs/b.md").write_text("b of the office", encoding="utf-8")
    (installed / "docs/c.md").write_text("c of the office", encoding="utf-8")
    before = tree(installed)
    cut_off(new, installed)
    assert mended(installed).rescued == ()
    assert tree(installed) == before


def test_what_was_written_after_a_first_installation_was_cut_off_is_kept_and_it_can_be_installed_again(
    old: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    cut_off(old, folder)
    (folder / "docs/own.md").write_text("own", encoding="utf-8")
    assert mended(folder).rescued == (f"data/kept/{DAY}/docs/own.md",)
    install(old, folder)
    assert text(folder / "docs/a.md") == "a1"
    assert text(folder / f"data/kept/{DAY}/docs/own.md") == "own"
    assert not (folder / WORK).exists()


def test_the_record_of_deliveries_comes_back_with_the_documents(installed: Path, new: Path) -> None:
    record_file(installed).parent.mkdir(parents=True)
    record_file(installed).write_bytes(as_bytes(Record("2026-10-08", {"a.md": "0"})))
    cut_off(new, installed)
    record_file(installed).write_bytes(as_bytes(Record("2026-11-28", {"week.md": "1"})))
    mended(installed)
    assert recorded(installed) == Record("2026-10-08", {"a.md": "0"})


@pytest.mark.parametrize("spoilt", [b"", bytes(50), b"{", b"[]", b'{"new": 1}'])
def test_a_note_that_a_power_cut_has_spoilt_is_made_good_from_the_folders(
    spoilt: bytes, installed: Path, new: Path
) -> None:
    cut_off(new, installed)
    (installed / WORK / OPEN).write_bytes(spoilt)
    (installed / "docs/week.md").write_text("week", encoding="utf-8")
    assert mended(installed).rescued == (f"data/kept/{DAY}/docs/week.md",)
    for path, content in OLD.items():
        assert text(installed / path) == content
    assert install(new, installed) == ()


def test_the_new_parts_are_on_the_disk_before_the_exchange_begins(
    installed: Path, new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(os, "sync", lambda: seen.append(is_open(installed)))
    install(new, installed)
    assert seen[0] is False


# killed


def kill_everywhere(
    killed_at: KilledAt, action: Callable[[], object], again: Callable[[], None], check: Callable[[], None]
) -> int:
    """Kill the action at each of its steps, each time followed by both others; ``again`` makes all as it was."""
    step = 0
    while killed_at(step, action):
        check()
        again()
        step += 1
    return step


def test_killed_at_any_step_an_update_is_undone_or_complete_and_the_next_run_mends_it(
    installed: Path, new: Path, tmp_path: Path, tree: Tree, killed_at: KilledAt
) -> None:
    (installed / "docs/b.md").write_text("b of the office", encoding="utf-8")
    (installed / "plugins/more.py").write_text("more", encoding="utf-8")
    saved, before = tmp_path / "saved", tree(installed)
    shutil.copytree(installed, saved)
    outcomes = set()

    def check() -> None:
        mended(installed)
        after = tree(installed)
        aside = {path for path in after if path.startswith("data/kept")}
        if text(installed / "README.md") == "r1":
            assert {path: digest for path, digest in after.items() if path not in aside} == before
            outcomes.add("old")
        else:
            assert text(installed / f"data/kept/{DAY}/plugins/more.py") == "more"
            assert text(installed / ".venv/made-by") == "r2"
            assert not (installed / "gone").exists()
            outcomes.add("new")

    def again() -> None:
        shutil.rmtree(installed)
        shutil.copytree(saved, installed)

    assert kill_everywhere(killed_at, lambda: install(new, installed), again, check) > 40
    assert outcomes == {"old", "new"}


def test_killed_while_it_mends_it_can_be_mended(
    installed: Path, new: Path, tmp_path: Path, tree: Tree, killed_at: KilledAt
) -> None:
    before = tree(installed)
    cut_off(new, installed)
    folder = tmp_path / "mended"

    def again() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(installed, folder)

    def check() -> None:
        mended(folder)
        assert tree(folder) == before

    again()
    assert kill_everywhere(killed_at, lambda: mend(folder, DAY), again, check) > 10


def test_killed_at_any_step_a_first_installation_leaves_nothing_or_all(
    old: Path, tmp_path: Path, tree: Tree, killed_at: KilledAt
) -> None:
    folder = tmp_path / "folder"

    def check() -> None:
        mended(folder)
        assert tree(folder) == {} or without_list(tree(folder)) >= {*OLD, ".venv/made-by"}

    def again() -> None:
        shutil.rmtree(folder, ignore_errors=True)

    assert kill_everywhere(killed_at, lambda: install(old, folder), again, check) > 20
