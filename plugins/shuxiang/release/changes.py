"""What one release changes against another, as a person asks before publishing."""

from __future__ import annotations

from dataclasses import dataclass

from shuxiang.release.fingerprints import is_fingerprinted
from shuxiang.release.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths in order. Files named after their content are left out: they follow from the pages."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    before: int
    """How many files of that kind there were."""
    lost_materials: tuple[str, ...] = ()
    materials_before: int = 0

    @property
    def removed_share(self) -> float:
        """Which part of what readers have would go, 0 to 1: of all, or of the materials where that is more."""
        of_all = len(self.removed) / self.before if self.before else 0.0
        of_materials = len(self.lost_materials) / self.materials_before if self.materials_before else 0.0
        return max(of_all, of_materials)


def changes(old: Manifest | None, new: Manifest) -> Changes:
    """Compare by what readers would notice: a page that only names another day has not changed."""
    then = {path: fact.meaning for path, fact in old.files.items() if not is_fingerprinted(path)} if old else {}
    now = {path: fact.meaning for path, fact in new.files.items() if not is_fingerprinted(path)}
    return Changes(
        added=tuple(sorted(now.keys() - then.keys())),
        changed=tuple(sorted(path for path in now.keys() & then.keys() if now[path] != then[path])),
        removed=tuple(sorted(then.keys() - now.keys())),
        before=len(then),
        lost_materials=tuple(sorted(old.materials - new.files.keys())) if old else (),
        materials_before=len(old.materials) if old else 0,
    )
