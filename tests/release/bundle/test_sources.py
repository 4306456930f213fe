import subprocess
from pathlib import Path

import pytest

from shuxiang.release.bundle import carriable
from shuxiang.release.bundle.sources import require_plain, software
from shuxiang.release.bundle.walking import below
from shuxiang.release.errors import ReleaseError

FILES = ["mkdocs.yml", "scripts/build.py", "docs/a.md", ".ci/run", ".gitignore", "site/index.html", "deploy.yml"]
MORE = ["data/roster.csv", "drafts/x.md", "wheels/a.whl", "MANIFEST.json", "install.py", "content/mkdocs.yml"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = tmp_path / "checkout"
    for path in (*FILES, *MORE, "scripts/__pycache__/a.pyc", "notes.log", ".venv/pyvenv.cfg"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).touch()
    (root / ".gitignore").write_text("*.log\n/site/\n", encoding="utf-8")
    return root


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)  # noqa: S603, S607


SOFTWARE = [".ci/run", ".gitignore", "docs/a.md", "mkdocs.yml", "scripts/build.py"]


def test_without_git_all_is_packed_that_is_neither_ignored_nor_the_office_s_own(checkout: Path) -> None:
    assert sorted(software(checkout)) == SOFTWARE


def test_with_git_what_it_tracks_is_packed_as_it_lies_on_the_disk(checkout: Path) -> None:
    git(checkout, "init", "-q")
    git(checkout, "add", "-f", *FILES, "wheels/a.whl")
    (checkout / "new.py").touch()
    assert sorted(software(checkout)) == SOFTWARE
    (checkout / "scripts/build.py").unlink()
    assert sorted(software(checkout)) == [path for path in SOFTWARE if path != "scripts/build.py"]


def test_names_in_chinese_come_out_of_git_as_they_are(checkout: Path) -> None:
    (checkout / "说明.md").touch()
    git(checkout, "init", "-q")
    git(checkout, "add", "说明.md")
    assert list(software(checkout)) == ["说明.md"]


def test_documents_are_all_that_lies_there_but_what_is_hidden(tmp_path: Path) -> None:
    for path in ("a.md", "图/b.png", ".obsidian/x", "c/.DS_Store", "c/Thumbs.db", "c/d.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    assert list(below(tmp_path)) == ["a.md", "c/d.md", "图/b.png"]


def test_a_link_is_not_packed_as_if_it_were_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("/etc/passwd")
    (tmp_path / "folder").symlink_to("/etc")
    for path in below(tmp_path).values():
        with pytest.raises(ReleaseError, match="是链接或特殊文件"):
            require_plain([path])


@pytest.mark.parametrize("path", ["assets/图片.png", "assets/images/1.jpg", "附件/表.xlsx", "readings/w47.md"])
def test_pictures_and_papers_may_come_from_the_folders_that_offices_use(path: str) -> None:
    assert carriable.objection(path) == ""


@pytest.mark.parametrize(
    "path", ["assets/stylesheets/x.png", "Assets/Pages-0123456789/a.png", "status/a.md", "a.JS"]
)
def test_what_the_site_makes_itself_and_what_runs_is_not_carried(path: str) -> None:
    assert carriable.objection(path)
