"""The servers that the tests drive: found where they are installed, or fetched without installing anything.

A test run must not leave a web server or an SSH server running on somebody's machine, as installing their packages
would. The packages are downloaded with apt instead and unpacked into a folder of the checkout.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.browser import apt_get, privilege
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shuxiang.cli.browser import Machine

PACKAGES = {
    "nginx": "nginx",
    "sshd": "openssh-server",
    "ssh": "openssh-client",
    "rsync": "rsync",
    "openssl": "openssl",
}
"""By program, the Debian package that has it."""
SYSTEM_FOLDERS = ("/usr/sbin", "/sbin", "/usr/local/sbin")
"""Debian keeps servers where an ordinary user's PATH does not look."""


def find_program(machine: Machine, name: str) -> str | None:
    """Where a program is."""
    places = (name, *(f"{folder}/{name}" for folder in SYSTEM_FOLDERS))
    return next(filter(None, map(machine.find, places)), None)


def ready_programs(machine: Machine, folder: Path) -> dict[str, str]:
    """The variables with which the tests find every program, after fetching what is missing into ``folder``.

    Problem that says what to install where nothing can be fetched.
    """
    missing = [package for program, package in PACKAGES.items() if not find_program(machine, program)]
    if not missing:
        return {}
    unpacked = folder / "unpacked"
    if not all((unpacked / f"{package}.done").exists() for package in missing):
        _fetch(machine, missing, folder, unpacked)
    return _variables(unpacked, machine.variables)


def _fetch(machine: Machine, packages: Sequence[str], folder: Path, unpacked: Path) -> None:
    names = " ".join(packages)
    if not (machine.find("apt-get") and machine.find("dpkg-deb")):
        raise Problem(f"运行测试还需要 {names}。请先安装（Debian：sudo apt install {names}），再运行一次。")
    archives = folder / "archives"
    (archives / "partial").mkdir(parents=True, exist_ok=True)
    with step(f"取来测试要用的 {names}（只解开，不安装）…"):
        prefix = privilege(machine)
        if prefix is not None:
            apt_get(machine, prefix, ["update"])
        here = ["-o", "Debug::NoLocking=1", "-o", f"Dir::Cache::archives={archives}", "-o", "APT::Sandbox::User="]
        apt_get(
            machine,
            [],
            [*here, "-y", "--no-install-recommends", "--reinstall", "--download-only", "install", *packages],
        )
        unpacked.mkdir(exist_ok=True)
        for archive in sorted(archives.glob("*.deb")):
            _unpack(machine, archive, unpacked)
    for package in packages:
        (unpacked / f"{package}.done").touch()


def _unpack(machine: Machine, archive: Path, unpacked: Path) -> None:
    done = machine.run(["dpkg-deb", "-x", str(archive), str(unpacked)])
    if done.returncode:
        raise Problem(f"{archive.name} 解不开（{done.stderr.strip()}）。请删去 {archive.parent} 后再运行一次。")


def _variables(unpacked: Path, current: Mapping[str, str]) -> dict[str, str]:
    """Paths that come after the system's own. An empty path would mean the working directory, so none is set."""
    folders = {
        "PATH": [str(unpacked / "usr" / "sbin"), str(unpacked / "usr" / "bin")],
        "LD_LIBRARY_PATH": sorted(str(path) for path in (unpacked / "usr" / "lib").glob("*-linux-*")),
    }
    return {
        name: os.pathsep.join([*filter(None, [current.get(name)]), *found])
        for name, found in folders.items()
        if found
    }
