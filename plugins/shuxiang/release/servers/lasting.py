"""What may be cached for a year, and how servers are told where they read no regular expressions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from shuxiang.release.fingerprints import is_fingerprinted

YEAR = 31536000
FOREVER = f"public, max-age={YEAR}, immutable"
REVALIDATE = "no-cache"
"""Keep it, and ask each time whether it has changed."""

SEARCH_INDEX = "search-index/"
"""Only the build writes there, so what is in its folders now tells what will be."""


def lasting_places(paths: Iterable[str]) -> tuple[str, ...]:
    """The fewest folders (with a slash at the end) and files that hold only what is named after its content.

    ``paths`` are a site's files. A folder into which an office may put a file of its own is not among them.
    """
    known = set(paths)
    named = set(filter(is_fingerprinted, known))
    mixed = {folder for path in known - named for folder in _folders(path)}
    return tuple(sorted({_place(path, mixed) for path in named}))


def _place(path: str, mixed: set[str]) -> str:
    """The outermost folder that will do, or else the file itself."""
    return next((folder for folder in _folders(path) if _will_do(folder, mixed)), path)


def _will_do(folder: str, mixed: set[str]) -> bool:
    whatever = f"{folder}any.file"
    return is_fingerprinted(whatever) or (folder.startswith(SEARCH_INDEX) and folder not in mixed)


def _folders(path: str) -> Iterator[str]:
    """The folders above a file, the outermost first."""
    return (f"{folder}/" for folder in reversed([str(parent) for parent in PurePosixPath(path).parents][:-1]))
