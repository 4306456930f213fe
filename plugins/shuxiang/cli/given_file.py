"""A file that somebody has named on the command line, from the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuxiang.cli.arguments import sayable
from shuxiang.cli.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path


def first_bytes(path: Path, most: int, what: str = "") -> bytes:
    """So many bytes of the file and, if it is longer, one more; Problem for one that is not there.

    ``what`` it should be, where that is known.
    """
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        raise not_found(path) from None
    except IsADirectoryError:
        raise Problem(f"{sayable(str(path))} 是一个文件夹。请写明里面的{what}文件。") from None


def not_found(path: Path, advice: str = "请检查文件名和所在的文件夹。") -> Problem:
    """What to say of a file that is not there."""
    return Problem(f"找不到文件 {sayable(str(path))}。{advice}")
