"""Bring delivered documents into the documents folder: beside it first, then in its place by a rename.

``.docs-taking/docs`` is the folder to come, ``.docs-former`` the one that was; both exist only while this is under
way.
The steps are such that from what exists the next run knows how far the last one came (see :func:`mend`).
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from shuxiang.release.bundle.delivered import FOLDER, as_record, delivered, record_file
from shuxiang.release.bundle.merging import Merge, merge
from shuxiang.release.bundle.opening import Parcel
from shuxiang.release.bundle.packing_list import Kind
from shuxiang.release.bundle.sources import below
from shuxiang.release.disk import said
from shuxiang.release.errors import ReleaseError
from shuxiang.release.manifest import sha256_of


@dataclass(frozen=True, slots=True)
class Shelf:
    """``docs`` is the documents folder, links followed; ``home`` the folder of the configuration."""

    docs: Path
    home: Path

    @property
    def coming(self) -> Path:
        """The folder that is being prepared."""
        return self.docs.with_name(f".{self.docs.name}-taking") / self.docs.name

    @property
    def former(self) -> Path:
        """The folder that has just been replaced."""
        return self.docs.with_name(f".{self.docs.name}-former")

    @property
    def kept(self) -> Path:
        """Where the documents of before are kept until the next time."""
        return self.home / FOLDER / "former"

    @property
    def record(self) -> Path:
        """What was delivered the last time."""
        return record_file(self.home)

    @property
    def next_record(self) -> Path:
        """The record to come."""
        return self.record.with_suffix(".next")


@dataclass(frozen=True, slots=True)
class Delivery:
    """A parcel of documents before it is taken; ``merged`` is what it would do, ``base`` what came before."""

    shelf: Shelf
    parcel: Parcel
    base: dict[str, str]
    merged: Merge


def look(shelf: Shelf, parcel: Parcel) -> Delivery:
    """Compare the parcel with the documents that are there; nothing is written."""
    theirs = parcel.listed.documents
    ours = {path: sha256_of(file) for path, file in below(shelf.docs).items() if not file.is_symlink()}
    base = delivered(shelf.home, shelf.docs)
    if parcel.listed.kind is Kind.SOME_DOCUMENTS:
        merged = merge(_only(base, theirs), _only(ours, theirs), theirs)
    else:
        merged = merge(base, ours, theirs)
    return Delivery(shelf, parcel, base, merged)


def prepare(delivery: Delivery) -> Path:
    """Make the folder to come beside the documents and return it; the documents stay as they are."""
    shelf, merged = delivery.shelf, delivery.merged
    theirs, before = delivery.parcel.listed.documents, delivery.parcel.listed.docs
    with said(shelf.coming):
        shutil.copytree(shelf.docs, shelf.coming, symlinks=True)
        for path in (*merged.removed, *merged.conflicts, *merged.changed):
            _remove(shelf.coming, path)
        for path in (*merged.new, *merged.changed, *merged.conflicts):
            if path in theirs:
                _require_no_link(shelf.coming, path)
                delivery.parcel.copy(f"{before}/{path}", shelf.coming / path)
    return shelf.coming


def put_in_place(delivery: Delivery) -> None:
    """Let the prepared folder take the documents' place; the former ones are kept."""
    shelf = delivery.shelf
    whole = {} if delivery.parcel.listed.kind is Kind.DOCUMENTS else delivery.base
    with said(shelf.docs):
        shelf.record.parent.mkdir(parents=True, exist_ok=True)
        shelf.next_record.write_bytes(as_record({**whole, **delivery.parcel.listed.documents}))
        _open(shelf.home).write_text(str(shelf.docs), encoding="utf-8")
        shelf.docs.rename(shelf.former)
        try:
            shelf.coming.rename(shelf.docs)
        except OSError:
            shelf.former.rename(shelf.docs)
            raise
        shelf.coming.parent.rmdir()
        _keep_former(shelf)


def mend_at(home: Path) -> None:
    """As :func:`mend`, for when the documents folder itself may be missing from where it is configured to be."""
    if _open(home).is_file():
        mend(Shelf(Path(_open(home).read_text(encoding="utf-8")), home))


def mend(shelf: Shelf) -> None:
    """Finish or undo what a run has left that was cut off."""
    with said(shelf.docs):
        if shelf.former.exists() and shelf.docs.exists():
            _keep_former(shelf)
        elif shelf.former.exists():
            shelf.former.rename(shelf.docs)
        shelf.next_record.unlink(missing_ok=True)
        if shelf.coming.parent.exists():
            shutil.rmtree(shelf.coming.parent)
        _open(shelf.home).unlink(missing_ok=True)


def _open(home: Path) -> Path:
    """The file that names the documents folder while it is being replaced."""
    return home / FOLDER / "replacing"


def _keep_former(shelf: Shelf) -> None:
    if shelf.next_record.exists():
        shelf.next_record.replace(shelf.record)
    if shelf.kept.exists():
        shutil.rmtree(shelf.kept)
    shutil.move(shelf.former, shelf.kept)


def _only(digests: dict[str, str], wanted: dict[str, str]) -> dict[str, str]:
    return {path: digest for path, digest in digests.items() if path in wanted}


def _require_no_link(folder: Path, path: str) -> None:
    """ReleaseError when writing there would follow a link out of the folder."""
    if (folder / path).resolve() != folder.resolve() / path:
        raise ReleaseError(f"文档文件夹里的 {path} 经过一个链接，不能写到那里，没有采用。请先移走这个链接。")


def _remove(folder: Path, path: str) -> None:
    """Remove a file, and the folders it leaves empty."""
    file = folder / path
    file.unlink(missing_ok=True)
    while (file := file.parent) != folder and file.is_dir() and not any(file.iterdir()):
        file.rmdir()
