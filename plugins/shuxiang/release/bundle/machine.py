"""What machine this is, and whether the wheels in a parcel are meant for it."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass

from shuxiang.release.bundle.packing_list import Needs

_SYSTEMS = {"Linux": "linux", "Windows": "windows", "Darwin": "macos"}
_WINDOWS = {"amd64": "x64", "x86_64": "x64"}
_OTHERS = {"amd64": "x86_64", "x64": "x86_64"}
_NARROW = {"x64": "x86", "x86_64": "i686"}


@dataclass(frozen=True, slots=True)
class Machine:
    """``platform`` as in ``linux-x86_64``; ``python`` as in ``3.11``; ``system`` the glibc's or macOS's version."""

    platform: str
    python: str
    system: str


def this_machine() -> Machine:
    """The machine that runs this."""
    version = ".".join(map(str, sys.version_info[:2]))
    system = platform.mac_ver()[0] if sys.platform == "darwin" else _glibc()
    return Machine(platform_name(platform.system(), platform.machine(), sys.maxsize > 2**32), version, system)


def platform_name(system: str, machine: str, is_wide: bool = True) -> str:  # noqa: FBT001, FBT002
    """The name of a platform in one spelling; ``is_wide`` is whether its Python has 64 bits."""
    known = _SYSTEMS.get(system, system.lower() or "unknown")
    kind = (_WINDOWS if known == "windows" else _OTHERS).get(machine.lower(), machine.lower())
    if known == "macos" and kind == "aarch64":
        kind = "arm64"
    return f"{known}-{kind if is_wide else _NARROW.get(kind, kind)}"


def objection(needs: Needs, machine: Machine) -> str:
    """Why the wheels will not do here, as a sentence; nothing when they will. The Python is not looked at."""
    if needs.platform != machine.platform:
        return (
            f"这个安装包是为 {needs.platform} 做的，这台电脑是 {machine.platform}。"
            f"请在外网重新打包：python3 scripts/bundle.py -o bundle.zip --platform {machine.platform} --python "
            f"{machine.python}"
        )
    if needs.system and not _at_least(machine.system, needs.system):
        what = "macOS" if needs.platform.startswith("macos") else "glibc"
        found = f"是 {machine.system}" if machine.system else "没有（或认不出来）"
        return f"这个安装包要求系统的 {what} 不低于 {needs.system}，这台电脑的{found}。请换一台系统较新的电脑。"
    return ""


def _glibc() -> str:
    name, version = platform.libc_ver()
    return version if name == "glibc" else ""


def _at_least(found: str, wanted: str) -> bool:
    return _numbers(found) >= _numbers(wanted)


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdigit()]
