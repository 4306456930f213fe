"""Files that lie beside a document and that it names: the pictures of a saved web page, or of a draft."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit


def file_beside(folder: str, address: str, most_bytes: int) -> bytes:
    """The bytes of the file that a relative address names below the folder.

    Nothing where there is none, where it leads out of the folder, through whatever links, or where it is too large.
    """
    path = _path(address) if folder else ""
    if not path:
        return b""
    try:
        base = Path(folder).resolve()
        file = (base / path).resolve()
        if base not in file.parents or not file.is_file() or file.stat().st_size > most_bytes:
            return b""
        return file.read_bytes()
    except (OSError, ValueError, RuntimeError):  # no such name on this system, or links in a circle
        return b""


def _path(address: str) -> str:
    """The path in a relative address; nothing for one that leads elsewhere."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc or parts.path.startswith("/") else unquote(parts.path)
