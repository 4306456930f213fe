"""Looking at a release through its web server, as a reader would."""

from __future__ import annotations

import hashlib
import http.client
import json
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from shuxiang.release.fingerprints import is_fingerprinted
from shuxiang.release.manifest import NAME, Manifest, is_release_id
from shuxiang.release.stamp import id_in

PATIENCE_SECONDS = 15
_LARGEST = 64 * 2**20
_PIECE = 64 * 2**10


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server has answered; ``headers`` by lower-case name."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class NoAnswerError(Exception):
    """Why a server could not be asked, in Chinese."""


Ask = Callable[[str], Answer]


def asking(certificates: Path | None = None) -> Ask:
    """Ask directly, never through a proxy, and follow no redirect to another host.

    ``certificates`` is a file of certificates to trust beside the system's, for an office's own authority.
    """
    try:
        context = ssl.create_default_context(cafile=str(certificates) if certificates else None)
        if certificates:
            context.load_default_certs()
    except (OSError, ssl.SSLError) as error:
        raise NoAnswerError(f"证书文件 {certificates} 读不出来（{error}）。") from error
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context), _SameHost()
    )
    return partial(_ask, opener)


class _SameHost(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req: urllib.request.Request, *answer: Any) -> Any:
        """Follow within the host; from http to https of the same host too."""
        then, now = urlsplit(answer[-1]), urlsplit(req.full_url)
        same = then.scheme in {"http", "https"} and then.hostname == now.hostname
        return super().redirect_request(req, *answer) if same else None


def _ask(opener: urllib.request.OpenerDirector, url: str) -> Answer:
    try:
        with _opened(opener, url) as answer:
            return Answer(answer.status, _lower(answer.headers), _body(answer))
    except urllib.error.URLError as error:
        raise NoAnswerError(_why(error.reason)) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswerError(_why(error)) from error


def _body(answer: Any) -> bytes:
    """The body of an answer that ends in good time; TimeoutError for one that trickles or has no end."""
    until, parts, size = time.monotonic() + PATIENCE_SECONDS, [], 0
    while part := answer.read1(_PIECE):
        parts.append(part)
        size += len(part)
        if time.monotonic() > until or size > _LARGEST:
            raise TimeoutError
    return b"".join(parts)


def _opened(opener: urllib.request.OpenerDirector, url: str) -> Any:
    said = {"Cache-Control": "no-cache", "User-Agent": "shuxiang-publish"}
    request = urllib.request.Request(_in_ascii(url), headers=said)  # noqa: S310
    try:
        return opener.open(request, timeout=PATIENCE_SECONDS)
    except urllib.error.HTTPError as answer:  # an answer like others
        return answer


def _in_ascii(url: str) -> str:
    """The address as it goes over the wire, Chinese names encoded; what is encoded already stays."""
    parts = urlsplit(url)
    host = str(parts.hostname)
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    host = f"[{host}]" if ":" in host else host
    place = f"{host}:{parts.port}" if parts.port else host
    return urlunsplit((parts.scheme, place, quote(parts.path, safe="/%:@!$&'()*+,;="), parts.query, ""))


def _lower(headers: Any) -> dict[str, str]:
    """Several headers of one name are one with commas (RFC 9110, 5.3)."""
    return {name.lower(): ", ".join(headers.get_all(name)) for name in headers}


def _why(reason: object) -> str:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return _about_certificate(reason)
    kinds: tuple[tuple[type[BaseException], str], ...] = (
        (ssl.SSLError, "https 连接没有建立，请检查地址和网页服务器的证书设置"),
        (socket.gaierror, "主机名查不到"),
        (ConnectionRefusedError, "连接被拒绝，网页服务器可能没有运行"),
        (TimeoutError, f"{PATIENCE_SECONDS} 秒没有回应完"),
        (ConnectionError, "连接断了"),
        (http.client.HTTPException, "回应读不懂，那里可能不是网页服务器"),
        (OSError, f"网络不通，{reason}"),
    )
    return next((said for kind, said in kinds if isinstance(reason, kind)), str(reason) or type(reason).__name__)


def _about_certificate(error: ssl.SSLCertVerificationError) -> str:
    """See OpenSSL's X509_V_ERR codes."""
    if error.verify_code == 10:
        return "证书已经过期"
    if error.verify_code in {62, 64}:
        return "证书不是给这个地址的"
    return "证书不受信任，单位自己签的证书请在 deploy.yml 里用 certificates 写明"


def probe(url: str, ask: Ask, pages: Sequence[str], manifest: Manifest) -> tuple[str, ...]:
    """What readers would find wrong with the release at ``url`` (ends with ``/``): a sentence each.

    The home page, ``pages`` (paths below the site's root, such as the newest material's), one stylesheet or script
    and ``release.json`` must be those of the release.
    """
    asset = next((path for path in sorted(manifest.files) if is_fingerprinted(path)), None)
    try:
        found = [
            *(complaint for page in ("", *pages) for complaint in _page(url, page, ask, manifest)),
            *(_asset(url, asset, ask, manifest) if asset else ()),
            *_manifest(url, ask, manifest),
        ]
    except NoAnswerError as error:
        return (f"打不开 {url}：{error}。",)
    return tuple(found)


def address(url: str, path: str) -> str:
    """The address of a path of the site."""
    return urljoin(url, quote(path, safe="/%?=&"))


def _page(url: str, path: str, ask: Ask, manifest: Manifest) -> Iterator[str]:
    where = address(url, path)
    answer = ask(where)
    if answer.status != 200:
        yield f"{where} 的回应是 {answer.status}，应是 200。"
    elif id_in(answer.body) != manifest.id:
        yield f"{where} 不是这一版的页面（{_seen(id_in(answer.body))}，应是 {manifest.id}）。"


def _seen(id_: str) -> str:
    if not id_:
        return "页面里没有版本号"
    return f"看到的是 {id_}" if is_release_id(id_) else "写的不是版本号"


def _asset(url: str, path: str, ask: Ask, manifest: Manifest) -> Iterator[str]:
    where = address(url, path)
    answer = ask(where)
    if answer.status != 200:
        yield f"{where} 的回应是 {answer.status}，应是 200。"
    elif hashlib.sha256(answer.body).hexdigest() != manifest.files[path].sha256:
        yield f"{where} 的内容和发布的不一样。"


def _manifest(url: str, ask: Ask, manifest: Manifest) -> Iterator[str]:
    where = address(url, NAME)
    answer = ask(where)
    try:
        seen = str(json.loads(answer.body).get("id", "")) if answer.status == 200 else ""
    except (ValueError, AttributeError, RecursionError):
        seen = ""
    if seen != manifest.id:
        yield f"{where} 的版本号不对（{_seen(seen) if seen else '读不出来'}，应是 {manifest.id}）。"
