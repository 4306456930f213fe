"""A real SSH server for tests, on loopback, with keys of its own and an account for each oddity."""

from __future__ import annotations

import os
import pwd
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from programs import program
from shuxiang.release.ssh.connection import Connection

PATIENCE_SECONDS = 20
PAUSE_SECONDS = 0.01

ACCOUNTS = {
    "plain": "",
    "talkative": (
        "echo 欢迎; printf 'no line end' >&2; umask 077; "
        "CDPATH=/; export CDPATH; LC_ALL=zh_CN.UTF-8; export LC_ALL; "
        'printf here; sh -c "$SSH_ORIGINAL_COMMAND"; code=$?; echo 再见; echo 再见 >&2; exit $code'
    ),
    "bare": 'PATH={folder}/bare exec sh -c "$SSH_ORIGINAL_COMMAND"',
    "odd_tools": 'PATH={folder}/odd:$PATH exec sh -c "$SSH_ORIGINAL_COMMAND"',
    "files_only": "internal-sftp",
    "no_login": "echo This account is currently not available.; exit 1",
    "hanging": "cat >/dev/null",
}
"""What each key runs in place of the command that was sent; all of them are the user who runs the tests."""

_CONFIG = """\
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/authorized_keys
PidFile none
UsePAM no
StrictModes no
PermitRootLogin yes
PasswordAuthentication no
KbdInteractiveAuthentication no
KexAlgorithms curve25519-sha256
SetEnv HOME={folder}/home
Subsystem sftp internal-sftp
"""
"""Keys are exchanged in the way that costs least: by default a client spends a tenth of a second on each login."""


@dataclass(frozen=True)
class SshServer:
    """``folder`` holds its keys, and the programs of the accounts that have programs of their own."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    def connection(self, account: str = "plain", **others: object) -> Connection:
        """A connection to an account; nothing of the developer's own SSH is used."""
        facts = {
            "destination": f"{pwd.getpwuid(os.getuid()).pw_name}@127.0.0.1",
            "port": self.port,
            "key": self.folder / "keys" / account,
            "known_hosts": self.folder / "known_hosts",
            "config": Path(os.devnull),
            "options": ("GlobalKnownHostsFile=/dev/null", "IdentityAgent=none"),
        }
        return Connection(**{**facts, **others})

    def odd_tool(self, name: str, script: str) -> None:
        """Give the account ``odd_tools`` another program under that name."""
        self.folder.joinpath("odd", name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        self.folder.joinpath("odd", name).chmod(0o755)

    def drop(self) -> None:
        """Cut all connections, as if the cable were pulled: nobody over there is told.

        A list of children that is read while one of them ends may lack another, so it is read until it is empty.
        """
        until = monotonic() + PATIENCE_SECONDS
        while sessions := list(_sessions(self.process.pid)):
            assert monotonic() < until, sessions
            for pid in sessions:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            sleep(PAUSE_SECONDS)


def _sessions(parent: int) -> Iterator[int]:
    """The processes of all connections, and those that end while one looks."""
    for child in map(int, _told(f"/proc/{parent}/task/{parent}/children").split()):
        if _told(f"/proc/{child}/comm").startswith(("sshd", GONE)):
            yield from _sessions(child)
            yield child


GONE = " "


def _told(place: str) -> str:
    try:
        return Path(place).read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return GONE


@contextmanager
def ssh_server(folder: Path) -> Iterator[SshServer]:
    """Run one while the block runs."""
    port = _free_port()
    _prepare(folder, port)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where a root's sshd locks itself in; systemd makes it
    command = [program("sshd"), "-D", "-f", f"{folder}/config", "-E", f"{folder}/log"]
    with subprocess.Popen(command) as process:  # noqa: S603  # written above
        server = SshServer(folder, port, process)
        try:
            _wait_for(server)
            yield server
        finally:
            server.drop()
            _end(process)


def _prepare(folder: Path, port: int) -> None:
    for name in ("home", "bare", "odd", "keys"):
        folder.joinpath(name).mkdir(parents=True)
    folder.joinpath("bare", "sh").symlink_to("/bin/sh")
    for path in (folder / "host_key", *(folder / "keys" / account for account in ACCOUNTS)):
        _make_key(path)
    lines = (_authorized(folder, account, command) for account, command in ACCOUNTS.items())
    folder.joinpath("authorized_keys").write_text("".join(lines), encoding="utf-8")
    folder.joinpath("known_hosts").write_text(known_host(folder / "host_key.pub", port), encoding="ascii")
    folder.joinpath("config").write_text(_CONFIG.format(folder=folder, port=port), encoding="utf-8")


def _make_key(path: Path) -> None:
    command = [program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(path)]
    subprocess.run(command, check=True)  # noqa: S603  # written above


def known_host(public_key: Path, port: int) -> str:
    """The line that makes this server known."""
    return f"[127.0.0.1]:{port} {public_key.read_text(encoding='ascii')}"


def _authorized(folder: Path, account: str, command: str) -> str:
    said = command.replace("{folder}", str(folder)).replace('"', '\\"')
    forced = f'command="{said}" ' if said else ""
    return forced + (folder / "keys" / f"{account}.pub").read_text(encoding="ascii")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def _wait_for(server: SshServer) -> None:
    until = monotonic() + PATIENCE_SECONDS
    while server.process.poll() is None and monotonic() < until:
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", server.port)):
            return
        sleep(PAUSE_SECONDS)
    raise AssertionError(server.folder.joinpath("log").read_text(encoding="utf-8"))
