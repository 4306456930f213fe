"""What a parcel says of itself: its kind, whom it is for, and every file with its size and SHA-256.

The list is the parcel's first file, ``MANIFEST.json``. There is one way to write it, and no other is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shuxiang.release.bundle.paths import folded, objection, require_safe
from shuxiang.release.errors import ReleaseError

NAME = "MANIFEST.json"
MOST_FILES = 50_000
MOST_BYTES = 32 * 2**20
"""Of the list itself."""
LARGEST_FILE = 2**32 - 2
NOT_FROM_OUTSIDE = frozenset(["data", "drafts", "site", "deploy.yml", ".venv", ".git", ".installing"])
"""What belongs to the office stays what it is: no parcel holds it."""
OWN_CONTENT = "content"
"""Where a parcel keeps the configuration and the documents of an office that has them in a folder of its own."""

_FORMAT = "shuxiang-bundle"
_VERSION = 1
_PLAIN = re.compile(r"[\w.+-]*", re.ASCII)
"""What describes a machine: it is printed, and must not speak to the terminal."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIELDS = {"format", "version", "kind", "day", "config", "docs", "needs", "files"}


class Kind(StrEnum):
    """The whole software with its content; all documents; or some of them, to be added to what is there."""

    SOFTWARE = "software"
    DOCUMENTS = "documents"
    SOME_DOCUMENTS = "some-documents"


@dataclass(frozen=True, slots=True)
class Packed:
    """One file; the size in bytes, the digest in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Needs:
    """The machine whose wheels are packed: ``linux-x86_64``, ``3.11``, and the C library or macOS, or nothing."""

    platform: str = ""
    python: str = ""
    system: str = ""


@dataclass(frozen=True, slots=True)
class PackingList:
    """``config`` and ``docs`` are paths in the parcel (``config`` only of the software); ``files`` by path."""

    kind: Kind
    day: str
    docs: str
    files: Mapping[str, Packed]
    config: str = ""
    needs: Needs = field(default_factory=Needs)

    @property
    def size(self) -> int:
        """All files together, in bytes."""
        return sum(packed.size for packed in self.files.values())

    @property
    def documents(self) -> dict[str, str]:
        """The digests of the documents, by their path below the documents folder."""
        before = self.docs + "/"
        return {p.removeprefix(before): f.sha256 for p, f in self.files.items() if p.startswith(before)}


def as_json(packing_list: PackingList) -> bytes:
    """The bytes of ``MANIFEST.json``: the same list, the same bytes."""
    needs = packing_list.needs
    whole = {
        "format": _FORMAT,
        "version": _VERSION,
        "kind": packing_list.kind,
        "day": packing_list.day,
        "config": packing_list.config,
        "docs": packing_list.docs,
        "needs": {"platform": needs.platform, "python": needs.python, "system": needs.system},
        "files": {p: {"size": f.size, "sha256": f.sha256} for p, f in sorted(packing_list.files.items())},
    }
    return (json.dumps(whole, ensure_ascii=False, indent=0) + "\n").encode("utf-8", "surrogatepass")


def from_json(data: bytes) -> PackingList:
    """Read a ``MANIFEST.json``; ReleaseError when it is damaged, of another version, or names what it may not."""
    whole = _object(data)
    if whole.get("format") != _FORMAT:
        raise ReleaseError(f"{NAME} 不是 bundle.py 写的，这不是书香的包。请用 scripts/bundle.py 打出来的 zip。")
    if whole.get("version") != _VERSION:
        raise ReleaseError("这个包是用另一个版本的软件打的，这里读不懂。请在两边用同一个版本的软件。")
    packing_list = _packing_list(whole)
    if as_json(packing_list) != data:
        raise damaged_list()
    require_allowed(packing_list)
    return packing_list


def require_allowed(packing_list: PackingList) -> None:
    """ReleaseError when a path is not safe, or not one that this kind of parcel may hold."""
    require_safe([*packing_list.files, NAME])
    for path in packing_list.files:
        if not _is_allowed(path, packing_list):
            raise ReleaseError(f"包里有不该有的“{path}”，没有采用。请重新打包。")
    if not _is_placed(packing_list):
        raise ReleaseError("包里的清单没有写对材料和配置在哪里，没有采用。请重新打包。")


def _is_placed(packing_list: PackingList) -> bool:
    """Whether documents and configuration stand where such a parcel may have them, each beside the other."""
    config, docs = packing_list.config, packing_list.docs
    if objection(docs) or _is_the_office_s(docs) or not packing_list.documents:
        return False
    if packing_list.kind is not Kind.SOFTWARE:
        return config == ""
    return config in packing_list.files and not config.startswith(docs + "/")


def _is_the_office_s(path: str) -> bool:
    first, _, rest = folded(path).partition("/")
    return (rest.partition("/")[0] if first == OWN_CONTENT else first) in NOT_FROM_OUTSIDE


def _is_allowed(path: str, packing_list: PackingList) -> bool:
    if packing_list.kind is not Kind.SOFTWARE:
        return path.startswith(packing_list.docs + "/") and "/." not in path
    return path != NAME and not _is_the_office_s(path)


def damaged_list() -> ReleaseError:
    """What to raise for a list that cannot be read."""
    return ReleaseError(f"包里的清单 {NAME} 已损坏或被改动，没有采用。请重新拷贝一份。")


def _object(data: bytes) -> dict[str, object]:
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        whole = None
    if not isinstance(whole, dict):
        raise damaged_list()
    return whole


def _packing_list(whole: dict[str, object]) -> PackingList:
    files, needs, kind = whole.get("files"), whole.get("needs"), whole.get("kind")
    if set(whole) != _FIELDS or not isinstance(files, dict) or not isinstance(needs, dict):
        raise damaged_list()
    if kind not in list(Kind) or len(files) > MOST_FILES or not _DAY.fullmatch(_text(whole["day"])):
        raise damaged_list()
    return PackingList(
        kind=Kind(str(kind)),
        day=_text(whole["day"]),
        docs=_text(whole["docs"]),
        files={path: _packed(value) for path, value in files.items()},
        config=_text(whole["config"]),
        needs=Needs(*(_plain(needs.get(name)) for name in ("platform", "python", "system"))),
    )


def _packed(value: object) -> Packed:
    if not isinstance(value, dict):
        raise damaged_list()
    size, sha256 = value.get("size"), _text(value.get("sha256"))
    if type(size) is not int or not 0 <= size <= LARGEST_FILE or not _SHA256.fullmatch(sha256):
        raise damaged_list()
    return Packed(size, sha256)


def _plain(value: object) -> str:
    if not _PLAIN.fullmatch(text := _text(value)):
        raise damaged_list()
    return text


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise damaged_list()
    return value
