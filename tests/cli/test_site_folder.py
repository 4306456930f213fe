from __future__ import annotations

import os
from pathlib import Path

import pytest

from shuxiang.cli.problem import Problem
from shuxiang.cli.site_folder import refusal, replacing, tidy

DEAD = 999_999_999


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    return tmp_path


def make_site(folder: Path, text: str) -> None:
    folder.mkdir()
    for name in ("index.html", "sitemap.xml"):
        (folder / name).write_text(text, encoding="utf-8")


def refused(site: Path, root: Path) -> bool:
    return refusal(site, root / "docs", root) is not None


def test_a_new_or_empty_folder_is_welcome(root: Path) -> None:
    assert not refused(root / "site", root)
    (root / "site").mkdir()
    assert not refused(root / "site", root)


def test_a_built_site_may_be_replaced(root: Path) -> None:
    make_site(root / "site", "旧")
    assert not refused(root / "site", root)


@pytest.mark.parametrize("place", ["docs", "docs/site", ".", ".."])
def test_the_sources_and_what_holds_them_are_refused(root: Path, place: str) -> None:
    assert refused((root / place).resolve(), root)


def test_the_home_folder_and_the_whole_disk_are_refused(root: Path) -> None:
    assert refused(Path.home().resolve(), root)
    assert refused(Path(root.anchor), root)


def test_a_folder_with_pages_but_no_sitemap_is_refused(root: Path) -> None:
    (root / "site").mkdir()
    (root / "site" / "index.html").touch()
    assert refused(root / "site", root)


def test_a_file_is_refused(root: Path) -> None:
    (root / "site").touch()
    assert refused(root / "site", root)


def test_readers_see_the_old_site_until_the_new_one_is_whole(root: Path) -> None:
    site = root / "site"
    make_site(site, "旧")
    with replacing(site) as folder:
        (folder / "index.html").write_text("新", encoding="utf-8")
        assert (site / "index.html").read_text(encoding="utf-8") == "旧"
    assert (site / "index.html").read_text(encoding="utf-8") == "新"
    assert not (site / "sitemap.xml").exists()
    assert {path.name for path in root.iterdir()} == {"docs", "site"}


def test_a_swap_that_cannot_be_finished_puts_the_old_site_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = root / "site"
    make_site(site, "旧")
    rename = Path.rename

    def rename_all_but_the_new_one(path: Path, target: Path) -> Path:
        if "building" in path.name:
            raise PermissionError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", rename_all_but_the_new_one)
    with pytest.raises(Problem, match="换不掉旧的"), replacing(site):
        pass
    assert (site / "index.html").read_text(encoding="utf-8") == "旧"
    assert {path.name for path in root.iterdir()} == {"docs", "site"}


def test_of_two_builds_the_later_one_wins(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = root / "site"
    rename = Path.rename
    other = [root / "other"]
    make_site(other[0], "别人的")

    def rename_after_the_other(path: Path, target: Path) -> Path:
        if "building" in path.name and other:
            rename(other.pop(), site)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", rename_after_the_other)
    with replacing(site) as folder:
        (folder / "index.html").write_text("我的", encoding="utf-8")
    assert (site / "index.html").read_text(encoding="utf-8") == "我的"
    assert {path.name for path in root.iterdir()} == {"docs", "site"}


def test_what_a_killed_build_left_is_tidied_away(root: Path) -> None:
    make_site(root / "site", "旧")
    make_site(root / f".site-building-{DEAD}", "半成品")
    make_site(root / f".site-replaced-{DEAD}", "更旧")
    tidy(root / "site")
    assert {path.name for path in root.iterdir()} == {"docs", "site"}


def test_a_site_lost_in_the_middle_of_a_swap_comes_back(root: Path) -> None:
    make_site(root / f".site-replaced-{DEAD}", "旧")
    tidy(root / "site")
    assert (root / "site" / "index.html").read_text(encoding="utf-8") == "旧"


def test_the_folder_of_a_build_that_is_still_running_is_left_alone(root: Path) -> None:
    running = root / f".site-building-{os.getpid()}"
    running.mkdir()
    (root / ".site-notes").mkdir()
    tidy(root / "site")
    assert running.exists()
    assert (root / ".site-notes").exists()
