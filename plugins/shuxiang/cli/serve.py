"""Preview the site on this machine, rebuilt and reloaded at every change."""

from __future__ import annotations

import errno
import shutil
import socket
import sys
import tempfile
from contextlib import chdir, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer

from shuxiang.cli.arguments import Parser, add_config_file, add_today, config_file
from shuxiang.cli.mkdocs_log import listening
from shuxiang.cli.problem import INTERRUPTED, Problem, guarded
from shuxiang.cli.progress import step
from shuxiang.cli.settings import load, set_today

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from datetime import date

    from mkdocs.config.defaults import MkDocsConfig


@dataclass(frozen=True)
class Preview:
    """What is shown where: the configuration, the day, the address and the folder built into."""

    source: Path
    today: date | None
    host: str
    port: int
    folder: Path

    def load(self) -> MkDocsConfig:
        """Read the configuration anew, for the preview's folder and address."""
        config = load(self.source)
        set_today(config, self.today)
        config.site_dir = str(self.folder)
        config.site_url = f"http://{self.host}:{self.port}{_mount_path(config)}"
        return config


def parser() -> argparse.ArgumentParser:
    """Describe the arguments."""
    result = Parser(
        "python3 scripts/serve.py",
        "在本机预览网站：保存文件后自动重新生成，浏览器自动刷新。不改动 site/。按 Ctrl-C 结束。",
    )
    add_config_file(result)
    add_today(result)
    result.add_argument(
        "--host", default="127.0.0.1", metavar="地址", help="在哪个地址上提供预览。不写则为 127.0.0.1（仅本机）"
    )
    result.add_argument("--port", type=int, default=8000, metavar="端口", help="用哪个端口。不写则为 8000")
    return result


def main(argv: Sequence[str] | None = None) -> int:
    """Show the preview until Ctrl-C and return the exit code."""
    return guarded(partial(_run, parser().parse_args(argv)))


def _run(options: argparse.Namespace) -> int:
    _require_free(options.host, options.port)
    folder = Path(tempfile.mkdtemp(prefix="shuxiang-"))
    source = config_file(options.config_file)
    try:
        _show(Preview(source, options.today, options.host, options.port, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _require_free(host: str, port: int) -> None:
    """Find out before the first build, which takes a while, whether the address can be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        if sys.platform != "win32":  # on Windows this option would let two servers share a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise Problem(_not_to_be_had(host, port, error)) from error


def _not_to_be_had(host: str, port: int, error: Exception) -> str:
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        return f"端口 {port} 已被占用。请用 --port 换一个，例如：--port {port + 1}"
    return f"不能在 {host}:{port} 上提供预览（{error}）。请检查 --host 和 --port。"


def _show(preview: Preview) -> None:
    with step("[1/2] 读取配置…"):
        config = preview.load()
    config.plugins.on_startup(command="serve", dirty=False)
    try:
        with chdir(preview.source.parent), listening():
            with step("[2/2] 生成网页…"):
                _build(config)
            _serve(config, preview)
    finally:
        config.plugins.on_shutdown()


def _build(config: MkDocsConfig) -> None:
    try:
        mkdocs_build(config, serve_url=config.site_url)
    except Abort as error:
        raise Problem("网页没有生成：请按上面的提示改正。") from error


def _serve(config: MkDocsConfig, preview: Preview) -> None:
    server = LiveReloadServer(
        builder=partial(_rebuild, preview.load),
        host=preview.host,
        port=preview.port,
        root=str(preview.folder),
        mount_path=_mount_path(config),
    )
    server.error_handler = partial(_error_page, preview.folder)
    for path in (config.docs_dir, str(preview.source)):
        server.watch(path)
    server = config.plugins.on_serve(server, config=config, builder=server.builder)
    for path in config.watch:
        server.watch(path)
    print(f"预览地址：{config.site_url}（修改后自动刷新，按 Ctrl-C 结束）", flush=True)  # noqa: T201
    try:
        server.serve()
    finally:
        server.shutdown()


def _rebuild(load_again: Callable[[], MkDocsConfig]) -> None:
    """Build once more; what goes wrong is told and waits for the next change. Ctrl-C ends the preview here too."""

    def build() -> int:
        _build(load_again())
        return 0

    with step("有改动，重新生成…"):
        code = guarded(build)
    if code == INTERRUPTED:
        raise KeyboardInterrupt


def _error_page(folder: Path, code: int) -> bytes | None:
    page = folder / f"{code}.html"
    return page.read_bytes() if page.is_file() else None


def _mount_path(config: MkDocsConfig) -> str:
    path = urlsplit(config.site_url or "/").path
    return "/" + path.strip("/") + "/" if path.strip("/") else "/"
