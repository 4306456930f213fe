"""Stylesheets and scripts of the rooms, copied to folders named after their content (so caches may keep them)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel

DIGEST_LENGTH = 10


@dataclass(frozen=True, slots=True)
class AssetFolder:
    """A folder of assets and its address in the site, ``assets/pages-1a2b3c4d5e``; any change moves it."""

    source: Path
    address: str
    names: tuple[str, ...]

    def __getitem__(self, name: str) -> str:
        """The address of one asset below the site's root; KeyError for a name that is not there."""
        if name not in self.names:
            raise KeyError(name)
        return f"{self.address}/{name}"


def asset_folder(source: Path, label: str) -> AssetFolder:
    """All files below ``source`` under one digest; ``label`` tells people whose they are."""
    names = tuple(sorted(p.relative_to(source).as_posix() for p in source.rglob("*") if p.is_file()))
    digest = hashlib.sha256()
    for name in names:
        digest.update(f"{name}\0".encode() + hashlib.sha256((source / name).read_bytes()).digest())
    return AssetFolder(source, f"assets/{label}-{digest.hexdigest()[:DIGEST_LENGTH]}", names)


def as_files(folder: AssetFolder, config: MkDocsConfig) -> list[File]:
    """The folder's assets as files for MkDocs to copy."""
    return [
        File.generated(
            config, folder[name], abs_src_path=str(folder.source / name), inclusion=InclusionLevel.INCLUDED
        )
        for name in folder.names
    ]
