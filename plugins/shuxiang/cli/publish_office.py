"""What publishing needs of this machine: the place, the files that are kept for it, the clock, the probe."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from shuxiang.cli.arguments import config_file
from shuxiang.cli.deploy_file import choose, read_deployment
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.core.moments import CHINA
from shuxiang.release.linked_target import LinkedTarget
from shuxiang.release.local_host import LocalHost
from shuxiang.release.manifest import Manifest
from shuxiang.release.place import Kind, Place
from shuxiang.release.plain_target import PlainTarget
from shuxiang.release.probe import Ask, NoAnswerError, asking, probe
from shuxiang.release.ssh.connection import Connection
from shuxiang.release.ssh.host import SshHost
from shuxiang.release.target import Means, Target

if TYPE_CHECKING:
    import argparse


@dataclass(frozen=True, slots=True)
class Office:
    """One place and this machine's files for it; ``source`` is the configuration, absolute."""

    source: Path
    place: Place
    keep: int
    delete_at_most: int

    @property
    def folder(self) -> Path:
        """Where publishing keeps its own: never in git, never in the site."""
        return self.source.parent / "data" / "publish" / self.place.name

    @property
    def work(self) -> Path:
        """What one run needs and the next one removes."""
        return self.folder / "work"

    @property
    def runs(self) -> Path:
        """The record of runs."""
        return self.folder / "runs.json"

    @contextmanager
    def reached(self) -> Iterator[Target]:
        """The place as something that can be published to, for the time of the block."""
        folder = Path(self.place.folder)
        if self.place.kind is Kind.SSH:
            with SshHost(_connection(self.place), self.place.folder) as host:
                yield LinkedTarget(host, self.keep)
        elif self.place.kind is Kind.LINKED:
            yield LinkedTarget(LocalHost(folder), self.keep)
        elif self.place.kind is Kind.PLAIN:
            yield PlainTarget(LocalHost(folder), self.folder / "kept", self.keep)
        else:
            raise Problem(f"目标“{self.place.name}”是压缩包，没有可以查看或退回的版本。")


def _connection(place: Place) -> Connection:
    key = Path(place.key) if place.key else None
    return Connection(place.destination, port=place.port, key=key, options=place.options)


def opened(options: argparse.Namespace) -> Office:
    """The office's side of the place that the command line names, or of the only one there is."""
    source = config_file(options.config_file)
    deployment = read_deployment(source.parent)
    return Office(source, choose(deployment, options.target), deployment.keep, deployment.delete_at_most)


@contextmanager
def alone(office: Office) -> Iterator[None]:
    """Let no other command on this machine publish to the place, and leave nothing of the work behind."""
    office.folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(office.folder / "lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Problem(f"另一个命令正在发布到“{office.place.name}”。请等它结束后再运行一次。") from None
    try:
        shutil.rmtree(office.work, ignore_errors=True)  # of a run that was killed
        yield
    finally:
        shutil.rmtree(office.work, ignore_errors=True)
        lock.release()


def now() -> datetime:
    """The present moment in China."""
    return datetime.now(CHINA)


def means(place: Place, pages: Sequence[str] = (), *, overwrite: bool = False) -> Means:
    """How a release is done here; ``pages`` are looked at besides the home page.

    Problem when the place's certificates cannot be read, which must not be found out after the switch.
    """
    _ask(place)
    return Means(
        at=now().isoformat(timespec="seconds"),
        probe=partial(look, place, pages),
        step=step,
        overwrite=overwrite,
    )


def look(place: Place, pages: Sequence[str], manifest: Manifest) -> tuple[str, ...]:
    """What readers would find wrong with a release; nothing where the place's address is not known."""
    if not place.url:
        return ()
    known = [page for page in pages if f"{page}index.html" in manifest.files]  # an earlier release has not all
    return probe(place.url, _ask(place), known, manifest)


def _ask(place: Place) -> Ask:
    try:
        return asking(place.certificates)
    except NoAnswerError as error:
        raise Problem(f"{error}请改正 deploy.yml 里的 certificates。") from error
