"""`publish.py schedule`: the files of a machine, shown or written, and what to do with them."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from shuxiang.cli.arguments import Parser, add_config_file
from shuxiang.cli.problem import guarded
from shuxiang.cli.publish_schedule import Machine, add_arguments, run_on, search_path, stable_python
from shuxiang.core.update import REASON_WORDS

ONE = "targets:\n  内网: {folder: /srv/www/shuxiang}\n"


@pytest.fixture
def machine(project: Path) -> Machine:
    (project / "deploy.yml").write_text(ONE, encoding="utf-8")
    return Machine(
        windows=False, project=str(project), python="/usr/bin/python3", user="study", path="/usr/bin:/bin"
    )


def run(machine: Machine, *arguments: str) -> int:
    parser = Parser("python3 scripts/publish.py schedule", "")
    add_arguments(parser)
    add_config_file(parser)
    return guarded(partial(run_on, machine, parser.parse_args(arguments)))


def test_without_a_folder_the_files_are_shown_and_nothing_is_written(
    machine: Machine, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(project.rglob("*"))
    assert run(machine, "systemd") == 0
    out = capsys.readouterr().out
    assert "==== /etc/systemd/system/shuxiang-4f8389.service ====" in out
    assert "OnCalendar=Mon *-*-* 06:30:00 Asia/Shanghai" in out
    assert "请加 -o 文件夹" in out
    assert sorted(project.rglob("*")) == before


def test_files_are_written_and_the_commands_are_told(
    machine: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "定时"
    assert run(machine, "systemd", "-o", str(folder), "--day", "fri", "--at", "17:05", "--user", "www") == 0
    assert sorted(path.name for path in folder.iterdir()) == ["shuxiang-4f8389.service", "shuxiang-4f8389.timer"]
    service, timer = (path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))
    assert "User=www\n" in service
    assert "OnCalendar=Fri *-*-* 17:05:00 Asia/Shanghai\n" in timer
    out = capsys.readouterr().out
    assert f"已写入 {folder / 'shuxiang-4f8389.service'}" in out
    assert "\n装上：\n  sudo cp " in out
    assert "\n不要了：\n" in out


def test_the_file_for_windows_is_shown_readably_and_written_as_windows_wants_it(
    machine: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = replace(machine, windows=True, python=r"C:\Python313\python.exe", user=r"OFFICE\小王")
    assert run(office, "windows") == 0
    assert '==== shuxiang-4f8389.xml ====\n\n<?xml version="1.0"' in capsys.readouterr().out
    assert run(office, "windows", "-o", str(tmp_path / "out")) == 0
    assert (tmp_path / "out" / "shuxiang-4f8389.xml").read_bytes().startswith(b"\xff\xfe")


def test_of_several_targets_one_must_be_named(
    machine: Machine, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "deploy.yml").write_text(ONE + "  share: {folder: /srv/share, links: no}\n", encoding="utf-8")
    assert run(machine, "cron") == 1
    assert "内网、share" in capsys.readouterr().err
    assert run(machine, "cron", "--target", "share", "--name", "weekly") == 0
    assert "==== /etc/cron.d/weekly ====" in (out := capsys.readouterr().out)
    assert "scripts/publish.py share --scheduled --if-due mon-0630" in out


def test_materials_kept_elsewhere_have_their_own_targets_and_the_script_is_found(
    machine: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "deploy.yml").write_text(ONE.replace("内网", "far"), encoding="utf-8")
    assert run(machine, "systemd", "--config-file", str(tmp_path / "study" / "own.yml")) == 0
    out = capsys.readouterr().out
    assert f"\nWorkingDirectory={tmp_path / 'study'}\n" in out
    assert f'"{machine.project}/scripts/publish.py" "far" "--config-file" "own.yml" --scheduled\n' in out


def test_an_archive_is_not_made_every_week(
    machine: Machine, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "deploy.yml").write_text("targets:\n  光盘: {zip: /media/a.zip}\n", encoding="utf-8")
    assert run(machine, "systemd") == 1
    assert "压缩包" in capsys.readouterr().err


@pytest.mark.parametrize("at", ["6.30", "24:00", "6:60", "早上", "06:30:00"])
def test_a_time_that_is_none_is_told(machine: Machine, at: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(machine, "cron", "--at", at)
    assert "请写成 6:30 这样" in capsys.readouterr().err


def test_a_time_with_a_full_width_colon_is_taken(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(machine, "cron", "--at", "7\uff1a15") == 0
    assert "\n15 * * * * study " in capsys.readouterr().out


@pytest.mark.parametrize(("windows", "kind"), [(False, "windows"), (True, "systemd"), (True, "cron")])
def test_files_for_another_kind_of_machine_are_refused(
    machine: Machine,
    windows: bool,  # noqa: FBT001
    kind: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(replace(machine, windows=windows), kind) == 1
    assert "要在运行它的电脑上生成" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["docs", "docs/new"])
def test_nothing_is_written_where_it_would_be_published(
    machine: Machine, project: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(machine, "systemd", "-o", str(project / place)) == 1
    assert "不能写到文档文件夹里" in capsys.readouterr().err
    assert [path.name for path in (project / "docs").iterdir()] == ["index.md"]


def test_what_a_timetable_cannot_hold_is_told_in_a_sentence(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(replace(machine, python="/opt/$x/python3"), "systemd") == 1
    assert capsys.readouterr().err.startswith("systemd 认不出这样的路径")


def test_the_guide_says_what_to_do_about_everything_the_page_may_say() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guide" / "schedule.md").read_text(encoding="utf-8")
    assert [words.what for words in REASON_WORDS.values() if f"\n| {words.what} | " not in guide] == []


def test_python_goes_by_the_name_that_outlives_an_upgrade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path(sys.executable).resolve()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(real)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert stable_python(str(real)) == str(tmp_path / "bin" / "python3")
    assert stable_python("/opt/other/python3.13") == "/opt/other/python3.13"
    (tmp_path / "pyvenv.cfg").touch()
    assert stable_python(str(real)) == str(real), "an environment may be deleted"


def test_the_search_path_has_the_usual_places_and_where_the_tools_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "git").write_text("#!/bin/sh\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{tmp_path / 'a b'}")
    assert search_path("/opt/a b/python3") == f"/usr/local/bin:/usr/bin:/bin:{tmp_path}"
