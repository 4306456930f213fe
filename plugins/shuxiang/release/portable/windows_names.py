"""Names that Windows refuses, so that a copy made elsewhere can be unpacked there.

https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""

from __future__ import annotations

from collections.abc import Iterable

from shuxiang.release.bundle.paths import folded, objection, shown

LONGEST = 180
"""Characters of a path below the copy's folder: Windows takes 260 with the folder's own path."""


def objections(paths: Iterable[str]) -> list[str]:
    """``path：why`` for each path that cannot be a file on Windows, and for each that another would overwrite."""
    found: list[str] = []
    taken: dict[str, str] = {}
    for path in sorted(paths):
        clause = objection(path) or (f"路径超过 {LONGEST} 个字" if len(path) > LONGEST else "")
        other = taken.setdefault(folded(path), path)
        if clause:
            found.append(f"{shown(path)}：{clause}")
        elif other != path:
            found.append(f"{shown(path)}：和 {shown(other)} 只有大小写之类的差别")
    return found
