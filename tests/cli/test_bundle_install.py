from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from shuxiang.cli import bundle_install
from shuxiang.cli.bundle_install import Order, folder_for, run_in_own_group
from shuxiang.release.bundle.machine import this_machine
from shuxiang.release.bundle.opening import open_parcel
from shuxiang.release.bundle.packing import packed, write_parcel
from shuxiang.release.bundle.packing_list import Kind, Needs, PackingList

HERE = this_machine()
FILES = {"mkdocs.yml": "", "docs/index.md": "# 首页\n", "scripts/build.py": "", "README.md": ""}


def parcel(
    folder: Path,
    readme: str = "",
    kind: Kind = Kind.SOFTWARE,
    platform: str = HERE.platform,
    day: str = "2026-11-21",
) -> Path:
    sources = {}
    for path, text in {**FILES, "README.md": readme}.items():
        sources[path] = folder / f"source{readme}" / path
        sources[path].parent.mkdir(parents=True, exist_ok=True)
        sources[path].write_text(text, encoding="utf-8")
    if kind is not Kind.SOFTWARE:
        sources = {"docs/index.md": sources["docs/index.md"]}
    config = "mkdocs.yml" if kind is Kind.SOFTWARE else ""
    listed = PackingList(kind, day, "docs", packed(sources), config, Needs(platform, HERE.python))
    write_parcel(folder / f"bundle{readme}.zip", listed, sources)
    return folder / f"bundle{readme}.zip"


class Builder:
    """Plays the project's own build: notes its command and ends with ``code``, or as ``stops`` does."""

    def __init__(self, code: int = 0, stops: Callable[[Path], object] = str) -> None:
        self.command: list[str] = []
        self.code = code
        self.stops = stops

    def __call__(self, command: Sequence[str], folder: Path) -> int:
        self.command = list(command)
        (folder / ".venv/setup.log").write_text("what pip said", encoding="utf-8")
        self.stops(folder)
        return self.code


@contextmanager
def alone(make: Callable[[], Path]) -> Iterator[None]:
    make().touch()
    yield


def install(order: Order) -> int:
    return bundle_install.install(order, alone)


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> Builder:
    result = Builder()
    monkeypatch.setattr(bundle_install, "run_in_own_group", result)
    return result


def test_it_installs_beside_the_parcel_builds_and_says_what_comes_next(
    tmp_path: Path, builder: Builder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install(Order(parcel(tmp_path), None, "2026-11-21")) == 0
    out, error = capsys.readouterr()
    assert error == ""
    assert f"给 {HERE.platform}、Python {HERE.python} 用。装到 {tmp_path / 'shuxiang'}。" in out
    assert f"\n装好了：{tmp_path / 'shuxiang'}\n" in out
    assert "scripts/bundle.py --take week.zip" in out
    assert builder.command[1:] == [str(tmp_path / "shuxiang/scripts/build.py"), "--today", "2026-11-21"]


def test_an_update_says_what_it_keeps(tmp_path: Path, builder: Builder, capsys: pytest.CaptureFixture[str]) -> None:
    assert install(Order(parcel(tmp_path), None, None)) == 0
    (tmp_path / "shuxiang/README.md").write_text("own", encoding="utf-8")
    (tmp_path / "shuxiang/docs/index.md").write_text("own", encoding="utf-8")
    capsys.readouterr()
    assert install(Order(parcel(tmp_path, "2"), None, None)) == 0
    out = capsys.readouterr().out
    assert f"更新 {tmp_path / 'shuxiang'}（原来是 2026-11-21 的包）" in out
    assert "本单位改过、安装包里没有变的，保留现在的：\n  docs/index.md\n" in out
    assert "原来的留在：\n  data/kept/" in out
    assert "更新好了" in out
    assert builder.command


def test_a_build_that_fails_undoes_all_and_saves_what_pip_said(
    tmp_path: Path, builder: Builder, capsys: pytest.CaptureFixture[str]
) -> None:
    builder.code = 1
    assert install(Order(parcel(tmp_path), tmp_path / "here", None)) == 1
    saved = tmp_path / "here-setup.log"
    assert capsys.readouterr().err == (
        f"没有装好，原因见上面。已经恢复成安装之前的样子。准备运行环境的详细经过已另存为 {saved}。\n"
    )
    assert saved.read_text(encoding="utf-8") == "what pip said"
    assert not (tmp_path / "here").exists()


def test_a_parcel_for_another_machine_or_of_another_kind_is_told_before_anything_is_written(
    tmp_path: Path, builder: Builder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install(Order(parcel(tmp_path, "1", platform="windows-x64"), tmp_path / "here", None)) == 1
    assert "是为 windows-x64 做的" in capsys.readouterr().err
    assert install(Order(parcel(tmp_path, "2", Kind.DOCUMENTS), tmp_path / "here", None)) == 1
    assert "是材料包，不是整套软件的安装包" in capsys.readouterr().err
    assert not (tmp_path / "here").exists()
    assert builder.command == []


def test_an_unpacked_parcel_does_not_install_into_itself(
    tmp_path: Path, builder: Builder, capsys: pytest.CaptureFixture[str]
) -> None:
    zip_ = open_parcel(parcel(tmp_path))
    folder = tmp_path / "unpacked"
    for path in zip_.listed.files:
        zip_.copy(path, folder / path)
    (folder / "MANIFEST.json").write_bytes(zip_.place.read_bytes()[43:].split(b"PK\x03\x04")[0])
    for to in (folder, folder / "below"):
        assert install(Order(folder, to, None)) == 1
        assert "不能装到解压出来的安装包自己里面" in capsys.readouterr().err
    assert install(Order(folder, None, None)) == 0
    assert folder_for(Order(folder, None, None)) == tmp_path / "shuxiang"
    assert builder.command


def test_an_office_s_own_configuration_is_built_from(tmp_path: Path, builder: Builder) -> None:
    source = tmp_path / "mkdocs.yml"
    source.touch()
    sources = {"content/mkdocs.yml": source, "content/docs/a.md": source, "scripts/build.py": source}
    needs = Needs(HERE.platform, HERE.python)
    listed = PackingList(Kind.SOFTWARE, "2026-11-21", "content/docs", packed(sources), "content/mkdocs.yml", needs)
    write_parcel(tmp_path / "bundle.zip", listed, sources)
    assert install(Order(tmp_path / "bundle.zip", None, None)) == 0
    assert builder.command[2:] == ["--config-file", "content/mkdocs.yml"]


def test_an_older_parcel_is_installed_only_when_it_is_wanted(
    tmp_path: Path, builder: Builder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install(Order(parcel(tmp_path), None, None)) == 0
    older = parcel(tmp_path, "2", day="2026-11-20")
    builder.command = []
    assert install(Order(older, None, None)) == 1
    assert "是 2026-11-20 打的，比装着的（2026-11-21）旧，没有装" in capsys.readouterr().err
    assert builder.command == []
    assert not (tmp_path / "shuxiang/.installing").exists()
    assert install(Order(older, None, None, insists=True)) == 0


def test_a_link_and_a_roundabout_way_lead_to_the_same_folder(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to("there")
    ways = [tmp_path / "there", tmp_path / "link", tmp_path / "there" / ".." / "link"]
    assert {folder_for(Order(tmp_path / "a.zip", way, None)) for way in ways} == {tmp_path / "there"}


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whatever_asks_it_to_stop_all_is_undone_and_said(
    signal_: signal.Signals, tmp_path: Path, builder: Builder, capsys: pytest.CaptureFixture[str]
) -> None:
    before = signal.getsignal(signal_)
    builder.stops = lambda _: os.kill(os.getpid(), signal_)
    assert install(Order(parcel(tmp_path), None, None)) == 130
    assert capsys.readouterr().err == "已中断，没有装。原来的文件都已恢复，可以再运行一次。\n"
    assert not (tmp_path / "shuxiang").exists()
    assert signal.getsignal(signal_) == before


def test_what_was_written_after_an_interruption_is_named(
    tmp_path: Path, builder: Builder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert install(Order(parcel(tmp_path), None, None)) == 0
    with monkeypatch.context() as patch:
        patch.setattr("shuxiang.release.bundle.installation.mend", lambda *_: ())
        patch.setattr(bundle_install, "leave", lambda _: None)
        builder.code = 1
        assert install(Order(parcel(tmp_path, "2"), None, None)) == 1
    (tmp_path / "shuxiang/docs/week.md").write_text("week", encoding="utf-8")
    builder.code = 0
    capsys.readouterr()
    assert install(Order(parcel(tmp_path, "2"), None, None)) == 0
    assert "要用的拷回去：\n  data/kept/" in capsys.readouterr().out


def test_nothing_that_a_build_has_started_outlives_it(tmp_path: Path) -> None:
    """The inner process would go on for a minute after the one that is told to stop."""
    code = (
        "import os, subprocess, sys, time\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'], stdout=sys.stdout)\n"
        "os.kill(os.getppid(), 15)\n"
        "time.sleep(60)\n"
    )
    outer = (
        f"import sys; sys.path[:0] = {sys.path!r}\n"
        "from pathlib import Path\n"
        "from shuxiang.cli import bundle_install\n"
        "with bundle_install._stopping_as_ctrl_c_does():\n"
        f"    bundle_install.run_in_own_group([sys.executable, '-c', {code!r}], Path({str(tmp_path)!r}))\n"
    )
    # The pipe is at its end when the last process that writes to it is gone.
    done = subprocess.run([sys.executable, "-c", outer], capture_output=True, check=False, timeout=30)  # noqa: S603
    assert done.stderr.endswith(b"KeyboardInterrupt\n")


def test_the_build_is_told_that_an_installation_is_under_way(tmp_path: Path) -> None:
    code = "import os, pathlib; pathlib.Path('seen').write_text(os.environ['SHUXIANG_INSTALLING'])"
    assert run_in_own_group([sys.executable, "-c", code], tmp_path) == 0
    assert (tmp_path / "seen").read_text(encoding="utf-8") == str(tmp_path)
