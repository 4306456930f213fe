"""Show that a long step is alive: its title, and the seconds that have passed."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REDRAW_SECONDS = 0.5
PLAIN_SECONDS = 10.0
BRIEF_SECONDS = 1.0
LINE_WIDTH = 72


def _nothing() -> str:
    return ""


@contextmanager
def step(title: str, detail: Callable[[], str] = _nothing, stream: TextIO | None = None) -> Iterator[None]:
    """Show `title` while the block runs.

    A terminal gets one line, drawn anew; a file gets a line at the start, every ten seconds and, unless the
    step was brief, at the end.
    `detail` is asked each time for a few words more.
    """
    out = stream or sys.stdout
    started = time.monotonic()
    terminal = out.isatty()

    def draw() -> None:
        line = f"{title}{_facts(detail(), time.monotonic() - started)}"
        _write(out, f"\r{line}   " if terminal else f"{line}\n")

    _write(out, title if terminal else f"{title}\n")
    try:
        with _repeating(draw, REDRAW_SECONDS if terminal else PLAIN_SECONDS):
            yield
        if terminal or time.monotonic() - started >= BRIEF_SECONDS:
            draw()
    finally:
        _write(out, "\n" if terminal else "")


def clear_line(out: TextIO | None = None) -> None:
    """Take back the line that a step has drawn on a terminal, so that a message can stand in its place."""
    out = out or sys.stdout
    if out.isatty():
        _write(out, f"\r{' ' * LINE_WIDTH}\r")


@contextmanager
def _repeating(action: Callable[[], None], seconds: float) -> Iterator[None]:
    done = threading.Event()

    def repeat() -> None:
        while not done.wait(seconds):
            action()

    thread = threading.Thread(target=repeat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _facts(detail: str, seconds: float) -> str:
    return f"（{detail + '，' if detail else ''}{seconds:.1f} 秒）"


def _write(out: TextIO, text: str) -> None:
    out.write(text)
    out.flush()
