"""Readers at a real nginx, configured by what we generate, while releases come and go under them."""

from __future__ import annotations

import hashlib
import http.client
import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest

import nginx as real_nginx
from shuxiang.release.linked_target import LinkedTarget
from shuxiang.release.local_host import LocalHost
from shuxiang.release.manifest import Manifest
from shuxiang.release.policy import policy
from shuxiang.release.servers import nginx
from shuxiang.release.servers.address import parse_address
from shuxiang.release.servers.served import Served
from shuxiang.release.stamp import id_in, stamp
from shuxiang.release.target import Means, Release

DAY = date(2026, 11, 21)
PAGES = ("", "readings/w47/", "readings/w48/")
ASSET = re.compile(rb'(?:href|src)="/(assets/[^"]+)"')
ROUNDS = 20
MEANS = Means("2026-11-21T06:30:00+08:00", lambda _: (), lambda _: nullcontext())


def a_site(folder: Path, number: int) -> Release:
    """Three pages and the two assets that they ask for; no file is the same in two of these sites."""
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    assets = {
        f"assets/pages-{digest[:10]}/site.css": "body",
        f"assets/javascripts/site.{digest[:8]}.min.js": "void",
    }
    links = "".join(f'<link href="/{path}">' for path in assets)
    pages = {f"{page}index.html": f"<html><head>{links}</head><body>{number}</body></html>" for page in PAGES}
    for path, text in {**pages, **{path: f"/*{number}*/{text}" for path, text in assets.items()}}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text * 50, encoding="utf-8")
    return Release(folder, stamp(folder, DAY))


@dataclass
class Reader:
    """Opens pages, and what they ask for, again and again; ``slow`` asks only after the next release has come.

    ``switches`` grows with each that is begun: what a page asks for is there for one release more, not for two.
    A slow reader has a page open while ``open`` is set, and has finished with it when ``open`` is cleared.
    """

    port: int
    manifests: dict[str, Manifest]
    slow: bool
    seen: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    stop: Event = field(default_factory=Event)
    open: Event = field(default_factory=Event)
    switched: Event = field(default_factory=Event)
    switches: list[object] = field(default_factory=list)

    def read(self) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            self._read(connection)

    def _read(self, connection: http.client.HTTPConnection) -> None:
        try:
            while not self.stop.is_set():
                for page in PAGES:
                    self._open(connection, page)
                    if self.stop.is_set():
                        return
        except (OSError, http.client.HTTPException) as error:
            self.wrong.append(repr(error))

    def _open(self, connection: http.client.HTTPConnection, page: str) -> None:
        begun = len(self.switches)
        body = self._get(connection, page)
        id_ = id_in(body)
        self.seen.append(id_)
        if self.slow:
            self.open.set()
            self.switched.wait(10)
            self.switched.clear()
        before = list(self.wrong)
        for asset in {each.decode() for each in ASSET.findall(body)}:
            if hashlib.sha256(self._get(connection, asset)).hexdigest() != self.manifests[id_].files[asset].sha256:
                self.wrong.append(f"{asset} is not of {id_}")
        if len(self.switches) - begun > 1:  # this reader was kept waiting for too long
            self.wrong = before

    def holding_a_page(self, switch: Callable[[], object]) -> None:
        """Let ``switch`` happen while this slow reader has a page open and has not yet asked for its assets."""
        assert self.open.wait(10)
        self.open.clear()
        self.switches.append(switch)
        switch()
        self.switched.set()

    def _get(self, connection: http.client.HTTPConnection, path: str) -> bytes:
        connection.request("GET", f"/{path}", headers={"Host": "intranet.test"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            self.wrong.append(f"{answer.status} for {path}")
        return body


@contextmanager
def reading(readers: list[Reader]) -> Iterator[None]:
    threads = [Thread(target=reader.read, daemon=True) for reader in readers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for reader in readers:
            reader.stop.set()
            reader.switched.set()
        for thread in threads:
            thread.join(10)


@pytest.fixture
def target(tmp_path: Path) -> LinkedTarget:
    return LinkedTarget(LocalHost(tmp_path / "www"), keep=3)


@pytest.fixture
def port(tmp_path: Path, target: LinkedTarget) -> Iterator[int]:
    """Where nginx shows the target, after its first release."""
    target.publish(a_site(tmp_path / "first", -1), MEANS)
    port = real_nginx.unused_port()
    address = parse_address(f"http://intranet.test:{port}/")
    configuration = nginx.whole(Served("内网", str(tmp_path / "www" / "current"), address, policy([])))
    with real_nginx.running(configuration, tmp_path / "nginx", port):
        yield port


def test_readers_see_whole_releases_only_while_twenty_come_and_some_go_back(
    tmp_path: Path, target: LinkedTarget, port: int
) -> None:
    releases = [a_site(tmp_path / str(number), number) for number in range(ROUNDS)]
    live = target.live()
    assert live
    manifests = {live.id: live, **{release.manifest.id: release.manifest for release in releases}}
    switches: list[object] = []
    readers = [Reader(port, manifests, slow=slow, switches=switches) for slow in (False, True)]

    with reading(readers):
        for number, release in enumerate(releases):
            readers[1].holding_a_page(partial(target.publish, release, MEANS))
            if number % 4 == 3:
                readers[1].holding_a_page(partial(target.rollback, "", MEANS))

    assert [reader.wrong for reader in readers] == [[], []]
    assert len(set(readers[0].seen)) > 2, "the reader has seen releases change"
    assert readers[1].seen
