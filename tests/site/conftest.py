"""Whole sites, built in this process from a few small files."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from built import BuildSite, Built

TODAY = "2026-11-21"


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextmanager
def building(folder: Path) -> Iterator[BuildSite]:
    listener = _Listener()
    logging.getLogger("mkdocs").addHandler(listener)

    def make(files: Mapping[str, str | bytes], *, name: str = "site", config: Any = None, **options: Any) -> Built:
        docs = folder / "docs"
        docs.mkdir(exist_ok=True)
        for path, content in files.items():
            target = docs / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        plugin = {"today": TODAY, "search": False, **options}
        settings = {
            "site_name": "试用",
            "theme": {"name": "material", "language": "zh", "font": False, "palette": {"scheme": "default"}},
            "plugins": [{"shuxiang": plugin}],
            **(config or {}),
        }
        source = folder / "mkdocs.yml"
        source.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
        listener.lines.clear()
        loaded = load_config(str(source), site_dir=str(folder / name))
        loaded.plugins.on_startup(command="build", dirty=False)
        build(loaded)
        return Built(folder / name, tuple(listener.lines))

    yield make
    logging.getLogger("mkdocs").removeHandler(listener)


@pytest.fixture
def build_site(tmp_path: Path) -> Iterator[BuildSite]:
    """``build_site({path below docs: text or bytes}, today=…, strict=…, **options) -> Built``."""
    with building(tmp_path) as make:
        yield make


@pytest.fixture(scope="module")
def build_for_all(tmp_path_factory: pytest.TempPathFactory) -> BuildSite:
    """``build_site`` for sites that many tests of a file only look at, each in a folder of its own."""

    def make(files: Mapping[str, str | bytes], **options: Any) -> Built:
        with building(tmp_path_factory.mktemp("site")) as build:
            return build(files, **options)

    return make


@pytest.fixture(scope="session")
def reading() -> Callable[..., str]:
    """``reading(slot, title=…, body=…, **header) -> Markdown`` of a material that has nothing wrong with it."""

    def make(slot: str, title: str = "一篇材料", body: str = "正文一段。", **header: str) -> str:
        fields = {"title": title, "cadence": "article", "slot": slot, "source": "本会编写", **header}
        lines = "\n".join(f"{key}: {value}" for key, value in fields.items())
        return f"---\n{lines}\n---\n\n{body}\n"

    return make
