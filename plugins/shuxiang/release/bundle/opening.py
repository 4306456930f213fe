"""Look a parcel through before anything is written: a zip as packing wrote it, or the folder it was unpacked to."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from shuxiang.release.bundle import layout, packing_list
from shuxiang.release.bundle.packing_list import Packed, PackingList
from shuxiang.release.bundle.paths import shown
from shuxiang.release.bundle.walking import LEFT_BY_SYSTEMS, is_link
from shuxiang.release.disk import said
from shuxiang.release.errors import ReleaseError
from shuxiang.release.manifest import sha256_of

_STEP = 2**20
_COPY_AGAIN = "请重新拷贝一份，并核对 SHA-256。"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel whose every byte agreed with its list; ``offsets`` for a zip, none for a folder."""

    place: Path
    listed: PackingList
    sha256: str = ""
    offsets: Mapping[str, int] = field(default_factory=dict)

    def copy(self, path: str, target: Path) -> None:
        """Write one of the files; ReleaseError when it is no longer what it was when it was looked through."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with said(target), self._opened(path) as source, target.open("wb") as copy:
            digest = _copied(source, self.listed.files[path].size, copy)
        if digest != self.listed.files[path].sha256:
            target.unlink()
            raise ReleaseError(f"{self.place} 刚刚被改动，没有写入。请再运行一次。")

    @contextmanager
    def _opened(self, path: str) -> Iterator[BinaryIO]:
        place = self.place if self.sha256 else self.place / path
        with place.open("rb") as file:
            file.seek(self.offsets.get(path, 0))
            yield file


def open_parcel(place: Path) -> Parcel:
    """The parcel, looked through from the first byte to the last; ReleaseError when anything is wrong with it."""
    if not place.exists():
        raise ReleaseError(f"找不到 {place}。请检查文件名和所在的文件夹。")
    if not place.is_dir() and not place.is_file():
        raise ReleaseError(f"{place} 是特殊文件，不是包。请写 zip 或解压出来的文件夹。")
    with said(place):
        return _open_folder(place) if place.is_dir() else _open_zip(place)


def is_parcel(place: Path) -> bool:
    """Whether the file begins as a parcel does, whatever follows."""
    with said(place), place.open("rb") as file:
        header = file.read(layout.header_size(packing_list.NAME))
    return header.startswith(layout.SIGNATURE) and header.endswith(packing_list.NAME.encode())


def _open_zip(place: Path) -> Parcel:
    with place.open("rb") as file:
        stream = _Stream(file, place)
        listed, first = _first_entry(stream)
        entries, offsets = [first], {}
        for path in sorted(listed.files):
            entry = _entry(stream, path, listed.files[path])
            offsets[path] = stream.at - entry.size
            entries.append(entry)
        if stream.take(len(end := layout.directory(entries))) != end:
            raise _repacked(place)
        if stream.rest():
            raise ReleaseError(f"{place} 的末尾多出了内容，没有采用。{_COPY_AGAIN}")
        return Parcel(place, listed, stream.sha256, offsets)


class _Stream:
    """The bytes of a zip from first to last, counted and digested."""

    def __init__(self, file: BinaryIO, place: Path) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self.place = place
        self.at = 0

    def take(self, size: int) -> bytes:
        data = self._file.read(size)
        self._digest.update(data)
        self.at += len(data)
        if len(data) < size:
            raise ReleaseError(f"{self.place} 不完整，只有 {self.at} 字节，没有采用。{_COPY_AGAIN}")
        return data

    def rest(self) -> bytes:
        return self._file.read(1)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def _first_entry(stream: _Stream) -> tuple[PackingList, layout.Entry]:
    """The list, which comes first; a zip in which it does not is none of ours, or not as it was."""
    header = stream.take(layout.header_size(packing_list.NAME))
    if not header.startswith(layout.SIGNATURE):
        raise ReleaseError(f"{stream.place} 不是 bundle.py 打出来的 zip，或者开头被改动了。{_COPY_AGAIN}")
    crc, size = layout.crc_and_size(header)
    entry = layout.Entry(packing_list.NAME, size, crc)
    if header != entry.header or size > packing_list.MOST_BYTES:
        raise _repacked(stream.place)
    data = stream.take(size)
    if zlib.crc32(data) != crc:
        raise packing_list.damaged_list()
    return packing_list.from_json(data), entry


def _entry(stream: _Stream, path: str, promised: Packed) -> layout.Entry:
    header = stream.take(layout.header_size(path))
    entry = layout.Entry(path, promised.size, layout.crc_and_size(header)[0])
    if header != entry.header:
        raise _repacked(stream.place)
    digest, crc, left = hashlib.sha256(), 0, promised.size
    while left:
        piece = stream.take(min(left, _STEP))
        digest.update(piece)
        crc, left = zlib.crc32(piece, crc), left - len(piece)
    if (crc, digest.hexdigest()) != (entry.crc, promised.sha256):
        raise ReleaseError(f"{stream.place} 里的 {path} 与清单不符（已损坏或被改动），没有采用。{_COPY_AGAIN}")
    return entry


def _repacked(place: Path) -> ReleaseError:
    return ReleaseError(
        f"{place} 不是打包时的原样（已损坏、被改动，或解压后重新压缩过），没有采用。"
        "请重新拷贝原来的 zip；手里只有解压出来的文件夹，就把文件夹交给它。"
    )


def _open_folder(place: Path) -> Parcel:
    list_file = place / packing_list.NAME
    if not list_file.is_file() or list_file.stat().st_size > packing_list.MOST_BYTES:
        raise ReleaseError(f"{place} 里没有清单 {packing_list.NAME}，不是解压出来的包。请检查是不是这个文件夹。")
    listed = packing_list.from_json(list_file.read_bytes())
    there = set(_files_below(place, place)) - {packing_list.NAME}
    changed = [
        path for path in sorted(there & listed.files.keys()) if not _agrees(place / path, listed.files[path])
    ]
    wrongs = (
        ("缺少", sorted(listed.files.keys() - there)),
        ("多出", sorted(there - listed.files.keys())),
        ("与清单不符", changed),
    )
    if found := "；".join(f"{what} {_some(paths)}" for what, paths in wrongs if paths):
        raise ReleaseError(f"{place} 和清单对不上，没有采用：{found}。请重新解压到空文件夹，再运行一次。")
    return Parcel(place, listed)


def _files_below(folder: Path, root: Path) -> Iterator[str]:
    """Every file, by its path below the root; ReleaseError about a link or something that is no file."""
    with os.scandir(folder) as found:
        for each in sorted(found, key=lambda entry: entry.name):
            path = Path(each.path)
            if each.name in LEFT_BY_SYSTEMS or each.name.startswith("._"):
                continue
            if each.is_dir(follow_symlinks=False) and not is_link(path):
                yield from _files_below(path, root)
            elif each.is_file(follow_symlinks=False):
                yield path.relative_to(root).as_posix()
            else:
                raise ReleaseError(
                    f"{shown(str(path))} 是链接或特殊文件，没有采用。请重新解压到空文件夹，再运行一次。"
                )


def _agrees(path: Path, promised: Packed) -> bool:
    return path.stat().st_size == promised.size and sha256_of(path) == promised.sha256


def _some(paths: list[str]) -> str:
    more = f"等 {len(paths)} 个文件" if len(paths) > 3 else ""
    return "、".join(map(shown, paths[:3])) + more


def _copied(source: BinaryIO, size: int, copy: BinaryIO) -> str:
    digest = hashlib.sha256()
    for piece in _pieces(source, size):
        digest.update(piece)
        copy.write(piece)
    return digest.hexdigest()


def _pieces(source: BinaryIO, size: int) -> Iterable[bytes]:
    while size and (piece := source.read(min(size, _STEP))):
        size -= len(piece)
        yield piece
