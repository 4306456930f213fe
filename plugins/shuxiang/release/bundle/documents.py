"""Bring delivered documents into the documents folder: beside it first, then in its place by a rename.

``.docs-taking/docs`` is the folder to come, ``.docs-former`` the one that was; both exist only while this is under
way.
The steps are such that from what exists the next run knows how far the last one came (see :func:`mend`).
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from shuxiang.release.bundle import carriable
from shuxiang.release.bundle.delivered import FOLDER, Record, as_bytes, delivered, record_file
from shuxiang.release.bundle.merging import Merge, insisting, merge
from shuxiang.release.bundle.opening import Parcel
from shuxiang.release.bundle.packing_list import Kind
from shuxiang.release.bundle.paths import require_no_collision, shown
from shuxiang.release.bundle.trouble import told
from shuxiang.release.bundle.walking import below, is_link
from shuxiang.release.durable import forget, replace_durably, settle
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
    """A parcel of documents before it is taken.

    ``merged`` is what it would do, ``base`` what came before, ``before`` how many documents there are.
    """

    shelf: Shelf
    parcel: Parcel
    base: Record
    merged: Merge
    before: int

    @property
    def removed_share(self) -> float:
        """Which part of the documents would go, 0 to 1."""
        return len(self.merged.removed) / self.before if self.before else 0.0

    @property
    def is_older(self) -> bool:
        """Whether it would undo some of what came in a parcel of a later day."""
        merged = self.merged
        undone = merged.changed or merged.removed or merged.conflicts
        if self.parcel.listed.kind is Kind.DOCUMENTS:
            undone = undone or merged.new
        return self.parcel.listed.day < self.base.day and bool(undone)


def look(shelf: Shelf, parcel: Parcel, *, insists: bool = False) -> Delivery:
    """Compare the parcel with the documents that are there; nothing is written.

    ``insists`` is whether the office wants back as they came what it has removed, or named and since changed.
    """
    theirs = parcel.listed.documents
    carriable.require_carriable(theirs)
    files = {path: file for path, file in below(shelf.docs).items() if not is_link(file)}
    behind_links = {path: shelf.docs / path for path in theirs.keys() - files.keys()}
    files |= {path: file for path, file in behind_links.items() if file.is_file()}
    with told(shelf.docs):
        ours = {path: sha256_of(file) for path, file in files.items() if not carriable.objection(path)}
    base = delivered(shelf.home, shelf.docs)
    known = {path: digest for path, digest in base.documents.items() if not carriable.objection(path)}
    only_some = parcel.listed.kind is Kind.SOME_DOCUMENTS
    merged = merge(_only(known, theirs), _only(ours, theirs), theirs) if only_some else merge(known, ours, theirs)
    if insists:
        merged = insisting(merged, theirs if only_some else ())
    require_no_collision(merged.new, files.keys() - set(merged.removed))
    return Delivery(shelf, parcel, base, merged, len(ours))


def prepare(delivery: Delivery) -> Path:
    """Make the folder to come beside the documents and return it; the documents stay as they are."""
    shelf, merged = delivery.shelf, delivery.merged
    theirs, before = delivery.parcel.listed.documents, delivery.parcel.listed.docs
    for path in (*merged.new, *merged.changed, *merged.conflicts):
        _require_no_link(shelf.docs, path)
    with told(shelf.coming):
        shutil.copytree(shelf.docs, shelf.coming, symlinks=True)
        for path in (*merged.removed, *merged.conflicts, *merged.changed):
            _remove(shelf.coming, path)
        for path in (*merged.new, *merged.changed, *merged.conflicts):
            if path in theirs:
                delivery.parcel.copy(f"{before}/{path}", shelf.coming / path)
    return shelf.coming


def put_in_place(delivery: Delivery) -> None:
    """Let the prepared folder take the documents' place; the former ones are kept."""
    shelf, listed = delivery.shelf, delivery.parcel.listed
    others = {} if listed.kind is Kind.DOCUMENTS else delivery.base.documents
    with told(shelf.docs):
        shelf.record.parent.mkdir(parents=True, exist_ok=True)
        settle(shelf.coming)
        replace_durably(shelf.next_record, as_bytes(Record(listed.day, {**others, **listed.documents})))
        replace_durably(_open(shelf.home), os.fsencode(shelf.docs))
        shelf.docs.rename(shelf.former)
        try:
            shelf.coming.rename(shelf.docs)
        except OSError:
            shelf.former.rename(shelf.docs)
            raise
        shelf.coming.parent.rmdir()
        _keep_former(shelf)


def is_cut_off(home: Path) -> bool:
    """Whether the documents folder is being replaced, or was when a run was cut off."""
    return _open(home).exists()


def mend_at(home: Path) -> None:
    """As :func:`mend`, for when the documents folder itself may be missing from where it is configured to be."""
    if not is_cut_off(home):
        return
    with told(home):
        noted = Path(os.fsdecode(_open(home).read_bytes().strip(b"\0 \r\n")))
        known = noted.is_absolute() and (noted.exists() or Shelf(noted, home).former.exists())
        if found := noted if known else _without_its_folder(home):
            mend(Shelf(found, home))


def mend(shelf: Shelf) -> None:
    """Finish or undo what a run has left that was cut off."""
    with told(shelf.docs):
        if shelf.former.exists() and shelf.docs.exists():
            _require_finished(shelf)
            _keep_former(shelf)
        elif shelf.former.exists():
            shelf.former.rename(shelf.docs)
        forget(shelf.next_record)
        if shelf.coming.parent.exists():
            shutil.rmtree(shelf.coming.parent)
        forget(_open(shelf.home))


def _open(home: Path) -> Path:
    """The file that names the documents folder while it is being replaced."""
    return home / FOLDER / "replacing"


def _without_its_folder(home: Path) -> Path | None:
    """The documents folder of which only the former one is there."""
    names = (path.name.removeprefix(".").removesuffix("-former") for path in sorted(home.glob(".?*-former")))
    return next((home / name for name in names if not (home / name).exists()), None)


def _require_finished(shelf: Shelf) -> None:
    """ReleaseError when the folder that is there is not the one that was to come: somebody has made it since."""
    if shelf.coming.exists():
        raise ReleaseError(
            f"上一次收材料时中断了，原来的材料在 {shelf.former}；{shelf.docs} 是后来新建的，没有动它。"
            f"请把 {shelf.docs} 改名，再运行一次，原来的材料就会回来。"
        )


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
        raise ReleaseError(f"文档文件夹里的 {shown(path)} 经过一个链接，不能写到那里，没有采用。请先移走这个链接。")


def _remove(folder: Path, path: str) -> None:
    """Remove a file, and the folders it leaves empty."""
    file = folder / path
    file.unlink(missing_ok=True)
    while (file := file.parent) != folder and file.is_dir() and not any(file.iterdir()):
        file.rmdir()
