"""A plain text file: every line a paragraph."""

from __future__ import annotations

from shuxiang.intake.document import Document, Look, plain
from shuxiang.intake.findings import Place
from shuxiang.intake.source import Source


def read_text(source: Source) -> Document:
    """The lines of a text in UTF-8, GB18030 or Big5. IntakeError when it is in none of them."""
    text = source.data.decode("utf-8-sig")
    lines = text.splitlines()
    blocks = tuple(
        plain(line.strip(), Place(number=number), Look(after_gap=number > 1 and not lines[number - 2].strip()))
        for number, line in enumerate(lines, start=1)
        if line.strip()
    )
    return Document(blocks, received=text)
