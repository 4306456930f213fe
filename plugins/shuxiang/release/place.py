"""A place to publish to, as an office declares it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

_NAME = re.compile(r"[\w][\w.-]{0,39}")


class Kind(StrEnum):
    """How a place takes a new site."""

    LINKED = "linked"
    """A folder in which a symbolic link can be switched."""
    PLAIN = "plain"
    """A folder in which files are replaced one by one."""
    SSH = "ssh"
    """LINKED, on a machine that is reached over SSH."""
    ZIP = "zip"
    """One archive."""


@dataclass(frozen=True, slots=True)
class Https:
    """The files that a web server needs for https."""

    certificate: str
    key: str


@dataclass(frozen=True, slots=True)
class Place:
    """``folder`` is absolute; for SSH it lies on the other machine, for ZIP it is the archive itself.

    ``url`` is where readers open the site, ending with ``/``; empty when it is not known, and then nothing can be
    probed. ``certificates`` is a file of certificate authorities to trust beside the system's. ``server`` is the
    kind of web server (nginx, apache, iis, tomcat) or empty. ``old_browsers`` and ``embed`` (who may frame the
    site) are for its configuration.
    """

    name: str
    kind: Kind
    folder: str
    url: str = ""
    destination: str = ""
    port: int | None = None
    key: str = ""
    options: tuple[str, ...] = ()
    certificates: Path | None = None
    server: str = ""
    https: Https | None = None
    old_browsers: bool = False
    embed: tuple[str, ...] = ()

    @property
    def document_root(self) -> str:
        """The folder that the web server is to show."""
        return f"{self.folder}/current" if self.kind in {Kind.LINKED, Kind.SSH} else self.folder


def is_place_name(text: str) -> bool:
    """Whether a place may be called so: letters, digits and Chinese, no spaces, at most 40."""
    return _NAME.fullmatch(text) is not None
