"""A table on the screen, aligned for type in which a Chinese character is two columns wide."""

from __future__ import annotations

from collections.abc import Iterable

from tabulate import tabulate

from shuxiang.cli.legible import legible

WIDEST = 40
"""Longer cells are broken into lines."""


def text_table(columns: Iterable[str], rows: Iterable[Iterable[str]], right: Iterable[int] = ()) -> str:
    """The table without spaces at the ends of its lines; ``right`` are the columns of numbers, counted from 0."""
    names, at_right = list(columns), set(right)
    text = tabulate(
        [[legible(cell) for cell in row] for row in rows],
        names,
        tablefmt="simple",
        disable_numparse=True,
        maxcolwidths=WIDEST,
        colalign=["right" if place in at_right else "left" for place in range(len(names))],
    )
    return "\n".join(line.rstrip() for line in text.splitlines())
