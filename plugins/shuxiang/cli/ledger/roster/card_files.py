"""The files of printed cards: the only place where keys stand, so that a cut in between must leave none in doubt.

A file is first written under a name of its own (``….part``), then its keys are entered, then it gets its name. What
a cut leaves is told by the ledger: a file whose keys it knows was entered and only wants its name; the keys of any
other are nobody's, and it is removed. Both happen while nobody else can be between the two.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_UNFINISHED = ".part"


@dataclass(frozen=True, slots=True)
class CardFiles:
    """The folder for cards, which is for its owner only."""

    folder: Path

    def new(self, day: str) -> Path:
        """A name that no file has, for one that is unfinished."""
        return self.folder / f"委员卡-{day}-{secrets.token_hex(2)}.html{_UNFINISHED}"

    def left(self) -> Sequence[Path]:
        """What runs that were cut off, or go on at this moment, have not finished."""
        return sorted(self.folder.glob(f"*{_UNFINISHED}")) if self.folder.is_dir() else ()

    def settle(self, were_entered: Callable[[bytes], bool]) -> list[Path]:
        """Remove the files whose keys were never entered; give the others."""
        entered = []
        for path in self.left():
            if were_entered(path.read_bytes()):
                entered.append(path)
            else:
                path.unlink(missing_ok=True)
        return entered

    def finish(self, staged: Path) -> Path:
        """Give a file its name; another process may have done so."""
        path = staged.with_suffix("")
        with suppress(FileNotFoundError):
            staged.replace(path)
        return path
