"""Every file below a folder, and the links among them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

LEFT_BY_SYSTEMS = frozenset([".DS_Store", "Thumbs.db", "desktop.ini"])
"""What a look into a folder leaves there."""
_MOUNT_POINT = 0xA0000003
"""Windows's IO_REPARSE_TAG_MOUNT_POINT."""


def below(folder: Path) -> dict[str, Path]:
    """Every file below a folder, without hidden ones, by its path; links are not followed."""
    return {path.relative_to(folder).as_posix(): path for path in map(Path, _walk(folder))}


def links(folder: Path) -> list[str]:
    """The links below a folder by their path, hidden or not."""
    found = []
    for at, folders, names in os.walk(folder):
        here = [Path(at) / name for name in (*folders, *names)]
        found += [path.relative_to(folder).as_posix() for path in here if is_link(path)]
        folders[:] = [name for name in folders if not is_link(Path(at) / name)]
    return sorted(found)


def is_link(path: Path) -> bool:
    """Whether it leads elsewhere: a symbolic link, or Windows's junction, which Python 3.11 takes for a folder."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return path.is_symlink() or getattr(status, "st_reparse_tag", 0) == _MOUNT_POINT


def _walk(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as found:
        for each in sorted(found, key=lambda entry: entry.name):
            if each.name.startswith(".") or each.name in LEFT_BY_SYSTEMS:
                continue
            if each.is_dir(follow_symlinks=False) and not is_link(Path(each.path)):
                yield from _walk(Path(each.path))
            else:
                yield each.path
