"""What the documents were when they last came from outside: whatever differs now, the office has changed itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from shuxiang.release.bundle import packing_list
from shuxiang.release.errors import ReleaseError

FOLDER = "data/documents"
"""Below the folder of the configuration; never published, never part of a parcel."""
_RECORD = "delivered.json"


@dataclass(frozen=True, slots=True)
class Record:
    """The digests of the documents by their path, and the day on which what came last was packed."""

    day: str = ""
    documents: Mapping[str, str] = field(default_factory=dict)


def delivered(home: Path, docs: Path) -> Record:
    """What came last, in a parcel of documents or with the software; empty when nothing has.

    ``home`` is the folder of the configuration, ``docs`` that of the documents.
    """
    return recorded(home) or next(_installed(home, docs), Record())


def recorded(home: Path) -> Record | None:
    """The record; None when there is none that can be read."""
    try:
        whole = json.loads(record_file(home).read_bytes())
        day, documents = str(whole["day"]), dict(whole["documents"])
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return Record(day, {str(path): str(digest) for path, digest in documents.items()})


def as_bytes(record: Record) -> bytes:
    """The bytes of the record."""
    whole = {"day": record.day, "documents": dict(sorted(record.documents.items()))}
    return (json.dumps(whole, ensure_ascii=False, indent=0) + "\n").encode()


def record_file(home: Path) -> Path:
    """Where the record is kept."""
    return home / FOLDER / _RECORD


def _installed(home: Path, docs: Path) -> Iterator[Record]:
    for root in (home, home.parent):
        try:
            listed = packing_list.from_json((root / packing_list.NAME).read_bytes())
        except (OSError, ReleaseError):
            continue
        if (root / listed.docs).resolve() == docs.resolve():
            yield Record(listed.day, listed.documents)
