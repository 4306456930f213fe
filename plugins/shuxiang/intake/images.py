"""What an image is, told by its bytes: only what browsers show may lie beside a page."""

from __future__ import annotations

import re

_MAGIC = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"\xff\xd8\xff"), "jpg"),
    (re.compile(rb"GIF8[79]a"), "gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "webp"),
    (re.compile(rb"BM....\x00\x00\x00\x00", re.DOTALL), "bmp"),
)


def ending_of(data: bytes) -> str:
    """The ending that a file with these bytes should have, without dot; nothing for what is no such image."""
    return next((ending for magic, ending in _MAGIC if magic.match(data)), "")
