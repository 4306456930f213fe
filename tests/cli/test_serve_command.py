from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING

import pytest

from shuxiang.cli import serve
from shuxiang.cli.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for_page(port: int, text: str) -> str:
    end = time.monotonic() + PATIENCE
    page = ""
    while text not in page:
        assert time.monotonic() < end, page
        time.sleep(0.1)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE) as answer:
                page = answer.read().decode()
        except OSError:
            continue
    return page


def test_a_change_is_seen_without_starting_again_and_ctrl_c_ends_it(project: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "shuxiang.cli", "serve", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:  # noqa: S603  # written above
        try:
            assert "livereload" in wait_for_page(port, "首页")
            (project / "docs" / "index.md").write_text("# 改过的首页\n", encoding="utf-8")
            wait_for_page(port, "改过的首页")
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert process.returncode == 130
    assert f"预览地址：http://127.0.0.1:{port}/" in out
    assert not (project / "site").exists()


@pytest.mark.usefixtures("project")
def test_a_port_in_use_is_told_before_anything_is_built(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert serve.main(["--port", str(port)]) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith(f"端口 {port} 已被占用。")
    assert captured.out == ""


@pytest.mark.parametrize("argv", [["--port", "99999"], ["--host", "256.1.1.1"]])
@pytest.mark.usefixtures("project")
def test_an_address_that_cannot_be_is_told(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert serve.main(argv) == 1
    assert "上提供预览" in capsys.readouterr().err


def test_a_rebuild_that_fails_is_told_and_the_preview_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    def load_again() -> None:
        raise Problem("配置文件有误。")

    serve._rebuild(load_again)  # type: ignore[arg-type]
    assert "配置文件有误。" in capsys.readouterr().err


def test_ctrl_c_in_the_middle_of_a_rebuild_ends_the_preview() -> None:
    def load_again() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        serve._rebuild(load_again)  # type: ignore[arg-type]
