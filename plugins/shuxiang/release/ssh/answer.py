"""What a script on the other machine says, taken out of what a login shell may say before and after it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shuxiang.release.ssh.scripts import ABSENT, MARK

_NOTHING_THERE = re.compile(r"No such file or directory|Not a directory|nonexistent directory")


@dataclass(frozen=True, slots=True)
class Answer:
    """``code`` is the script's exit code, None when it never came to its end; ``said`` its complaints.

    ``exit`` is how ``ssh`` itself ended; None when it was ended here, for taking too long.
    """

    data: bytes
    said: str
    code: int | None
    begun: bool
    exit: int | None

    @property
    def absent(self) -> bool:
        """Whether the script failed because nothing is there under the name it was given."""
        return self.code == ABSENT or (bool(self.code) and bool(_NOTHING_THERE.search(self.said)))


def read_answer(stdout: bytes, stderr: bytes, exit_: int | None) -> Answer:
    """Read what came from a command of ``scripts.command``."""
    _, begun, rest = stdout.partition(b"\n" + MARK + b"\n")
    data, _, code = rest.rpartition(b"\n" + MARK)
    before, marked, said = stderr.rpartition(MARK)
    number = re.match(rb"\d+\n", code)
    return Answer(
        data=data,
        said=(said if marked else before + said).decode("utf-8", "replace").strip(),
        code=int(number[0]) if number else None,
        begun=bool(begun),
        exit=exit_,
    )
