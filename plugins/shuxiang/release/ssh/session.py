"""Running scripts, and rsync, on the other machine: one connection for all of it."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import subprocess
import tempfile
import weakref
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from shuxiang.release.errors import ReleaseError
from shuxiang.release.ssh import complaints, scripts
from shuxiang.release.ssh.answer import Answer, read_answer
from shuxiang.release.ssh.connection import SILENT_SECONDS, Connection
from shuxiang.release.ssh.held import Held
from shuxiang.release.ssh.sentences import NO_RSYNC_HERE, NO_SSH_HERE

_LONGEST_SECONDS = 900
_LONGEST_SOCKET_FOLDER = 70
"""A socket's path has 104 bytes on some systems, and ssh needs some for itself."""


class Session:
    """Opened when something is first asked; closed by ``close``, or when nobody holds it any more."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._opened = ExitStack()
        self._line: Held | None = None
        self._sharing: list[str] = []
        weakref.finalize(self, self._opened.close)

    def close(self) -> None:
        """End the connection; whatever is asked next opens another."""
        self._opened.close()
        self._line = None

    def run(self, script: str, words: Sequence[str], data: bytes = b"") -> Answer:
        """Run a script to its end; ReleaseError when it could not be, or did not come there."""
        self._require_line()
        answer = _run(self._command(scripts.command(script, words)), data)
        if answer.code is None:
            raise complaints.of_ssh(self.connection, answer)
        return answer

    def hold(self, script: str, words: Sequence[str]) -> Held:
        """Start a script that is to last; see its ``failure``."""
        self._require_line()
        return Held(self._command(scripts.command(script, words)), _LONGEST_SECONDS)

    def send(self, source: Path, paths: Iterable[str], words: Sequence[str], place: str, like: str) -> None:
        """Let rsync put files into the folder ``place``, for which TAKE_FILES with ``words`` is run first.

        Files that are the same below the folder ``like`` ("" for none) are linked from there. Both are absolute.
        """
        self._require_line()
        rsync = [
            _program("rsync", NO_RSYNC_HERE),
            *("--recursive", "--copy-links", "--checksum", "--perms", "--chmod=D755,F644"),
            *("--from0", "--files-from=-", "--protect-args", f"--timeout={SILENT_SECONDS}"),
            f"--rsh={self._remote_shell()}",
            f"--rsync-path={scripts.command_before_rsync(words)}",
            *([f"--link-dest={like}"] if like else []),
            *("--", f"{source.resolve().as_posix()}/", f"{self.connection.for_rsync}:{place}/"),
        ]
        names = b"".join(path.encode("utf-8", "surrogateescape") + b"\0" for path in paths)
        done = subprocess.run(rsync, input=names, capture_output=True, check=False)  # noqa: S603  # written above
        if done.returncode:
            said = (done.stdout + done.stderr).decode("utf-8", "replace")
            raise complaints.of_rsync(self.connection, place, done.returncode, said)

    def _require_line(self) -> None:
        if self._line is None or not self._line.lasts:
            self.close()
            self._open()

    def _open(self) -> None:
        """Log in and see what is there; on the way of this first login go all the others, where ssh can do that."""
        key = self.connection.key
        if key and not key.is_file():
            raise ReleaseError(f"没有密钥文件 {key}。请检查 deploy.yml 里的 key，它应是私钥文件的完整路径。")
        with ExitStack() as opening:
            first, self._sharing = _sharing(wanted=self.connection.shared)
            command = scripts.command(scripts.CHECK, ["", ""])
            line = Held(self._command(command, first), self.connection.connect_seconds * 2)
            opening.callback(line.end)
            if line.failure:
                raise complaints.of_ssh(self.connection, line.failure)
            missing = line.first_line.removeprefix(scripts.MISSING).split()
            if missing:
                raise complaints.no_tools(self.connection, missing)
            self._line = line
            self._opened.push(opening.pop_all())

    def _command(self, command: str, sharing: Sequence[str] | None = None) -> list[str]:
        return [*self._ssh(self._sharing if sharing is None else sharing), self.connection.destination, command]

    def _ssh(self, sharing: Sequence[str]) -> list[str]:
        return [_program("ssh", NO_SSH_HERE), *sharing, *self.connection.words()]

    def _remote_shell(self) -> str:
        """What rsync starts to get to the other machine, as it reads that."""
        words = ["sh", "-c", scripts.WITHOUT_GREETING, "sh", *self._ssh(self._sharing)]
        return " ".join("'" + word.replace("'", "''") + "'" for word in words)


def _sharing(*, wanted: bool) -> tuple[list[str], list[str]]:
    """Options for the first ``ssh``, and for those that are to go by its connection."""
    folder = _private_folder() if wanted else None
    if not folder:
        alone = ["-o", "ControlMaster=no", "-o", "ControlPath=none", "-o", "ControlPersist=no"]
        return alone, alone
    socket = (folder / secrets.token_hex(4)).as_posix().replace("%", "%%")
    path = ["-o", f"ControlPath={socket}", "-o", "ControlPersist=no"]
    return ["-o", "ControlMaster=yes", *path], ["-o", "ControlMaster=no", *path]


def _private_folder() -> Path | None:
    """A folder that only this user can look into; one for all runs, as a run that is killed cannot remove it."""
    folder = Path(tempfile.gettempdir(), f"shuxiang-ssh-{os.getuid()}")
    if len(str(folder)) > _LONGEST_SOCKET_FOLDER:
        return None
    folder.mkdir(mode=0o700, exist_ok=True)
    facts = folder.lstat()
    ours = stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.getuid() and not facts.st_mode & 0o077
    return folder if ours else None


def _run(command: Sequence[str], data: bytes) -> Answer:
    try:
        done = subprocess.run(  # noqa: S603  # ssh, with words of ours
            command, input=data, capture_output=True, check=False, timeout=_LONGEST_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        return read_answer(error.stdout or b"", error.stderr or b"", None)
    return read_answer(done.stdout, done.stderr, done.returncode)


def _program(name: str, without: str) -> str:
    found = shutil.which(name)
    if not found:
        raise ReleaseError(without)
    return found
