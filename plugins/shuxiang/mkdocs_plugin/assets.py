"""Our stylesheets and scripts, copied under names that carry their content's digest (so caches may keep them)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel

FOLDER = "assets/shuxiang"


def fingerprinted(folder: Path, names: Iterable[str]) -> dict[str, tuple[str, Path]]:
    """By name below ``folder``: ``(assets/shuxiang/now.1a2b3c4d.js, its source)``."""
    found = {}
    for name in sorted(names):
        source = folder / name
        digest = hashlib.sha256(source.read_bytes()).hexdigest()[:8]
        stem, dot, ending = name.rpartition(".")
        found[name] = (f"{FOLDER}/{stem}.{digest}{dot}{ending}", source)
    return found


def as_files(assets: Mapping[str, tuple[str, Path]], config: MkDocsConfig) -> list[File]:
    """The assets as files for MkDocs to copy."""
    return [
        File.generated(config, address, abs_src_path=str(source), inclusion=InclusionLevel.INCLUDED)
        for address, source in assets.values()
    ]
