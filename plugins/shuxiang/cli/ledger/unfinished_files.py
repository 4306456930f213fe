"""What a cut has left of files that were being written: removed by the next command, and by nobody too early.

Whoever writes holds the lock, so whoever gets it knows that nobody is writing.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from shuxiang.store import naming
from shuxiang.store.errors import StoreError
from shuxiang.store.opening import WAIT_SECONDS, alone, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shuxiang.store.store import Store


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """While the block runs nobody takes a half file for one that a cut has left."""
    try:
        with _lock(folder).acquire(timeout=WAIT_SECONDS):
            yield
    except Timeout:
        raise StoreError("另一个命令正在写文件，等了很久还没有写完。请等它做完，再运行一次。") from None


def remove_unfinished(store: Store, folder: Path) -> None:
    """Remove what commands that were cut off have left beside the files they were writing."""
    with snapshot(store.engine) as connection:
        left = naming.unfinished(connection)
    if not left:
        return
    with suppress(Timeout), _lock(folder).acquire(timeout=0):
        removed = [path for path in left if _removed(path)]
        with alone(store.engine) as connection:
            naming.drop(connection, removed)


def _removed(path: str) -> bool:
    """Whether the file is not here any more; one whose folder is not here is another machine's to remove."""
    try:
        Path(path).unlink(missing_ok=True)
    except OSError:
        return False
    return Path(path).parent.is_dir()


def _lock(folder: Path) -> FileLock:
    return FileLock(folder / ".writing.lock")
