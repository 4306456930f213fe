"""The zip that packing writes: where it may be, and what is said of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.cli.written_file import refuse_published
from shuxiang.release.bundle.opening import is_parcel
from shuxiang.release.bundle.packing import packed, write_parcel
from shuxiang.release.manifest import sha256_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mkdocs.config.defaults import MkDocsConfig

    from shuxiang.release.bundle.packing_list import Packed, PackingList

_MEGABYTE = 2**20
_GROUP, _GROUPS_IN_A_LINE = 4, 8


def require_output(path: Path, config: MkDocsConfig) -> None:
    """Problem when the zip must not be written there."""
    if path.suffix.lower() != ".zip":
        raise Problem(f"{path} 不是以 .zip 结尾。请改一个文件名。")
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise Problem(f"不能写到 {path}：它是一个文件夹，或它所在的文件夹不存在。请换一个位置。")
    refuse_published(path, config, "包里含有尚未发布的安排")
    if path.exists() and not is_parcel(path):
        raise Problem(f"{path} 已经存在，而且不是以前打的包，没有覆盖。请换一个文件名。")


def write(
    path: Path, sources: Mapping[str, Path], listed: Callable[[Mapping[str, Packed]], PackingList], title: str
) -> PackingList:
    """Write the zip while the title is shown; returns the list that is in it."""
    with step(title):
        result = listed(packed(sources))
        write_parcel(path, result, sources)
    return result


def size_text(listed: PackingList) -> str:
    """How much is in it."""
    size = f"{listed.size / _MEGABYTE:.1f} MB" if listed.size >= _MEGABYTE else f"{listed.size / 2**10:.1f} KB"
    return f"{len(listed.files)} 个文件，{size}"


def digest_lines(path: Path) -> str:
    """The zip's SHA-256 in groups that can be read out over the telephone."""
    return f"{path.name} 的 SHA-256：\n{grouped(sha256_of(path))}"


def grouped(digest: str) -> str:
    """A digest in groups of four, two lines of them."""
    groups = [digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP)]
    lines = [groups[at : at + _GROUPS_IN_A_LINE] for at in range(0, len(groups), _GROUPS_IN_A_LINE)]
    return "\n".join("  " + " ".join(line) for line in lines)
