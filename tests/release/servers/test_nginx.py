"""A real nginx with the generated configuration: what it answers."""

import http.client
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from nginx import complaints, running, unused_port
from shuxiang.release.servers import nginx
from shuxiang.release.servers.served import Certificate, Served, headers

Describe = Callable[..., Served]

HOST = "intranet.test"
CERTIFICATE = Certificate("/etc/ssl/study.pem", "/etc/ssl/private/study.key")
LASTING = "assets/pages-0123456789/shuxiang.css"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Reader(NamedTuple):
    """``prefix`` is the site's path on the server."""

    served: Served
    port: int
    prefix: str

    def get(self, path: str, method: str = "GET", **asked: str) -> Answer:
        """Underscores in names of headers stand for hyphens; ``path`` is below the site's root."""
        return self.anywhere(f"{self.prefix}{path}", method, **asked)

    def anywhere(self, path: str, method: str = "GET", **asked: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        own = {name.replace("_", "-"): value for name, value in asked.items()}
        try:
            connection.request(method, path, headers={"Host": f"{HOST}:{self.port}", **own})
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()


URLS = {"root": "/", "below": "/sx/", "in Chinese": "/书香/", "included": "/sx/"}
PREFIXES = {**URLS, "in Chinese": "/%E4%B9%A6%E9%A6%99/"}


@pytest.fixture(scope="module")
def readers(
    small_site: Path, described: Describe, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Reader]]:
    """One nginx with a server for each way of serving the site."""
    known: dict[str, Reader] = {}
    texts = []
    for name, path in URLS.items():
        port = unused_port()
        served = described(f"http://{HOST}:{port}{path}", root=str(small_site))
        known[name] = Reader(served, port, PREFIXES[name])
        texts.append(_within(port, nginx.part(served)) if name == "included" else nginx.whole(served))
    with running("".join(texts), tmp_path_factory.mktemp("nginx"), port):
        yield known


def _within(port: int, part: str) -> str:
    """Another site's server, whose rules would take what is not kept from them."""
    return f"""
server {{
    listen {port};
    server_name {HOST};
    root /nowhere;
    add_header X-Another yes;
    location ~ \\.(css|html)$ {{ return 418; }}
{part}}}
"""


@pytest.fixture(scope="module", params=URLS)
def reader(request: pytest.FixtureRequest, readers: dict[str, Reader]) -> Reader:
    return readers[request.param]


def assert_guarded(reader: Reader, answer: Answer) -> None:
    assert {name: answer.headers.get(name) for name in headers(reader.served)} == headers(reader.served)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("", 200),
        ("readings/2026/w47/", 200),
        (LASTING, 200),
        ("atom.xml", 200),
        ("404.html", 200),
        ("nowhere", 404),
        ("nowhere/at/all/", 404),
        ("assets/pages-0123456789/nowhere.css", 404),
        ("files/", 404),
        (".publishing.json", 404),
        (".git/config", 404),
        ("web.config", 404),
        ("WEB-INF/web.xml", 404),
        ("readings/.hidden/x", 404),
    ],
)
def test_every_answer_is_guarded_whatever_its_status(reader: Reader, path: str, status: int) -> None:
    answer = reader.get(path)

    assert answer.status == status
    assert_guarded(reader, answer)
    if status == 404:
        assert "找不到".encode() in answer.body


def test_what_has_not_changed_is_not_sent_again_and_guarded_all_the_same(reader: Reader) -> None:
    for path, cached in (("", "no-cache"), (LASTING, "public, max-age=31536000, immutable")):
        for encoding in ("identity", "gzip"):
            first = reader.get(path, Accept_Encoding=encoding)
            again = reader.get(path, Accept_Encoding=encoding, If_None_Match=first.headers["ETag"])

            assert again.status == 304
            assert again.headers["Cache-Control"] == first.headers["Cache-Control"] == cached
            assert_guarded(reader, again)


@pytest.mark.parametrize(
    ("path", "cached"),
    [
        ("", "no-cache"),
        ("readings/2026/w47/", "no-cache"),
        ("schedule.json", "no-cache"),
        ("assets/images/picture.png", "no-cache"),
        ("nowhere", "no-cache"),
        ("assets/pages-0123456789/nowhere.css", "no-cache"),
        (LASTING, "public, max-age=31536000, immutable"),
        ("search-index/text/0123456789-0.txt", "public, max-age=31536000, immutable"),
    ],
)
def test_only_what_is_named_after_its_content_lasts(reader: Reader, path: str, cached: str) -> None:
    assert reader.get(path).headers["Cache-Control"] == cached


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        ("", "text/html; charset=utf-8"),
        ("schedule.json", "application/json; charset=utf-8"),
        ("atom.xml", "application/atom+xml; charset=utf-8"),
        ("calendar/programme.ics", "text/calendar; charset=utf-8"),
        (LASTING, "text/css; charset=utf-8"),
        ("search-index/wasm.unknown.pagefind", "application/octet-stream"),
        ("search-index/text/0123456789-0.txt", "text/plain; charset=utf-8"),
        ("files/%E8%AE%B2%E4%B9%89%20%E4%B8%80.pdf", "application/pdf"),
        ("nowhere", "text/html; charset=utf-8"),
    ],
)
def test_everything_is_called_what_it_is(reader: Reader, path: str, type_: str) -> None:
    assert reader.get(path).headers["Content-Type"] == type_


@pytest.mark.parametrize("path", ["", "calendar/programme.ics", LASTING, "nowhere"])
def test_texts_are_compressed_for_those_who_can_read_it(reader: Reader, path: str) -> None:
    packed, plain = reader.get(path, Accept_Encoding="gzip"), reader.get(path)

    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert len(packed.body) < len(plain.body)
    assert "Content-Encoding" not in plain.headers


def test_a_part_and_the_headers_alone_can_be_asked_for(reader: Reader) -> None:
    part = reader.get("calendar/programme.ics", Range="bytes=0-4")
    head = reader.get("", "HEAD")

    assert (part.status, part.body) == (206, b"BEGIN")
    assert (head.status, head.body) == (200, b"")
    assert_guarded(reader, head)


@pytest.mark.parametrize("path", ["readings/2026/w47", "readings/2026/w47?a=1"])
def test_a_folder_without_its_slash_is_found_whatever_the_host_is_called(reader: Reader, path: str) -> None:
    answer = reader.get(path)

    assert answer.status == 301
    assert answer.headers["Location"].startswith(f"{reader.prefix}readings/2026/w47/")


@pytest.mark.parametrize("name", ["below", "in Chinese"])
def test_what_lies_outside_the_sites_path_leads_to_it_or_is_not_there(
    readers: dict[str, Reader], name: str
) -> None:
    reader = readers[name]
    missing = reader.anywhere("/other/index.html")

    assert reader.anywhere("/").headers["Location"] == reader.prefix
    assert reader.anywhere(reader.prefix.rstrip("/")).headers["Location"] == reader.prefix
    assert missing.status == 404
    assert "找不到".encode() in missing.body


def test_another_sites_rules_do_not_reach_the_part_that_is_included(readers: dict[str, Reader]) -> None:
    reader = readers["included"]

    assert reader.get(LASTING).status == 200
    assert "X-Another" not in reader.get("").headers
    assert reader.anywhere("/other.css").status == 418


FOLDERS = (
    "/srv/带 空格/书香",
    "/srv/a'b",
    "/srv/a;b}c{d#e",
    "/srv/%20~^|&()<>!@",
    r"D:\web\study",
    r"\\server\share\书香",
    "/srv/" + "很长" * 60,
)


def test_nginx_takes_folders_of_any_name(described: Describe, tmp_path: Path) -> None:
    sites = [described(f"http://h{i}.test/{'sx/' * (i % 2)}", root=root) for i, root in enumerate(FOLDERS)]

    assert complaints("".join(map(nginx.whole, sites)), tmp_path) == ""


@pytest.mark.parametrize(
    "url",
    ["http://[::1]:8080/a/", "http://10.0.0.8/", "http://my_host:81/学习/", "http://书香.example/a-b/c.d/~e/"],
)
def test_nginx_takes_addresses_of_every_kind(described: Describe, tmp_path: Path, url: str) -> None:
    assert complaints(nginx.whole(described(url)), tmp_path) == ""


def test_with_certificates_plain_http_leads_to_https(described: Describe) -> None:
    text = nginx.whole(described("https://study.example/sx/", certificate=CERTIFICATE))

    assert "return 301 https://study.example$request_uri;" in text
    assert "listen 443 ssl;" in text
    assert f'ssl_certificate "{CERTIFICATE.file}";' in text
    assert "Strict-Transport-Security" not in text


def test_on_an_unusual_port_nothing_listens_on_the_usual_one(described: Describe) -> None:
    text = nginx.whole(described("https://study.example:8443/", certificate=CERTIFICATE))

    assert "listen 8443 ssl;" in text
    assert "listen 80;" not in text


def test_a_portal_may_frame_the_site_when_it_is_told_so(described: Describe) -> None:
    assert "X-Frame-Options" not in nginx.whole(described(framed_elsewhere=True))
