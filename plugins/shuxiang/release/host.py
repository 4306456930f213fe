"""The folder that sites are published into, wherever it lies: what the steps of a release ask of it.

All paths are relative to that folder, with ``/``. Every method raises ReleaseError with a sentence when it cannot
do what it is for; what was there before then still stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol


class Host(Protocol):
    """A folder on this machine, or on one that is reached over SSH."""

    def locked(self) -> AbstractContextManager[None]:
        """Let no other process publish here while the block runs; ReleaseError when one is at it.

        Makes the folder if there is none, and removes what a killed process has left half written in it. The lock
        ends with the process that holds it, however that ends.
        """

    def read(self, path: str) -> bytes | None:
        """A file's bytes; None where there is no file."""

    def write(self, path: str, data: bytes) -> None:
        """Put a file in place in one step, readable by everyone; makes the folders above it."""

    def names(self, folder: str) -> list[str]:
        """What is in a folder, in order; nothing where there is no folder."""

    def remove(self, path: str) -> None:
        """Delete a file, a link or a folder with all that is in it; nothing to do where nothing is."""

    def rename(self, old: str, new: str) -> None:
        """Move a folder to a name that is free."""

    def link(self, name: str) -> str | None:
        """Where a symbolic link points, as it was written; None where there is no link."""

    def point(self, name: str, target: str) -> None:
        """Let the symbolic link ``name`` point at ``target``, in one step whatever it was before.

        ReleaseError when the file system knows no symbolic links, or a file or folder has that name.
        """

    def upload(self, source: Path, paths: Iterable[str], folder: str, like: str) -> None:
        """Copy the files at ``paths`` below ``source`` (on this machine) to below ``folder``.

        A file whose content is the same below the folder ``like`` ("" for none) may be linked from there and then
        keeps its date; others get the present one. Files are readable, folders open to everyone.
        """

    def adopt(self, source: str, paths: Sequence[str], folder: str) -> None:
        """Link or copy files from below ``source`` to below ``folder``; a file that is there already stays.

        One that is not below ``source`` any more is passed over.
        """

    def digests(self, folder: str, paths: Iterable[str] | None = None) -> dict[str, str]:
        """The SHA-256 of every file below ``folder``, by path, read from the disk as it is now.

        Where ``paths`` is given, those of them that are there are enough.
        """

    def free(self) -> int | None:
        """How many bytes may still be written; None when that cannot be known."""
