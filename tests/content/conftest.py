"""Files as an organizer types them: a test's own docstring, or a folder of small texts."""

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from shuxiang.content.library import Library, load


@pytest.fixture
def written(request: pytest.FixtureRequest) -> str:
    """The file that the test's docstring holds."""
    return dedent(request.function.__doc__).lstrip("\n")


@pytest.fixture
def library(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Library]:
    """The library of a folder with these files, shown in messages as ``docs/``."""

    def read(files: Mapping[str, str | bytes]) -> Library:
        for path, content in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / path).write_bytes(data)
        return load(tmp_path, files, "docs/")

    return read
