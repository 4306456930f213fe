"""Pack documents alone: all of them, or those of a week with the pictures and handouts they use."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.bundle_output import digest_lines, require_output, size_text, write
from shuxiang.cli.bundle_soundness import errors_in
from shuxiang.cli.check import HEADINGS
from shuxiang.cli.opened import open_library
from shuxiang.cli.problem import Problem
from shuxiang.cli.written_file import is_within
from shuxiang.content.links import from_root, resolve
from shuxiang.core.diagnostics import Severity
from shuxiang.release.bundle import sources
from shuxiang.release.bundle.carriable import objection
from shuxiang.release.bundle.packing_list import Kind, PackingList
from shuxiang.release.bundle.paths import require_safe
from shuxiang.release.bundle.walking import below

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping, Sequence

    from shuxiang.cli.opened import Opened
    from shuxiang.content.library import Library
    from shuxiang.release.bundle.packing_list import Packed

FOLDER = "docs"
"""What documents stand under in a parcel, wherever they lie on either side."""
_INSTEAD = "请改名或放到别的文件夹（程序和模板随整套软件的安装包带）。"


def pack(options: argparse.Namespace) -> int:
    """Write the zip and return the exit code."""
    opened = open_library(options)
    require_output(options.output, opened.config)
    docs = Path(opened.config.docs_dir).resolve()
    files = _chosen(opened, docs, options.files) if options.files else below(docs)
    left_out = [path for path in files if objection(path)]
    if options.files:
        _require_carriable(left_out)
    files = {path: file for path, file in files.items() if path not in left_out}
    if not files:
        raise Problem("没有可以打包的材料，没有写出材料包。")
    sources.require_plain(files.values())
    require_safe(files)
    _require_sound(options, docs, files)
    kind = Kind.SOME_DOCUMENTS if options.files else Kind.DOCUMENTS
    listed = partial(_listed, kind, opened.today.isoformat())
    result = write(options.output, {f"{FOLDER}/{p}": f for p, f in files.items()}, listed, "写出材料包…")
    names = "".join(f"  {path}\n" for path in sorted(files)) if options.files else ""
    omitted = "".join(f"没有打包 {path}：它{objection(path)}，{_INSTEAD}\n" for path in left_out)
    print(  # noqa: T201
        f"{omitted}已写出 {options.output}（{size_text(result)}）。\n{names}{digest_lines(options.output)}\n"
        f"到了内网，运行：python3 scripts/bundle.py --take {options.output.name}"
    )
    return 0


def _require_carriable(left_out: Sequence[str]) -> None:
    """Problem about a file that was wanted and that no parcel of documents may hold."""
    for path in left_out:
        raise Problem(f"{path} {objection(path)}，不能打进材料包，没有写出材料包。{_INSTEAD}")


def _require_sound(options: argparse.Namespace, docs: Path, files: Mapping[str, Path]) -> None:
    """Problem, after the errors are listed as `check` lists them, when there are any in what is to be packed."""
    errors = errors_in(options)
    mine = [error for error in errors if error.origin.path.removeprefix(f"{docs.name}/") in files]
    found = mine if options.files else errors
    if found:
        lines = [HEADINGS[Severity.ERROR].format(count=len(found)), *(f"  {error}" for error in found)]
        print("\n".join(lines), flush=True)  # noqa: T201
        raise Problem("材料有错，没有写出材料包。请先改好，再打包。")


def _listed(kind: Kind, day: str, files: Mapping[str, Packed]) -> PackingList:
    return PackingList(kind, day, FOLDER, files)


def _chosen(opened: Opened, docs: Path, given: Sequence[Path]) -> dict[str, Path]:
    """The files that were named, those in folders that were, and what their pages use."""
    every = below(docs)
    named = {path for each in given for path in _named(each, docs, every)}
    used = {path for page in named for path in _used(opened.library, page)}
    return {path: every[path] for path in named | (used & every.keys())}


def _named(given: Path, docs: Path, every: Mapping[str, Path]) -> Iterator[str]:
    found_at = [place for place in (given.absolute(), docs / given, docs.parent / given) if place.exists()]
    if not found_at:
        raise Problem(f"找不到 {given}。请检查文件名，写在文档文件夹（{docs}）里的位置。")
    place = next((each for each in found_at if is_within(each, docs)), None)
    if place is None:
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
