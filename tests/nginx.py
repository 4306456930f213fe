"""A real nginx for tests: the configuration under test, in the smallest frame that nginx accepts."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from programs import program

PATIENCE_SECONDS = 30


def unused_port() -> int:
    """A port of this machine that nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def complaints(configuration: str, folder: Path) -> str:
    """What nginx says of a configuration that it does not like; nothing of one that it takes without a warning."""
    result = subprocess.run(  # noqa: S603
        [*_command(configuration, folder), "-t", "-q"],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert bool(result.returncode) <= bool(result.stderr)
    return result.stderr


@contextmanager
def running(configuration: str, folder: Path, port: int) -> Iterator[None]:
    """Let nginx serve while the block runs; ``folder`` is its own, for logs and temporary files."""
    server = subprocess.Popen(_command(configuration, folder), stderr=subprocess.PIPE)  # noqa: S603
    try:
        _wait(server, port)
        yield
    finally:
        server.terminate()
        _end(server)


def _end(server: subprocess.Popen[bytes]) -> None:
    try:
        server.communicate(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.communicate()


def _command(configuration: str, folder: Path) -> list[str]:
    """Workers run as whoever runs the tests: the sites lie in folders that nobody else may read."""
    folder.mkdir(parents=True, exist_ok=True)
    user = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    temporary = " ".join(
        f'{name}_temp_path "{folder}/{name}";' for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "site.conf").write_text(configuration, encoding="utf-8")
    frame = folder / "nginx.conf"
    frame.write_text(
        f'{user} daemon off; worker_processes 2; pid "{folder}/pid"; error_log stderr warn;\n'
        f'events {{}}\nhttp {{ access_log off; {temporary} include "{folder}/site.conf"; }}\n',
        encoding="utf-8",
    )
    return [program("nginx"), "-p", str(folder), "-c", str(frame), "-e", "stderr"]


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    until = monotonic() + PATIENCE_SECONDS
    while True:
        if server.poll() is not None:
            raise AssertionError(server.communicate()[1].decode())
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert monotonic() < until, "nginx does not answer"
        sleep(0.02)
