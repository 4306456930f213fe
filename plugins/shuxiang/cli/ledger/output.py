"""Where a command's files go when the clerk says so with ``-o``: never into the site, never over another file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.problem import Problem
from shuxiang.cli.written_file import refuse_published

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_FILES = {".docx", ".doc", ".xlsx", ".xls", ".html", ".htm", ".pdf", ".csv", ".txt", ".zip", ".db"}
NAMES = "里面有委员的姓名"
"""Why most of them must not get into the site."""


def is_folder(text: str) -> bool:
    """Whether the clerk means a folder: there is one, or it is written with a slash at its end."""
    return text.endswith(("/", os.sep)) or Path(text).is_dir()


def output_file(path: Path, endings: tuple[str, ...], config: MkDocsConfig, why: str = NAMES) -> Path:
    """The path of a file that is not there yet; Problem when it cannot be written there.

    ``endings`` are those that the file's program opens, ``why`` it may not be in the site.
    """
    refuse_published(path, config, why)
    if path.suffix.lower() not in endings:
        raise Problem(f"{path} 的文件名不是以 {' 或 '.join(endings)} 结尾，双击会打不开。请改一个文件名。")
    if not path.absolute().parent.is_dir():
        raise Problem(f"不能写到 {path}：它所在的文件夹不存在。请换一个位置，或先建好文件夹。")
    if path.exists():
        raise Problem(f"{path} 已经存在，没有覆盖。请换一个文件名。")
    return path


def output_folder(path: Path, config: MkDocsConfig, why: str = NAMES) -> Path:
    """The path of a folder that is there or will be; Problem when it cannot be one, or is named like a file."""
    refuse_published(path, config, why)
    if path.suffix.lower() in _FILES and not path.exists():
        raise Problem(f"{path} 像是一个文件名，这里要写一个文件夹。请去掉 {path.suffix}，或换一个文件夹。")
    if any(place.exists() and not place.is_dir() for place in (path, *path.parents)):
        raise Problem(f"不能写到 {path}：它或它所在的地方是一个文件，不是文件夹。请用 -o 换一个文件夹。")
    return path
