"""How a machine is reached: what ``ssh`` is told besides what the user's own configuration of it says."""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from shuxiang.release.errors import ReleaseError

_ODD = re.compile(r"[\s\x00-\x1f\x7f-\x9f'\"`$;&<>|(){}/,*?]|\\$")
_OPTION = re.compile(r"[A-Za-z]+=[^\x00\r\n]+")
SILENT_SECONDS = 60
"""A connection on which nothing has come for so long is given up, on both sides."""


@dataclass(frozen=True, slots=True)
class Connection:
    """``destination`` is ``user@host``, or a name from the user's ``~/.ssh/config``.

    ``options`` are more of what that file may hold, ``Name=value``; ``config`` is a file to read in its place.
    ``shared``: one connection serves for everything (the OpenSSH of Windows cannot do that).
    """

    destination: str
    port: int | None = None
    key: Path | None = None
    known_hosts: Path | None = None
    config: Path | None = None
    options: tuple[str, ...] = ()
    connect_seconds: int = 15
    shared: bool = os.name != "nt"

    def __post_init__(self) -> None:
        """Refuse what ssh or a shell would take for something else than a name."""
        user, _, host = self.destination.rpartition("@")
        if not host or host[0] == "-" or user.startswith("-") or _ODD.search(self.destination):
            raise ReleaseError(
                f"SSH 目标不能写成 {self.destination[:60]!r}。"
                "请写“用户@主机”，如 deploy@10.0.0.8，或 ~/.ssh/config 里的名字。"
            )
        wrong = [option for option in self.options if not _OPTION.fullmatch(option)]
        if wrong:
            raise ReleaseError(f"SSH 选项要写成“名称=值”，如 ProxyJump=gate，现为 {wrong[0][:60]!r}。")

    @property
    def host(self) -> str:
        """The machine, as ``known_hosts`` names it."""
        host = self.destination.rpartition("@")[2]
        return f"[{host}]:{self.port}" if self.port not in (None, 22) else host

    @property
    def example(self) -> str:
        """What a person types to try the connection."""
        port = ["-p", str(self.port)] if self.port else []
        key = ["-i", str(self.key)] if self.key else []
        return shlex.join(["ssh", *port, *key, self.destination])

    @property
    def for_rsync(self) -> str:
        """The destination as rsync wants it: a numeric IPv6 address in brackets."""
        user, at, host = self.destination.rpartition("@")
        return f"{user}{at}[{host}]" if ":" in host else self.destination

    def words(self) -> list[str]:
        """Options for ``ssh``; it takes the first value of each, so what must be comes first."""
        return [
            *("-T", "-a", "-x"),
            *_options(
                ("BatchMode", "yes"),  # never asks, neither for a password nor about a host key
                ("ClearAllForwardings", "yes"),
                ("PermitLocalCommand", "no"),
                ("RemoteCommand", "none"),
                ("LogLevel", "ERROR"),
            ),
            *(("-F", str(self.config)) if self.config else ()),
            *(("-p", str(self.port)) if self.port else ()),
            *(_options(("IdentityFile", _literal(self.key)), ("IdentitiesOnly", "yes")) if self.key else ()),
            *(_options(("UserKnownHostsFile", _literal(self.known_hosts))) if self.known_hosts else ()),
            *(word for option in self.options for word in ("-o", option)),
            *_options(
                ("ConnectTimeout", self.connect_seconds),
                ("ServerAliveInterval", SILENT_SECONDS // 4),
                ("ServerAliveCountMax", 3),
            ),
        ]


def _options(*pairs: tuple[str, str | int]) -> list[str]:
    return [word for name, value in pairs for word in ("-o", f"{name}={value}")]


def _literal(path: Path) -> str:
    """A path in which ssh neither replaces nor divides anything."""
    return '"' + path.as_posix().replace("%", "%%") + '"'
