"""What must still be there, and whole, after a power cut."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def replace_durably(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; when this returns, it is on the disk."""
    unfinished = _unfinished(path)
    try:
        unfinished.write_bytes(data)
        put_durably(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def put_durably(finished: Path, path: Path) -> None:
    """Give a finished file its name; when this returns, both are on the disk."""
    with finished.open("r+b") as file:
        os.fsync(file.fileno())
    finished.replace(path)
    _settle_folder(path.parent)


def forget(path: Path) -> None:
    """Remove a file, and what a run that was cut off has left of it."""
    path.unlink(missing_ok=True)
    _unfinished(path).unlink(missing_ok=True)


def settle(folder: Path) -> None:
    """Return when everything below the folder is on the disk."""
    if hasattr(os, "sync"):
        os.sync()
        return
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("r+b") as file:
                os.fsync(file.fileno())


def _unfinished(path: Path) -> Path:
    return path.with_name(f"{path.name}.tmp")


def _settle_folder(folder: Path) -> None:
    """Let the new name outlast a power cut too, where a folder can be opened for that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
