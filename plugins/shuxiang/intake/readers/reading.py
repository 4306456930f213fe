"""Which reader a document needs, told by its bytes before its name."""

from __future__ import annotations

from shuxiang.intake.document import Document
from shuxiang.intake.readers.text import read_text
from shuxiang.intake.source import Source


def read(source: Source) -> Document:
    """The document in the bytes. IntakeError when it cannot be read, or is no document at all."""
    return read_text(source)
