"""A block's text as a file can hold it: no control characters, one line or several."""

from __future__ import annotations

from shuxiang.exports.cell_text import clean

_NONE = "\u2014"


def text_lines(text: str) -> tuple[str, ...]:
    """The lines of a text, each cleaned, without empty ones at the end; always one at least."""
    lines = [clean(line) for line in text.splitlines()]
    while len(lines) > 1 and not lines[-1]:
        lines.pop()
    return tuple(lines) or ("",)


def one_line(text: str) -> str:
    """The text for where only one line may stand."""
    return " ".join(text_lines(text))


def value_text(value: float | None, *, percent: bool) -> str:
    """A chart's value as people read it: 83.3%, 12; a dash for none."""
    if value is None:
        return _NONE
    return f"{value:.1f}%" if percent else f"{value:g}"
