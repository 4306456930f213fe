"""What a configuration is made from: one site, on one server."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shuxiang.release.errors import ReleaseError
from shuxiang.release.servers.address import Address

_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\")
_MEANINGFUL = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029"$*?\[\]\\]')
"""What would end a quoted word, or stand for something else in it, in nginx's or Apache's files."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """The files of a server's certificate (with its chain) and of its private key."""

    file: str
    key: str


@dataclass(frozen=True, slots=True)
class Served:
    """``name`` is the target's; ``root`` the folder with the pages, as the server calls it; ``policy`` the CSP.

    ``lasting`` are folders below the root all of whose files are named after their content, for servers that
    cannot be given a regular expression.
    """

    name: str
    root: str
    address: Address
    policy: str
    certificate: Certificate | None = None
    framed_elsewhere: bool = False
    lasting: tuple[str, ...] = ()


def server_path(path: str) -> str:
    """A path as nginx and Apache read it between quotes; ReleaseError when they would read something else."""
    result = path.replace("\\", "/") if _WINDOWS.match(path) else path
    if not result.startswith("/") and not _WINDOWS.match(result):
        raise ReleaseError(f"路径 {path!r} 不完整。请从根目录写起，例如 /srv/www/shuxiang。")
    if _MEANINGFUL.search(result):
        raise ReleaseError(
            f"路径 {path!r} 里有服务器配置不能写的符号（引号、$、*、?、方括号、反斜线或换行）。"
            "空格和汉字可以。请换一个文件夹。"
        )
    return result.rstrip("/") or "/"


def in_comment(text: str) -> str:
    """A user's words as part of one line of a comment, in XML too."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+|-(?=-)", " ", text)


def headers(served: Served) -> Mapping[str, str]:
    """What every answer says, whatever its status."""
    framing = {} if served.framed_elsewhere else {"X-Frame-Options": "SAMEORIGIN"}
    return {
        "Content-Security-Policy": served.policy,
        **plain_headers(),
        **framing,
    }


def plain_headers() -> Mapping[str, str]:
    """Those that are the same for every site."""
    return {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    }
