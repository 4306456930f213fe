"""Being the only one who publishes to a folder on the other machine."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread

from shuxiang.release.ssh.connection import SILENT_SECONDS
from shuxiang.release.ssh.held import Held


@dataclass(frozen=True, slots=True)
class Lock:
    """``token`` is what the other machine knows its holder by."""

    held: Held
    token: str


def new_token() -> str:
    """A token that no other holder has."""
    return secrets.token_hex(16)


@contextmanager
def beating(held: Held) -> Iterator[None]:
    """Give signs of life during the block; without them the other machine lets the lock go."""
    enough = Event()

    def beat() -> None:
        while not enough.wait(SILENT_SECONDS / 4):
            held.beat()

    heart = Thread(target=beat, daemon=True)
    heart.start()
    try:
        yield
    finally:
        enough.set()
        heart.join()
