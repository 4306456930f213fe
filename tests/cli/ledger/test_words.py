"""What the ledger says: commands as they can be typed, and one word for one thing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import shuxiang
from shuxiang.cli.ledger.commands import MODULES

PACKAGE = Path(shuxiang.__file__).parent
ROOMS = ("cli/ledger", "core/ledger", "exports", "store")
NAMES = "|".join(map(re.escape, MODULES))
BARE = re.compile(rf"(?<!python3 scripts/)ledger\.py |(?<![\w./-])(?<!ledger\.py )(?:{NAMES})(?![\w./-])", re.ASCII)
OTHER_WORDS = {
    "换小组": "调组",
    "换组": "调组",
    "抽审": "抽查",
    "抽签": "抽查",
    "退出": "离开",
    "号数": "台账号",
    "活动的编号": "活动的代号",
}
CHINESE = re.compile("[\u4e00-\u9fff]")


def texts(room: str) -> Iterator[tuple[str, str]]:
    """All that a room may say, and where it says it: its strings with Chinese in them, but no docstrings."""
    for path in sorted((PACKAGE / room).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        quiet = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in quiet:
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node.value


@pytest.mark.parametrize("room", ROOMS)
def test_commands_are_written_as_they_are_typed_and_things_have_one_name(room: str) -> None:
    said = [(place, text) for place, text in texts(room) if CHINESE.search(text)]
    assert said
    assert [(place, text) for place, text in said if BARE.search(text)] == []
    assert [
        (place, text) for place, text in said if any(word in text.replace("退出码", "") for word in OTHER_WORDS)
    ] == []


def test_the_guides_use_the_same_words() -> None:
    found = [
        (path.name, word, right)
        for path in sorted((PACKAGE.parents[1] / "docs" / "guide").glob("ledger*.md"))
        for word, right in OTHER_WORDS.items()
        if word in path.read_text(encoding="utf-8").replace("退出码", "")
    ]
    assert found == []
