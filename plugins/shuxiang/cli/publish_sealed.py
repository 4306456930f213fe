"""What readers' browsers would fetch from elsewhere, told by the place where the office wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.problem import Problem
from shuxiang.core.diagnostics import Diagnostic, Origin, Severity, in_order
from shuxiang.mkdocs_plugin.press import shown_root
from shuxiang.release.sealing.charsets import readings
from shuxiang.release.sealing.sealed import Foreign, foreign

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_WRITTEN = frozenset([".md", ".markdown", ".yml", ".yaml", ".css", ".js", ".mjs"])
_WRITTEN |= {".html", ".htm", ".shtml", ".xhtml", ".xht", ".xml", ".svg"}
SHOWN = 120
"""Characters of an address: one that holds a whole document is as long as the document."""

_PAGES = (".md", "/index.md", "/README.md", ".markdown")


def refuse_unsealed(site: Path, config: MkDocsConfig, site_url: str = "") -> tuple[Diagnostic, ...]:
    """Problem, with all of it, when the built site would load something from elsewhere.

    Gives what remains to be asked: addresses in scripts that may be mere links. ``site_url`` is the site's own.
    """
    found = sealed_problems(site, config, site_url)
    errors = [problem for problem in found if problem.severity is Severity.ERROR]
    if errors:
        closing = f"网页里有 {len(errors)} 处要从外面加载，内网里打不开，也会把读者的访问告诉别人。请按上面改正。"
        raise Problem("\n".join([*map(str, errors), closing]))
    return found


def sealed_problems(site: Path, config: MkDocsConfig, site_url: str = "") -> tuple[Diagnostic, ...]:
    """All that a built site loads from elsewhere: each address once, by the file and line where it was written."""
    found = foreign(site, site_url)
    by_what: dict[tuple[str, str], list[Foreign]] = {}
    for each in found:
        by_what.setdefault((each.address, each.kind.what), []).append(each)
    sources = _Sources(config) if found else None
    return in_order(_problem(each, sources.origin(each[0])) for each in by_what.values() if sources)


def _problem(found: list[Foreign], origin: Origin) -> Diagnostic:
    first = found[0]
    files = len({each.path for each in found})
    address = f"（{_shortened(first.address)}）" if first.address else ""
    what = f"{first.kind.what}{address}{f'，共 {files} 个文件里有' if files > 1 else ''}。"
    severity = Severity.ERROR if first.certain else Severity.WARNING
    return Diagnostic(origin, "loads-elsewhere", what, first.kind.fix, severity)


def _shortened(address: str) -> str:
    return address if len(address) <= SHOWN else f"{address[:SHOWN]}…"


class _Sources:
    """The files that the office writes, each read once."""

    def __init__(self, config: MkDocsConfig) -> None:
        docs = Path(config.docs_dir)
        root = shown_root(config)
        paths = {root + path.relative_to(docs).as_posix(): path for path in _written(docs)}
        if config.theme.custom_dir:
            own = Path(config.theme.custom_dir)
            paths |= {f"{own.name}/{path.relative_to(own).as_posix()}": path for path in _written(own)}
        configuration = Path(config.config_file_path)
        self._root = root
        self._texts = {
            name: readings(path.read_bytes())[0]
            for name, path in {configuration.name: configuration, **paths}.items()
        }

    def origin(self, found: Foreign) -> Origin:
        """Where the address was written; the place in the site when it is nowhere to be found."""
        for name in self._in_order(found.path):
            line = _line_with(found.address, self._texts[name])
            if line:
                return Origin(name, line)
        return Origin(f"网站里的 {found.path}", found.line)

    def _in_order(self, path: str) -> Iterator[str]:
        """The source of that very file of the site first, then all."""
        page = path.removesuffix("/index.html")
        likely = (self._root + name for name in (path, *(page + ending for ending in _PAGES)))
        yield from (name for name in likely if name in self._texts)
        yield from self._texts


def _written(folder: Path) -> Iterable[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in _WRITTEN and p.is_file())


def _line_with(address: str, text: str) -> int:
    """The first line that holds the address, as it is or as HTML writes it; 0 for none."""
    for written in (address, escape(address)):
        place = text.find(written)
        if written and place >= 0:
            return text.count("\n", 0, place) + 1
    return 0
