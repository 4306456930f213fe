"""Where readers find a site: the parts of its URL that a web server is configured with."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, unquote, urlsplit

from shuxiang.release.errors import ReleaseError

PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?")
_PATH = re.compile(r"/([\w~-][\w.~-]*/)*")
"""Letters of any language, but nothing that means something to a server's configuration."""


@dataclass(frozen=True, slots=True)
class Address:
    """``path`` begins and ends with a slash and is not percent-encoded; ``host`` is ASCII, IPv6 in brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def secure(self) -> bool:
        """Whether it is https."""
        return self.scheme == "https"

    @property
    def has_usual_port(self) -> bool:
        """Whether readers need not write the port."""
        return self.port == PORTS[self.scheme]

    @property
    def origin(self) -> str:
        """Scheme, host and, where it is unusual, port."""
        return f"{self.scheme}://{self.host}" + ("" if self.has_usual_port else f":{self.port}")

    @property
    def encoded_path(self) -> str:
        """The path as it stands in a redirection."""
        return quote(self.path)


def parse_address(url: str) -> Address:
    """Read a site's URL; ReleaseError when a server cannot be configured with it."""
    try:
        parts = urlsplit(url.strip())
        scheme, port, host = parts.scheme, parts.port, _host(parts)
    except (ValueError, UnicodeError):
        raise _unusable(url) from None
    path = f"{unquote(parts.path).strip('/')}/" if parts.path.strip("/") else ""
    if scheme not in PORTS or not host or parts.query or parts.fragment or "@" in parts.netloc:
        raise _unusable(url)
    if not _PATH.fullmatch(f"/{path}"):
        raise ReleaseError(
            f"网址 {url!r} 的路径里有服务器配置不便使用的符号。"
            "请只用字母、汉字、数字、“-”“_”“.”，例如 http://study.example/shuxiang/。"
        )
    return Address(scheme, host, PORTS[scheme] if port is None else port, f"/{path}")


def _host(parts: SplitResult) -> str:
    """ASCII; ValueError when it is no host."""
    name = parts.hostname or ""
    if ":" in name:
        return f"[{ipaddress.IPv6Address(name)}]"
    name = name if name.isascii() else name.encode("idna").decode("ascii")
    if not _HOST.fullmatch(name):
        raise ValueError(name)
    return name


def _unusable(url: str) -> ReleaseError:
    return ReleaseError(f"网址 {url!r} 不能用来配置服务器。请写全，例如 http://study.example/shuxiang/。")
