from __future__ import annotations

import errno
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bootstrap import stamp
from bootstrap.failures import tell
from bootstrap.installer import run_listening, variables
from bootstrap.run import call, in_environment, prepare
from shuxiang.cli.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from bootstrap.stamp import Environment


class FakeRunner:
    """Plays venv and pip: notes what it is told to run, prints `prints`, and fails at the words `fails_at`."""

    def __init__(self, environment: Environment, fails_at: str = "", prints: str = "") -> None:
        self.commands: list[str] = []
        self._environment = environment
        self._fails_at = fails_at
        self._prints = prints

    def __call__(self, command: Sequence[str], take: Callable[[str], None]) -> int:
        line = " ".join(command)
        self.commands.append(line)
        if "-m venv" in line:
            self._environment.python.parent.mkdir(parents=True)
            self._environment.python.touch()
        take(f"{self._prints}\n")
        return int(bool(self._fails_at) and self._fails_at in line)


def steps(runner: FakeRunner) -> list[str]:
    kinds = {"-m venv": "venv", "-r ": "requirements", "-e ": "project"}
    return [kind for line in runner.commands for part, kind in kinds.items() if part in line]


def test_a_new_checkout_gets_venv_requirements_and_the_project_and_then_the_stamp(environment: Environment) -> None:
    runner = FakeRunner(environment)
    prepare(environment, "build", runner)
    assert steps(runner) == ["venv", "requirements", "project"]
    assert stamp.is_ready(environment, "build")


def test_with_nothing_to_install_nothing_is_run(finished: Environment) -> None:
    runner = FakeRunner(finished)
    prepare(finished, "build", runner)
    assert runner.commands == []


def test_changed_requirements_are_installed_into_the_environment_that_is_there(finished: Environment) -> None:
    finished.requirements("build").write_text("# other\n", encoding="utf-8")
    runner = FakeRunner(finished)
    prepare(finished, "build", runner)
    assert steps(runner) == ["requirements", "project"]
    assert stamp.is_ready(finished, "build")


def test_after_an_interruption_everything_is_done_again_from_an_empty_folder(environment: Environment) -> None:
    with pytest.raises(Problem):
        prepare(environment, "build", FakeRunner(environment, fails_at="-r "))
    leftover = environment.folder / "leftover"
    leftover.touch()
    runner = FakeRunner(environment)
    prepare(environment, "build", runner)
    assert steps(runner) == ["venv", "requirements", "project"]
    assert not leftover.exists()


def test_an_update_that_fails_leaves_no_stamp(finished: Environment) -> None:
    finished.requirements("build").write_text("# other\n", encoding="utf-8")
    with pytest.raises(Problem):
        prepare(finished, "build", FakeRunner(finished, fails_at="-e "))
    assert not finished.stamp.exists()


def test_packages_come_with_hashes_and_as_wheels_and_the_project_fetches_nothing(environment: Environment) -> None:
    runner = FakeRunner(environment)
    prepare(environment, "dev", runner)
    _, requirements, project = runner.commands
    assert "--require-hashes --only-binary :all:" in requirements
    assert requirements.endswith("dev.txt")
    assert "--no-deps --no-build-isolation --no-index" in project


def test_wheels_that_came_with_the_project_are_all_that_building_needs(
    environment: Environment,
) -> None:
    environment.wheels.mkdir()
    runner = FakeRunner(environment)
    prepare(environment, "build", runner)
    assert f"--no-index --find-links {environment.wheels} -r " in runner.commands[1]


def test_what_tests_need_is_fetched_even_so(environment: Environment) -> None:
    environment.wheels.mkdir()
    runner = FakeRunner(environment)
    prepare(environment, "dev", runner)
    assert "--no-index" not in runner.commands[1]
    assert f"--find-links {environment.wheels}" in runner.commands[1]


def test_without_wheels_packages_are_fetched(environment: Environment) -> None:
    runner = FakeRunner(environment)
    prepare(environment, "build", runner)
    assert "--no-index" not in runner.commands[1]
    assert "--find-links" not in runner.commands[1]


def test_a_folder_of_somebody_elses_is_not_cleared(environment: Environment) -> None:
    environment.folder.mkdir()
    (environment.folder / "letters.txt").touch()
    with pytest.raises(Problem, match="不是 Python 的运行环境"):
        prepare(environment, "build", FakeRunner(environment))
    assert (environment.folder / "letters.txt").exists()


def test_what_pip_printed_is_kept_in_the_log(environment: Environment) -> None:
    with pytest.raises(Problem, match=r"详细经过见 \S+setup.log"):
        prepare(environment, "build", FakeRunner(environment, fails_at="-r ", prints="something new"))
    assert "something new" in environment.log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (
            "WARNING: Retrying (Retry(total=0))\nERROR: No matching distribution found for babel==2.18.0",
            "连不上软件包源",
        ),
        ("ReadTimeoutError: Read timed out.", "连不上软件包源"),
        ("ERROR: No matching distribution found for greenlet==3.5.6", "软件包源里没有适合这台电脑"),
        (
            "Looking in links: /srv/书香/wheels\nERROR: No matching distribution found for lxml==6.1.3",
            "项目文件夹里的 wheels 没有适合这台电脑",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "校验值不一致"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "磁盘空间不足"),
        ("ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: 'x'", "没有权限"),
        ("The virtual environment was not created because ensurepip is not available.", "python3-venv"),
    ],
)
def test_what_stops_pip_becomes_a_sentence(output: str, words: str, tmp_path: Path) -> None:
    sentence = tell(output, tmp_path / "setup.log")
    assert sentence.startswith("运行环境没有准备好：")
    assert words in sentence
    assert "\n" not in sentence


def test_a_registry_out_of_reach_is_one_sentence_and_no_traceback(
    environment: Environment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    runner = FakeRunner(environment, fails_at="-r ", prints="Retrying (Retry(total=0))")
    monkeypatch.setattr("bootstrap.run.prepare", lambda place, name: prepare(place, name, runner))
    assert in_environment(environment.root, "build", "build", []) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("运行环境没有准备好：连不上软件包源。")


def test_a_full_disk_is_one_sentence_too(
    environment: Environment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_space(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("bootstrap.run.prepare", no_space)
    assert in_environment(environment.root, "build", "build", []) == 1
    assert capsys.readouterr().err.startswith("磁盘空间不足")


def test_what_a_command_prints_is_heard_line_by_line_and_its_code_returned() -> None:
    lines: list[str] = []
    code = "import sys; print('甲'); print('乙', file=sys.stderr); sys.exit(3)"
    assert run_listening([sys.executable, "-c", code], lines.append) == 3
    assert sorted(line.strip() for line in lines) == ["乙", "甲"]


def test_variables_that_point_python_elsewhere_are_left_out() -> None:
    kept = variables({"PYTHONPATH": "x", "PYTHONHOME": "y", "PIP_USER": "1", "PIP_INDEX_URL": "mirror"})
    assert kept == {"PIP_USER": "0", "PIP_INDEX_URL": "mirror", "PYTHONNOUSERSITE": "1", "PYTHONUTF8": "1"}


@pytest.mark.parametrize(("code", "expected"), [("raise SystemExit(5)", 5), ("import os; os.abort()", 134)])
def test_the_exit_code_of_the_command_is_passed_on(
    code: str, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signal.signal", lambda *_: None)
    assert call([sys.executable, "-c", code], {}) == expected


def test_a_command_that_is_told_to_stop_hears_of_it() -> None:
    inner = "import time; print('up', flush=True); time.sleep(60)"
    outer = (
        f"import sys; sys.path[:0] = {sys.path!r}\n"
        f"from bootstrap.run import call; sys.exit(call([sys.executable, '-c', {inner!r}], {{}}))"
    )
    command = [sys.executable, "-c", outer]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # written above
        assert process.stdout
        assert process.stdout.readline() == "up\n"
        process.terminate()
        assert process.wait(10) == 143


@pytest.mark.parametrize("where", ["", "content", "elsewhere"])
def test_documents_that_were_cut_off_from_their_place_are_back_before_any_command_runs(
    where: str, finished: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = finished.root / where
    (home / ".docs-former").mkdir(parents=True)
    (home / "data/documents").mkdir(parents=True)
    (home / "data/documents/replacing").write_text(str(home / "docs"), encoding="utf-8")
    seen: list[bool] = []
    monkeypatch.setattr("bootstrap.run.call", lambda *_: seen.append((home / "docs").is_dir()) or 0)
    argv = ["--config-file", str(home / "mkdocs.yml")] if where == "elsewhere" else []
    assert in_environment(finished.root, "build", "build", argv) == 0
    assert seen == [True]
