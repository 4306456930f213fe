"""A built site as the tests look at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Built:
    """A built site and the warnings its build gave."""

    folder: Path
    warnings: tuple[str, ...]

    def text(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def has(self, path: str) -> bool:
        return (self.folder / path).exists()

    def files(self) -> dict[str, bytes]:
        paths = (path for path in sorted(self.folder.rglob("*")) if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}


BuildSite = Callable[..., Built]
