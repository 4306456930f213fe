"""The sheets that walls are printed on, and the type that goes with each."""

from __future__ import annotations

from dataclasses import dataclass

from shuxiang.pages.wall.type import MM_A_POINT, Type, text_width, types

MARGIN = 10.0
"""mm on every side: what office printers cannot reach, and a little more."""
SPACE = 3.0
"""mm between two parts of a sheet."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet on its side, in mm: the type to choose from, and the height of its title.

    No size is below 9 points: smaller type is not read on a wall, and browsers made for China before 2023 print
    nothing smaller than that, whatever a page says.
    """

    name: str
    width: float
    height: float
    types: tuple[Type, ...]
    title: float

    @property
    def inner_width(self) -> float:
        """The width between the margins."""
        return self.width - 2 * MARGIN

    @property
    def inner_height(self) -> float:
        """The height between the margins."""
        return self.height - 2 * MARGIN


A3 = Paper("A3", 420, 297, types(15, 14, 13, 12, 11.5, 11, 10.5, 10, 9.5, 9), 16)
A4 = Paper("A4", 297, 210, types(12, 11.5, 11, 10.5, 10, 9.5, 9), 12)


def title_size(title: str, aside: str, paper: Paper, size: float) -> float:
    """The points at which a title and what stands beside it share a line, from large down to that of the text."""
    room = paper.inner_width / MM_A_POINT - (text_width(aside) + 2) * size
    largest = paper.title * 0.6 / MM_A_POINT
    return max(size, round(min(largest, room / max(1.0, text_width(title))), 1))
