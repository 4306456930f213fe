"""Files that name members: remembered before they are written, for the owner's eyes only, never left half done.

Until such a file is whole it stands beside its place under a name that the ledger notes too.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuxiang.cli.ledger.output import NAMES
from shuxiang.cli.ledger.unfinished_files import writing
from shuxiang.cli.written_file import beside, refuse_published, replace_file
from shuxiang.store.errors import StoreError
from shuxiang.store.naming import Naming

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from shuxiang.cli.ledger.office import Office
    from shuxiang.core.ledger.member import Member

OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that is to be, and whom it names."""

    path: Path
    data: bytes
    members: Sequence[Member]


def write_named(
    office: Office, files: Sequence[NamedFile], *, mode: int | None = OWNER_ONLY, durable: bool = False
) -> None:
    """Write the files, each in one step, readable for their owner only; else as :func:`noted`."""
    for file in files:
        refuse_published(file.path, office.opened.config, NAMES)
        file.path.parent.mkdir(parents=True, exist_ok=True)
    with noted(office, {file.path: file.members for file in files}):
        for file in files:
            replace_file(file.path, file.data, mode=mode, durable=durable)


@contextmanager
def noted(office: Office, members: Mapping[Path, Sequence[Member]]) -> Iterator[None]:
    """A block that writes files as ``replace_file`` does; ``forget`` will find each by its members.

    All are noted at once, before the first: a database takes as long to note one file as to note a hundred.
    StoreError, and none of the files, when one of the members was forgotten after the caller had read of them.
    """
    places = {path.resolve(): told for path, told in members.items()}
    files = [_naming(place, told) for place, told in places.items()]
    with writing(office.folder):
        office.store.note_files(files)
        yield
        try:
            office.store.settle_files(files)
        except StoreError:
            for place in places:
                place.unlink(missing_ok=True)
            raise


def _naming(place: Path, members: Sequence[Member]) -> Naming:
    living = frozenset(member.id for member in members if not member.forgotten)
    return Naming(str(place), living, str(beside(place)))
