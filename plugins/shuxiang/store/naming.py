"""Which files name which members, so that forgetting one finds them: also those that were never finished.

A file is noted before it is written, so that nothing that names somebody is ever unknown; until it is whole it
stands beside its place under another name, which is noted under no member at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select

from shuxiang.store.errors import StoreError
from shuxiang.store.schema import IS_FORGOTTEN, events, named_files

_NOBODY = ""


@dataclass(frozen=True, slots=True)
class Naming:
    """A file and whom it names; ``beside`` is where it stands until it is whole, if that is somewhere else."""

    path: str
    members: frozenset[str]
    beside: str = ""


def note(connection: Connection, files: Collection[Naming]) -> None:
    """Add to those whom each file names, and note where it stands until it is whole.

    StoreError as :func:`settle`.
    """
    _refuse_forgotten(connection, files)
    for file in files:
        known = connection.scalars(select(named_files.c.member).where(named_files.c.path == file.path))
        _insert(connection, file.path, file.members.difference(known))
    for path in _besides(files):
        _insert(connection, path, {_NOBODY})


def settle(connection: Connection, files: Collection[Naming]) -> None:
    """Note that each file is whole and names these members and nobody else.

    StoreError when one of them has been forgotten: what was read for the files is no longer so.
    """
    _refuse_forgotten(connection, files)
    drop(connection, [file.path for file in files])
    for file in files:
        _insert(connection, file.path, file.members)
    drop(connection, list(_besides(files)))


def drop(connection: Connection, paths: Sequence[str]) -> None:
    """No longer note these files."""
    if paths:
        gone = delete(named_files).where(named_files.c.path == bindparam("gone"))
        connection.execute(gone, [{"gone": path} for path in paths])


def unfinished(connection: Connection) -> Sequence[str]:
    """Where files stand that were not whole when they were last heard of."""
    return connection.scalars(select(named_files.c.path).where(named_files.c.member == _NOBODY)).all()


def _besides(files: Iterable[Naming]) -> Iterator[str]:
    """Where the files stand until they are whole; those of one folder may all stand at one place, in turn."""
    yield from dict.fromkeys(file.beside for file in files if file.beside)


def _refuse_forgotten(connection: Connection, files: Iterable[Naming]) -> None:
    forgotten = frozenset(connection.scalars(select(events.c.member).where(IS_FORGOTTEN)))
    if any(not forgotten.isdisjoint(file.members) for file in files):
        raise StoreError("名册刚刚有人改过，文件没有写成。请再运行一次。")


def _insert(connection: Connection, path: str, members: Collection[str]) -> None:
    if members:
        connection.execute(insert(named_files), [{"path": path, "member": member} for member in sorted(members)])
