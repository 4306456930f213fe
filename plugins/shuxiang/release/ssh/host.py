"""A folder on another machine, as a Host."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from shuxiang.release.errors import ReleaseError
from shuxiang.release.local_host import BESIDE
from shuxiang.release.ssh import complaints, scripts
from shuxiang.release.ssh.answer import Answer
from shuxiang.release.ssh.connection import SILENT_SECONDS, Connection
from shuxiang.release.ssh.lock import Lock, beating, new_token
from shuxiang.release.ssh.session import Session

_DIGEST = re.compile(rb"(\\?)([0-9a-f]{64}) [ *]\./(.*)", re.DOTALL)
_LINE_END = re.compile(rb"\n(?=\\?[0-9a-f]{64} [ *]\./|\Z)")
_ESCAPED = re.compile(rb"\\([\\nr])")
_MEANT = {b"\\": b"\\", b"n": b"\n", b"r": b"\r"}
_FREE_KB = re.compile(r"\s\d+\s+\d+\s+(\d+)\s+\d+%")


class SshHost:
    """See Host. ``root`` is an absolute path over there. Leaving it as a context ends the connection."""

    def __init__(self, connection: Connection, root: str) -> None:
        if not root.startswith("/") or "\0" in root:
            raise ReleaseError(
                f"SSH 目标的文件夹要写服务器上的完整路径，如 /srv/www/shuxiang，现为 {root[:60]!r}。"
            )
        self.root = root.rstrip("/") or "/"
        self._session = Session(connection)
        self._lock: Lock | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection; whatever is asked next opens another."""
        self._session.close()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """See Host. A process over there holds the lock, for as long as it hears from this one."""
        token = new_token()
        held = self._session.hold(scripts.HOLD, [self.root, token, str(SILENT_SECONDS)])
        try:
            if held.failure:
                self._refuse(held.failure, "")
            self._lock = Lock(held, token)
            with beating(held):
                yield
        finally:
            self._lock = None
            held.end()

    def read(self, path: str) -> bytes | None:
        """See Host."""
        answer = self._ask(scripts.READ, _below(path))
        return None if answer.absent else self._well(answer, path).data

    def write(self, path: str, data: bytes) -> None:
        """See Host."""
        place = _below(path)
        beside = f"{place.rpartition('/')[0]}/{BESIDE}"
        self._well(self._ask(scripts.WRITE, place, beside, str(len(data)), data=data), path)

    def names(self, folder: str) -> list[str]:
        """See Host."""
        answer = self._ask(scripts.NAMES, _below(folder))
        names = [] if answer.absent else self._well(answer, folder).data.split(b"\0")
        return sorted(_text(name.removeprefix(b"./")) for name in names if name)

    def remove(self, path: str) -> None:
        """See Host."""
        self._well(self._ask(scripts.REMOVE, _below(path)), path)

    def rename(self, old: str, new: str) -> None:
        """See Host."""
        self._well(self._ask(scripts.RENAME, _below(old), _below(new)), new)

    def link(self, name: str) -> str | None:
        """See Host."""
        answer = self._ask(scripts.LINK, _below(name))
        return None if answer.absent else _text(self._well(answer, name).data)

    def point(self, name: str, target: str) -> None:
        """See Host."""
        self._well(self._ask(scripts.POINT, _below(name), _below(BESIDE), target), name)

    def upload(self, source: Path, paths: Iterable[str], folder: str, like: str) -> None:
        """See Host."""
        self._require_lock()
        words = [self.root, self._token, _below(folder)]
        self._session.send(source, paths, words, self._full(folder), self._full(like) if like else "")

    def adopt(self, source: str, paths: Sequence[str], folder: str) -> None:
        """See Host."""
        wanted = b"".join(path.encode("utf-8", "surrogateescape") + b"\0" for path in paths)
        words = (_below(source), _below(folder), _below(BESIDE), str(len(wanted)))
        if wanted:
            self._well(self._ask(scripts.ADOPT, *words, data=wanted), folder)

    def digests(self, folder: str, paths: Iterable[str] | None = None) -> dict[str, str]:  # noqa: ARG002
        """See Host."""
        answer = self._ask(scripts.DIGESTS, _below(folder))
        data = answer.data if answer.absent else self._well(answer, folder).data
        lines = data.split(b"\0") if b"\0" in data else _LINE_END.split(data)
        found = map(_DIGEST.fullmatch, lines)
        return {_text(_plain(each[3]) if each[1] else each[3]): each[2].decode() for each in found if each}

    def free(self) -> int | None:
        """See Host."""
        answer = self._ask(scripts.FREE)
        found = None if answer.code else _FREE_KB.search(_text(answer.data))
        return int(found[1]) * 1024 if found else None

    @property
    def _token(self) -> str:
        return self._lock.token if self._lock else ""

    def _ask(self, script: str, *words: str, data: bytes = b"") -> Answer:
        self._require_lock()
        return self._session.run(script, [self.root, self._token, *words], data)

    def _require_lock(self) -> None:
        """Within the block of ``locked`` nothing is done any more once its connection has gone."""
        if self._lock and not self._lock.held.lasts:
            raise complaints.dropped(self._session.connection)

    def _well(self, answer: Answer, path: str) -> Answer:
        if answer.code:
            self._refuse(answer, path)
        return answer

    def _refuse(self, answer: Answer, path: str) -> NoReturn:
        if answer.code is None:
            raise complaints.of_ssh(self._session.connection, answer)
        raise complaints.of_script(self._session.connection, self._full(path), answer)

    def _full(self, path: str) -> str:
        return f"{self.root}/{path}".rstrip("/")


def _below(path: str) -> str:
    """The path as a word that no program takes for an option."""
    return f"./{path}"


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")


def _plain(name: bytes) -> bytes:
    """A name as it was before sha256sum wrote it into a line."""
    return _ESCAPED.sub(lambda found: _MEANT[found[1]], name)
