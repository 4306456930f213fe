"""The wheels for a machine that is not this one: which of the pinned packages it needs, and how pip finds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from packaging.requirements import Requirement
from packaging.utils import parse_wheel_filename

from shuxiang.release.errors import ReleaseError

FOLDER = "wheels"
PYTHONS = ("3.11", "3.12", "3.13")

_PLATFORM = re.compile(r"(linux)-(\w+)|(windows)-(x64|arm64|x86)|(macos)-(arm64|x86_64)")
_WINDOWS = {"x64": ("win_amd64", "AMD64"), "arm64": ("win_arm64", "ARM64"), "x86": ("win32", "x86")}
_GLIBC = ("2_5", "2_12", "2_17", "2_24", "2_26", "2_27", "2_28", "2_31", "2_34", "2_35", "2_36")
"""What wheels are built against, up to Debian 12's; the oldest that will do comes first and is taken."""
_LEGACY = {"manylinux1": "2_5", "manylinux2010": "2_12", "manylinux2014": "2_17"}
_MACOS = ("11_0", "12_0", "13_0", "14_0", "15_0")
_SYSTEM_TAG = re.compile(r"(?:manylinux|macosx)_(\d+)_(\d+)_")
_NONE_FITS = re.compile(r"No matching distribution found for ([^\s=]+)")


@dataclass(frozen=True, slots=True)
class Target:
    """Another machine: ``platform`` as in ``linux-x86_64``, ``python`` as in ``3.11``."""

    platform: str
    python: str

    @property
    def tags(self) -> list[str]:
        """The platforms that wheels for it may be built for."""
        system, _, machine = self.platform.partition("-")
        if system == "linux":
            many = [tag for g in _GLIBC for tag in (f"manylinux_{g}_{machine}", *_legacy(g, machine))]
            return [*many, f"linux_{machine}"]
        if system == "windows":
            return [_WINDOWS[machine][0]]
        return [f"macosx_{version}_{kind}" for version in _MACOS for kind in (machine, "universal2")]

    @property
    def markers(self) -> dict[str, str]:
        """What the conditions in requirements ask about (PEP 508)."""
        system, _, machine = self.platform.partition("-")
        names = {
            "linux": ("posix", "linux", "Linux", machine),
            "windows": ("nt", "win32", "Windows", _WINDOWS.get(machine, ("", machine))[1]),
            "macos": ("posix", "darwin", "Darwin", machine),
        }
        os_name, sys_platform, system_name, machine_name = names[system]
        return {
            "os_name": os_name,
            "sys_platform": sys_platform,
            "platform_system": system_name,
            "platform_machine": machine_name,
            "python_version": self.python,
            "python_full_version": f"{self.python}.99",
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.99",
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_version": "",
            "extra": "",
        }


def target(platform: str, python: str) -> Target:
    """The machine with that name; ReleaseError when there is none."""
    if not _PLATFORM.fullmatch(platform):
        known = "linux-x86_64、linux-aarch64、windows-x64、macos-arm64"
        raise ReleaseError(f"没有“{platform}”这样的平台。请写 {known} 之一（Linux 的其他机型写 linux-机型）。")
    if python not in PYTHONS:
        raise ReleaseError(f"不能为 Python {python} 打包。请写 {'、'.join(PYTHONS)} 之一。")
    return Target(platform, python)


def requirements_for(pinned: str, machine: Target) -> str:
    """Of a file of pinned requirements what the machine needs, without conditions and comments."""
    lines = (line for line in pinned.replace("\\\n", " ").splitlines() if line.strip()[:1] not in {"", "#"})
    return "".join(f"{kept}\n" for line in lines if (kept := _kept(line, machine)))


def download_arguments(machine: Target, requirements: str, folder: str) -> list[str]:
    """What pip is asked for. Nothing is resolved anew: pip would judge conditions by the Python it runs on."""
    tags = [argument for tag in machine.tags for argument in ("--platform", tag)]
    digits = machine.python.replace(".", "")
    return [
        *("download", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--progress-bar", "off"),
        *("--implementation", "cp", "--python-version", machine.python),
        *("--abi", f"cp{digits}", "--abi", "abi3", "--abi", "none"),
        *tags,
        *("-r", requirements, "-d", folder),
    ]


def package_without_wheel(output: str) -> str:
    """The package that has no wheel for the machine, going by what pip printed; nothing when that is not it."""
    found = _NONE_FITS.search(output)
    return found[1] if found else ""


def oldest_system(names: Iterable[str]) -> str:
    """The version of glibc, or of macOS, that all the wheels with these names can do with; nothing for none."""
    needed = [min(versions) for name in names if (versions := list(_versions(name)))]
    return ".".join(map(str, max(needed))) if needed else ""


def _legacy(glibc: str, machine: str) -> Iterator[str]:
    return (f"{name}_{machine}" for name, version in _LEGACY.items() if version == glibc)


def _kept(line: str, machine: Target) -> str:
    """The requirement and its hashes."""
    text, *hashes = re.split(r"\s+(?=--hash=)", line.strip())
    requirement = Requirement(text)
    if requirement.marker and not requirement.marker.evaluate(machine.markers):
        return ""
    return " ".join([f"{requirement.name}{requirement.specifier}", *hashes])


def _versions(name: str) -> Iterator[tuple[int, int]]:
    for tag in parse_wheel_filename(name)[3]:
        text = tag.platform
        for old, version in _LEGACY.items():
            text = text.replace(f"{old}_", f"manylinux_{version}_")
        if match := _SYSTEM_TAG.match(text):
            yield int(match[1]), int(match[2])
