"""Bring what was delivered together with what the office has changed since, file by file.

A file that only one side has changed is taken from that side. What both have changed is a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

Digests = Mapping[str, str]
"""Path to SHA-256."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Paths, sorted. The first three are for the delivery to write.

    ``kept`` only the office has changed, ``gone`` only the office has removed.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    gone: tuple[str, ...]
    conflicts: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.new or self.changed or self.removed or self.conflicts)


def merge(base: Digests, ours: Digests, theirs: Digests) -> Merge:
    """What becomes of each path: ``base`` was delivered the last time, ``ours`` is there, ``theirs`` comes now."""
    found: dict[str, list[str]] = {field.name: [] for field in fields(Merge)}
    for path in sorted({*base, *ours, *theirs}):
        if kind := _kind(base.get(path), ours.get(path), theirs.get(path)):
            found[kind].append(path)
    return Merge(**{kind: tuple(paths) for kind, paths in found.items()})


def insisting(merged: Merge, edited: Iterable[str]) -> Merge:
    """The same when the office wants back what it has removed, and as delivered what it has ``edited``."""
    back = set(edited) & set(merged.kept)
    return replace(
        merged,
        new=tuple(sorted((*merged.new, *merged.gone))),
        changed=tuple(sorted((*merged.changed, *back))),
        kept=tuple(path for path in merged.kept if path not in back),
        gone=(),
    )


def _kind(base: str | None, ours: str | None, theirs: str | None) -> str:
    if ours == theirs:
        return ""
    if theirs == base:
        return "kept" if ours else "gone"
    if ours != base:
        return "conflicts"
    if theirs is None:
        return "removed"
    return "new" if ours is None else "changed"
