"""One SSH server for all tests here, and a folder with a name that quoting mistakes do not survive."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from shuxiang.release.ssh.host import SshHost
from shuxiang.release.ssh.session import Session
from ssh_server import ACCOUNTS, SshServer, ssh_server

ODD_ROOT = "-书香 'a' \"b\" $HOME `c`\\\n;#&"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with ssh_server(tmp_path_factory.mktemp("sshd") / "sshd") as running:
        yield running


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / ODD_ROOT


@pytest.fixture(scope="session")
def reached(server: SshServer) -> Iterator[Callable[[str, Path], SshHost]]:
    """Hosts by account and folder, over one connection to each account for all tests that leave it whole."""
    session = cache(lambda account: Session(server.connection(account)))

    def host(account: str, root: Path) -> SshHost:
        result = SshHost(server.connection(account), str(root))
        result._session = session(account)
        return result

    yield host
    for account in ACCOUNTS:
        session(account).close()


@pytest.fixture
def host(reached: Callable[[str, Path], SshHost], root: Path) -> SshHost:
    return reached("plain", root)
