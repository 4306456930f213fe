"""What is handed in: a name and its bytes."""

from __future__ import annotations

from dataclasses import dataclass

MAX_BYTES = 64 * 1024 * 1024
"""A document with many photographs; what is larger is refused before it is read."""

MAX_CHARACTERS = 1_000_000
"""Of one document's text: a thick book. Every stage would take minutes over what is longer."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document as it was received. ``name`` is its file name with its ending, as messages show it.

    ``folder`` is where it lies, for the pictures that it names there; empty when it is in no folder.
    """

    name: str
    data: bytes
    folder: str = ""
