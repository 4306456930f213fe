"""The browser that the tests drive, and the fonts it needs to show Chinese."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

VARIABLE = "SHUXIANG_BROWSER"
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
BROWSER_PACKAGE = "chromium"
FONT_PACKAGE = "fonts-noto-cjk"


@dataclass(frozen=True)
class Machine:
    """What is asked of the machine: its variables, where its commands are, and a way to run one."""

    variables: Mapping[str, str]
    find: Callable[[str], str | None]
    run: Callable[[Sequence[str]], subprocess.CompletedProcess[str]]
    is_root: bool

    @classmethod
    def this(cls) -> Machine:
        """Return the machine this runs on."""
        return cls(os.environ, shutil.which, run_quietly, getattr(os, "geteuid", lambda: 1)() == 0)


def ready(machine: Machine) -> str:
    """Return the browser's executable, after installing it and a Chinese font with apt where they are missing.

    Raises Problem when one is missing and apt cannot be used.
    """
    browser = find_browser(machine)
    missing = [] if browser else [BROWSER_PACKAGE]
    if not has_chinese_font(machine):
        missing.append(FONT_PACKAGE)
    if missing:
        install(machine, missing)
    browser = browser or find_browser(machine)
    if not browser:
        raise Problem(f"装好 {BROWSER_PACKAGE} 之后仍然找不到浏览器。请用环境变量 {VARIABLE} 指明它的位置。")
    return browser


def find_browser(machine: Machine) -> str | None:
    """Return the executable that the variable names, or else the first Chrome or Chromium there is."""
    named = machine.variables.get(VARIABLE)
    if named:
        found = machine.find(named)
        if not found:
            raise Problem(f"环境变量 {VARIABLE} 指的 {named} 不存在或不能运行。")
        return found
    return next(filter(None, map(machine.find, (*COMMANDS, *PLACES))), None)


def has_chinese_font(machine: Machine) -> bool:
    """Ask fontconfig; systems without it (Windows, macOS) bring their own Chinese fonts."""
    if not machine.find("fc-list"):
        return not machine.find("apt-get") or Path("/usr/share/fonts/opentype/noto").is_dir()
    return bool(machine.run(["fc-list", ":lang=zh-cn", "family"]).stdout.strip())


def install(machine: Machine, packages: Sequence[str]) -> None:
    """Install Debian packages, or say which to install when this may not be done here."""
    names = " ".join(packages)
    prefix = privilege(machine)
    if prefix is None:
        raise Problem(f"运行测试还需要 {names}。请先安装（Debian：sudo apt install {names}），再运行一次。")
    with step(f"用 apt 安装 {names}…"):
        apt_get(machine, prefix, ["update"])
        apt_get(machine, prefix, ["install", "-y", "--no-install-recommends", *packages])


def privilege(machine: Machine) -> list[str] | None:
    """What stands before a command that needs to be root; None when that cannot be had."""
    if not machine.find("apt-get"):
        return None
    if machine.is_root:
        return []
    if machine.find("sudo") and machine.run(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n"]
    return None


def apt_get(machine: Machine, prefix: Sequence[str], arguments: Sequence[str]) -> None:
    """Call apt-get; Problem with its own last words when it fails."""
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", *arguments]
    done = machine.run(command)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["没有说明原因"])[-1]
        what = "update" if "update" in arguments else "install"
        raise Problem(f"apt-get {what} 失败（{reason}）。请检查网络和软件源后再运行一次。")


def run_quietly(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a command without input and keep what it prints."""
    return subprocess.run(  # noqa: S603  # the commands are written in this file
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
