"""Let one process at a time do something; the others wait and say so.

The operating system holds the lock and lets go when the process ends, however it ends: no lock is ever stale.
"""

from __future__ import annotations

import errno
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)

if sys.platform == "win32":
    import msvcrt

    def _try_to_lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_to_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def exclusively(path: Path, on_wait: Callable[[], None], pause: float = 0.2) -> Iterator[None]:
    """Hold the lock on `path` during the block; call `on_wait` once when another process holds it."""
    waiting = False
    with path.open("a") as file:
        while not _locked(file.fileno()):
            if not waiting:
                waiting = True
                on_wait()
            time.sleep(pause)
        yield


def _locked(descriptor: int) -> bool:
    """Return False while another process holds the lock; a file system without locks counts as free."""
    try:
        _try_to_lock(descriptor)
    except OSError as error:
        return error.errno not in HELD
    return True
