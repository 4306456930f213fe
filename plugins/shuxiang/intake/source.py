"""What is handed in: a name and its bytes."""

from __future__ import annotations

from dataclasses import dataclass

MAX_BYTES = 64 * 1024 * 1024
"""A document with many photographs; what is larger is refused before it is read."""

MAX_CHARACTERS = 1_000_000
"""Of one document's text: a thick book. Every stage would take minutes over what is longer."""


OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How .doc and .wps begin, and whatever Word or WPS saves under a password."""

_LOCKED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Source:
    """One document as it was received. ``name`` is its file name with its ending, as messages show it.

    ``folder`` is where it lies, for the pictures that it names there; empty when it is in no folder.
    """

    name: str
    data: bytes
    folder: str = ""


def is_locked(data: bytes) -> bool:
    """Whether the bytes are a document of today's format under a password."""
    return data.startswith(OLE_MAGIC) and _LOCKED in data


def too_long(kind: str, amount: int) -> str:
    """The sentence that refuses a document of so many characters; ``kind`` is what to call it."""
    limit = f"{kind}有 {amount // 10_000} 万字，超过 {MAX_CHARACTERS // 10_000} 万字的上限。"
    return f"{limit}请拆成几篇再交来。"
