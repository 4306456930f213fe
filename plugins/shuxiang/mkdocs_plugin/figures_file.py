"""The file of figures that the office has chosen to show: read when a site is built, and watched in a preview."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEvent, FileSystemEventHandler

from shuxiang.content.text_file import read_text
from shuxiang.core.diagnostics import Diagnostic, Origin
from shuxiang.core.figures import Figures
from shuxiang.core.figures_form import FiguresError, from_text
from shuxiang.mkdocs_plugin.options import Options

_FIX = "请重新运行 python3 scripts/ledger.py publish-figures；不想再公开，就加 --off 运行一次。"


class FoundFigures(NamedTuple):
    """The figures, if there are any to show, and what is wrong with their file."""

    figures: Figures | None = None
    problems: tuple[Diagnostic, ...] = ()


def figures_path(config: MkDocsConfig, options: Options) -> Path | None:
    """Where the file is, if there is one."""
    home = Path(config.config_file_path or "").absolute().parent
    return home / options.figures if options.figures else None


def read_figures(config: MkDocsConfig, options: Options) -> FoundFigures:
    """The figures to show. A file that is not as it was written shows nothing, and nothing of it is repeated."""
    path = figures_path(config, options)
    if path is None or not path.exists():
        return FoundFigures()
    text = read_text(path, options.figures).text
    try:
        return FoundFigures(from_text(text)) if text is not None else _refused(options, "文件读不出来")
    except FiguresError as error:
        return _refused(options, str(error))


def watch(server: LiveReloadServer, config: MkDocsConfig, options: Options) -> None:
    """Let a preview be built again when the file comes, changes or goes; what else lies there does not count."""
    path = figures_path(config, options)
    if path and path.parent.is_dir():
        server.observer.schedule(_Follower(server, path), str(path.parent))


class _Follower(FileSystemEventHandler):
    def __init__(self, server: LiveReloadServer, path: Path) -> None:
        self.server, self.path = server, str(path)

    def on_any_event(self, event: FileSystemEvent) -> None:
        if self.path in {event.src_path, event.dest_path}:
            # as the server's own watch() does, which follows whole folders and no file that is yet to come
            with self.server._rebuild_cond:  # noqa: SLF001
                self.server._want_rebuild = True  # noqa: SLF001
                self.server._rebuild_cond.notify_all()  # noqa: SLF001


def _refused(options: Options, reason: str) -> FoundFigures:
    what = f"小组学习情况没有放进网站：{reason}。"
    return FoundFigures(None, (Diagnostic(Origin(options.figures), "figures-file", what, _FIX),))
