"""A static server for tests: one folder under one prefix, headers of one's choice, nothing compressed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedWriter
from itertools import count
from pathlib import Path
from socket import create_connection
from threading import Event, Thread
from typing import cast

from shuxiang.cli.browser import Machine, find_browser
from shuxiang.cli.problem import Problem

HOST = "intranet.test"
"""Not localhost: plain HTTP there is a secure context, and on an office's intranet it is not."""

_NUMBERS = count(1)


def chromium() -> str:
    """The browser that the test command has found or been told of; Problem says what to install without one."""
    found = find_browser(Machine.this())
    if not found:
        raise Problem(
            "浏览器测试需要 Chrome 或 Chromium。请安装（Debian：sudo apt install chromium），"
            "或用 SHUXIANG_BROWSER 指明它。"
        )
    return found


CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP {HOST} 127.0.0.1, MAP *.{HOST} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""Of all the hosts there are, these browsers find the one on which tests serve and those below it."""


@dataclass
class Traffic:
    """What a server has sent: paths in order, and bytes with their headers."""

    paths: list[str] = field(default_factory=list)
    sent: int = 0


@contextmanager
def served(
    folder: Path, prefix: str = "/", headers: Mapping[str, str] | None = None, traffic: Traffic | None = None
) -> Iterator[str]:
    """Serve the folder while the block runs; gives the address of the prefix.

    The host lies below HOST and no other server has it: what a browser keeps for one site, no later one meets.
    """
    handler = partial(_Handler, folder, prefix, dict(headers or {}), traffic or Traffic())
    with _Server(("127.0.0.1", 0), handler) as server:
        over = Event()
        thread = Thread(target=_answer, args=(server, over), daemon=True)
        thread.start()
        try:
            yield f"http://site{next(_NUMBERS)}.{HOST}:{server.server_address[1]}{prefix}"
        finally:
            over.set()
            create_connection(server.server_address[:2], timeout=10).close()  # what it waits for, so that it ends
            thread.join(10)


def _answer(server: ThreadingHTTPServer, over: Event) -> None:
    """Answer until it is over; between requests the thread sleeps, for browser tests keep many sites open."""
    while not over.is_set():
        server.handle_request()


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # beyond it a connection is reset, and a browser opens many at once


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # with it, each small answer waits 40 ms for the browser's acknowledgement

    def __init__(
        self, folder: Path, prefix: str, headers: dict[str, str], traffic: Traffic, *arguments: object
    ) -> None:
        self._folder, self._prefix, self._headers, self._traffic = folder, prefix, headers, traffic
        super().__init__(*arguments, directory=str(folder))  # type: ignore[arg-type]

    def setup(self) -> None:
        super().setup()
        self.wfile = cast("BufferedWriter", _Counting(self.wfile, self._traffic))

    def translate_path(self, path: str) -> str:
        self._traffic.paths.append(path)
        inside = path.removeprefix(self._prefix.rstrip("/")) if path.startswith(self._prefix) else "/nowhere"
        return super().translate_path(inside)

    def end_headers(self) -> None:
        for name, value in self._headers.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


class _Counting:
    def __init__(self, stream: object, traffic: Traffic) -> None:
        self._stream, self._traffic = stream, traffic

    def write(self, data: bytes) -> int:
        self._traffic.sent += len(data)
        return self._stream.write(data)  # type: ignore[attr-defined,no-any-return]

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)
