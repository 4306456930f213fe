"""A script on the other machine that lasts as long as this side keeps it."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from threading import Timer
from typing import IO

from shuxiang.release.ssh.answer import Answer, read_answer
from shuxiang.release.ssh.scripts import MARK

_LEAVE_SECONDS = 5


class Held:
    """It reads standard input to its end, so it ends with this process, in whatever way that is killed."""

    def __init__(self, words: Sequence[str], seconds: float) -> None:
        """Start it and wait for its first line; after ``seconds`` without one it is given up."""
        self._noise = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the rest, in end()
        self._process = subprocess.Popen(  # noqa: S603  # ssh, with words of ours
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._noise,
            start_new_session=True,  # Ctrl-C is for the command to react to
        )
        self.first_line, self.failure = self._begin(seconds)

    def _begin(self, seconds: float) -> tuple[str, Answer | None]:
        """The first line; without one, how the script failed."""
        timer = Timer(seconds, self._process.terminate)
        timer.start()
        try:
            said, first = _up_to_first_line(_pipe(self._process.stdout))
            if not first:
                said += _pipe(self._process.stdout).read()
        finally:
            in_time = timer.is_alive()
            timer.cancel()
        if first:
            return first, None
        exit_ = self._left()
        self._noise.seek(0)
        return "", read_answer(said, self._noise.read(), exit_ if in_time else None)

    @property
    def lasts(self) -> bool:
        """Whether the script is still there, as far as this side knows."""
        return self._process.poll() is None

    def beat(self) -> None:
        """Send a line, as a sign of life."""
        with suppress(OSError, ValueError):
            pipe = _pipe(self._process.stdin)
            pipe.write(b"\n")
            pipe.flush()

    def end(self) -> None:
        """Let it come to its end and wait for that; on a connection that is gone, not for long."""
        with suppress(OSError):
            _pipe(self._process.stdin).close()
        self._left()
        _pipe(self._process.stdout).close()
        self._noise.close()

    def _left(self) -> int:
        """How it ended, in its own time or in ours."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(_LEAVE_SECONDS)
        self._process.terminate()  # and kill only if that does not help: ssh takes its socket away
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(_LEAVE_SECONDS)
        self._process.kill()
        return self._process.wait()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the process was started without this pipe")
    return pipe


def _up_to_first_line(out: IO[bytes]) -> tuple[bytes, str]:
    said = b""
    begun = False
    for line in out:
        said += line
        if begun:
            return said, line.decode("utf-8", "replace").strip()
        begun = line == MARK + b"\n"
    return said, ""
