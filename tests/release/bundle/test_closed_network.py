"""The bundle for real: packed here, carried into a network without interfaces, installed, built, updated."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shuxiang.cli import bundle

ROOT = Path(__file__).parents[3]
TODAY = "2026-11-21"
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "site", "data", "drafts", "tests", "*.egg-info", "wheels")
MATERIALS = shutil.ignore_patterns("books", "laws", "manuscripts", "programme", "readings", "topics")
PROGRAMME = """\
year: 2026
starts: 2026-11-02
ends: 2026-11-30
cadences: [{id: article, name: 周学一文, every: week}]
"""
READING = "---\ntitle: 本单位的文章\ncadence: article\nslot: 2026-W47\nsource: 为测试而写\n---\n"
PATIENCE_SECONDS = 280


def without_network() -> list[str]:
    """What to put before a command so that it runs where there is no network at all."""
    for options in (["-n"], ["-rn"]):
        command = ["unshare", *options]
        try:
            if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:  # noqa: S603
                return command
        except FileNotFoundError:
            break
    pytest.fail("这个测试要一个没有网络的环境，这台电脑却不能用 unshare -n。请用 root 运行，或允许用户命名空间。")


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder on the closed side that holds the bundle and its installer, and no more."""
    folder = tmp_path_factory.mktemp("closed")
    source = tmp_path_factory.mktemp("open") / "checkout"
    shutil.copytree(ROOT, source, ignore=LEFT_OUT)
    shutil.rmtree(source / "docs")
    shutil.copytree(ROOT / "docs", source / "docs", ignore=MATERIALS)  # how many there are proves nothing
    (source / "docs/programme").mkdir()
    (source / "docs/programme/2026.yml").write_text(PROGRAMME, encoding="utf-8")
    (source / "docs/own.md").write_text(f"{READING}本单位\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHUXIANG_ROOT", str(source))
        patch.setenv("SOURCE_DATE_EPOCH", "1795233600")
        assert bundle.main(["-o", str(folder / "bundle.zip"), "--today", TODAY]) == 0
    shutil.rmtree(source)
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run without a network; in the environment only where programs are, and that pip need not compile it all."""
    bare = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8"}
    bare["PIP_COMPILE"] = "0"  # PIP_NO_COMPILE=1 would say the opposite of what it seems to
    return subprocess.run(  # noqa: S603
        [*without_network(), *command],
        cwd=folder,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def python() -> str:
    """The Python that environments are made from, none of them active."""
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)


def test_the_bundle_installs_and_builds_and_builds_again_without_any_network(carried: Path) -> None:
    reach = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')"
    assert "Network is unreachable" in run(carried, python(), "-c", reach).stderr

    done = run(carried, python(), "install.py", "--today", TODAY)
    assert done.returncode == 0, done.stdout + done.stderr
    folder = carried / "shuxiang"
    assert f"装好了：{folder}" in done.stdout
    assert "Retrying" not in (folder / ".venv/setup.log").read_text(encoding="utf-8")
    for page in ("index.html", "own/index.html", "guide/index.html", "search-index/pagefind-entry.json"):
        assert (folder / "site" / page).is_file(), page

    (folder / "docs/own.md").write_text(f"{READING}本单位改过\n", encoding="utf-8")
    built = run(folder, python(), "scripts/build.py", "--today", TODAY)
    assert built.returncode == 0, built.stdout + built.stderr
    assert "建立运行环境" not in built.stdout
    assert "本单位改过" in (folder / "site/own/index.html").read_text(encoding="utf-8")
