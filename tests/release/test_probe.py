"""A release is looked at through its web server, as readers would see it."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote

import pytest

from programs import program
from shuxiang.release import probe as probing
from shuxiang.release.probe import NoAnswerError, asking, probe
from shuxiang.release.target import Release

Edition = Callable[[int], Release]
STANDSTILL_SECONDS = 60


@dataclass
class Site:
    """What a server answers: files by path, and whatever stands in ``instead`` by path, before them."""

    files: dict[str, bytes]
    instead: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    port: int = 0
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/书香/"


@contextmanager
def serving(site: Site, context: ssl.SSLContext | None = None) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(self.path).removeprefix("/书香/")
            site.asked.append(self.path)
            if path in site.instead:
                site.instead[path](self)
            else:
                page = f"{path}index.html" if path in {"", *(f for f in [path] if f.endswith("/"))} else path
                answer(self, 200 if page in site.files else 404, site.files.get(page, b"?"))

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        site.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def answer(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def site(edition: Edition) -> Iterator[Site]:
    folder = edition(1).folder
    files = {path: (folder / path).read_bytes() for path in [*edition(1).manifest.files, "release.json"]}
    with serving(Site(files)) as site:
        yield site


@pytest.fixture
def look(site: Site, edition: Edition) -> Callable[..., tuple[str, ...]]:
    """look(number=1, pages=[…]) -> what is wrong with that edition at the server of the first."""

    def look(number: int = 1, pages: tuple[str, ...] = ("readings/week-1/",)) -> tuple[str, ...]:
        return probe(site.url, asking(), pages, edition(number).manifest)

    return look


Look = Callable[..., tuple[str, ...]]


def test_a_release_that_is_there_has_nothing_wrong(site: Site, look: Look) -> None:
    assert look() == ()
    assert len(site.asked) == 4


def test_an_address_and_a_page_in_chinese_are_asked_for_as_browsers_do(site: Site, look: Look) -> None:
    assert look(pages=("说明/",)) == ()
    assert site.asked[:2] == ["/%E4%B9%A6%E9%A6%99/", "/%E4%B9%A6%E9%A6%99/%E8%AF%B4%E6%98%8E/"]


def test_another_release_is_told_from_this_one_in_every_place(look: Look, edition: Edition) -> None:
    found = look(2, ("说明/",))
    seen = f"看到的是 {edition(1).manifest.id}，应是 {edition(2).manifest.id}"
    assert [seen in complaint for complaint in found] == [True] * 3


def test_a_page_that_only_the_new_release_has_is_missed(site: Site, look: Look) -> None:
    assert f"{site.url}readings/week-2/ 的回应是 404，应是 200。" in look(2, ("readings/week-2/",))


@pytest.mark.parametrize("path", ["", "readings/week-1/", "release.json"])
@pytest.mark.parametrize("status", [404, 500, 403, 204])
def test_what_is_not_answered_with_200_is_said_with_its_address(
    site: Site, look: Look, path: str, status: int
) -> None:
    site.instead[path] = lambda handler: answer(handler, status, b"")
    (complaint,) = look()
    assert complaint.startswith(f"{site.url}{path} ")
    assert str(status) in complaint or "release.json 的版本号不对" in complaint


def test_a_page_without_an_id_and_a_broken_list_are_said(site: Site, look: Look) -> None:
    site.files |= {"index.html": b"<html>Welcome to nginx!</html>", "release.json": b"[]"}
    home, manifest = look()
    assert "页面里没有版本号" in home
    assert "读不出来" in manifest


def test_an_asset_that_a_server_has_changed_is_said(site: Site, look: Look, edition: Edition) -> None:
    asset = next(path for path in sorted(edition(1).manifest.files) if path.startswith("assets/"))
    site.files[asset] += b" "
    (complaint,) = look()
    assert complaint == f"{site.url}{asset} 的内容和发布的不一样。"


def redirect(where: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: answer(handler, 302, b"", Location=where)


def test_a_redirect_to_another_host_is_not_followed(site: Site, look: Look) -> None:
    site.instead[""] = redirect("http://elsewhere.invalid/")
    assert look() == (f"{site.url} 的回应是 302，应是 200。",)


@pytest.mark.parametrize("where", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://[", "//"])
def test_a_redirect_to_what_is_no_page_is_not_followed(site: Site, look: Look, where: str) -> None:
    site.instead[""] = redirect(where)
    assert look()


def test_a_redirect_within_the_host_is_followed_and_one_in_a_circle_is_not(site: Site, look: Look) -> None:
    site.instead["readings/week-1/"] = redirect("index.html")
    assert look() == ()
    site.instead["readings/week-1/"] = redirect("./")
    assert "302" in look()[0]


@contextmanager
def speaking(words: bytes | None) -> Iterator[str]:
    """A server that says just this to whoever comes and hangs up; nothing at all, and stays, for None."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                visitor, _ = server.accept()
                visitor.settimeout(STANDSTILL_SECONDS)
                with visitor:
                    if visitor.recv(1000) == b"enough":
                        return
                    visitor.sendall(words) if words is not None else visitor.recv(1000)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        with socket.create_connection(server.getsockname()) as last:
            last.sendall(b"enough")
            thread.join(STANDSTILL_SECONDS)
            assert not thread.is_alive()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (b"", "连接断了"),
        (b"SSH-2.0-OpenSSH_9.2p1\r\n", "那里可能不是网页服务器"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "那里可能不是网页服务器"),
        (b"HTTP/1.1 500 Oh\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "那里可能不是网页服务器"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nab", "页面里没有版本号"),
        (None, "没有回应"),
    ],
)
def test_whatever_a_server_says_is_a_sentence(
    words: bytes | None, said: str, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "PATIENCE_SECONDS", 1)
    with speaking(words) as url:
        assert said in probe(url, asking(), (), edition(1).manifest)[0]


def test_nobody_there_is_a_sentence(edition: Edition) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    (said,) = probe(f"http://127.0.0.1:{port}/", asking(), (), edition(1).manifest)
    assert said == f"打不开 http://127.0.0.1:{port}/：连接被拒绝，网页服务器可能没有运行。"


def test_a_name_that_nobody_knows_is_a_sentence(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    assert probe("http://书香.example/", asking(), (), edition(1).manifest) == (
        "打不开 http://书香.example/：主机名查不到。",
    )


def test_no_proxy_stands_in_between(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    assert look() == ()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that an office has made for itself, with its key in the same file."""
    place = tmp_path_factory.mktemp("certificate") / "own.pem"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=own"
    subprocess.run(  # noqa: S603
        [
            program("openssl"),
            *words.split(),
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-keyout",
            place,
            "-out",
            place,
        ],
        check=True,
        capture_output=True,
    )
    return place


def test_an_own_certificate_is_trusted_when_it_is_named_and_not_otherwise(
    site: Site, edition: Edition, certificate: Path
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving(Site(site.files), context) as secure:
        url = secure.url.replace("http:", "https:")
        assert probe(url, asking(certificate), (), edition(1).manifest) == ()
        (said,) = probe(url, asking(), (), edition(1).manifest)
        assert "请在 deploy.yml 里用 certificates 写明" in said
        (said,) = probe(url.replace("127.0.0.1", "localhost"), asking(certificate), (), edition(1).manifest)
        assert "证书不是给这个地址的" in said
    (said,) = probe(site.url.replace("http:", "https:"), asking(), (), edition(1).manifest)
    assert "https 连接没有建立" in said


@pytest.mark.parametrize("text", [None, "", "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n"])
def test_a_file_of_certificates_that_cannot_be_read_is_said_before_anything_is_asked(
    tmp_path: Path, text: str | None
) -> None:
    place = tmp_path / "证书.pem"
    if text is not None:
        place.write_text(text)
    with pytest.raises(NoAnswerError, match=r"证书文件 .*证书\.pem 读不出来"):
        asking(place)
