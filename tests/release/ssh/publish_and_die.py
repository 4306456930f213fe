"""Publish over SSH in a process of its own, which ends itself as ``kill -9`` would when it comes to a step."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from shuxiang.release.linked_target import LinkedTarget
from shuxiang.release.manifest import manifest_of, release_id
from shuxiang.release.ssh.host import SshHost
from shuxiang.release.target import Means, Release
from ssh_server import SshServer


def means(last: int) -> Means:
    """Means with which the process ends at the beginning of the step with that number."""
    begun = 0

    @contextmanager
    def step(_: str) -> Iterator[None]:
        nonlocal begun
        begun += 1
        if begun == last:
            os.kill(os.getpid(), signal.SIGKILL)
        yield

    return Means("2026-11-21T07:00:00+08:00", lambda _: (), step)


def main(folder: str, port: str, root: str, site: str, last: str) -> None:
    """Publish ``site``; roll back when it is empty."""
    server = SshServer(Path(folder), int(port), None)
    with SshHost(server.connection(), root) as host:
        target = LinkedTarget(host, 5)
        if not site:
            target.rollback("", means(int(last)))
            return
        day = date(2026, 11, 21)
        manifest = manifest_of(Path(site), release_id(Path(site), day), day)
        target.publish(Release(Path(site), manifest), means(int(last)))


main(*sys.argv[1:])
