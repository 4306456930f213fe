"""Which files name which members, so that forgetting one finds them: also those that were never finished.

A file is noted before it is written, so that nothing that names somebody is ever unknown; until it is whole it
stands beside its place under another name, which is noted under no member at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, delete, insert, select

from shuxiang.store.errors import StoreError
from shuxiang.store.schema import IS_FORGOTTEN, events, named_files

_NOBODY = ""


def note(connection: Connection, path: str, members: Iterable[str], beside: str = "") -> None:
    """Add to those whom a file names, and note where it stands until it is whole; StoreError as :func:`settle`."""
    wanted = _living(connection, members)
    known = connection.scalars(select(named_files.c.member).where(named_files.c.path == path))
    _insert(connection, path, wanted.difference(known))
    if beside:
        _insert(connection, beside, {_NOBODY})


def settle(connection: Connection, path: str, members: Iterable[str], beside: str = "") -> None:
    """Note that a file is whole and names these members and nobody else.

    StoreError when one of them has been forgotten: what was read for the file is no longer so.
    """
    wanted = _living(connection, members)
    connection.execute(delete(named_files).where(named_files.c.path == path))
    _insert(connection, path, wanted)
    if beside:
        drop(connection, beside)


def drop(connection: Connection, path: str) -> None:
    """No longer note a file."""
    connection.execute(delete(named_files).where(named_files.c.path == path))


def unfinished(connection: Connection) -> Sequence[str]:
    """Where files stand that were not whole when they were last heard of."""
    return connection.scalars(select(named_files.c.path).where(named_files.c.member == _NOBODY)).all()


def _living(connection: Connection, members: Iterable[str]) -> set[str]:
    wanted = set(members)
    forgotten = connection.scalars(select(events.c.member).where(IS_FORGOTTEN))
    if not wanted.isdisjoint(forgotten):
        raise StoreError("名册刚刚有人改过，文件没有写成。请再运行一次。")
    return wanted


def _insert(connection: Connection, path: str, members: Collection[str]) -> None:
    if members:
        connection.execute(insert(named_files), [{"path": path, "member": member} for member in sorted(members)])
