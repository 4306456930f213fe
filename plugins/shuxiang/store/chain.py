"""The chain: what each event's link is computed from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

SALT_BYTES = 16
START = b"\0" * 32
"""What stands before the first event."""

_CODE_LETTERS, _CODE_GROUP = 16, 4


def canonical_json(content: Mapping[str, Any]) -> str:
    """One text for one content: keys in order, no spaces."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(salt: bytes, key: str, content: str) -> bytes:
    """What stays in the event of its private part: without salt and content nobody can tell what it was."""
    return hashlib.sha256(b"%b%b\0%b" % (salt, key.encode(), content.encode())).digest()


def link(before: bytes, fields: Sequence[str | int], sealed: bytes | None) -> bytes:
    """An event's link; ``fields`` are seq, run, kind, entered, member, slot, line and data as they are stored."""
    text = json.dumps(list(fields), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(before + (sealed or b"") + text.encode()).digest()


def code(of: bytes) -> str:
    """校验码: a link's first 16 letters, as they are printed and copied by hand, ``3f2a-91bc-0012-77de``."""
    letters = of.hex()[:_CODE_LETTERS]
    return "-".join(letters[n : n + _CODE_GROUP] for n in range(0, _CODE_LETTERS, _CODE_GROUP))
