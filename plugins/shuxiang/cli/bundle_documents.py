"""Pack documents alone: all of them, or those of a week with the pictures and handouts they use."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.bundle_output import digest_lines, require_output, size_text, write
from shuxiang.cli.opened import open_library
from shuxiang.cli.problem import Problem
from shuxiang.cli.written_file import is_within
from shuxiang.content.links import from_root, resolve
from shuxiang.release.bundle import sources
from shuxiang.release.bundle.packing_list import Kind, PackingList
from shuxiang.release.bundle.paths import require_safe

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping, Sequence

    from shuxiang.cli.opened import Opened
    from shuxiang.content.library import Library
    from shuxiang.release.bundle.packing_list import Packed

FOLDER = "docs"
"""What documents stand under in a parcel, wherever they lie on either side."""


def pack(options: argparse.Namespace) -> int:
    """Write the zip and return the exit code."""
    opened = open_library(options)
    require_output(options.output, opened.config)
    docs = Path(opened.config.docs_dir).resolve()
    files = _chosen(opened, docs, options.files) if options.files else sources.below(docs)
    sources.require_plain(files.values())
    require_safe(files)
    kind = Kind.SOME_DOCUMENTS if options.files else Kind.DOCUMENTS
    listed = partial(_listed, kind, opened.today.isoformat())
    result = write(options.output, {f"{FOLDER}/{p}": f for p, f in files.items()}, listed, "写出材料包…")
    names = "".join(f"  {path}\n" for path in sorted(files)) if options.files else ""
    print(  # noqa: T201
        f"已写出 {options.output}（{size_text(result)}）。\n{names}{digest_lines(options.output)}\n"
        f"到了内网，运行：python3 scripts/bundle.py --take {options.output.name}"
    )
    return 0


def _listed(kind: Kind, day: str, files: Mapping[str, Packed]) -> PackingList:
    return PackingList(kind, day, FOLDER, files)


def _chosen(opened: Opened, docs: Path, given: Sequence[Path]) -> dict[str, Path]:
    """The files that were named, those in folders that were, and what their pages use."""
    every = sources.below(docs)
    named = {path for each in given for path in _named(each, docs, every)}
    used = {path for page in named for path in _used(opened.library, page)}
    return {path: every[path] for path in named | (used & every.keys())}


def _named(given: Path, docs: Path, every: Mapping[str, Path]) -> Iterator[str]:
    place = next((p for p in (given.absolute(), docs / given, docs.parent / given) if p.exists()), None)
    if place is None:
        raise Problem(f"找不到 {given}。请检查文件名，写在文档文件夹（{docs}）里的位置。")
    if not is_within(place, docs):
        raise Problem(f"{given} 不在文档文件夹（{docs}）里，不能打进材料包。")
    path = place.resolve().relative_to(docs).as_posix()
    found = [each for each in every if each == path or each.startswith(f"{path}/")]
    if not found:
        raise Problem(f"{given} 里没有可以打包的文件。")
    yield from found


def _used(library: Library, page: str) -> Iterator[str]:
    """Pictures and handouts, but no other pages."""
    for link in library.links.get(page, ()):
        target = resolve(page, link.target) or from_root(link.target)
        if target and target not in library.links:
            yield target
