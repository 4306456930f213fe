"""Builds by MkDocs in one process, spared what comes out the same each time: half of a small site's build."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import EntryPoint
from pathlib import Path
from types import CodeType

import pytest
from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from mkdocs import plugins, utils
from mkdocs.theme import Theme


@contextmanager
def quick_builds() -> Iterator[None]:
    """While the block runs, what stays the same from build to build is found out once, and icons are not listed."""
    compiled, get_env = Compiled(), Theme.get_env

    def with_cache(theme: Theme) -> Environment:
        env = get_env(theme)
        env.bytecode_cache = compiled
        return env

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Theme, "get_env", with_cache)
        patch.setattr(FileSystemLoader, "list_templates", without_hidden_folders)
        patch.setattr(utils, "get_themes", Installed(utils.get_themes()))
        patch.setattr(plugins, "entry_points", cache(plugins.entry_points))
        yield


class Installed:
    """The themes that are installed, which MkDocs looks for anew in each configuration."""

    def __init__(self, themes: dict[str, EntryPoint]) -> None:
        self._themes = themes

    def __call__(self) -> dict[str, EntryPoint]:
        return self._themes

    def cache_clear(self) -> None:
        """No other themes are installed while tests run."""


class Compiled(BytecodeCache):
    """Templates by name and content."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._codes[bucket.key, bucket.checksum] = bucket.code


def without_hidden_folders(loader: FileSystemLoader) -> list[str]:
    """What the loader's folders hold; MkDocs passes over hidden ones too, but only after listing 14 000 icons."""
    found: set[str] = set()
    for root in loader.searchpath:
        for folder, folders, files in os.walk(root):
            folders[:] = [name for name in folders if not name.startswith(".")]
            found.update(Path(folder, name).relative_to(root).as_posix() for name in files)
    return sorted(found)
