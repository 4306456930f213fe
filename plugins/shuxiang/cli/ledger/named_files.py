"""Files that name members: remembered before they are written, for the owner's eyes only, never left half done.

Until such a file is whole it stands beside its place under a name that the ledger notes too. What a cut leaves is
removed by the next command: whoever holds the lock knows that nobody is writing.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from shuxiang.cli.ledger.output import NAMES
from shuxiang.cli.written_file import beside, refuse_published, replace_file
from shuxiang.store import naming
from shuxiang.store.errors import StoreError
from shuxiang.store.opening import WAIT_SECONDS, alone, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shuxiang.cli.ledger.office import Office
    from shuxiang.core.ledger.member import Member
    from shuxiang.store.store import Store

OWNER_ONLY = 0o600


def write_named(  # noqa: PLR0913  # how the file is to be, beside what is in it
    office: Office,
    path: Path,
    data: bytes,
    members: Iterable[Member],
    *,
    mode: int | None = OWNER_ONLY,
    durable: bool = False,
) -> None:
    """Write the file in one step, readable for its owner only; else as :func:`noted`."""
    refuse_published(path, office.opened.config, NAMES)
    path.parent.mkdir(parents=True, exist_ok=True)
    with noted(office, path, members):
        replace_file(path, data, mode=mode, durable=durable)


@contextmanager
def noted(office: Office, path: Path, members: Iterable[Member]) -> Iterator[None]:
    """A block that writes a file as ``replace_file`` does; ``forget`` will find it by its members.

    StoreError, and no file, when one of them was forgotten after the caller had read of them.
    """
    place = path.resolve()
    told = (str(place), [member.id for member in members if not member.forgotten], str(beside(place)))
    with _alone(office.folder):
        office.store.note_file(*told)
        yield
        try:
            office.store.named_exactly(*told)
        except StoreError:
            place.unlink(missing_ok=True)
            raise


def remove_unfinished(store: Store, folder: Path) -> None:
    """Remove what commands that were cut off have left beside the files they were writing."""
    with snapshot(store.engine) as connection:
        left = naming.unfinished(connection)
    if not left:
        return
    with suppress(Timeout), _lock(folder).acquire(timeout=0):
        for path in filter(_removed, left):
            with alone(store.engine) as connection:
                naming.drop(connection, path)


def _removed(path: str) -> bool:
    """Whether the file is not here any more; one whose folder is not here is another machine's to remove."""
    try:
        Path(path).unlink(missing_ok=True)
    except OSError:
        return False
    return Path(path).parent.is_dir()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While the block runs nobody takes a half file for one that a cut has left."""
    try:
        with _lock(folder).acquire(timeout=WAIT_SECONDS):
            yield
    except Timeout:
        raise StoreError("另一个命令正在写文件，等了很久还没有写完。请等它做完，再运行一次。") from None


def _lock(folder: Path) -> FileLock:
    return FileLock(folder / ".writing.lock")
