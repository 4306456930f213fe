"""The house's one-way rule: who may import whom among the rooms of the package."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "plugins" / "shuxiang"
MAY_IMPORT = {
    "core": set(),
    "content": {"core"},
    "pages": {"core"},
    "search": {"core"},
    "feeds": {"core"},
    "exports": {"core"},
    "intake": {"core"},
    "release": {"core"},
    "store": {"core"},
    "mkdocs_plugin": {"core", "content", "pages", "search", "feeds"},
    "cli": {
        "core",
        "content",
        "pages",
        "search",
        "feeds",
        "exports",
        "intake",
        "release",
        "store",
        "mkdocs_plugin",
    },
}
ENGINES = {"mkdocs", "material", "jinja2"}


@dataclass(frozen=True)
class Read:
    """What a module imports, and which functions it calls by their plain names."""

    imports: frozenset[str]
    calls: frozenset[str]


@cache
def read(path: Path) -> Read:
    """A module as the rules see it, read once for all of them."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    called = [node.func for node in nodes if isinstance(node, ast.Call)]
    names = frozenset(func.id for func in called if isinstance(func, ast.Name))
    return Read(frozenset(imported(path, nodes)), names)


def imported(path: Path, nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            yield node.module or ""


def modules(room: str) -> list[Path]:
    return sorted((PACKAGE / room).rglob("*.py"))


def test_every_room_is_in_the_rule() -> None:
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}

    assert rooms == set(MAY_IMPORT)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_the_rooms_below_it(room: str) -> None:
    for path in modules(room):
        others = {name.split(".")[1] for name in read(path).imports if name.startswith("shuxiang.")}
        assert others - {room} <= MAY_IMPORT[room], path


def test_the_core_needs_nothing_but_the_standard_library() -> None:
    for path in modules("core"):
        outside = {name.split(".")[0] for name in read(path).imports} - sys.stdlib_module_names
        assert outside <= {"shuxiang"}, path


@pytest.mark.parametrize(
    "room", ["core", "content", "pages", "search", "feeds", "exports", "intake", "release", "store"]
)
def test_only_the_adapter_and_the_commands_know_the_engine(room: str) -> None:
    for path in modules(room):
        assert not {name.split(".")[0] for name in read(path).imports} & ENGINES, path


@pytest.mark.parametrize(
    "room", ["core", "content", "pages", "search", "feeds", "exports", "intake", "release", "store"]
)
def test_nothing_below_the_adapter_reads_a_clock(room: str) -> None:
    for path in modules(room):
        code = path.read_text(encoding="utf-8")
        for call in ("datetime.now", "date.today", "time.time(", "utcnow"):
            assert call not in code, f"{path}: {call}"


def test_the_core_neither_prints_nor_opens_files() -> None:
    for path in modules("core"):
        assert not read(path).calls & {"print", "open", "input"}, path
