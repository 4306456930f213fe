"""What a release consists of: every file with its size and SHA-256, under an id that follows from the content.

The manifest lies in the site's root as ``release.json``, so whoever holds a release can check it:

    {"version": 1, "id": "20261121-1a2b3c4d5e", "day": "2026-11-21",
     "files": {"index.html": {"size": 20480, "sha256": "…", "gist": "…"}, …}}

``gist`` (pages, and what is dated with the day of the build) is the digest of what a file says apart from the day
and the release: two releases of an unchanged page have the same gist.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeGuard
from urllib.parse import unquote

from shuxiang.release.errors import ReleaseError

NAME = "release.json"
STATUS = "status/status.json"
MUTABLE = frozenset({STATUS})
"""Rewritten in a release that is already published; part of no manifest."""

_ID = re.compile(r"[0-9]{8}-[0-9a-f]{10}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_STAMP = re.compile(rb'\s*<meta name="shuxiang:release" content="[^"]*">')
_ASSET_DIGEST = re.compile(rb"(assets/[a-z]+-)[0-9a-f]{10}")
_DAY = "[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日"
_TIME = '(?:<time datetime="[^"]*"[^>]*>)?'
_BUILD_DAY = re.compile(f'data-built="[^"]*"|本站内容生成于{_TIME}{_DAY}|以 {_DAY}生成时为准|{_DAY}编印'.encode())
"""How the pages' own templates name the day of the build."""
_UNSAFE = re.compile(r"[\\:\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What leads elsewhere on some system, or would do something to a terminal."""
_DATED = frozenset({"schedule.json", "sitemap.xml", "sitemap.xml.gz"})
_BUILT = re.compile(rb'<lastmod>[^<]*</lastmod>|"built": "[^"]*"')
_LARGEST = 64 * 2**20


class DamagedManifestError(ReleaseError):
    """A ``release.json`` that cannot be read; publishing again writes it anew."""


@dataclass(frozen=True, slots=True)
class FileFact:
    """One file as it is published; sizes in bytes, digests in hexadecimal."""

    size: int
    sha256: str
    gist: str = ""

    @property
    def meaning(self) -> str:
        """What a reader would notice a change of."""
        return self.gist or self.sha256


@dataclass(frozen=True, slots=True)
class Manifest:
    """``files`` are all files of a release but ``release.json`` and the mutable ones, by path."""

    id: str
    day: str
    files: Mapping[str, FileFact]
    materials: frozenset[str] = frozenset()
    """Which of the files are the pages of materials."""

    @property
    def size(self) -> int:
        """All files together, in bytes."""
        return sum(fact.size for fact in self.files.values())


def is_release_id(text: str) -> bool:
    """Whether the text is written as the ids of releases are."""
    return _ID.fullmatch(text) is not None


def day_of(id_: str) -> str:
    """The day that an id begins with, as ``2026-11-21``."""
    return f"{id_[:4]}-{id_[4:6]}-{id_[6:8]}"


def release_id(folder: Path, day: date) -> str:
    """The id of a built site that is not stamped yet: the day, and a digest of every path and content."""
    digest = hashlib.sha256()
    for path in published_paths(folder):
        digest.update(f"{path}\0{sha256_of(folder / path)}\n".encode())
    return f"{day:%Y%m%d}-{digest.hexdigest()[:10]}"


def manifest_of(folder: Path, id_: str, day: date) -> Manifest:
    """The manifest of a site whose pages carry ``id_`` already."""
    files = {path: _fact(folder / path) for path in published_paths(folder)}
    return Manifest(id_, day.isoformat(), files, _materials(folder) & files.keys())


def _materials(folder: Path) -> frozenset[str]:
    """The pages that the site's own schedule names; none for a site without one."""
    try:
        slots = json.loads((folder / "schedule.json").read_text(encoding="utf-8"))["slots"]
        return frozenset(f"{unquote(one['url'])}index.html" for slot in slots for one in slot["materials"])
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def published_paths(folder: Path) -> list[str]:
    """The paths of all files that a manifest holds, in order, with ``/``; ReleaseError for one it must not."""
    every = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    found = sorted(path for path in every if path != NAME and path not in MUTABLE)
    for path in found:
        if not is_safe_path(path):
            shown = "".join(char if char.isprintable() else "?" for char in path)
            raise ReleaseError(f"文件名 {shown} 里有服务器上不能用的字符（如半角冒号、反斜线）。请改名后再发布。")
    return found


def sha256_of(path: Path) -> str:
    """A file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fact(path: Path) -> FileFact:
    return FileFact(path.stat().st_size, sha256_of(path), _gist(path))


def _gist(path: Path) -> str:
    if path.suffix == ".html":
        page = _BUILD_DAY.sub(b"", _STAMP.sub(b"", path.read_bytes()))
        return hashlib.sha256(_ASSET_DIGEST.sub(rb"\1", page)).hexdigest()
    if path.name in _DATED:
        data = path.read_bytes()
        said_there = gzip.decompress(data) if path.suffix == ".gz" else data
        return hashlib.sha256(_BUILT.sub(b"", said_there)).hexdigest()
    return ""


def as_json(manifest: Manifest) -> bytes:
    """The bytes of ``release.json``: the same manifest, the same bytes."""
    files = {path: dict(_fields(fact)) for path, fact in sorted(manifest.files.items())}
    whole = {
        "version": 1,
        "id": manifest.id,
        "day": manifest.day,
        "files": files,
        "materials": sorted(manifest.materials),
    }
    return (json.dumps(whole, ensure_ascii=False, indent=0) + "\n").encode()


def _fields(fact: FileFact) -> Iterator[tuple[str, object]]:
    yield "size", fact.size
    yield "sha256", fact.sha256
    if fact.gist:
        yield "gist", fact.gist


def from_json(data: bytes) -> Manifest:
    """Read a ``release.json``; DamagedManifestError for a damaged one, ReleaseError for a later version's."""
    try:
        whole = json.loads(data) if len(data) <= _LARGEST else None
    except (ValueError, RecursionError):
        whole = None
    if not isinstance(whole, dict) or not isinstance(whole.get("files"), dict):
        raise _damaged()
    if whole.get("version") != 1:
        raise ReleaseError(f"{NAME} 是较新版本的软件写的，这里读不懂。请更新本软件。")
    id_, day = whole.get("id"), whole.get("day")
    if not (isinstance(id_, str) and is_release_id(id_) and day == day_of(id_)):
        raise _damaged()
    files = {path: _read_fact(path, value) for path, value in whole["files"].items()}
    materials = whole.get("materials")
    named = filter(files.__contains__, materials) if _are_texts(materials) else ()
    return Manifest(id_, str(day), files, frozenset(named))


def _are_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _read_fact(path: str, value: object) -> FileFact:
    if not isinstance(value, dict) or not is_safe_path(path):
        raise _damaged()
    size, sha256, gist = value.get("size"), value.get("sha256"), value.get("gist", "")
    well = type(size) is int and isinstance(sha256, str) and isinstance(gist, str)
    if not well or not _SHA256.fullmatch(str(sha256)):
        raise _damaged()
    return FileFact(int(str(size)), str(sha256), str(gist))


def is_safe_path(path: str) -> bool:
    """Whether a path from a manifest stays below the site's root, on every system."""
    only_dots = any(not part.strip(" .") for part in path.split("/"))  # Windows drops dots and spaces at the end
    return not only_dots and not _UNSAFE.search(path)


def _damaged() -> DamagedManifestError:
    return DamagedManifestError(f"{NAME} 已损坏，读不出来。再发布一次会重写它。")
