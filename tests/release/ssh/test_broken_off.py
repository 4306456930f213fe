"""A publisher that is cut off or killed at whatever moment: the old site stands, the next run needs no help."""

import os
import select
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from itertools import count
from pathlib import Path
from threading import Thread

import pytest

from forked import exit_code
from shuxiang.release.errors import ReleaseError
from shuxiang.release.linked_target import LinkedTarget
from shuxiang.release.local_host import LocalHost
from shuxiang.release.ssh.host import SshHost
from shuxiang.release.stamp import stamp
from shuxiang.release.target import Means, Release
from ssh_server import PATIENCE_SECONDS, SshServer, ssh_server

DAY = date(2026, 11, 21)
SWITCH = "切换…"


class Office:
    """Publishes one small site after another, and looks on the server's own disk what readers have."""

    def __init__(self, server: SshServer, root: Path, folder: Path) -> None:
        self.server = server
        self.root = root
        self._folder = folder
        self._number = 0

    def host(self, account: str = "plain") -> SshHost:
        return SshHost(self.server.connection(account), str(self.root))

    def next_site(self) -> Release:
        """The same site, with another page and one that was there before."""
        self._number += 1
        site = self._folder / str(self._number)
        for path in ("index.html", f"p{self._number}/index.html", "same/index.html"):
            site.joinpath(path).parent.mkdir(parents=True, exist_ok=True)
            site.joinpath(path).write_text(f"<html><head></head><body>{path} {self._number}</body></html>")
        site.joinpath("same.bin").write_bytes(bytes(range(256)) * 80)
        return Release(site, stamp(site, DAY))

    def publish(self) -> str:
        """Publish the next site without trouble, from the server itself; gives its release."""
        return self._here().publish(self.next_site(), means(nullcontext)).release

    def _here(self) -> LinkedTarget:
        return LinkedTarget(LocalHost(self.root), 5)

    def live(self) -> str:
        """The release that readers have, every file of it as it should be."""
        live = self._here().live()
        assert live
        assert self._here().damage().wrong == ()
        return live.id

    def assert_nothing_lies_about(self) -> None:
        allowed = {".publishing.lock", ".publishing.work", "current", "history.json", "releases"}
        assert {path.name for path in self.root.iterdir()} <= allowed
        assert not [path for path in self.root.rglob("*") if path.name.endswith("-next") or ".bin." in path.name]


def means(step: Callable[[str], object]) -> Means:
    return Means("2026-11-21T07:00:00+08:00", lambda _: (), step)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """Another one, since all who are connected to it are cut off."""
    with ssh_server(tmp_path_factory.mktemp("sshd") / "sshd") as running:
        yield running


@pytest.fixture
def office(server: SshServer, root: Path, tmp_path: Path) -> Office:
    return Office(server, root, tmp_path / "sites")


class CableCut:
    """Steps, at the beginning of one of which the connection is cut."""

    def __init__(self, host: SshHost, server: SshServer, last: int) -> None:
        self.names: list[str] = []
        self._host = host
        self._server = server
        self._last = last

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        self.names.append(name)
        if len(self.names) == self._last:
            self._server.drop()
            self._host._lock.held._process.wait(PATIENCE_SECONDS)
        yield

    @property
    def has_switched(self) -> bool:
        return SWITCH in self.names[:-1]


def publish_with_a_cut(office: Office, last: int) -> CableCut:
    with office.host() as host:
        cable = CableCut(host, office.server, last)
        try:
            LinkedTarget(host, 5).publish(office.next_site(), means(cable))
        except ReleaseError as error:
            assert "连接中途断了" in str(error)  # noqa: PT017  # the run after the last step raises nothing
        return cable


def test_a_connection_that_breaks_at_any_step_leaves_a_whole_site_and_the_next_run_works(office: Office) -> None:
    office.publish()
    broken = set()
    for last in count(1):
        before = office.live()
        cable = publish_with_a_cut(office, last)
        assert (office.live() != before) == cable.has_switched
        if len(cable.names) < last:
            break
        broken.add(cable.names[-1])

    assert {"传送文件…", "放到位置上…", "记下要做的切换…", SWITCH, "通过网址检查…"} <= broken
    office.assert_nothing_lies_about()


def test_a_connection_that_breaks_when_going_back_leaves_the_site_and_the_next_run_goes_back(
    office: Office,
) -> None:
    before, after = office.publish(), office.publish()
    with office.host() as host, pytest.raises(ReleaseError, match="连接中途断了"):
        LinkedTarget(host, 5).rollback("", means(CableCut(host, office.server, 4)))
    assert office.live() == after

    with office.host() as host:
        LinkedTarget(host, 5).rollback("", means(nullcontext))

    assert office.live() == before
    office.assert_nothing_lies_about()


def test_a_publisher_that_is_killed_at_any_step_leaves_a_whole_site_and_the_next_run_works(office: Office) -> None:
    office.publish()
    for last in count(1):
        before, release = office.live(), office.next_site()
        killed = is_killed(office, last, lambda target, by, release=release: target.publish(release, by))
        after = office.live()
        if not killed:
            break

    assert last > 6
    assert after != before
    office.assert_nothing_lies_about()


def test_a_publisher_that_is_killed_when_going_back_leaves_the_site_and_the_next_run_goes_back(
    office: Office,
) -> None:
    before, after = office.publish(), office.publish()
    assert is_killed(office, 4, lambda target, by: target.rollback("", by))
    assert office.live() == after

    assert not is_killed(office, 99, lambda target, by: target.rollback("", by))

    assert office.live() == before
    office.assert_nothing_lies_about()


def is_killed(office: Office, last: int, action: Callable[[LinkedTarget, Means], object]) -> bool:
    """Whether a process that does this over SSH came to that step, at which it ends as by ``kill -9``."""
    begun = 0

    @contextmanager
    def step(_: str) -> Iterator[None]:
        nonlocal begun
        begun += 1
        if begun == last:
            os.kill(os.getpid(), signal.SIGKILL)
        yield

    def act() -> None:
        with office.host() as host:
            action(LinkedTarget(host, 5), means(step))

    code = exit_code(act)
    assert code in {0, -signal.SIGKILL}
    return code != 0


def test_a_connection_that_breaks_amid_the_files_leaves_the_old_site_and_the_next_run_works(office: Office) -> None:
    before = office.publish()
    arrived = office.server.folder / "arrived"
    os.mkfifo(arrived)
    door = os.open(arrived, os.O_RDONLY | os.O_NONBLOCK)
    office.server.odd_tool(
        "rsync", f'PATH=${{PATH#*:}}; dd bs=1 count=30000 | rsync "$@"; echo >"{arrived}"; exec cat >/dev/null'
    )

    def cut() -> None:
        assert select.select([door], [], [], PATIENCE_SECONDS)[0]
        office.server.drop()

    cutter = Thread(target=cut, daemon=True)
    cutter.start()
    release = office.next_site()
    release.folder.joinpath("new.bin").write_bytes(b"".join(n.to_bytes(4, "big") for n in range(50_000)))
    with office.host("odd_tools") as host, pytest.raises(ReleaseError, match="连接中途断了"):
        LinkedTarget(host, 5).publish(Release(release.folder, stamp(release.folder, DAY)), means(nullcontext))
    cutter.join(PATIENCE_SECONDS)
    assert not cutter.is_alive()
    os.close(door)
    arrived.unlink()

    assert office.live() == before
    after = office.publish()
    assert office.live() == after
    office.assert_nothing_lies_about()


def test_a_file_that_is_damaged_over_there_is_noticed_and_mended(office: Office) -> None:
    release = office.next_site()
    with office.host() as host:
        target = LinkedTarget(host, 5)
        target.publish(release, means(nullcontext))
        damaged = office.root / "current" / "same.bin"
        damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
        assert target.damage().wrong == ("same.bin",)

        target.publish(release, means(nullcontext))

    assert office.live() == release.manifest.id


def test_a_disk_that_is_full_leaves_the_old_site(office: Office) -> None:
    before = office.publish()
    office.server.odd_tool(
        "rsync", "cat >/dev/null & echo 'write failed: No space left on device (28)' >&2; exit 11"
    )

    with office.host("odd_tools") as host, pytest.raises(ReleaseError, match="磁盘空间不足"):
        LinkedTarget(host, 5).publish(office.next_site(), means(nullcontext))

    assert office.live() == before
    office.assert_nothing_lies_about()
