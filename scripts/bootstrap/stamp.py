"""Remember what the environment was made from, so that it is made again exactly when that changes.

The stamp is the last thing written: an environment without one was interrupted and does not count.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

REQUIREMENTS = {"build": ("build",), "dev": ("build", "dev")}


@dataclass(frozen=True)
class Environment:
    """The environment of the checkout at `root`."""

    root: Path

    @property
    def folder(self) -> Path:
        """The virtual environment itself."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def stamp(self) -> Path:
        """The file written last."""
        return self.folder / "stamp.json"

    @property
    def lock(self) -> Path:
        """The file that is locked while one process sets up; the only one to survive a new start."""
        return self.folder / "setup.lock"

    @property
    def log(self) -> Path:
        """What the installer printed the last time."""
        return self.folder / "setup.log"

    @property
    def wheels(self) -> Path:
        """The packages that came with the project in a bundle, if it came in one."""
        return self.root / "wheels"

    def requirements(self, name: str) -> Path:
        """Return a set of pinned requirements."""
        return self.root / "scripts" / "requirements" / f"{name}.txt"


def is_ready(environment: Environment, name: str) -> bool:
    """Tell whether the set of requirements is installed as its files and this Python demand."""
    stamp = read(environment)
    return has_base(environment, stamp) and stamp.get(name) == wanted(environment, name)[name]


def has_base(environment: Environment, stamp: Mapping[str, str]) -> bool:
    """Tell whether the environment was made here, by this Python, and still has its interpreter."""
    return stamp.get("base") == _base(environment) and environment.python.exists()


def wanted(environment: Environment, name: str) -> dict[str, str]:
    """Return the stamp of an environment with this set; `dev` holds all that `build` does."""
    return {
        "base": _base(environment),
        **{each: _digest(environment, REQUIREMENTS[each]) for each in REQUIREMENTS[name]},
    }


def read(environment: Environment) -> dict[str, str]:
    """Return the stamp, empty when there is none that can be read."""
    try:
        stamp = json.loads(environment.stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write(environment: Environment, stamp: Mapping[str, str]) -> None:
    """Write the stamp whole or not at all."""
    unfinished = environment.stamp.with_suffix(".tmp")
    unfinished.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    unfinished.replace(environment.stamp)


def _base(environment: Environment) -> str:
    """Virtual environments cannot be moved, to another folder or to another Python."""
    return f"{platform.python_implementation()} {platform.python_version()} {environment.root}"


def _digest(environment: Environment, names: Iterable[str]) -> str:
    files = [environment.requirements(name) for name in names]
    digest = hashlib.sha256()
    for path in (*files, environment.root / "pyproject.toml"):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
