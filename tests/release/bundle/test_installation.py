from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from shuxiang.release.bundle.installation import WORK, exchange, mend, prepare, survey
from shuxiang.release.bundle.opening import open_parcel
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
    return exchange(prepare(survey(folder), open_parcel(parcel)), set_up, DAY)


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
    place = survey(installed)
    prepared = prepare(place, open_parcel(new))
    assert prepared.content.kept == ("docs/c.md", "docs/own.md", "mkdocs.yml")
    assert prepared.content.conflicts == ("docs/b.md",)
    kept = exchange(prepared, set_up, DAY)
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
    monkeypatch.setattr("shuxiang.release.bundle.installation.shutil.copy2", stop_copying)
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
        mend(installed)
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

    def die(_: Path) -> None:
        raise SystemExit  # never reached: the child is killed in the set-up

    def kill_in_set_up(folder: Path) -> None:
        set_up(folder)
        shutil.copytree(folder, tmp_path / "cut off")
        die(folder)

    with pytest.raises(SystemExit):
        install(new, installed, kill_in_set_up)
    assert tree(installed) == before
    cut_off, folder = tmp_path / "cut off", tmp_path / "mended"

    def again() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(cut_off, folder)

    def check() -> None:
        mend(folder)
        assert tree(folder) == before

    again()
    assert kill_everywhere(killed_at, lambda: mend(folder), again, check) > 10


def test_killed_at_any_step_a_first_installation_leaves_nothing_or_all(
    old: Path, tmp_path: Path, tree: Tree, killed_at: KilledAt
) -> None:
    folder = tmp_path / "folder"

    def check() -> None:
        mend(folder)
        assert tree(folder) == {} or without_list(tree(folder)) >= {*OLD, ".venv/made-by"}

    def again() -> None:
        shutil.rmtree(folder, ignore_errors=True)

    assert kill_everywhere(killed_at, lambda: install(old, folder), again, check) > 20
