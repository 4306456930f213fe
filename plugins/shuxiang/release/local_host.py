"""A folder on this machine, or one that is mounted on it."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from shuxiang.core.update import Reason
from shuxiang.release.disk import said
from shuxiang.release.errors import ReleaseError
from shuxiang.release.manifest import sha256_of

LOCK = ".publishing.lock"
BESIDE = ".sx-next"
"""What a file or link is called, in the folder that it is for, until it is whole."""
_FILE_MODE, _FOLDER_MODE = 0o644, 0o755
_NO_LINKS_HERE = {errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EACCES, errno.ENOSYS}


class LocalHost:
    """See Host."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def locked(self) -> Iterator[None]:
        """See Host; the operating system holds the lock."""
        if not self.root.parent.is_dir():
            raise ReleaseError(
                f"没有 {self.root.parent} 这个文件夹。请检查 deploy.yml 里写得对不对，共享文件夹挂载着没有。",
                Reason.UNREACHABLE,
            )
        with said(self.root):
            self._make_folder(self.root)
            lock = FileLock(self.root / LOCK, timeout=0)
            try:
                lock.acquire()
                _open_to_all(self.root / LOCK)  # another account's publisher must be able to see that it is held
            except Timeout:  # an OSError too
                raise ReleaseError(f"另一个命令正在发布到 {self.root}。请等它结束后再运行一次。") from None
        try:
            self._tidy()
            yield
        finally:
            lock.release()

    def read(self, path: str) -> bytes | None:
        """See Host."""
        place = self._at(path)
        with said(place):
            try:
                return place.read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def write(self, path: str, data: bytes) -> None:
        """See Host."""
        place = self._at(path)
        with said(place):
            self._make_folder(place.parent)
            self._fill(place, data)

    def names(self, folder: str) -> list[str]:
        """See Host."""
        with said(self.root / folder):
            try:
                return sorted(path.name for path in (self.root / folder).iterdir())
            except (FileNotFoundError, NotADirectoryError):
                return []

    def remove(self, path: str) -> None:
        """See Host."""
        place = self._at(path)
        with said(place):
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place)
            else:
                place.unlink(missing_ok=True)
            self._drop_empty(place.parent)

    def rename(self, old: str, new: str) -> None:
        """See Host."""
        place = self._at(new)
        with said(place):
            self._make_folder(place.parent)
            if hasattr(os, "sync"):  # what a link will point at must survive a power cut
                os.sync()
            self._at(old).rename(place)

    def link(self, name: str) -> str | None:
        """See Host."""
        place = self.root / name
        with said(place):
            return place.readlink().as_posix() if place.is_symlink() else None

    def point(self, name: str, target: str) -> None:
        """See Host."""
        place, beside = self.root / name, self.root / BESIDE
        with said(place):
            beside.unlink(missing_ok=True)
            try:
                beside.symlink_to(target, target_is_directory=True)
                beside.replace(place)
            except OSError as error:
                beside.unlink(missing_ok=True)
                raise _cannot_point(place, error) from error

    def upload(self, source: Path, paths: Iterable[str], folder: str, like: str) -> None:
        """See Host."""
        for path in paths:
            place = self._at(f"{folder}/{path}" if folder else path)
            with said(place):
                self._make_folder(place.parent)
                if not (like and _linked_if_same(self.root / like / path, source / path, place)):
                    _copy(source / path, place)

    def adopt(self, source: str, paths: Sequence[str], folder: str) -> None:
        """See Host."""
        for path in paths:
            place = self._at(f"{folder}/{path}")
            with said(place):
                self._make_folder(place.parent)
                if not place.exists() and (self.root / source / path).is_file():
                    _link_or_copy(self.root / source / path, place)

    def digests(self, folder: str, paths: Iterable[str] | None = None) -> dict[str, str]:
        """See Host."""
        top = self._at(folder)
        wanted = self.files(folder) if paths is None else list(paths)
        found = {}
        for path in wanted:
            with said(top / path):
                if (top / path).is_file():
                    found[path] = sha256_of(top / path)
        return found

    def files(self, folder: str) -> list[str]:
        """The paths of all files below ``folder``, in order."""
        top = self._at(folder)
        with said(top):
            return sorted(path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file())

    def remove_file(self, path: str) -> None:
        """Delete a file; what is a folder, or not there, stays as it is."""
        place = self._at(path)
        with said(place):
            if place.is_file():
                place.unlink()
                self._drop_empty(place.parent)

    def same_file(self, one: str, other: str) -> bool:
        """Whether two paths lead to one file, as they do where a disk does not tell ``A`` from ``a``."""
        try:
            return (self.root / one).samefile(self.root / other)
        except OSError:
            return False

    def free(self) -> int | None:
        """See Host."""
        try:
            return shutil.disk_usage(self.root).free
        except OSError:
            return None

    def _at(self, path: str) -> Path:
        """The place of a path; ReleaseError when a link leads there from outside what is published."""
        place = self.root / path
        for above in place.parents:
            if above == self.root:
                break
            if above.is_symlink():
                raise ReleaseError(f"{above} 是一个链接，会把文件写到别处，没有动它。请把它换成普通的文件夹。")
        return place

    def _tidy(self) -> None:
        """Remove what a killed run has left half written: while the lock is held nobody else writes."""
        with said(self.root):
            for folder, folders, files in os.walk(self.root):
                if BESIDE in (*folders, *files):
                    (Path(folder) / BESIDE).unlink(missing_ok=True)

    def _make_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            self._make_folder(folder.parent)
            with suppress(FileExistsError):
                folder.mkdir()
            with suppress(PermissionError):  # a share may have rights of its own
                folder.chmod(_FOLDER_MODE)

    def _drop_empty(self, folder: Path) -> None:
        with suppress(OSError):  # not empty, or gone
            while folder != self.root:
                folder.rmdir()
                folder = folder.parent

    @staticmethod
    def _fill(place: Path, data: bytes) -> None:
        beside = place.with_name(BESIDE)
        try:
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _open_to_all(beside)
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)


def _linked_if_same(old: Path, new: Path, place: Path) -> bool:
    """Link ``old`` to ``place`` if it holds what ``new`` holds."""
    if not old.is_file() or old.stat().st_size != new.stat().st_size or sha256_of(old) != sha256_of(new):
        return False
    place.unlink(missing_ok=True)
    return _linked(old, place)


def _link_or_copy(old: Path, place: Path) -> None:
    if not _linked(old, place):
        _copy(old, place)


def _linked(old: Path, place: Path) -> bool:
    try:
        os.link(old, place)
    except OSError as error:
        if error.errno in _NO_LINKS_HERE:
            return False
        raise
    return True


def _copy(source: Path, place: Path) -> None:
    """Copy beside and rename: a file with the right name is a whole one."""
    beside = place.with_name(BESIDE)
    try:
        shutil.copyfile(source, beside)
        _open_to_all(beside)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def _open_to_all(path: Path) -> None:
    with suppress(PermissionError):
        path.chmod(_FILE_MODE)


def _cannot_point(place: Path, error: OSError) -> ReleaseError | OSError:
    if place.exists() and not place.is_symlink():
        return ReleaseError(
            f"{place} 是一个文件或文件夹，而这里要放一个符号链接。请确认它没有用处后移走，再运行一次。"
        )
    if error.errno in _NO_LINKS_HERE or getattr(error, "winerror", None) == 1314:
        return ReleaseError(
            f"{place.parent} 所在的磁盘不能用符号链接（{error.strerror}）。请在 deploy.yml 里给它加上 links: no。"
        )
    return error
