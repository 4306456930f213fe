"""The chain: what each event's link is computed from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

SALT_BYTES = 16
START = b"\0" * 32
"""What stands before the first event."""


def canonical_json(content: Mapping[str, Any]) -> str:
    """One text for one content: keys in order, no spaces."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(salt: bytes, content: str) -> bytes:
    """What stays in the event of its private part: without salt and content nobody can tell what it was."""
    return hashlib.sha256(salt + content.encode()).digest()


def link(before: bytes, fields: Sequence[str | int], sealed: bytes | None) -> bytes:
    """An event's link; ``fields`` are seq, run, kind, entered, member, slot, line and data as they are stored."""
    text = json.dumps(list(fields), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(before + (sealed or b"") + text.encode()).digest()
