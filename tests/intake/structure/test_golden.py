"""Whole texts of invented offices: `input.txt` as it came, `expected.md` as it was understood."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from shuxiang.intake.document import Article

CASES = Path(__file__).parent.parent / "cases"
FOLDERS = sorted(
    folder.parent.relative_to(CASES).as_posix()
    for topic in ("articles", "viewer", "speech", "official")
    for folder in (CASES / topic).glob("*/input.txt")
)


@pytest.mark.parametrize("case", FOLDERS)
def test_a_text_is_understood_as_written_down(
    case: str, found: Callable[..., tuple[Article, ...]], listing: Callable[[Iterable[Article]], str]
) -> None:
    text = (CASES / case / "input.txt").read_text(encoding="utf-8")
    expected = (CASES / case / "expected.md").read_text(encoding="utf-8")
    assert listing(found(text, f"{case.rpartition('/')[2]}.txt")) == expected
