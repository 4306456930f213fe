"""Let one process at a time do something; the others wait and say so.

The operating system holds the lock and lets go when the process ends, however it ends: no lock is ever stale.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

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
def exclusively(make: Callable[[], Path], on_wait: Callable[[], None], pause: float = 0.2) -> Iterator[None]:
    """Hold the lock on the file that `make` names, made with its folder if need be, during the block.

    Calls `on_wait` once when another process holds it. Who held it may have removed the file: it is made again.
    """
    waiting = False
    while True:
        with _opened(make) as file:
            while not _locked(file.fileno()):
                if not waiting:
                    waiting = True
                    on_wait()
                time.sleep(pause)
            if _is_still_there(file, make):
                yield
                return


def _opened(make: Callable[[], Path]) -> IO[str]:
    for _ in range(100):
        with suppress(FileNotFoundError):  # its folder was removed a moment ago
            return make().open("a")
    return make().open("a")


def _is_still_there(file: IO[str], make: Callable[[], Path]) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), make().stat())
    except FileNotFoundError:
        return False


def _locked(descriptor: int) -> bool:
    """Return False while another process holds the lock; a file system without locks counts as free."""
    try:
        _try_to_lock(descriptor)
    except OSError as error:
        return error.errno not in HELD
    return True
