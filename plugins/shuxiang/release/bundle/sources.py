"""Which files go into a parcel: the software as git knows it, and the office's content as it lies on the disk."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from pathspec import PathSpec

from shuxiang.release.bundle.packing_list import NAME, NOT_FROM_OUTSIDE, OWN_CONTENT
from shuxiang.release.bundle.walking import is_link
from shuxiang.release.bundle.wheels import FOLDER
from shuxiang.release.errors import ReleaseError

INSTALLER = "install.py"
_LEFT_OUT = NOT_FROM_OUTSIDE | {NAME, FOLDER, OWN_CONTENT, INSTALLER}
"""What belongs to the office, and what a parcel adds to the software's own files."""


def software(root: Path) -> dict[str, Path]:
    """The files of the project by their path: those git tracks, or without git all that are not ignored."""
    paths = (path for path in _tracked(root) or _not_ignored(root) if path.split("/")[0] not in _LEFT_OUT)
    return {path: root / path for path in paths if (root / path).exists()}


def require_plain(files: Iterable[Path]) -> None:
    """ReleaseError about the first that is a link or no file."""
    for path in files:
        if is_link(path) or not path.is_file():
            raise ReleaseError(f"{path} 是链接或特殊文件，不能打进包里。请换成文件本身，再运行一次。")


def _tracked(root: Path) -> list[str]:
    """What git tracks in a checkout that is its own repository; nothing without git."""
    if not (root / ".git").exists():
        return []
    command = ["git", "-C", str(root), "ls-files", "-z"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # written above
    except OSError:
        return []
    return [os.fsdecode(path) for path in done.stdout.split(b"\0") if path] if done.returncode == 0 else []


def _not_ignored(root: Path) -> Iterator[str]:
    ignore = root / ".gitignore"
    lines = ignore.read_text(encoding="utf-8").splitlines() if ignore.is_file() else []
    ignored = PathSpec.from_lines("gitignore", [*lines, "__pycache__/", "/.*/", "!/.ci/"])
    for path in ignored.match_tree_files(root, negate=True):
        yield Path(path).as_posix()
