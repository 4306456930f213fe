"""Write a parcel: whole or not at all, and the same bytes for the same files."""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from shuxiang.release.bundle import layout, packing_list
from shuxiang.release.bundle.packing_list import Packed, PackingList
from shuxiang.release.disk import said
from shuxiang.release.errors import ReleaseError
from shuxiang.release.manifest import sha256_of

_STEP = 2**20


def packed(sources: Mapping[str, Path]) -> dict[str, Packed]:
    """The size and the digest of each file that is to be packed, by its path in the parcel."""
    found = {}
    for path, source in sources.items():
        with said(source):
            found[path] = Packed(source.stat().st_size, sha256_of(source))
    return found


def write_parcel(target: Path, listed: PackingList, sources: Mapping[str, Path]) -> None:
    """Write the files of a list, the list itself first; ReleaseError when that cannot be or a file has changed."""
    _require_room(listed)
    packing_list.require_allowed(listed)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    with said(target):
        try:
            with beside.open("wb") as file:
                _write(file, listed, sources)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)


def _require_room(listed: PackingList) -> None:
    if listed.size + 2**20 + 1000 * len(listed.files) > layout.MOST_BYTES:
        raise ReleaseError(
            f"要打包的文件共 {listed.size / 2**30:.1f} GB，一个 zip 放不下（不到 4 GB）。"
            "请先移出视频等大文件，或用 --content-only 加文件名分几次打包。"
        )
    if len(listed.files) > packing_list.MOST_FILES:
        raise ReleaseError(
            f"要打包的文件有 {len(listed.files)} 个，超过 {packing_list.MOST_FILES} 个的上限。请分几次打包。"
        )


def _write(file: BinaryIO, listed: PackingList, sources: Mapping[str, Path]) -> None:
    data = packing_list.as_json(listed)
    entries = [layout.Entry(packing_list.NAME, len(data), zlib.crc32(data))]
    file.write(entries[0].header + data)
    entries += [_Copy(file, path, sources[path], listed.files[path]).made() for path in sorted(listed.files)]
    file.write(layout.directory(entries))


@dataclass(frozen=True, slots=True)
class _Copy:
    """One file on its way into the parcel: its check sum goes before it, so it is read twice."""

    file: BinaryIO
    path: str
    source: Path
    promised: Packed

    def made(self) -> layout.Entry:
        with said(self.source), self.source.open("rb") as source:
            crc = 0
            while piece := source.read(_STEP):
                crc = zlib.crc32(piece, crc)
            entry = layout.Entry(self.path, self.promised.size, crc)
            self.file.write(entry.header)
            source.seek(0)
            size, again = 0, 0
            while piece := source.read(_STEP):
                size, again = size + len(piece), zlib.crc32(piece, again)
                self.file.write(piece)
        if (size, again) != (self.promised.size, crc):
            raise ReleaseError(f"{self.source} 在打包时被改动了，没有写出。请再运行一次。")
        return entry
