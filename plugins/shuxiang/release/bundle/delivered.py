"""What the documents were when they last came from outside: whatever differs now, the office has changed itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from shuxiang.release.bundle import packing_list
from shuxiang.release.errors import ReleaseError

FOLDER = "data/documents"
"""Below the folder of the configuration; never published, never part of a parcel."""
_RECORD = "delivered.json"


def delivered(home: Path, docs: Path) -> dict[str, str]:
    """The digests of the documents as they came last, by path; nothing when none have come in a parcel.

    ``home`` is the folder of the configuration, ``docs`` that of the documents.
    """
    recorded = _recorded(home)
    return next(_installed(home, docs), {}) if recorded is None else recorded


def as_record(digests: Mapping[str, str]) -> bytes:
    """The bytes of the record."""
    return (json.dumps(dict(sorted(digests.items())), ensure_ascii=False, indent=0) + "\n").encode()


def record_file(home: Path) -> Path:
    """Where the record is kept."""
    return home / FOLDER / _RECORD


def note_delivery(home: Path, digests: Mapping[str, str]) -> None:
    """Bring the record up to date after an installation; without a record the installation's own list will do."""
    recorded = _recorded(home)
    if recorded is not None:
        unfinished = record_file(home).with_suffix(".tmp")
        unfinished.write_bytes(as_record({**recorded, **digests}))
        unfinished.replace(record_file(home))


def _recorded(home: Path) -> dict[str, str] | None:
    try:
        record = json.loads(record_file(home).read_bytes())
    except (OSError, ValueError):
        return None
    return {str(path): str(digest) for path, digest in record.items()} if isinstance(record, dict) else None


def _installed(home: Path, docs: Path) -> Iterator[dict[str, str]]:
    for root in (home, home.parent):
        try:
            listed = packing_list.from_json((root / packing_list.NAME).read_bytes())
        except (OSError, ReleaseError):
            continue
        if (root / listed.docs).resolve() == docs.resolve():
            yield listed.documents
