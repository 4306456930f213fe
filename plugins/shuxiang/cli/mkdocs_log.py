"""MkDocs's log for people: warnings and errors stay, in one line each; the chatter goes."""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from shuxiang.cli.progress import clear_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Listener(logging.Handler):
    """Hands each warning and error to `show` and remembers how many there were of both."""

    def __init__(self, show: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._show = show
        self.warnings = 0
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Take one record of the log."""
        message = record.getMessage()
        if record.levelno >= logging.ERROR:
            self.errors.append(message)
            self._show(f"错误 {message}")
        else:
            self.warnings += 1
            self._show(f"警告 {message}")


def show_on_stderr(line: str) -> None:
    """Write a line where errors go, past the progress that a terminal may be showing."""
    clear_line()
    print(line, file=sys.stderr, flush=True)  # noqa: T201


@contextmanager
def listening(show: Callable[[str], None] = show_on_stderr) -> Iterator[Listener]:
    """Listen to MkDocs, its theme and its plugins while the block runs."""
    logger = logging.getLogger("mkdocs")
    listener = Listener(show)
    level = logger.level
    logger.addHandler(listener)
    logger.setLevel(logging.WARNING)
    try:
        yield listener
    finally:
        logger.setLevel(level)
        logger.removeHandler(listener)
