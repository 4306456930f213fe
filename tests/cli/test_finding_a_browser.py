from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from shuxiang.cli.browser import Machine, find_browser, ready
from shuxiang.cli.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass
class FakeMachine:
    """A machine with these commands, on which apt installs what it is told to."""

    commands: set[str]
    fonts: str = "Noto Sans CJK SC\n"
    refuses: str = ""
    calls: list[str] = field(default_factory=list)

    def run(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        line = " ".join(command)
        self.calls.append(line)
        if self.refuses and self.refuses in line:
            return subprocess.CompletedProcess(command, 100, "", "E: 够不着\n")
        if "chromium" in command:
            self.commands.add("chromium")
        return subprocess.CompletedProcess(command, 0, self.fonts if command[0] == "fc-list" else "", "")

    def as_machine(self, *, root: bool = False, **variables: str) -> Machine:
        return Machine(variables, self.find, self.run, root)

    def find(self, name: str) -> str | None:
        return f"/usr/bin/{name}" if name in self.commands else None

    @property
    def installed(self) -> list[str]:
        return [call for call in self.calls if "install" in call]


def test_the_variable_comes_first() -> None:
    fake = FakeMachine({"chromium", "my-browser"})
    assert find_browser(fake.as_machine(SHUXIANG_BROWSER="my-browser")) == "/usr/bin/my-browser"


def test_a_variable_that_names_nothing_is_told() -> None:
    fake = FakeMachine({"chromium"})
    with pytest.raises(Problem, match="SHUXIANG_BROWSER 指的 gone 不存在"):
        find_browser(fake.as_machine(SHUXIANG_BROWSER="gone"))


def test_a_machine_with_chrome_and_fonts_is_left_alone() -> None:
    fake = FakeMachine({"google-chrome", "fc-list", "apt-get"})
    assert ready(fake.as_machine(root=True)) == "/usr/bin/google-chrome"
    assert fake.installed == []


def test_root_installs_what_is_missing() -> None:
    fake = FakeMachine({"fc-list", "apt-get"}, fonts="")
    assert ready(fake.as_machine(root=True)) == "/usr/bin/chromium"
    (call,) = fake.installed
    assert call.endswith("apt-get -q install -y --no-install-recommends chromium fonts-noto-cjk")
    assert not call.startswith("sudo")


def test_others_install_with_sudo_when_it_asks_for_no_password() -> None:
    fake = FakeMachine({"google-chrome", "fc-list", "apt-get", "sudo"}, fonts="")
    ready(fake.as_machine())
    (call,) = fake.installed
    assert call.startswith("sudo -n ")
    assert call.endswith(" fonts-noto-cjk")


@pytest.mark.parametrize("commands", [{"fc-list"}, {"fc-list", "apt-get"}, {"fc-list", "apt-get", "sudo"}])
def test_without_apt_or_the_right_to_use_it_the_packages_are_named(commands: set[str]) -> None:
    fake = FakeMachine(commands, refuses="sudo -n true")
    with pytest.raises(Problem, match="sudo apt install chromium"):
        ready(fake.as_machine())


def test_what_apt_complains_of_is_passed_on() -> None:
    fake = FakeMachine({"fc-list", "apt-get"}, refuses="update")
    with pytest.raises(Problem, match="apt-get update 失败（E: 够不着）"):
        ready(fake.as_machine(root=True))
