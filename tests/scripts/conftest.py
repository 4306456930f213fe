"""The scripts are not a package: they are imported as they import each other."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
sys.path.insert(0, str(SCRIPTS))

if TYPE_CHECKING:
    from bootstrap.stamp import Environment


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """A checkout with requirements and no environment yet."""
    from bootstrap.stamp import Environment  # noqa: PLC0415  # needs the path that is set above

    shutil.copytree(SCRIPTS / "requirements", tmp_path / "scripts" / "requirements")
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return Environment(tmp_path)


@pytest.fixture
def finished(environment: Environment) -> Environment:
    """The same with an environment whose set-up came to its end, for building only."""
    from bootstrap import stamp  # noqa: PLC0415  # needs the path that is set above

    environment.python.parent.mkdir(parents=True)
    environment.python.touch()
    (environment.folder / "pyvenv.cfg").touch()
    stamp.write(environment, stamp.wanted(environment, "build"))
    return environment
