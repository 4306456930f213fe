"""Golden cases: the parts of a Word file as XML in a folder, and beside them what is read from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from document_text import document_text
from word_file import read, word_file

CASES = sorted((Path(__file__).parent.parent / "cases" / "docx").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_word_file_is_read_as_expected(case: Path) -> None:
    parts = {part.stem: part.read_text(encoding="utf-8") for part in sorted(case.glob("*.xml"))}
    document = read(word_file(parts.pop("document"), parts))
    assert document_text(document) == (case / "expected.txt").read_text(encoding="utf-8")
