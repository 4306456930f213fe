"""A release as one ``.zip``, to be carried to a server by hand and unpacked in its document root."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

from shuxiang.release.disk import said
from shuxiang.release.errors import ReleaseError
from shuxiang.release.portable.windows_names import objections
from shuxiang.release.shelf import every_path
from shuxiang.release.target import Release


def write_zip(release: Release, place: Path) -> None:
    """Write the archive whole or not at all; the same release gives the same bytes."""
    wrong = objections(release.manifest.files)
    if wrong:
        raise ReleaseError(
            f"有 {len(wrong)} 个文件名在 Windows 上解不开（{wrong[0]}），没有写压缩包。请给它们换个名字。"
        )
    beside = place.with_name(f".{place.name}-next")
    with said(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            _fill(beside, release)
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)


def _fill(place: Path, release: Release) -> None:
    day = date.fromisoformat(release.manifest.day)
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(every_path(release)):
            entry = zipfile.ZipInfo(path, (day.year, day.month, day.day, 12, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, (release.folder / path).read_bytes(), zipfile.ZIP_DEFLATED)
