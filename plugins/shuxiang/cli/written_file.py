"""The files that a command writes for the office: never where readers would find them, whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from shuxiang.cli.problem import FORBIDDEN, FULL, Problem
from shuxiang.release.durable import put_durably

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_REASONS = (
    (FULL, "磁盘空间不足"),
    (FORBIDDEN, "没有权限"),
    ((errno.ENAMETOOLONG,), "文件名太长"),
    ((errno.EEXIST, errno.ENOTDIR), "所在的文件夹和一个文件同名"),
    ((errno.ENOENT,), "文件或它所在的文件夹不存在"),
    ((errno.EISDIR,), "这是一个文件夹"),
)


UNFINISHED = ".sx-"
"""How the name of a file begins that is not whole yet."""


def refuse_published(target: Path, config: MkDocsConfig, why: str) -> None:
    """Problem when the target is the documents' folder or the site's, or in one, through whatever links.

    ``why`` nobody is to find it there, such as ``挂图含有尚未发布的安排``.
    """
    for folder, name in ((config.docs_dir, "文档"), (config.site_dir, "网站")):
        if target.resolve() == Path(folder).resolve() or is_within(target, Path(folder)):
            raise Problem(f"不能写到{name}文件夹里（{target}）：{why}。请用 -o 换一个地方。")


def is_within(path: Path, folder: Path) -> bool:
    """Whether the path, links followed, is below the folder; False also for one that leads nowhere."""
    try:
        return folder.resolve() in path.resolve().parents
    except (OSError, RuntimeError):  # a name too long, or links that go round in a circle
        return False


def replace_file(path: Path, data: bytes, *, mode: int | None = None, durable: bool = False) -> None:
    """Put the bytes in the file's place in one step: there is never half a file. A link stays a link.

    With ``mode`` it has these permissions from its first moment, else those of the file that was there. When this
    returns, a ``durable`` one outlasts a power cut.
    """
    place = path.resolve()
    unfinished = beside(place)
    try:
        _fill(_opened(unfinished, mode), data)
        if mode is None and place.exists():
            shutil.copymode(place, unfinished)
        if durable:
            put_durably(unfinished, place)
        else:
            unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)


def create_file(path: Path, data: bytes) -> bool:
    """Make a whole file where none is; False where one is already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = beside(path)
    try:
        _fill(unfinished.open("wb"), data)
        os.link(unfinished, path)
    except FileExistsError:
        return False
    except OSError:  # a disk without links, or one that will say again what is wrong
        return _create_in_place(path, data)
    finally:
        unfinished.unlink(missing_ok=True)
    return True


def reason(error: OSError) -> str:
    """Why a file could not be written."""
    found = (words for codes, words in _REASONS if error.errno in codes)
    return next(found, f"磁盘出错（{errno.errorcode.get(error.errno or 0, type(error).__name__)}）")


def beside(path: Path) -> Path:
    """Where a file stands until it is whole: in the same folder, under a short name.

    The path's own name may be as long as the disk allows.
    """
    return path.with_name(f"{UNFINISHED}{os.getpid()}")


def _opened(path: Path, mode: int | None) -> BinaryIO:
    """A new file, with these permissions if given; Windows asks the folder instead."""
    path.unlink(missing_ok=True)
    return open(path, "xb", opener=None if mode is None else partial(os.open, mode=mode))


def _fill(file: BinaryIO, data: bytes) -> None:
    with file:
        file.write(data)


def _create_in_place(path: Path, data: bytes) -> bool:
    try:
        file = path.open("xb")
    except FileExistsError:
        return False
    try:
        _fill(file, data)
    except BaseException:  # Ctrl-C too
        path.unlink()
        raise
    return True
