"""A task, and names as people give them to folders."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import strategies as st

from shuxiang.release.due import Weekly
from shuxiang.release.timetable.task import Task


@pytest.fixture(scope="session")
def task() -> Task:
    """An office's, on Linux."""
    return Task(
        name="shuxiang-4f8389",
        target="内网",
        folder="/srv/书香 2026",
        python="/usr/bin/python3",
        script="scripts/publish.py",
        user="study",
        path="/usr/local/bin:/usr/bin:/bin",
        weekly=Weekly(0, time(6, 30)),
    )


@pytest.fixture(scope="session")
def names() -> st.SearchStrategy[str]:
    """Names of folders with all the characters that mean something to somebody."""
    return st.text("ab 书香%$\\'\"`!&|;<>#*?~^{}()=n\u3000", min_size=1, max_size=12).map(lambda text: f"x{text}x")
