"""Publishes in processes that are killed (SIGKILL) at a moment that the test names; runs as a program of its own.

Each line of standard input is a job: kill at the n-th moment since a step ("" for the beginning). The answer is a
line too: the moment at which it was killed, or null when it came to its end first. Modules are loaded once, and
each job runs in a fork, so that hundreds of kills cost seconds.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from forked import exit_code
from release_site import means, target_in
from shuxiang.release.errors import ReleaseError
from shuxiang.release.local_host import BESIDE
from shuxiang.release.manifest import from_json
from shuxiang.release.target import Release

_CHANGES = {"os.rename", "os.remove", "os.link", "os.symlink"}
"""What readers or the next run could notice; before a file is renamed it lies there under another name."""


def release_in(folder: str) -> Release:
    """A release that was made before."""
    return Release(Path(folder), from_json((Path(folder) / "release.json").read_bytes()))


def do(root: Path, job: dict[str, Any], hook: Callable[[str], None]) -> None:
    """Publish or go back; ``bad`` is the release that cannot be seen through its address."""
    target = target_in(root, job["kind"])
    by = means(lambda seen: ("看不到。",) if seen.id == job["bad"] else (), hook=hook)
    if job["release"]:
        target.publish(release_in(job["release"]), by)
    else:
        target.rollback("", by)


def main() -> None:
    """Do the jobs as they come."""
    for line in sys.stdin:
        print(json.dumps(_killed_at(json.loads(line))), flush=True)  # noqa: T201


def _killed_at(job: dict[str, Any]) -> str | None:
    root = Path(job["root"])
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(job["base"], root, symlinks=True)
    ear, mouth = os.pipe()
    code = exit_code(lambda: _work(root, job, mouth))
    os.close(mouth)
    with os.fdopen(ear, "rb") as stream:
        moment = stream.read().decode()
    if code not in {0, -signal.SIGKILL}:
        raise SystemExit(moment)
    return moment if code else None


def _work(root: Path, job: dict[str, Any], mouth: int) -> None:
    left, waited_for = job["at"], job["since"]

    def tick(moment: str) -> None:
        nonlocal left, waited_for
        if moment.startswith(waited_for):
            waited_for = ""
        left -= not waited_for
        if left == 0:
            os.write(mouth, moment.encode("utf-8", "replace"))
            os.kill(os.getpid(), signal.SIGKILL)

    def listen(event: str, details: tuple[object, ...]) -> None:
        if event in _CHANGES and not (event == "os.remove" and str(details[0]).endswith(BESIDE)):
            tick(f"{event} {details[0]!s}")

    sys.addaudithook(listen)
    try:
        do(root, job, tick)
    except ReleaseError as error:
        if not job["bad"]:
            os.write(mouth, str(error).encode("utf-8", "replace"))
            raise
    except BaseException:
        os.write(mouth, traceback.format_exc().encode("utf-8", "replace"))
        raise


if __name__ == "__main__":
    os.sync = os.fsync = lambda *_: None  # type: ignore[assignment]
    main()
