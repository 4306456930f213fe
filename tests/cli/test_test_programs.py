from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from shuxiang.cli.browser import Machine
from shuxiang.cli.problem import Problem
from shuxiang.cli.test_programs import PACKAGES, find_program, ready_programs


@dataclass
class FakeMachine:
    """A machine with these commands, whose apt-get lays an archive into the folder that it is told of."""

    commands: set[str]
    refuses: str = ""
    calls: list[str] = field(default_factory=list)

    def run(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        line = " ".join(command)
        self.calls.append(line)
        if self.refuses and self.refuses in line:
            return subprocess.CompletedProcess(command, 100, "", "E: 够不着\n")
        for word in command:
            if word.startswith("Dir::Cache::archives="):
                (Path(word.partition("=")[2]) / "nginx.deb").touch()
        return subprocess.CompletedProcess(command, 0, "", "")

    def as_machine(self, *, root: bool = False) -> Machine:
        return Machine({"PATH": "/usr/bin"}, self.find, self.run, root)

    def find(self, name: str) -> str | None:
        return name if name in self.commands else None


ALL = set(PACKAGES)


def test_a_server_is_found_where_debian_keeps_servers() -> None:
    machine = FakeMachine({"/usr/sbin/nginx"}).as_machine()
    assert find_program(machine, "nginx") == "/usr/sbin/nginx"
    assert find_program(machine, "sshd") is None


def test_a_machine_that_has_everything_is_left_alone(tmp_path: Path) -> None:
    fake = FakeMachine(ALL)
    assert ready_programs(fake.as_machine(), tmp_path) == {}
    assert fake.calls == []


def test_what_is_missing_is_downloaded_and_unpacked_and_never_installed(tmp_path: Path) -> None:
    fake = FakeMachine(ALL - {"nginx"} | {"apt-get", "dpkg-deb"})

    found = ready_programs(fake.as_machine(), tmp_path)

    download, unpack = fake.calls
    assert "--download-only install nginx" in download
    assert unpack == f"dpkg-deb -x {tmp_path}/archives/nginx.deb {tmp_path}/unpacked"
    assert found["PATH"] == f"/usr/bin:{tmp_path}/unpacked/usr/sbin:{tmp_path}/unpacked/usr/bin"


def test_root_renews_the_lists_first(tmp_path: Path) -> None:
    fake = FakeMachine(ALL - {"nginx"} | {"apt-get", "dpkg-deb"})
    ready_programs(fake.as_machine(root=True), tmp_path)
    assert fake.calls[0].endswith("apt-get -q update")


def test_the_next_run_fetches_nothing(tmp_path: Path) -> None:
    fake = FakeMachine(ALL - {"nginx"} | {"apt-get", "dpkg-deb"})
    first = ready_programs(fake.as_machine(), tmp_path)
    fake.calls.clear()
    assert ready_programs(fake.as_machine(), tmp_path) == first
    assert fake.calls == []


def test_without_apt_it_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="sudo apt install nginx openssh-server"):
        ready_programs(FakeMachine({"ssh", "rsync"}).as_machine(), tmp_path)


@pytest.mark.parametrize("refuses", ["--download-only", "dpkg-deb"])
def test_a_failure_is_told_and_tried_again_the_next_time(tmp_path: Path, refuses: str) -> None:
    fake = FakeMachine(ALL - {"nginx"} | {"apt-get", "dpkg-deb"}, refuses=refuses)
    with pytest.raises(Problem, match="够不着"):
        ready_programs(fake.as_machine(), tmp_path)
    assert not (tmp_path / "unpacked" / "nginx.done").exists()
