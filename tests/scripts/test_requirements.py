from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "scripts" / "requirements"
FILES = ("build", "dev", "lock")
PLATFORM_WHEELS = ("pyyaml", "opencc", "pagefind-bin", "watchdog", "markupsafe")


def pinned(name: str) -> dict[str, int]:
    """Return how many hashes each package has."""
    text = re.sub(r"\\\n", "", (FOLDER / f"{name}.txt").read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert all(re.match(r"[\w.-]+==\S+ ", line) for line in lines)
    return {line.split("==")[0]: line.count("--hash=sha256:") for line in lines}


def normal(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()


@pytest.mark.parametrize("name", FILES)
def test_every_package_is_pinned_to_one_version_with_hashes(name: str) -> None:
    packages = pinned(name)
    assert packages
    assert min(packages.values()) >= 1


@pytest.mark.parametrize("name", FILES)
def test_the_files_name_no_address_and_no_path_of_a_machine(name: str) -> None:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert re.findall(r"https?:|file:|--\w*index|--find-links|(?<![\w.])/\w+|[A-Z]:\\", text) == []


def test_what_the_project_depends_on_is_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {normal(each) for each in project["dependencies"]} | {"setuptools"} <= set(pinned("build"))
    assert {normal(each) for each in project["optional-dependencies"]["dev"]} <= set(pinned("dev"))


def test_packages_with_compiled_parts_have_hashes_for_many_platforms() -> None:
    packages = pinned("build")
    assert {name: packages[name] for name in PLATFORM_WHEELS if packages[name] < 6} == {}


def test_developing_uses_the_same_versions_as_building() -> None:
    def versions(name: str) -> set[str]:
        return set(re.findall(r"^[\w.-]+==\S+", (FOLDER / f"{name}.txt").read_text(encoding="utf-8"), re.MULTILINE))

    assert versions("build") <= versions("dev")
